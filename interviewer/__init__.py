"""A spoken mock interviewer for machine-learning system design.

The way of the data is drawn in ``docs/architecture.md``. Importing this package loads no audio,
model or language-model library.
"""
