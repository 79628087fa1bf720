"""Finds the arithmetic a candidate speaks and computes it again.

    find_estimates([Statement(3, "100M users times 128 dims times 4 bytes is 50 terabytes")])

Pure functions: no clock, no files. Every result quotes the candidate verbatim.
"""

from interviewer.estimates.finder import find_estimates
from interviewer.estimates.model import Estimate, Statement
from interviewer.estimates.quantities import Quantity, find_quantities

__all__ = ["Estimate", "Quantity", "Statement", "find_estimates", "find_quantities"]
