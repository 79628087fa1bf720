"""A second opinion on an interview: a language model's, checked by code, and never alone."""
