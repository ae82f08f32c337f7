"""The note on inventories of a group, as a report: each fact with its paragraph and the figure of the group's statements."""

from lowmark.reports.described import Column, Report, Row, Table
from lowmark.services.operations.group_disclosures import OPERATION, AllowanceLine, Response
from lowmark.services.reporting.asking import Asking, during, words

COLUMNS = ("opening_minor", "charged_minor", "reversed_minor", "released_minor", "used_minor", "other_minor",
           "translation_minor", "closing_minor")  # fmt: skip


def describe(asking: Asking) -> Report:
    """Return the note of a consolidation.

    Raises: Problem, as `group-disclosures` does.
    """
    request = asking.request
    found: Response = asking.ask(OPERATION, consolidation=request.consolidation, circumstances=request.circumstances,
                                 pledged=request.pledged)  # fmt: skip
    notes = [f"Of consolidation {found.consolidation}: {', '.join(found.members)}."]
    notes += [f"To be put right: {fault}" for fault in found.faults]
    return asking.described(
        title="Note on inventories of the group", as_of=found.as_of, period=during(found.first_on, found.as_of),
        tables=tables_of(found), notes=notes, currency=found.currency, framework=found.framework,
    )  # fmt: skip


def tables_of(found: Response) -> list[Table]:
    """Return the facts, the allowance of the group and the cost of sales by nature."""
    period = during(found.first_on, found.as_of)
    columns = (
        Column("Paragraph", width=2), Column("What is disclosed", width=5), Column("Amount", "money"),
        Column("Per statements", "money"), Column("Difference", "money"), Column("Tag", width=5),
    )  # fmt: skip
    rows = tuple(
        Row(cells=(line.paragraph, ": ".join(filter(None, (line.label, line.item_class, line.words))), line.amount_minor,
                   line.statement_minor, line.difference_minor if line.statement_minor is not None else None, line.concept),
            note=f"{line.paragraph}: from {line.tied_to}")
        for line in found.lines
    )  # fmt: skip
    natures = tuple(Row(cells=(words(line.nature), line.amount_minor)) for line in found.expenses)
    total = Row(cells=("Cost of sales, by nature", sum(line.amount_minor for line in found.expenses)), style="subtotal",
                adds=tuple(range(len(natures))))  # fmt: skip
    stated = Row(cells=("Cost of sales, per statements", found.expense_minor), style="total")
    return [
        Table(title="Note on inventories of the group", period=period, columns=columns, rows=rows),
        _allowance(found, period),
        Table(title="Cost of sales by nature", period=period, columns=(Column("", width=4), Column("Amount", "money")),
              rows=(*natures, total, stated)),
    ]  # fmt: skip


def _allowance(found: Response, period: str) -> Table:
    """Return the roll-forward, whose last row adds up the others."""
    columns = (Column("", width=3), *(Column(words(name.removesuffix("_minor")), "money") for name in COLUMNS))
    last = len(found.allowance) - 1
    rows = tuple(
        Row(cells=(_named(line), *(getattr(line, name) for name in COLUMNS)), style="total" if at == last else "line",
            adds=tuple(range(last)) if at == last else ())
        for at, line in enumerate(found.allowance)
    )  # fmt: skip
    return Table(title="Allowance of the group", period=period, columns=columns, rows=rows)


def _named(line: AllowanceLine) -> str:
    return "Group" if line.is_total else line.member or "Test of stock at group cost"
