"""Print what the sample company's close did, an entity a column: gross, allowance, net; net income before, after."""

from rich.console import Console

from lowmark.doors.cli.figures import clean, figure, label
from lowmark.doors.cli.tables import heading, plain
from lowmark.services.operations.demo import EntitySummary, Response

FIGURES = ("gross_minor", "allowance_minor", "net_minor", "charged_minor", "reversed_minor", "net_income_before_minor",
           "net_income_after_minor")  # fmt: skip


def present(response: Response, out: Console) -> None:
    """Print the summary."""
    heading("Close of the sample company", out)
    made = plain()
    made.add_column("")
    for entity in response.entities:
        made.add_column(f"{clean(entity.name)}\n{entity.entity}, {entity.currency}", justify="right", no_wrap=True)
    for name in FIGURES:
        style = "bold" if name in ("net_minor", "net_income_after_minor") else None
        made.add_row(_words(name), *(_amount(name, entity) for entity in response.entities), style=style)
    out.print(made)
    for entity in response.entities:
        if entity.top:
            out.print(f"Largest write-downs of {clean(entity.name)}:", style="bold")
        for words in entity.top:
            out.print(f"  {clean(words)}")
    out.print(f"{response.moves:,} stock moves. Verified: {'no fault found' if response.clean else 'FAULTS FOUND'}.")
    if response.personas:
        out.print(f"Personas to switch between: {', '.join(response.personas)}.")


def _words(name: str) -> str:
    words = {"gross_minor": "inventory at cost", "net_minor": "carrying amount", "charged_minor": "written down"}
    return words.get(name, label(name))


def _amount(name: str, entity: EntitySummary) -> str:
    return figure(name, getattr(entity, name), currency=entity.currency)
