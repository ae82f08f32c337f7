"""Faults of a file, collected: all of them are counted, the first thousand are shown, in the order of the rows.

Before this: the readers, which say where and, when asked, why. After this: the problems of `ReadTable`.
"""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from lowmark.core.kinds.problems import Problem, RowProblem

SHOWN: Final = 1_000
"""So many faults are put into words; a last one says how many more there are."""

_VALUE_SHOWN: Final = 60

Why = Callable[[str], Problem]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where it is, what stands there, and a function that says why that is wrong."""

    row: int
    order: int
    column: str
    value: str
    why: Why


@dataclass(slots=True)
class Faults:
    """The faults of one file.

    >>> faults = Faults(document="moves.csv")
    >>> faults.of_file(Problem("empty_file", "the file is empty"))
    >>> [str(problem) for problem in faults.problems()]
    ['moves.csv, row 0: the file is empty [empty_file]']
    """

    document: str
    sheet: str = ""
    count: int = 0
    of_whole_file: bool = False
    kept: list[Fault] = field(default_factory=list)
    noted: list[RowProblem] = field(default_factory=list)

    def of_file(self, problem: Problem, *, row: int = 0, column: str = "", value: str = "") -> None:
        """Add a fault of the whole file, of its header or of a whole column: no row can be taken."""
        self.of_whole_file = True
        self.of_rows([(row, value)], count=1, column=column, why=lambda _: problem)

    def of_rows(self, cells: Iterable[tuple[int, str]], *, count: int, column: str, why: Why, order: int = -1) -> None:
        """Add the faults of a column: its first cells (row and value, by row), and how many there are in all.

        Domain: the first `SHOWN` cells are enough; ``order`` is the place of the column in the file.
        """
        self.count += count
        self.kept += [Fault(row, order, column, value, why) for row, value in cells]

    def note(self, code: str, message: str, *, hint: str = "", row: int = 0, column: str = "") -> None:
        """Say what is no fault: what was made regular, or passed over."""
        self.noted.append(RowProblem(document=self.document, sheet=self.sheet, row=row, column=column, value="",
                                     code=code, message=message, hint=hint))  # fmt: skip

    def problems(self) -> tuple[RowProblem, ...]:
        """Return the faults in words, by row and column."""
        first = heapq.nsmallest(SHOWN, self.kept, key=lambda fault: (fault.row, fault.order))
        shown = [self._in_words(fault) for fault in first]
        if self.count > len(shown):
            shown.append(
                RowProblem(
                    document=self.document,
                    sheet=self.sheet,
                    row=0,
                    code="more_faults",
                    message=f"there are {self.count - len(shown):,} more faults",
                    hint="correct these first and send the file again",
                )
            )
        return tuple(shown)

    def _in_words(self, fault: Fault) -> RowProblem:
        problem = fault.why(fault.value)
        return RowProblem(
            document=self.document,
            sheet=self.sheet,
            row=fault.row,
            column=fault.column,
            value=fault.value[:_VALUE_SHOWN],
            code=problem.code,
            message=problem.message,
            hint=problem.hint,
        )
