"""The assessment of an interview: a pure function of the conversation."""
