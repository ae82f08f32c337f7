"""Stock by age, as a report: a row an item, a column a band, and what is carried of it."""

from lowmark.reports.described import Column, Report, Row, Table
from lowmark.services.operations.ageing import OPERATION, Line, Response
from lowmark.services.reporting.asking import Asking, at


def describe(asking: Asking) -> Report:
    """Return stock by age.

    Raises: Problem `bad_request` without a date, and for bands that do not go up.
    """
    found: Response = asking.ask(
        OPERATION, as_of=asking.as_of(), known_seq=asking.known_seq, bands=asking.request.bands
    )
    return asking.described(title="Ageing of inventories", as_of=found.as_of, tables=tables_of(found),
                            notes=("Days since goods were first received, whatever places they have passed through.",))  # fmt: skip


def tables_of(found: Response) -> list[Table]:
    """Return cost by age of every item, and of all of it what is allowed for."""
    bands = [line.band for line in found.bands]
    columns = (Column("Item"), Column("Name", width=3), *(Column(f"{band} days", "money") for band in bands),
               Column("Cost", "money"), Column("Allowance", "money"), Column("Carrying", "money"))  # fmt: skip
    of_items: dict[tuple[str, str], dict[str, Line]] = {}
    for line in found.lines:
        of_items.setdefault((line.item, line.name), {})[line.band] = line
    rows = [Row(cells=(*item, *_figures([some.get(band) for band in bands]))) for item, some in of_items.items()]
    rows.append(Row(cells=("", "Total", *_figures(list(found.bands))), style="total", adds=tuple(range(len(rows)))))
    return [Table(title="Ageing of inventories", period=at(found.as_of), columns=columns, rows=tuple(rows))]


def _figures(bands: list[Line | None]) -> list[int | None]:
    """Return the cost in each band, and cost, allowance and what is carried of all of them."""
    cost = sum(one.value_minor for one in bands if one)
    allowance = sum(one.allowance_minor for one in bands if one)
    return [*(one.value_minor if one else None for one in bands), cost, allowance, cost - allowance]
