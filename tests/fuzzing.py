"""The long runs of the property tests: `make fuzz` loads this as a pytest plug-in.

It registers the Hypothesis profile `fuzz`: fresh random examples each time, and many more of
them (`FUZZ_EXAMPLES`, by default 5000 for each test that does not set a number itself).
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "fuzz",
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "5000")),
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
