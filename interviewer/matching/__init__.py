"""Finds what a candidate said of what was expected, and what they want of the interviewer.

Deterministic and offline: units of meaning from a lexicon, phrases and profiles from the card.
Used live by the director on every turn and afterwards by the assessment.
"""

from interviewer.matching.acts import Act, acts_in
from interviewer.matching.key_phrase import key_phrase
from interviewer.matching.matcher import Match, Matcher, strongest

__all__ = ["Act", "Match", "Matcher", "acts_in", "key_phrase", "strongest"]
