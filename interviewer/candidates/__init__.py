"""Simulated candidates: they sit a rehearsal in place of a person."""
