"""A spoken mock interviewer for machine-learning system design."""
