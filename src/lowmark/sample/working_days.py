"""The days of the sample: a fiscal year of twelve months, from November 2025 to October 2026, by number."""

from datetime import date
from typing import Final

import numpy as np

OPENS_ON: Final = date(2025, 11, 1)
"""The first day of the books and of the fiscal year."""
YEAR_BEFORE_ENDS_ON: Final = date(2025, 10, 31)
INTERIM_ON: Final = date(2026, 9, 30)
"""The end of September, tested and closed in the year."""
AS_OF: Final = date(2026, 10, 31)
"""The end of the fiscal year."""
FISCAL_YEAR: Final = 2026
FISCAL_YEAR_START_MONTH: Final = 11

FIRST_DAY: Final = np.datetime64(OPENS_ON)
DAYS: Final = np.array([
    day for day in np.arange(np.datetime64("2025-11-03"), np.datetime64("2026-10-31")) if np.is_busday(day)
])  # fmt: skip
"""The working days on which goods move."""
MONTHS: Final = DAYS.astype("datetime64[M]").astype(np.int64) - np.datetime64("2025-11").astype(np.int64)
"""The month of each day, 0 for November 2025."""
JANUARY, JULY, OCTOBER, NOVEMBER = 2, 8, 11, 12
"""Months of 2026 by number; the last is after the year."""
