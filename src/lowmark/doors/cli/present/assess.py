"""Print a test of stock: the lines of one book, or a column per book where several are asked for.

What not every test has (another basis, demand, other units of account, goods at fair value) is printed where it is there.
"""

from dataclasses import dataclass, fields

from rich.console import Console

from lowmark.doors.cli import tables
from lowmark.doors.presenting.figures import clean, figure
from lowmark.doors.presenting.rows import rows_of
from lowmark.services.operations.assess import FairValue, InBook, Level, Response

PLAIN = "lower_of_cost_and_nrv"


@dataclass(frozen=True, slots=True)
class Classic:
    """The columns of a line that every test has."""

    item: str
    lot: str
    quantity_micro: int
    cost_minor: int
    value_minor: int | None
    carrying_minor: int
    required_minor: int
    held_minor: int
    change_minor: int
    evidence_kind: str
    reason: str
    finding: str


@dataclass(frozen=True, slots=True)
class Measured:
    """The columns of a line that is measured at another basis, or of which demand was asked."""

    item: str
    lot: str
    basis: str
    demand_micro: int | None
    demand_method: str


def present(response: Response, out: Console) -> None:
    """Print the lines of one book, or what each unit is carried at and requires in each of several."""
    if response.books:
        _several(response, out)
        return
    sums = tables.sums_of(response, Classic)
    shown = {name for name in sums if getattr(response, name)}
    rows = rows_of(response)
    tables.head(response, [one.name for one in fields(response) if one.name not in rows and one.name not in shown], out)
    if response.lines:
        out.print()
        out.print(tables.table(response.lines, Classic, currency=response.currency, sums=sums))
    else:
        out.print("\nlines: none")
    measured = [line for line in response.lines if line.basis != PLAIN or line.demand_method]
    more = (("Measured by", measured, Measured), ("By unit of account", response.levels, Level),
            ("At fair value less costs", response.fair_values, FairValue))  # fmt: skip
    for title, lines, kind in more:
        if lines:
            tables.heading(title, out)
            out.print(tables.table(lines, kind, currency=response.currency))


def _several(response: Response, out: Console) -> None:
    """Print what each book comes to, and each unit in each of them."""
    tables.facts([("entity", response.entity), ("as of", f"{response.as_of}, known {response.known_seq}")], out)
    tables.heading("books", out)
    out.print(tables.table(response.books, type(response.books[0])))
    tables.heading("carrying amount and allowance required", out)
    made = tables.plain()
    for name in ("item", "lot", "cost"):
        made.add_column(name, justify="right" if name == "cost" else "left", no_wrap=True)
    for one in response.books:
        made.add_column(f"{one.book} carried", justify="right", no_wrap=True)
        made.add_column("required", justify="right", no_wrap=True)
        made.add_column("what binds")
    units: dict[tuple[str, str], dict[str, InBook]] = {}
    for line in response.in_books:
        units.setdefault((line.item, line.lot), {})[line.book] = line
    currencies = {one.book: one.currency for one in response.books}
    for (item, lot), by_book in units.items():
        first = next(iter(by_book.values()))
        row = [clean(item), clean(lot), figure("cost_minor", first.cost_minor, currency=currencies[first.book])]
        for book, currency in currencies.items():
            row += _cells(by_book.get(book), currency)
        made.add_row(*row)
    out.print(made)


def _cells(line: InBook | None, currency: str) -> list[str]:
    """Return what a unit comes to in one book; nothing where it is not tested in it."""
    if line is None:
        return ["", "", ""]
    return [
        figure("carrying_minor", line.carrying_minor, currency=currency),
        figure("required_minor", line.required_minor, currency=currency), line.evidence_kind.replace("_", " "),
    ]  # fmt: skip
