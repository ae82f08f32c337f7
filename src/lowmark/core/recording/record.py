"""Turn the rows of stock documents into stock moves: find what they name, and refuse what cannot be, all at once.

Before this: interchange has parsed a file; the store knows items, places, lots and periods. After this: costing. A row
with a fault is returned as a problem beside all others; if there is one, the caller takes none.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.recording.directions import direction
from lowmark.core.recording.faults import PROBLEM, fault
from lowmark.core.recording.kits import NO_STOCK, WAY_OUT
from lowmark.core.recording.owned_rows import owner_faults, with_owners
from lowmark.core.recording.returns import return_faults, with_sources
from lowmark.core.recording.units import with_base_units
from lowmark.core.tables.locations import BY_ITSELF, CONDITIONS, INTERNAL, OUTSIDE

__all__ = ["MOVES", "PROBLEM", "Known", "Recorded", "record"]

MOVES: Final = (
    "row", "document", "line", "item_id", "item_class", "lot", "made_on", "expires_on", "from_location_id",
    "to_location_id", "reason", "quantity_micro", "value_minor", "effective_on", "accounting_on", "received_on",
    "direction", "event", "from_condition", "to_condition", "source_move", "source_row", "issued_micro", "before_micro",
    "is_late", "owner", "to_owner", "terms", "unit", "unit_quantity_micro",
    "share_micro",
)  # fmt: skip

SAID_OR_EMPTY: Final = ("unit", "owner", "to_owner", "terms")
"""Columns that documents may leave out: the base unit, our own goods, whose they stay, no terms."""

NAMED: Final = tuple(kind for kind in OUTSIDE if kind not in BY_ITSELF)
"""The places outside that a document may name."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a document may name, as frames.

    Shapes: items: item, item_id, item_class, tracking, shelf_life_days, base_unit; locations: location, location_id, kind; lots:
            item_id, lot; periods: starts_on, ends_on, state, not overlapping; recorded: document, line of the moves
            that are there already; issued: what `returns.with_sources` takes; last: item_id, lot, condition, owner,
            last_on (last costed move) and set_on (last charge or reversal) of the pools there are; units: item_id, unit,
            numerator, denominator.
    Domain: kits: the numbers of the items that are kits, which have no moves of their own.
    """

    items: pl.DataFrame
    locations: pl.DataFrame
    lots: pl.DataFrame
    periods: pl.DataFrame
    recorded: pl.DataFrame
    issued: pl.DataFrame
    last: pl.DataFrame
    units: pl.DataFrame
    kits: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Recorded:
    """Moves in the order of the document, every problem found, and notes on rows that count on another day than they say.

    Shapes: notes: as problems; a note refuses nothing.
    """

    moves: pl.DataFrame
    problems: pl.DataFrame
    notes: pl.DataFrame


def record(*, documents: pl.DataFrame, known: Known) -> Recorded:
    """Return the moves that documents say, and what is wrong with them.

    Shapes: documents: row, document, line, item, lot, made_on, expires_on, from_location, to_location, reason,
            quantity_micro (of the unit), value_minor (null but on receipts of ours), effective_on, accounting_on,
            received_on (nullable), returns_document and returns_line (empty but on what brings issued goods back, which has
            no value of its own), share_micro (on products that share the cost of a production and so have no value), and
            those of ``SAID_OR_EMPTY`` that there are. moves: ``MOVES``, quantity_micro in base units; problems:
            ``PROBLEM``.
    Domain: `direction` is `in`, `out`, `within`, `between` or `title`; `event` the posting rule's event, empty within. A
            condition is that of the goods on that side, null outside. `is_late` says that moves of the goods that count on
            later days are costed already. Where documents say by `accounting_on_given` that no accounting day was given,
            what happened in a closed period counts on the first open day after it, and is noted.
    """
    documents, moved = in_open_periods(_complete(documents), known.periods)
    found, of_units = with_base_units(_named(documents, known), known.units)
    found = _look_up(found, known)
    checks = [
        of_units,
        fault(found.with_columns(is_kit=pl.col("item_id").is_in(list(known.kits))), "is_kit", "item", "is_kit", NO_STOCK, WAY_OUT),
        _absent(found, "item_id", "item", "unknown_item", "no item has this code", "import the item first"),
        _absent(found, "from_location_id", "from_location", "unknown_location", "no place has this path",
                f"import the place first, or use one of {', '.join(NAMED)}"),
        _absent(found, "to_location_id", "to_location", "unknown_location", "no place has this path",
                f"import the place first, or use one of {', '.join(NAMED)}"),
        *_tracking(found),
        *_values(found),
        *_dates(found),
        *return_faults(found),
        *owner_faults(found),
        fault(found, "recorded", "document", "already_recorded", "this document and line are recorded already",
               "give a correction a document of its own"),
        fault(found, "is_before_test", "accounting_on", "tested",
               "the item was tested and its allowance set as of that day or a later one", "date it after that day"),
        fault(found, "is_new_lot_unreceived", "lot", "unknown_lot", "no goods of this lot have been received",
               "receive the lot first"),
    ]  # fmt: skip
    problems = pl.concat(checks).sort("row", "column", "code")
    notes = fault(found.join(moved, on="row", how="semi").with_columns(noted=True), "noted", "accounting_on",
                  "counts_later", "it happened in a closed period, and counts on the first day that is open",
                  "nothing, unless the period should be reopened")  # fmt: skip
    return Recorded(moves=found.select(MOVES), problems=problems, notes=notes)


def _complete(documents: pl.DataFrame) -> pl.DataFrame:
    """Add the columns that documents leave out; goods whose new owner is not said stay whose they are."""
    if "share_micro" not in documents.columns:
        documents = documents.with_columns(share_micro=pl.lit(None, dtype=pl.Int64))
    missing = [pl.lit("").alias(name) for name in SAID_OR_EMPTY if name not in documents.columns and name != "to_owner"]
    filled = documents.with_columns(missing)
    return filled if "to_owner" in filled.columns else filled.with_columns(to_owner="owner")


def in_open_periods(documents: pl.DataFrame, periods: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Date rows without an accounting day of their own that happened in a closed period; return which rows they are."""
    given = "accounting_on_given"
    if given not in documents.columns:
        return documents, documents.select("row").clear()
    open_days = periods.filter(pl.col("state") != "closed").select(opens_on="starts_on").sort("opens_on")
    closed = with_periods(documents, periods).filter(~pl.col(given), pl.col("period_state") == "closed")
    later = closed.select("row", "effective_on").sort("effective_on").join_asof(
        open_days, left_on="effective_on", right_on="opens_on", strategy="forward"
    ).filter(pl.col("opens_on").is_not_null())  # fmt: skip
    dated = documents.join(later.select("row", "opens_on"), on="row", how="left", maintain_order="left")
    return dated.with_columns(accounting_on=pl.coalesce("opens_on", "accounting_on")).drop("opens_on"), later.select(
        "row"
    )


def _named(documents: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Join items; what is not there stays null."""
    return documents.join(known.items.drop("name", strict=False), on="item", how="left", maintain_order="left")


def _look_up(documents: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Join everything else that a row names; what is not there stays null."""
    places = known.locations.select("location", "location_id", "kind")
    found = (
        documents.join(places.rename({"location": "from_location", "location_id": "from_location_id", "kind": "from_kind"}),
              on="from_location", how="left", maintain_order="left")
        .join(places.rename({"location": "to_location", "location_id": "to_location_id", "kind": "to_kind"}),
              on="to_location", how="left", maintain_order="left")
        .join(known.recorded.select("document", "line", recorded=pl.lit(value=True)),
              on=["document", "line"], how="left", maintain_order="left")
        .join(known.lots.select("item_id", "lot", is_known_lot=pl.lit(value=True)),
              on=["item_id", "lot"], how="left", maintain_order="left")
    )  # fmt: skip
    found = with_owners(found.join(_directions(), on=["from_kind", "to_kind"], how="left", maintain_order="left"))
    found = with_sources(_with_last(found, known.last), known.issued)
    received = found.filter(pl.col("direction") == "in").select("item_id", "lot").unique()
    found = found.join(received.with_columns(arrives=pl.lit(value=True)), on=["item_id", "lot"], how="left",
                       maintain_order="left")  # fmt: skip
    return with_periods(found, known.periods).with_columns(
        event=pl.col("event").fill_null(""),
        is_late=(
            (pl.col("direction") != "within")
            & ((pl.col("accounting_on") < pl.col("last_on")) | (pl.col("accounting_on") < pl.col("last_back_on")))
        ).fill_null(value=False),
        is_before_test=pl.col("accounting_on") <= pl.col("set_on"),
        is_new_lot_unreceived=(pl.col("lot") != "") & pl.col("is_known_lot").is_null() & pl.col("arrives").is_null()
        & pl.col("item_id").is_not_null(),
        expires_on=pl.coalesce("expires_on", pl.col("made_on") + pl.duration(days="shelf_life_days")),
    )  # fmt: skip


def _directions() -> pl.DataFrame:
    """Return the table of directions as a frame: every pair of kinds that can be recorded."""
    kinds = (*INTERNAL, *NAMED)
    rows = [(a, b, *which) for a in kinds for b in kinds if (which := direction(from_kind=a, to_kind=b)) is not None]
    names = {"from_kind": pl.String, "to_kind": pl.String, "direction": pl.String, "event": pl.String}
    return pl.DataFrame(rows, schema=names, orient="row")


def _with_last(found: pl.DataFrame, last: pl.DataFrame) -> pl.DataFrame:
    """Add the conditions of the goods, and the days after which the pools that a row touches may be changed."""
    condition = {kind: CONDITIONS.get(kind) for kind in (*INTERNAL, *OUTSIDE)}
    found = found.with_columns(
        pl.col(f"{side}_kind")
        .replace_strict(condition, default=None, return_dtype=pl.String)
        .alias(f"{side}_condition")
        for side in ("from", "to")
    )
    for side in ("from", "to"):
        whose = "owner" if side == "from" else "to_owner"
        goods = ["item_id", "lot", "condition", "owner"]
        days = last.select(*goods, pl.col("last_on", "set_on").name.prefix(f"{side}_"))
        found = found.join(
            days, left_on=["item_id", "lot", f"{side}_condition", whose], right_on=goods, how="left", maintain_order="left"
        )  # fmt: skip
    costed = pl.col("direction") != "within"
    return found.with_columns(
        pl.when(costed).then(pl.max_horizontal(f"from_{day}", f"to_{day}")).alias(day) for day in ("last_on", "set_on")
    )


def with_periods(found: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """Add the state of the period of each accounting day; null where there is none."""
    days = found.select("accounting_on").unique().drop_nulls()
    spans = days.join_where(
        periods.select("starts_on", "ends_on", period_state="state"),
        pl.col("accounting_on") >= pl.col("starts_on"), pl.col("accounting_on") <= pl.col("ends_on"),
    ).select("accounting_on", "period_state")  # fmt: skip
    return found.join(spans, on="accounting_on", how="left", maintain_order="left")


def _tracking(found: pl.DataFrame) -> list[pl.DataFrame]:
    """Find lots that are missing, or given where nothing is tracked, and serials of more than one."""
    tracked = pl.col("tracking") != "none"
    marked = found.with_columns(
        lot_missing=tracked & (pl.col("lot") == ""),
        lot_needless=~tracked & (pl.col("lot") != ""),
        not_one=(pl.col("tracking") == "serial") & (pl.col("quantity_micro") != 1_000_000),
    )
    return [
        fault(marked, "lot_missing", "lot", "lot_missing", "the item is tracked, and no lot is given", "give its lot"),
        fault(marked, "lot_needless", "lot", "lot_needless", "the item is not tracked by lot", "leave the lot empty"),
        fault(marked, "not_one", "quantity", "not_one", "a serial number is one unit", "give each unit its own row"),
    ]


def _values(found: pl.DataFrame) -> list[pl.DataFrame]:
    """Find moves that join no stock, receipts without a value, and values where there can be none."""
    ours = pl.col("to_owner") == ""
    bought = (pl.col("direction") == "title") & ours
    takes_value = bought | ((pl.col("direction") == "in") & ours & (pl.col("returns_document") == ""))
    takes_value &= pl.col("share_micro").is_null()
    placed = pl.col("from_kind").is_not_null() & pl.col("to_kind").is_not_null()
    marked = found.with_columns(
        joins_nothing=placed & pl.col("direction").is_null() & (pl.col("owner") == pl.col("to_owner")),
        no_value=takes_value & pl.col("value_minor").is_null(),
        has_value=~takes_value & pl.col("value_minor").is_not_null(),
    )
    return [
        fault(marked, "joins_nothing", "to_location", "not_recordable",
               "goods do not move between these places here", "receive into stock, or issue or return from stock"),
        fault(marked, "no_value", "value", "value_missing", "a receipt has no value",
               "say what it cost, 0 if nothing; or name the issue whose goods come back"),
        fault(marked, "has_value", "value", "value_needless", "only receipts of our own goods have a value: issues, and"
               " what comes back of them, are costed here, and goods of others have none", "leave the value empty"),
    ]  # fmt: skip


def _dates(found: pl.DataFrame) -> list[pl.DataFrame]:
    """Find accounting days in a closed period or in none, and moves that count before they happen."""
    marked = found.with_columns(
        no_period=pl.col("period_state").is_null(), closed=pl.col("period_state") == "closed",
        early=pl.col("accounting_on") < pl.col("effective_on"),
    )  # fmt: skip
    return [
        fault(marked, "no_period", "accounting_on", "no_period", "no period has this day", "open-periods opens the next"),
        fault(marked, "closed", "accounting_on", "period_closed", "the period of this day is closed",
               "give it an accounting date in an open period"),
        fault(marked, "early", "accounting_on", "counts_too_early", "it counts before it happens",
               "an accounting date is the effective date or later"),
    ]  # fmt: skip


def _absent(found: pl.DataFrame, key: str, column: str, code: str, message: str, hint: str) -> pl.DataFrame:
    """Return a problem for each row whose key was not found."""
    return fault(found.with_columns(absent=pl.col(key).is_null()), "absent", column, code, message, hint)
