"""Print the layers of stock and their sum, or the items; of a move that is explained, what it did to each layer first."""

from rich.console import Console

from lowmark.doors.cli.tables import head, heading, sums_of, table
from lowmark.services.operations.cost import Layer, OfItem, Part, Response


def present(response: Response, out: Console) -> None:
    """Print the head, and the tables."""
    head(response, ["entity", "as_of", "known_seq", "currency"], out)
    if response.layers_open and not response.layers:
        head(response, ["quantity_micro", "value_minor", "allowance_minor", "layers_open", "positions"], out)
    if response.parts:
        heading("parts", out)
        out.print(table(response.parts, Part, currency=response.currency))
    if response.items:
        heading("items", out)
        out.print(table(response.items, OfItem, currency=response.currency))
        return
    if not response.layers:
        if not response.layers_open:
            out.print("\nlayers: none")
        return
    heading("layers", out)
    out.print(table(response.layers, Layer, currency=response.currency, sums=sums_of(response, Layer)))
