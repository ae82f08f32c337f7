"""Import definitions of kits, and define one at a desk: the same checks, and the same facts.

A definition that is there stands: another one is another day's. What has moved as an item of its own is no kit, what would be in
itself is refused with the kits between, and a kit holds a whole number of the kits that are in it.
"""

from typing import Any

import polars as pl

from lowmark.core.costing.bills import first_circle
from lowmark.core.kinds.quantity import MICRO
from lowmark.core.recording.units import with_base_units
from lowmark.services.access import Granted
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import NONE, of_file, problems
from lowmark.services.kits import lines_of
from lowmark.store.entities import read as entities_read
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader, Writer, reading
from lowmark.store.stock import kits as kits_store

KEY = ("kit_id", "valid_from", "component_id")
LINES = {"kit_id": pl.Int64, "valid_from": pl.Date, "component_id": pl.Int64, "was_micro": pl.Int64}


def import_kits(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan definitions of an entity's kits; a row that says what is there already has no effect."""
    with reading(granted.scope()) as reader:
        refused = look_up(reader, frame, granted)[1]
    if not refused.is_empty():
        return Refusal(refused)

    def write(writer: Writer) -> Refusal | None:
        refused = define(writer, frame, granted)[1]
        return None if refused.is_empty() else Refusal(refused)

    return Outcome(write)


def define(writer: Writer, frame: pl.DataFrame, granted: Granted) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Write definitions, unless something is wrong with them; return them and that, as `look_up` does.

    Locks:  every open period, alone: whoever records a move of an item has written it, or sees that the item is a kit.
    """
    for period in entities_read.periods(writer, granted.entity.id):
        if period.state != "closed":
            writer.hold_period(period.id, exclusive=True)
    found, refused = look_up(writer, frame, granted)
    if refused.is_empty():
        new = found.filter(pl.col("was_micro").is_null())
        kits_store.write_lines(writer, granted.entity.id, new.select(*KEY, "quantity_micro").rows(named=True))
    return found, refused


def look_up(reader: Reader, frame: pl.DataFrame, granted: Granted) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join items and the lines that are there; return the rows, with quantities in base units, and what is wrong with them.

    Shapes: frame: row, kit, component, quantity_micro, unit, valid_from.
    """
    entity, items = granted.entity, items_read.items(reader, granted.entity.catalogue_id)
    there = pl.DataFrame(
        [(line.kit, line.valid_from, line.component, line.quantity_micro) for line in lines_of(reader, entity.id)],
        schema=LINES, orient="row",
    )  # fmt: skip
    named, of_units = with_base_units(
        frame.join(
            items.select("base_unit", component="item", item_id="item_id"),
            on="component",
            how="left",
            maintain_order="left",
        ),
        items_read.units(reader, entity.catalogue_id),
    )
    versions = there.select("kit_id", "valid_from").unique().with_columns(stands=pl.lit(value=True))
    found = (
        named.rename({"item_id": "component_id"})
        .join(items.select("tracking", kit="item", kit_id="item_id"), on="kit", how="left", maintain_order="left")
        .join(there, on=KEY, how="left", maintain_order="left")
        .join(versions, on=["kit_id", "valid_from"], how="left", maintain_order="left")
    )
    faults = pl.concat([of_units, *_faults(reader, found, there, entity.id)]).sort("row")
    return found, faults if not faults.is_empty() else _of_all(found, there, items)


def _faults(reader: Reader, found: pl.DataFrame, there: pl.DataFrame, entity_id: int) -> list[pl.DataFrame]:
    """Return what is wrong with single rows."""
    kits = found["kit_id"].drop_nulls().unique().to_list()
    every = pl.concat([there["kit_id"], found["kit_id"]]).drop_nulls().unique().to_list()
    moved = kits_store.moved(reader, entity_id, kits)
    unknown = ("unknown_item", "no item has this code", "import the item first")
    return [
        problems(found, "kit", *unknown, mark=pl.col("kit_id").is_null()),
        problems(found, "component", *unknown, mark=pl.col("component_id").is_null()),
        problems(found, "kit", "tracked_kit", "a kit has no lots or serial numbers of its own: its components have them",
                 "import the kit as an item that nothing is tracked by", mark=pl.col("tracking") != "none"),
        problems(found, "kit", "has_moves", "the item has moved as one that is stocked",
                 "give the kit a code of its own; what is put together beforehand is made in a production",
                 mark=pl.col("kit").is_in(list(moved))),
        problems(found, "valid_from", "kit_stands", "the kit has another definition from this day on already",
                 "give the new definition a later day",
                 mark=pl.col("stands").fill_null(value=False) & pl.col("quantity_micro").ne_missing(pl.col("was_micro"))),
        problems(found, "component", "part_of_a_kit", "the component is a kit itself, and kits are not divided",
                 "say a whole number of it", mark=pl.col("component_id").is_in(every) & (pl.col("quantity_micro") % MICRO != 0)),
    ]  # fmt: skip


def _of_all(found: pl.DataFrame, there: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Return what is wrong with all definitions together: one in itself, with what is between, or a part of what becomes a kit."""
    names: dict[int, str] = dict(items.select("item_id", "item").iter_rows())
    lines = pl.concat([there.select(KEY), found.select(KEY)]).unique().sort(KEY)
    if circle := first_circle(lines.rows()):
        return of_file("circular_kit", f"a kit would be in itself: {' > '.join(names[each] for each in circle)}",
                       "take one of these lines out")  # fmt: skip
    parts = there.filter(pl.col("component_id").is_in(found["kit_id"].to_list()) & (pl.col("was_micro") % MICRO != 0))
    for kit, component in parts.select("kit_id", "component_id").head(1).iter_rows():
        return of_file("part_of_a_kit", f"{names[kit]} is of a part of {names[component]}, and kits are not divided",
                       "define the outer kit anew first, or give the inner one another code")  # fmt: skip
    return NONE
