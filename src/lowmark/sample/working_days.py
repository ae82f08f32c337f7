"""The working days of the sample, 2 January to 30 October 2026, by number."""

from typing import Final

import numpy as np

FIRST_DAY: Final = np.datetime64("2026-01-01")
"""The first day of the books."""

DAYS: Final = np.array([
    day for day in np.arange(np.datetime64("2026-01-02"), np.datetime64("2026-10-31")) if np.is_busday(day)
])  # fmt: skip
MONTHS: Final = DAYS.astype("datetime64[M]").astype(np.int64) - np.datetime64("2026-01").astype(np.int64)
"""The month of each day, 0 for January."""
