"""Print a roll-forward as a filing has it: a row a class, the columns in which anything moved, and the ledger's beneath."""

from rich.console import Console

from lowmark.doors.cli.tables import facts, heading, plain, table
from lowmark.doors.presenting.figures import clean, figure, label
from lowmark.services.operations.roll_forward import Line, Overlay, Response

ALWAYS = ("opening_minor", "closing_minor")


def present(response: Response, out: Console) -> None:
    """Print rows with their sum, the ledger's own, and the overlays with what they rest on."""
    heading(f"Allowance, {response.first_on} to {response.last_on}, {response.currency}", out)
    rows = (*response.lines, response.total, response.ledger)
    amounts = [name for name in Line.__dataclass_fields__ if name.endswith("_minor")]
    shown = [name for name in amounts if name in ALWAYS or any(getattr(row, name) for row in rows)]
    made = plain()
    made.add_column("")
    for name in shown:
        made.add_column(label(name), justify="right", no_wrap=True)
    for row in response.lines:
        made.add_row(_name(row), *_figures(row, shown, response.currency))
    made.add_section()
    made.add_row("total", *_figures(response.total, shown, response.currency), style="bold")
    made.add_row("ledger", *_figures(response.ledger, shown, response.currency))
    out.print(made)
    facts([("difference", figure("difference_minor", response.difference_minor, currency=response.currency)),
           ("held on goods", figure("held_minor", response.held_minor, currency=response.currency)),
           ("held by overlays", figure("overlay_minor", response.overlay_minor, currency=response.currency)),
           ("book", f"{response.book}, known {response.known_seq}")], out)  # fmt: skip
    if response.overlays:
        heading("overlays", out)
        out.print(table(response.overlays, Overlay, currency=response.currency))


def _name(row: Line) -> str:
    named = clean(row.name) or "no lot"
    return f"{named}, overlay" if row.is_overlay else named


def _figures(row: Line, names: list[str], currency: str) -> list[str]:
    return [figure(name, getattr(row, name), currency=currency) for name in names]
