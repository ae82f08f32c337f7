"""What a condition says of goods: which goods are in it, what an allowance is charged for, and what holds without evidence.

Before this: nothing. After this: the files of `conditions`, and `identified`, which asks them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.frameworks.policy import InventoriesPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition in which goods are carved out of the sound ones.

    Domain: of several conditions the one of lowest `precedence` holds. `identify` says, of the columns of a unit,
            whether it is in this one. `reason` is a reason that charts have accounts for. Without evidence goods are
            worth nothing where `proof` names what proves that; otherwise they keep what is held, with the `finding`.
    """

    name: str
    precedence: int
    identify: Callable[[InventoriesPolicy, date], pl.Expr]
    reason: str
    proof: str = ""
    finding: str = ""

    def __post_init__(self) -> None:
        """Hold that a condition says what becomes of goods without evidence, one way."""
        assert bool(self.proof) != bool(self.finding)
