"""The assessment of an interview: a pure function of the conversation.

    assessment = assess(conversation, rubric, mistakes, level_guide)
    to_json(assessment)

No clock, no file, no network; the same input gives the same bytes.
"""

from interviewer.assessment.assess import assess
from interviewer.assessment.result import Assessment, to_json

__all__ = ["Assessment", "assess", "to_json"]
