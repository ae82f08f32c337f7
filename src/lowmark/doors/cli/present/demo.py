"""Print what the sample company's close did, an entity a column: gross, allowance, net; net income before, after."""

from rich.console import Console

from lowmark.doors.cli.tables import heading, plain, table
from lowmark.doors.presenting.figures import clean, figure, label
from lowmark.services.operations.demo import EntitySummary, Figure, Response

FIGURES = ("gross_minor", "allowance_minor", "net_minor", "interim_charged_minor", "interim_reversed_minor",
           "charged_minor", "reversed_minor", "findings", "net_income_before_minor", "net_income_after_minor",
           "operating_cash_before_minor", "operating_cash_after_minor")  # fmt: skip
WORDS = {
    "gross_minor": "inventory at cost", "net_minor": "carrying amount", "interim_charged_minor": "written down in September",
    "interim_reversed_minor": "reversed in September", "charged_minor": "written down in October",
    "reversed_minor": "reversed in October", "operating_cash_before_minor": "cash from operations before",
    "operating_cash_after_minor": "cash from operations after",
}  # fmt: skip


def present(response: Response, out: Console) -> None:
    """Print the summary."""
    heading("Close of the sample company", out)
    made = plain()
    made.add_column("")
    for entity in response.entities:
        made.add_column(f"{clean(entity.name)}\n{_about(entity)}", justify="right", no_wrap=True)
    for name in FIGURES:
        style = "bold" if name in ("net_minor", "net_income_after_minor") else None
        made.add_row(
            WORDS.get(name, label(name)), *(_amount(name, entity) for entity in response.entities), style=style
        )
    out.print(made)
    for entity in response.entities:
        if entity.top:
            out.print(f"Largest write-downs of {clean(entity.name)}:", style="bold")
        for words in entity.top:
            out.print(f"  {clean(words)}")
    if response.figures:
        heading("What is particular to the trade", out)
        out.print(table(response.figures, Figure))
    if response.group:
        _group(response, out)
    if response.prevention:
        heading("Before a write-down", out)
    for words in response.prevention:
        out.print(f"  {clean(words)}")
    out.print(f"{response.moves:,} stock moves. Verified: {'no fault found' if response.clean else 'FAULTS FOUND'}.")
    if response.personas:
        out.print(f"Personas to switch between: {', '.join(response.personas)}.")


def _group(response: Response, out: Console) -> None:
    """Print the statements of the group, a total in bold."""
    heading(f"The group, {response.currency}", out)
    made = plain()
    made.add_column("")
    made.add_column("", justify="right", no_wrap=True)
    for line in response.group:
        amount = figure("amount_minor", line.amount_minor, currency=response.currency)
        made.add_row(clean(line.caption), amount, style="bold" if line.is_total else None)
    out.print(made)
    profit = figure("profit_in_stock_minor", response.profit_in_stock_minor, currency=response.currency)
    out.print(f"Taken out of stock as profit within the group: {profit}.")


def _about(entity: EntitySummary) -> str:
    return ", ".join(word for word in (entity.entity, entity.currency, entity.framework.replace("_", " ")) if word)


def _amount(name: str, entity: EntitySummary) -> str:
    return figure(name, getattr(entity, name), currency=entity.currency)
