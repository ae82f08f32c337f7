"""Run every check on one entity. Checks are found by listing `checks/`: a file that is added there is run.

Before this: a service that has opened a snapshot. After this: the service adds up entities.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from lowmark.core.kinds.problems import Problem
from lowmark.verify import checks
from lowmark.verify.checked import Checked
from lowmark.verify.reader import Rows


class Check(Protocol):
    """A file of `checks/`."""

    NAME: str
    MEANING: str

    def check(self, reader: Rows, entity_id: int) -> Checked:
        """Look at one entity."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found in one entity."""

    name: str
    meaning: str
    checked: Checked


@cache
def every_check() -> tuple[Check, ...]:
    """Return the checks, by name.

    >>> [check.NAME for check in every_check()][:2]
    ['allowance_equals_ledger', 'allowance_replay']
    """
    names = sorted(module.name for module in iter_modules(checks.__path__))
    return tuple(cast(Check, import_module(f"{checks.__name__}.{name}")) for name in names)


def verify_entity(reader: Rows, entity_id: int) -> Iterator[Outcome]:
    """Run every check on one entity. Facts so damaged that a check cannot read on are a fault too, not a crash."""
    for check in every_check():
        try:
            checked = check.check(reader, entity_id)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, Problem) as error:
            words = f"the facts cannot be read to their end: {type(error).__name__}: {error}"
            checked = Checked(0, (words,))
        yield Outcome(check.NAME, check.MEANING, checked)
