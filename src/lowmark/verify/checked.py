"""What a check hands back: how many things it looked at, and every fault in words.

Before this: a check. After this: `run`, which names the check beside it. Words are put together only for the faults
that are shown; past a thousand they are counted, for nobody reads more and all of them have one cause.
"""

from dataclasses import dataclass, field
from typing import Final

SHOWN: Final = 1_000


@dataclass(frozen=True, slots=True)
class Checked:
    """How many things were looked at, and what is wrong with them."""

    examined: int
    faults: tuple[str, ...]


@dataclass(slots=True)
class Faults:
    """Collects faults. What stands for a name is looked up when its fault is shown, and not before.

    >>> faults = Faults()
    >>> faults.add("entry {} has {} lines", "stock/2026/1", 1)
    >>> faults.checked(1)
    Checked(examined=1, faults=('entry stock/2026/1 has 1 lines',))
    """

    said: list[str] = field(default_factory=list)
    found: int = 0

    def add(self, words: str, *parts: object) -> None:
        """Note one fault: `words` with `parts` in the places marked by braces."""
        self.found += 1
        if self.found <= SHOWN:
            self.said.append(words.format(*parts))

    def checked(self, examined: int) -> Checked:
        """Return what was found."""
        more = (f"and {self.found - SHOWN} more",) if self.found > SHOWN else ()
        return Checked(examined, (*self.said, *more))
