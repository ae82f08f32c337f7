"""The statements as reports: posted, pro forma for a run, beside an earlier date; a trial balance with two sides."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from lowmark.reports.described import Column, Report, Row, Style, Table
from lowmark.services.operations.statements import OPERATION, Line, Response
from lowmark.services.reporting.asking import Asking, at, during, short

ORDER: Final = (
    "balance_sheet", "income_statement", "income_statement_by_nature", "cash_flow", "changes_in_equity", "trial_balance"
)  # fmt: skip
"""In which they are read."""

OVER_TIME: Final = ("income_statement", "income_statement_by_nature", "cash_flow", "changes_in_equity")
FIGURES: Final = ("posted_minor", "change_minor", "pro_forma_minor", "earlier_minor")
HEADINGS: Final = {
    ("balance_sheet", "asset"): "Assets", ("balance_sheet", "liability"): "Liabilities",
    ("balance_sheet", "equity"): "Equity", ("cash_flow", "operating"): "Operating activities",
    ("cash_flow", "investing"): "Investing activities", ("cash_flow", "financing"): "Financing activities",
}  # fmt: skip
LESS: Final = "expense"
"""The section whose lines are taken off a sum."""


def describe(asking: Asking) -> Report:
    """Return one statement, or all of them.

    Raises: Problem `bad_request` without a date; what `statements` refuses.
    """
    request = asking.request
    shown: Response = asking.ask(OPERATION, as_of=asking.as_of(), book=asking.book.code, known_seq=asking.known_seq,
                                 run=request.run, compare=request.compare, stage=request.stage)  # fmt: skip
    wanted = ORDER if request.report == "statements" else (request.report,)
    tables = tables_of(shown, wanted)
    whole = request.report == "statements" or not tables
    return asking.described(
        title="Financial statements" if whole else tables[0].title, as_of=shown.as_of, tables=tables,
        period=during(shown.from_on, shown.as_of) if whole else tables[0].period, notes=_notes(shown, request.stage),
    )  # fmt: skip


def tables_of(shown: Response, wanted: Sequence[str] = ORDER) -> list[Table]:
    """Return a table for each statement that there is."""
    found = {code: list(some) for code, some in groupby(shown.lines, key=lambda line: line.statement)}
    return [_table(code, found[code], shown) for code in wanted if code in found]


def _table(code: str, lines: list[Line], shown: Response) -> Table:
    named = {one.statement: one.title for one in shown.titles}
    title = named.get(code, code.replace("_", " ").capitalize())
    period = during(shown.from_on, shown.as_of) if code in OVER_TIME else at(shown.as_of)
    if code == "trial_balance":
        return Table(title=title, period=period, columns=_sides(shown), rows=tuple(_both_sides(lines, shown)))
    columns = (Column("", width=4), *(Column(name, "money") for name in _figures(shown, lines).values()))
    return Table(title=title, period=period, columns=columns, rows=tuple(_rows(code, lines, shown)))


def _figures(shown: Response, lines: list[Line]) -> dict[str, str]:
    """Return the figures that are shown, with the titles of their columns; none of an earlier date that is not known."""
    titles = {"posted_minor": short(shown.as_of)}
    if shown.run:
        titles |= {"change_minor": f"Run {shown.run}", "pro_forma_minor": "Pro forma"}
    if shown.compared_on is not None and any(line.earlier_minor is not None for line in lines):
        titles["earlier_minor"] = short(shown.compared_on) + (", restated" if shown.is_restated else "")
    return titles


def _rows(code: str, lines: list[Line], shown: Response) -> Iterator[Row]:
    """Yield the lines of a statement under the headings of its sections; each sum knows what it adds up."""
    placed: list[tuple[int, Line]] = []
    at_row, figures = 0, tuple(_figures(shown, lines))
    for place, line in enumerate(lines):
        if _begins(lines, place) and not line.is_total and (heading := _heading(code, line)):
            yield Row(cells=(heading, *(None for _ in figures)), style="heading")
            at_row += 1
        adds, less = _made_of(line, placed) if line.is_total else ((), ())
        yield Row(cells=(line.caption, *(getattr(line, name) for name in figures)), adds=adds, less=less,
                  style=_style(code, lines, place), level=0 if line.is_total else 1)  # fmt: skip
        placed.append((at_row, line))
        at_row += 1


def _begins(lines: list[Line], place: int) -> bool:
    return not place or lines[place - 1].section != lines[place].section


def _heading(code: str, line: Line) -> str:
    """Return the heading over a section: of equity, each component's own name."""
    return line.section if code == "changes_in_equity" else HEADINGS.get((code, line.section), "")


def _style(code: str, lines: list[Line], place: int) -> Style:
    """Return how a line looks: a double rule ends a statement, and the assets of a balance sheet."""
    line = lines[place]
    if not line.is_total:
        return "line"
    is_last = place + 1 == len(lines)
    ends_assets = code == "balance_sheet" and line.section == "asset" and (is_last or _begins(lines, place + 1))
    return "total" if is_last or ends_assets else "subtotal"


def _made_of(line: Line, placed: list[tuple[int, Line]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return which rows a sum adds and which it takes off, or none where no reading foots in every figure."""
    lines = [one for one in placed if not one[1].is_total]
    sums = [one for one in placed if one[1].is_total]
    of_section = [one for one in placed if one[1].section == line.section]
    readings = (
        [one for one in of_section if not one[1].is_total],
        lines,
        of_section,
        [*sums[-1:], *(one for one in lines if sums and one[0] > sums[-1][0])],
        sums[-3:],
        sums[-2:],
        [one for one in sums if one[1].caption == "At the end"],
        [one for one in lines if one[1].caption == "At the beginning of the year"],
    )
    for reading in readings:
        adds = tuple(row for row, one in reading if one.section != LESS)
        less = tuple(row for row, one in reading if one.section == LESS)
        if len(reading) and all(_comes_to(line, reading, name) for name in FIGURES):
            return adds, less
    return (), ()


def _comes_to(line: Line, reading: list[tuple[int, Line]], name: str) -> bool:
    signed = ((-1 if one.section == LESS else 1) * (getattr(one, name) or 0) for _, one in reading)
    return bool((getattr(line, name) or 0) == sum(signed))


def _sides(shown: Response) -> tuple[Column, ...]:
    """Return the columns of a trial balance: two sides, and the run and the earlier date where they are asked for."""
    columns = [Column("Account"), Column("Name", width=4), Column("Debit", "money"), Column("Credit", "money")]
    if shown.run:
        columns += [
            Column(f"Run {shown.run}", "money"),
            Column("Pro forma debit", "money"),
            Column("Pro forma credit", "money"),
        ]
    if shown.compared_on is not None:
        columns += [
            Column(f"{short(shown.compared_on)} debit", "money"),
            Column(f"{short(shown.compared_on)} credit", "money"),
        ]
    return tuple(columns)


def _both_sides(lines: list[Line], shown: Response) -> Iterator[Row]:
    """Yield each account with its balance on its side, and what the two sides come to, which is the same."""
    rows = [(line.account, line.caption, *_sided(line, shown)) for line in lines if not line.is_total]
    for row in rows:
        yield Row(cells=row)
    sums = tuple(sum(row[place] or 0 for row in rows) for place in range(2, len(_sides(shown))))  # type: ignore[misc]
    yield Row(cells=("", "Total", *sums), style="total", adds=tuple(range(len(rows))))


def _sided(line: Line, shown: Response) -> list[int | None]:
    figures = list(_side(line.posted_minor))
    if shown.run:
        figures += [line.change_minor, *_side(line.pro_forma_minor)]
    if shown.compared_on is not None:
        figures += _side(line.earlier_minor or 0)
    return figures


def _side(minor: int) -> tuple[int | None, int | None]:
    """Return a balance on its side.

    >>> _side(500), _side(-500), _side(0)
    ((500, None), (None, 500), (None, None))
    """
    return (minor or None, None) if minor >= 0 else (None, -minor)


def _notes(shown: Response, stage: str) -> Iterator[str]:
    if shown.trial_balance:
        yield (f"Made of the trial balance {shown.trial_balance} of {shown.trial_balance_on}, with entries since that "
               "it does not include.")  # fmt: skip
    if shown.run:
        yield f"Pro forma with run {shown.run}, which is not posted."
    if shown.is_restated:
        yield f"The earlier figures are restated for {', '.join(shown.restated_for)}."
    if shown.not_restated_for:
        yield (f"The earlier figures are without {', '.join(shown.not_restated_for)}: what it changes is known for whole "
               "fiscal years.")  # fmt: skip
    if stage != "adjusted":
        yield {"unadjusted": "Before the year's adjusting entries.", "closed": "After the entry that closes the year."}[
            stage
        ]
