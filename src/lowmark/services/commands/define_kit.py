"""Define a kit."""

from typing import TYPE_CHECKING

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.kits import lines_of
from lowmark.services.operations.define_kit import OPERATION, Line, Request, Response
from lowmark.services.recording.asked import read_quantity
from lowmark.store.session import Writer

if TYPE_CHECKING:
    import polars as pl


def define_kit(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Say what a kit is of from a day on; said again, it has no effect.

    Locks:  every open period, alone; the entity clock last.
    Raises: Problem `bad_request` for components that cannot be read; as a row of a file of kits is refused.
    """
    frame = _as_rows(request)

    def work(writer: Writer) -> Done:
        from lowmark.services.importing.kits import define

        stood = [line for line in lines_of(writer, granted.entity.id) if line.valid_from == request.valid_from]
        stands, refused = define(writer, frame, granted)
        for row in refused.head(1).iter_rows(named=True):
            value = f"{row['value']}: " if row["value"] else ""
            raise Problem("refused", f"{value}{row['message']}", hint=row["hint"])
        if any(line.kit == stands["kit_id"][0] and line.component not in set(stands["component_id"]) for line in stood):
            raise Problem("refused", f"{request.kit} has another definition from {request.valid_from} on already",
                          hint="give the new definition a later day")  # fmt: skip
        lines = tuple(Line(component=component, quantity_micro=quantity)
                      for component, quantity in stands.select("component", "quantity_micro").iter_rows())  # fmt: skip
        response = Response(entity=granted.entity.code, kit=request.kit, valid_from=request.valid_from, lines=lines)
        return Done(response, f"kit {request.kit}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _as_rows(request: Request) -> "pl.DataFrame":
    """Return the components as a file of kits would have them.

    Raises: Problem `bad_request`; as the grammar of quantities words it.
    """
    import polars as pl

    rows: list[tuple[object, ...]] = []
    for part in (each.strip() for each in request.components.split(",") if each.strip()):
        item, equals, rest = part.partition("=")
        quantity, _, unit = rest.strip().partition(" ")
        if not item.strip() or not equals or item.strip() == request.kit:
            raise Problem("bad_request", f"{part!r} does not say what is in {request.kit}, and how much of it",
                          hint="write ITEM=QUANTITY, with commas between")  # fmt: skip
        rows.append(
            (len(rows) + 1, request.kit, item.strip(), read_quantity(quantity), unit.strip(), request.valid_from)
        )
    if not rows or len({row[2] for row in rows}) < len(rows):
        raise Problem(
            "bad_request", "a kit is of something, and names each component once", hint="write ITEM=QUANTITY, each once"
        )
    schema = {"row": pl.Int64, "kit": pl.String, "component": pl.String, "quantity_micro": pl.Int64, "unit": pl.String,
              "valid_from": pl.Date}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
