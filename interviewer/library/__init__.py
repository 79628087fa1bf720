"""The library: interviewers, companies, levels, questions, rubric, timeline, mistakes."""
