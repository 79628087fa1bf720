"""Minds: they pick one of the director's moves and word it. ``scripted`` needs nothing."""
