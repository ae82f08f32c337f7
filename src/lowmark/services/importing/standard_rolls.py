"""Roll standards that come in a file: revalue what is on hand, from a day on, in the transaction that records them.

Locks:  the periods of the days, shared; the pools of the items; the entity clock, from the standards on: whatever is planned
        after that cannot go stale.
"""

from datetime import date
from typing import Final

import polars as pl

from lowmark.core.costing.rolls import revalue
from lowmark.core.journal.entries import Journalised, to_entries
from lowmark.core.kinds.price import quantity_priced_micro
from lowmark.core.write_downs.late import over_cost
from lowmark.services.access import Granted
from lowmark.services.importing.problems import NONE, problems
from lowmark.services.periods import share_periods
from lowmark.services.recording.entries import new_entries
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.evidence import read as evidence_read
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.write import write_entries
from lowmark.store.session import Reader, Writer
from lowmark.store.subledger import read as subledger_read
from lowmark.store.valuation import read as valuation_read
from lowmark.store.valuation.write import keep_layers

KEY: Final = ("pool_id", "layer")


def rolls_among(found: pl.DataFrame) -> pl.DataFrame:
    """Return the rows by which goods that are there get another standard: item_id, valid_from, standard_cost_micro, row."""
    is_begun = pl.col("begun").is_not_null() & (pl.col("method") == "standard")
    return found.filter(is_begun, pl.col("standard_cost_micro") != pl.col("standard_micro"))


def against(reader: Reader, granted: Granted, book: Book, found: pl.DataFrame) -> pl.DataFrame:
    """Return what speaks against each roll: its day's period, moves and tests since, an earlier roll, allowances beyond cost."""
    rolls = rolls_among(found)
    if rolls.is_empty():
        return NONE
    pools = _pools(reader, book).group_by("item_id").agg(pl.col("last_on", "set_on").max())
    last = evidence_read.rolls(reader, book.cost_basis_id).group_by("item_id").agg(rolled_on=pl.col("valid_from").max())
    periods = entities_read.periods(reader, granted.entity.id)
    states = {
        day: next((period.state for period in periods if period.starts_on <= day <= period.ends_on), "")
        for day in rolls["valid_from"].unique().to_list()
    }
    trued_to = entities_read.trued_up_to(reader, granted.entity.id) or date.min
    known = rolls.join(pools, on="item_id", how="left").join(last, on="item_id", how="left").with_columns(
        state=pl.col("valid_from").replace_strict(states, return_dtype=pl.String)
    ).sort("row")  # fmt: skip
    day = pl.col("valid_from")
    over = _over_cost(reader, book, rolls)
    return pl.concat([
        problems(known, "valid_from", "no_period", "no period has this day", "open-periods opens the next",
                 mark=pl.col("state") == ""),
        problems(known, "valid_from", "period_closed", "the period of this day is closed", "roll it in an open period",
                 mark=pl.col("state") == "closed"),
        problems(known, "valid_from", "moved_since", "goods of this item moved on this day or after it",
                 "a roll comes before every move of its day: date it after the last one", mark=day <= pl.col("last_on")),
        problems(known, "valid_from", "rolled_since", "the standard was rolled on this day or after it",
                 "date it after that day", mark=day <= pl.col("rolled_on")),
        problems(known, "valid_from", "trued_up", "the averages of its period have been said",
                 "roll standards on a first day of a period that comes after it", mark=day <= trued_to),
        problems(known, "valid_from", "tested", "goods of this item were tested as of this day or after it",
                 "date it after the test", mark=day <= pl.col("set_on")),
        problems(known, "standard_cost", "allowance_over_cost", "goods would carry more allowance than they cost",
                 "post a run that reverses the allowance first", mark=pl.col("item_id").is_in(over)),
    ])  # fmt: skip


def _pools(reader: Reader, book: Book) -> pl.DataFrame:
    """Return the pools that are costed at standard."""
    return valuation_read.pools(reader, book.cost_basis_id).filter(pl.col("method") == "standard")


def _revalued(reader: Reader, book: Book, rolls: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return the open layers of the items, by how much each changes, and how they stand then; pools go by their numbers."""
    pools = _pools(reader, book).join(
        rolls.select("item_id", "valid_from", "standard_cost_micro", "known_seq"), on="item_id", maintain_order="left"
    )
    entity_id = int(reader.value("SELECT entity_id FROM entities_book WHERE id = %s", [book.id]))
    layers = valuation_read.current_layers(reader, entity_id).join(
        pools.select("pool_id", "item_id", "valid_from", rolled_seq="known_seq"), on="pool_id", maintain_order="left"
    ).rename({"pool_id": "pool"})  # fmt: skip
    standards = pools.select(
        pool="pool_id", quantity_micro=pl.lit(quantity_priced_micro(book.currency), dtype=pl.Int64),
        value_minor="standard_cost_micro",
    )  # fmt: skip
    changed, now = revalue(layers=layers, standards=standards)
    said = layers.select("pool", "layer", "item_id", "valid_from", "rolled_seq")
    return layers, changed.join(said, on=["pool", "layer"], maintain_order="left"), now


def _over_cost(reader: Reader, book: Book, rolls: pl.DataFrame) -> list[int]:
    """Return the items of which goods would carry more allowance than they cost."""
    _, _, now = _revalued(reader, book, rolls.with_columns(known_seq=pl.lit(0, dtype=pl.Int64)))
    states = subledger_read.current_allowances(reader, book.id).rename({"pool_id": "pool"})
    found = over_cost(states=states.join(now, on=["pool", "layer"], how="semi"), layers=now)
    return found.join(now.select("pool", "layer", "item_id"), on=["pool", "layer"])["item_id"].unique().to_list()


def lock_rolled(writer: Writer, granted: Granted, book: Book, found: pl.DataFrame) -> None:
    """Hold what rolls are decided on: the periods of their days, and the pools of their items."""
    rolls = rolls_among(found)
    days = rolls["valid_from"].drop_nulls().unique().to_list()
    share_periods(writer, granted.entity.id, lambda period: any(map(period.holds, days)))
    writer.lock("cost_pool", _pools(writer, book).join(rolls, on="item_id", how="semi")["pool_id"].to_list())


def write_rolls(writer: Writer, granted: Granted, book: Book, rolls: pl.DataFrame, document: str) -> None:
    """Write what rolls do to stock on hand: flows, layers, and an entry for each day of what rises and what falls.

    Shapes: rolls: item_id, valid_from, standard_cost_micro, known_seq (the standard's).
    """
    assert granted.user_id is not None  # Importing takes a role, and roles are people's.
    before, changed, now = _revalued(writer, book, rolls)
    events = _with_events(writer, granted, changed)
    journal = _journal(writer, granted, events, document)
    entries = new_entries(journal, entity=granted.entity)
    sequences, recorded_at = writer.tick(granted.entity.id, len(entries)) if entries else (range(0), 0)
    written = write_entries(writer, entries, entity_id=granted.entity.id, book_id=book.id, posted_by=granted.user_id,
                            sequences=sequences, recorded_at=recorded_at)  # fmt: skip
    numbers = journal.entries.select("accounting_on", "event").with_columns(
        pl.Series("entry_id", [entry.id for entry in written], dtype=pl.Int64)
    )
    flows = events.join(
        numbers, left_on=["valid_from", "event"], right_on=["accounting_on", "event"], maintain_order="left"
    )
    writer.insert_frame("cost_flow", flows.select(
        pl.Series("id", list(writer.take_ids("cost_flow", flows.height)), dtype=pl.Int64),
        entity_id=pl.lit(granted.entity.id, dtype=pl.Int64), cost_basis_id=pl.lit(book.cost_basis_id, dtype=pl.Int64),
        pool_id="pool", layer_move_id="layer", move_id="layer", kind=pl.lit("revalue"), accounting_on="valid_from",
        known_seq="rolled_seq", quantity_micro=pl.lit(0, dtype=pl.Int64), value_minor="value_minor", entry_id="entry_id",
    ))  # fmt: skip
    keep_layers(
        writer, before=before.select(pool_id="pool", layer_move_id="layer"),
        after=now.select("opened_on", "received_on", "known_seq", "quantity_micro", "value_minor", "consumed_micro",
                         pool_id="pool", layer_move_id="layer", entity_id=pl.lit(granted.entity.id, dtype=pl.Int64)),
    )  # fmt: skip


def _with_events(writer: Writer, granted: Granted, changed: pl.DataFrame) -> pl.DataFrame:
    """Name the event of each change, and the class of its goods."""
    from lowmark.store.items import read as items_read

    classes = items_read.items(writer, granted.entity.catalogue_id).select("item_id", "item_class")
    raised = pl.col("value_minor") > 0
    return changed.join(classes, on="item_id", how="left", maintain_order="left").with_columns(
        event=pl.when(raised).then(pl.lit("standard_raised")).otherwise(pl.lit("standard_lowered"))
    )


def _journal(writer: Writer, granted: Granted, events: pl.DataFrame, document: str) -> Journalised:
    """Make the entries: of each day one for what rises and one for what falls."""
    return to_entries(roles=ledger_read.roles(writer, granted.entity.id), events=events.select(
        "event", accounting_on="valid_from", document=pl.lit(document), reason=pl.lit(""), item_class="item_class",
        amount_minor=pl.col("value_minor").abs(),
    ))  # fmt: skip
