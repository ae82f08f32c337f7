"""Take the kits that a file of moves names apart into rows of their components; what is wrong with these comes back under its rows.

Before this: the rows of the file. After this: the plan of all of them, in which kits are not known. Kits that are sold come
apart as columns, by the definition of their day; kits that come back by the moves by which they left.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO
from lowmark.core.recording.faults import PROBLEM
from lowmark.core.recording.kits import Part, apart, come_back, contents_on
from lowmark.core.recording.units import with_base_units
from lowmark.core.tables.locations import INTERNAL
from lowmark.services.access import Granted
from lowmark.services.importing.problems import problems
from lowmark.services.kits import lines_of, sold
from lowmark.services.recording.kit_moves import GOES
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader
from lowmark.store.stock import kits as kits_store

MOST: Final = 2**63 - 1
HELD: Final = {"since": pl.Date, "item_id": pl.Int64, "part_id": pl.Int64, "each_micro": pl.Int64, "place": pl.Int64}
NEEDLESS: Final = {
    "lot": pl.col("lot") != "",
    "value": pl.col("value").is_not_null(),
    "owner": pl.col("owner") != "",
}


@dataclass(frozen=True, slots=True)
class Apart:
    """A file whose kits are apart.

    Shapes: said: the rows of the file; documents: the same columns, rows numbered anew; rows: row, said_row, component (empty for
            a row that names no kit); faults: what is wrong with rows that name kits, which are not among the documents.
    Domain: `told` says kit, its line and how many by document and line of each component's move.
    """

    said: pl.DataFrame
    documents: pl.DataFrame
    rows: pl.DataFrame
    faults: pl.DataFrame
    told: dict[tuple[str, str], tuple[int, str, int]]

    def as_said(self, found: pl.DataFrame) -> pl.DataFrame:
        """Return problems or notes under the rows of the file, with the component that each is about."""
        named = found.join(self.rows, on="row", how="left", maintain_order="left").with_columns(
            row=pl.coalesce("said_row", "row"),
            message=pl.when(pl.col("component").fill_null("") != "").then(pl.format("{}: {}", "component", "message"))
            .otherwise("message"),
        )  # fmt: skip
        return named.select(list(PROBLEM)).cast(PROBLEM).unique(maintain_order=True)

    def numbered(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return what is said beside rows of the file under the new numbers of those that name no kit."""
        plain = self.rows.filter(pl.col("component") == "").select(row="said_row", new="row")
        return frame.join(plain, on="row", how="inner", maintain_order="left").with_columns(row="new").drop("new")


def take_apart(reader: Reader, said: pl.DataFrame, granted: Granted) -> Apart | None:
    """Return a file whose kits are apart; none where it names no kit that leaves or comes back."""
    entity = granted.entity
    codes = kits_store.codes(reader, entity.id)
    sets = said.filter(pl.col("item").is_in(list(codes.values())))
    if sets.is_empty():
        return None
    kinds = items_read.locations(reader, entity.id)
    inside, outside = (
        [row[1] for row in kinds.select("kind", "location").iter_rows() if row[0] in some] for some in (INTERNAL, GOES)
    )
    back = pl.col("returns_document") != ""
    leaves = sets.filter(pl.col("from_location").is_in(inside), pl.col("to_location").is_in(outside), ~back)
    comes = sets.filter(pl.col("from_location").is_in(outside), pl.col("to_location").is_in(inside), back)
    items = items_read.items(reader, entity.catalogue_id)
    together, of_units = with_base_units(
        pl.concat([leaves, comes]).join(
            items.select("item", "base_unit", "item_id"), on="item", how="left", maintain_order="left"
        ),
        items_read.units(reader, entity.catalogue_id),
    )
    shown = together.rename({"value_minor": "value", "quantity_micro": "quantity"})
    faults = pl.concat([
        of_units,
        *(problems(shown, name, f"{name}_needless", "the item is a kit: this is its components'", "leave it empty", mark=mark)
          for name, mark in NEEDLESS.items() if name in shown.columns),
        problems(shown, "quantity", "not_whole", "the item is a kit, and kits are sold whole",
                 "sell its components, or a whole number of it", mark=pl.col("quantity") % MICRO != 0),
    ])  # fmt: skip
    sound = together.filter(~pl.col("row").is_in(faults["row"].to_list()))
    went, of_sales = _sold(reader, sound.filter(~back), items, entity.id)
    came, of_returns = _returned(reader, sound.filter(back), went, entity.id)
    others = said.filter(~pl.col("row").is_in(together["row"].to_list()))
    return _numbered(said, others, [went, came], pl.concat([faults, of_sales, of_returns]))


def _sold(reader: Reader, rows: pl.DataFrame, items: pl.DataFrame, entity_id: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows of the components of kits that leave, by the definition of each day, and what is wrong."""
    lines = lines_of(reader, entity_id)
    every = {line.kit for line in lines}
    since = sorted({line.valid_from for line in lines})
    held = pl.DataFrame(
        [(day, kit, part, each, place) for day in since for kit, parts in apart(contents_on(lines, day), every).items()
         for place, (part, each) in enumerate(parts.items(), 1)],
        schema=HELD, orient="row",
    )  # fmt: skip
    days = pl.DataFrame({"since": since}, schema={"since": pl.Date}).sort("since")
    dated = rows.sort("effective_on").join_asof(days, left_on="effective_on", right_on="since", strategy="backward")
    parts = items.select(part_id="item_id", component="item", part_tracking="tracking")
    found = (
        dated.join(held, on=["since", "item_id"], how="left").join(parts, on="part_id", how="left").sort("row", "place")
    )
    wanted = (pl.col("quantity_micro") // MICRO).cast(pl.Int128) * pl.col("each_micro").cast(pl.Int128)
    found = found.with_columns(too_many=wanted > MOST, wanted_micro=wanted.cast(pl.Int64, strict=False))
    faults = pl.concat([
        problems(found, "item", "kit_undefined", "nobody says what the kit is of on that day",
                 "define the kit from that day on, or an earlier one", mark=pl.col("part_id").is_null()),
        problems(found, "component", "lot_missing", "a component of the kit is followed by lot or serial number",
                 "give the components rows of their own with their lots, or issue the kit at the desk, which picks them",
                 mark=pl.col("part_tracking") != "none").with_columns(column=pl.lit("item")),
        problems(found, "component", "out_of_range", "so many kits hold too much of it", "correct the quantity",
                 mark=pl.col("too_many")).with_columns(column=pl.lit("quantity")),
    ])  # fmt: skip
    sound = found.filter(~pl.col("row").is_in(faults["row"].to_list()))
    return sound.select(
        *rows.columns, "component", "wanted_micro", "place", kit_id="item_id", kit_micro="quantity_micro"
    ), faults


def _returned(
    reader: Reader, rows: pl.DataFrame, went: pl.DataFrame, entity_id: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows of what comes back of kits, sold before or by the same file, and what is wrong."""
    out: dict[tuple[str, str, str], tuple[list[Part], int]] = {}
    found, faults = [], []
    for row in rows.iter_rows(named=True):
        key = row["returns_document"], row["returns_line"], row["item"]
        parts, kits = out.get(key) or _left(reader, went, key, entity_id)
        try:
            if not parts:
                raise Problem(
                    "unknown_issue",
                    "no issue of this kit has this document and line",
                    hint="name the line by which it left",
                )
            back = come_back(parts, sold_micro=kits, wanted_micro=row["quantity_micro"])
        except Problem as problem:
            faults.append(
                (row["row"], "returns_document", "/".join(key[:2]), problem.code, problem.message, problem.hint)
            )
            continue
        taken = {part.line: quantity for part, quantity in back}
        out[key] = [replace(part, returned_micro=part.returned_micro + taken.get(part.line, 0)) for part in parts], kits
        found += [row | {
            "component": part.item, "lot": part.lot, "wanted_micro": quantity, "place": place, "kit_id": row["item_id"],
            "kit_micro": row["quantity_micro"], "returns_document": part.document, "returns_line": part.line,
        } for place, (part, quantity) in enumerate(back, 1)]  # fmt: skip
    return pl.DataFrame(found, schema=went.schema), pl.DataFrame(faults, schema=PROBLEM, orient="row")


def _left(reader: Reader, went: pl.DataFrame, key: tuple[str, str, str], entity_id: int) -> tuple[list[Part], int]:
    """Return the moves by which the kits of a line left, as they are recorded or as the same file says them."""
    parts, rows = sold(reader, entity_id, *key)
    if parts:
        return parts, rows[0]["kit_micro"]
    here = went.filter(pl.col("document") == key[0], pl.col("line") == key[1], pl.col("item") == key[2])
    parts = [
        Part(document=key[0], line=f"{key[1]}.{row['place']}", item=row["component"], lot="", quantity_micro=row["wanted_micro"],
             returned_micro=0)
        for row in here.iter_rows(named=True)
    ]  # fmt: skip
    return parts, int(here["kit_micro"][0]) if parts else 0


def _numbered(said: pl.DataFrame, others: pl.DataFrame, some: list[pl.DataFrame], faults: pl.DataFrame) -> Apart:
    """Put the rows together in the order of the file, numbered anew; refuse a line that another row has."""
    empty: dict[str, Any] = {"component": pl.lit(""), "place": pl.lit(0, dtype=pl.Int64), "kit_id": pl.lit(None, dtype=pl.Int64),
                             "kit_line": pl.lit(""), "kit_micro": pl.lit(None, dtype=pl.Int64)}  # fmt: skip
    parts = pl.concat(some).with_columns(
        kit_line="line",
        line=pl.format("{}.{}", "line", "place"),
        item="component",
        quantity_micro="wanted_micro",
        unit=pl.lit(""),
    )
    names = [*said.columns, *empty]
    plain = others.with_columns(**empty).select(names)
    every = pl.concat([plain, parts.select(names)], how="vertical_relaxed").sort("row", "place", maintain_order=True)
    twice = every.filter(pl.struct("document", "line").is_duplicated())
    taken = problems(
        twice,
        "line",
        "line_taken",
        "two rows come to the same line once kits are apart",
        "give one of them another line",
    )
    rows = every.with_columns(said_row="row", row=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    told = {
        (row["document"], row["line"]): (row["kit_id"], row["kit_line"], row["kit_micro"])
        for row in rows.filter(pl.col("component") != "").iter_rows(named=True)
    }
    return Apart(said, rows.select(said.columns), rows.select("row", "said_row", "component"),
                 pl.concat([faults, taken]).sort("row"), told)  # fmt: skip
