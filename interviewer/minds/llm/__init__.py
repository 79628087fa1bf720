"""The language-model mind: it picks one of the director's moves and words it, under guard.

Importing this package loads neither LangChain nor an HTTP library; ``client`` does when it is used.
"""
