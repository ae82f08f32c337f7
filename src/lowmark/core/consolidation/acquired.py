"""What an acquisition brought at fair value: the part that falls in one period.

Before this: the fair values of an acquisition. After this: the combined income statement, and what other owners have of
it. Sources: IFRS 3.18, IAS 38.97; ASC 805-20-30-1, 350-30-35-6.
"""

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem


def amortise(*, amount_minor: int, years: int) -> int:
    """Return a year's part of an amount that is written off evenly.

    Raises: Problem ``no_life``.

    >>> amortise(amount_minor=100, years=3)
    33
    """
    if years <= 0:
        raise Problem("no_life", f"nothing is written off over {years} years", hint="give whole years, 1 or more")
    return multiply_divide_round(amount_minor, 1, years)


def income(*, sales_minor: int, cost_of_sales_minor: int, expenses_minor: int, amortisation_minor: int = 0) -> int:
    """Return what is left of a company's sales, after what fair values of its acquisition take of it.

    >>> income(sales_minor=1_000, cost_of_sales_minor=600, expenses_minor=150, amortisation_minor=20)
    230
    """
    return sales_minor - cost_of_sales_minor - expenses_minor - amortisation_minor
