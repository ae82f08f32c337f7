"""Where a total foots: whether a row's figure is, to the last minor unit, what the rows that it names come to.

Before this: `described`. After this: `workbook`, which writes a formula where a figure foots and the figure where not.
"""

from typing import Final

from lowmark.reports.described import Row, Table

LARGEST: Final = 10**15 - 1
"""A spreadsheet keeps fifteen digits; a figure with more is written as text, and no formula rests on it."""


def foots(table: Table, row: Row, place: int) -> bool:
    """Say whether a row's figure in a column is the sum of those that it adds, less those that it subtracts.

    >>> from lowmark.reports.described import Column
    >>> lines = (Row(cells=(200,)), Row(cells=(50,)))
    >>> def foots_with(minor):
    ...     total = Row(cells=(minor,), style="total", adds=(0,), less=(1,))
    ...     return foots(Table(title="", period="", columns=(Column("CAD", "money"),), rows=(*lines, total)), total, 0)
    >>> foots_with(150), foots_with(151)
    (True, False)
    """
    if not row.adds and not row.less:
        return False
    figure = row.cells[place]
    added, taken = ([table.rows[at].cells[place] for at in some] for some in (row.adds, row.less))
    figures = [cell for cell in (figure, *added, *taken) if isinstance(cell, int)]
    if not isinstance(figure, int) or len(figures) < 2 or any(abs(one) > LARGEST for one in figures):
        return False
    return figure == sum(one for one in added if isinstance(one, int)) - sum(
        one for one in taken if isinstance(one, int)
    )


def runs(places: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return places as spans of neighbours, each with its first and its last.

    >>> runs((3, 4, 5, 8))
    [(3, 5), (8, 8)]
    """
    found: list[tuple[int, int]] = []
    for at in sorted(places):
        if found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found
