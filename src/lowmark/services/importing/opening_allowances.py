"""Import the allowance of the books kept before: by item or lot, reason and fiscal year, against opening balances."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lowmark.core.flow_one import Allowance, AllowanceState, Label
from lowmark.core.journal.one import Event, to_entries_one
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.recording.faults import PROBLEM
from lowmark.core.write_downs.opening import OpenedLayer, TakenOver, take_over
from lowmark.services.access import Granted
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.periods import share_periods
from lowmark.services.recording.entries import entries_of
from lowmark.services.recording.formulas import now
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.items import read as items_read
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.write import write_entries
from lowmark.store.session import Reader, Row, Writer, reading
from lowmark.store.subledger.write import keep_allowances
from lowmark.store.valuation import read as valuation_read

EVENT = "opening_allowance"


@dataclass(frozen=True, slots=True)
class _Pool:
    """A pool that a row names: what it holds, since when, and of which class."""

    pool_id: int
    item_class: str
    last_on: date | None
    layers: tuple[OpenedLayer, ...]


@dataclass(frozen=True, slots=True)
class _Taken:
    """One row's part on one layer."""

    row: Row
    pool: _Pool
    part: TakenOver


def import_opening_allowances(frame: pl.DataFrame, *, granted: Granted, document: str, **_: Any) -> Outcome | Refusal:
    """Plan an opening allowance: it fits on what is open, no later move has been costed, no run is posted."""
    with reading(granted.scope()) as reader:
        found, problems = _look_up(reader, frame, granted)
    if problems:
        return Refusal(pl.DataFrame(problems, schema=PROBLEM, orient="row"))

    def write(writer: Writer) -> Refusal | None:
        days = frame["accounting_on"].unique().to_list()
        share_periods(writer, granted.entity.id, lambda period: any(map(period.holds, days)))
        writer.lock("cost_pool", sorted({pool.pool_id for pool in found.values()}))
        again, late = _look_up(writer, frame, granted)
        if late:
            return Refusal(pl.DataFrame(late, schema=PROBLEM, orient="row"))
        _write(writer, granted, _take(frame, again), document)
        return None

    return Outcome(write)


def _look_up(reader: Reader, frame: pl.DataFrame, granted: Granted) -> tuple[dict[int, _Pool], list[tuple[Any, ...]]]:
    """Return the pool of each row, and every problem."""
    entity = granted.entity
    book = entities_read.book(reader, entity.id)
    assert book is not None
    there = {
        (row["item"], row["lot"]): row
        for row in now(
            valuation_read.pools(reader, book.cost_basis_id), valuation_read.formula_items(reader, book.cost_basis_id)
        ).filter(
            pl.col("condition") == "", pl.col("owner") == ""
        ).join(
            items_read.items(reader, entity.catalogue_id).select("item_id", "item", "item_class"), on="item_id"
        ).iter_rows(named=True)
    }  # fmt: skip
    reasons = {reason for role, reason in ledger_read.roles(reader, entity.id) if role == "write_down_expense"}
    periods = entities_read.periods(reader, entity.id)
    found: dict[int, _Pool] = {}
    problems: list[tuple[Any, ...]] = []
    room: defaultdict[int, int] = defaultdict(int)
    for row in frame.iter_rows(named=True):
        pool = there.get((row["item"], row["lot"]))
        if pool is None:
            problems.append(_problem(row, "item", "unknown_item", "no goods of this item (and lot) are open",
                                     "import its opening layers first"))  # fmt: skip
            continue
        found[row["row"]] = own = _pool(reader, book, pool)
        room[own.pool_id] += row["amount_minor"]
        open_ = any(p.starts_on <= row["accounting_on"] <= p.ends_on and p.state != "closed" for p in periods)
        year = entity.fiscal_year(row["accounting_on"])
        checks = [
            (not open_, "accounting_on", "period_closed", "no open period has this day", "date it in an open period"),
            (own.last_on is not None and own.last_on > row["accounting_on"], "accounting_on", "backdated",
             "the item has moves on later days that are costed already", "take allowances over before anything moves"),
            (pool["set_on"] is not None and pool["set_on"] > row["accounting_on"], "accounting_on", "tested",
             "the item was tested after that day", "take allowances over before the first test"),
            (row["reason"] not in reasons, "reason", "unknown_reason", "the chart has no account for this reason",
             f"use one of {', '.join(sorted(reasons))}"),
            (row["fiscal_year"] > year, "fiscal_year", "future_year", "it is charged after it is taken over",
             f"give {year} or a year before"),
            (room[own.pool_id] > sum(layer.room_minor for layer in own.layers), "amount", "more_than_cost",
             "it is more than the goods have cost", "an allowance ends where nothing is left to write down"),
        ]  # fmt: skip
        problems += [_problem(row, *said) for wrong, *said in checks if wrong]
    return found, problems


def _problem(row: Row, column: str, code: str, message: str, hint: str) -> tuple[Any, ...]:
    """Return a problem in the columns of PROBLEM."""
    shown = row["amount_minor"] if column == "amount" else row[column]
    return row["row"], column, str(shown), code, message, hint


def _pool(reader: Reader, book: Book, pool: Row) -> _Pool:
    """Return a pool with its open layers and what is held on them."""
    layers = tuple(
        OpenedLayer(
            layer=row["layer_move_id"], left_micro=row["quantity_micro"] - row["consumed_micro"],
            cost_minor=row["value_minor"] - multiply_divide_round(
                row["value_minor"], row["consumed_micro"], row["quantity_micro"]
            ),
            allowance=None if row["base_micro"] is None else Allowance(
                reason=row["reason"], fiscal_year=row["fiscal_year"],
                state=AllowanceState(amount_minor=row["amount_minor"], base_micro=row["base_micro"],
                                     released_micro=row["released_micro"]),
            ),
        )
        for row in valuation_read.layers_of_pool(reader, book.id, pool["pool_id"])
    )  # fmt: skip
    return _Pool(pool["pool_id"], pool["item_class"], pool["last_on"], layers)


def _take(frame: pl.DataFrame, pools: Mapping[int, _Pool]) -> list[_Taken]:
    """Put each row's amount on the layers of its pool, one after the other."""
    stand = {pool.pool_id: {layer.layer: layer for layer in pool.layers} for pool in pools.values()}
    taken = []
    for row in frame.iter_rows(named=True):
        pool = pools[row["row"]]
        layers = stand[pool.pool_id]
        label = Label(row["reason"], row["fiscal_year"])
        for part in take_over(layers=list(layers.values()), label=label, amount_minor=row["amount_minor"]):
            was = layers[part.layer]
            layers[part.layer] = OpenedLayer(
                layer=was.layer, left_micro=was.left_micro, cost_minor=was.cost_minor, allowance=part.after
            )
            taken.append(_Taken(row, pool, part))
    return taken


def _write(writer: Writer, granted: Granted, taken: Sequence[_Taken], document: str) -> None:
    """Write the entries, a day's reasons in one, the allowance moves and the allowances as they stand."""
    entity, user_id = granted.entity, granted.user_id
    book = entities_read.book(writer, entity.id)
    assert book is not None and user_id is not None  # Importing takes a role, and roles are people's.
    events = [
        Event(event=EVENT, accounting_on=one.row["accounting_on"], document=document, reason=one.row["reason"],
              item_class=one.pool.item_class, amount_minor=one.part.amount_minor)
        for one in taken
    ]  # fmt: skip
    drafts = to_entries_one(events=events, roles=ledger_read.roles(writer, entity.id))
    entries = entries_of(drafts, entity=entity)
    sequences, recorded_at = writer.tick(entity.id, len(entries) + len(taken))
    written = write_entries(
        writer, entries, entity_id=entity.id, book_id=book.id, posted_by=user_id,
        sequences=sequences[: len(entries)], recorded_at=recorded_at,
    )  # fmt: skip
    entry_of = {entry.accounting_on: each.id for entry, each in zip(entries, written, strict=True)}
    ids = writer.take_ids("allowance_move", len(taken))
    writer.insert("allowance_move", [
        {"id": number, "entity_id": entity.id, "book_id": book.id, "pool_id": one.pool.pool_id,
         "layer_move_id": one.part.layer, "kind": "opening", "reason": one.row["reason"],
         "fiscal_year": one.row["fiscal_year"], "accounting_on": one.row["accounting_on"], "known_seq": seq,
         "amount_minor": one.part.amount_minor, "base_micro": one.part.after.state.base_micro, "proposal_id": None,
         "cause_move_id": None, "entry_id": entry_of[one.row["accounting_on"]]}
        for number, seq, one in zip(ids, sequences[len(entries) :], taken, strict=True)
    ])  # fmt: skip
    last = {(one.pool.pool_id, one.part.layer): one.part.after for one in taken}
    keep_allowances(writer, [
        {"book_id": book.id, "pool_id": pool, "layer_move_id": layer, "entity_id": entity.id, "reason": after.reason,
         "fiscal_year": after.fiscal_year, "amount_minor": after.state.amount_minor,
         "base_micro": after.state.base_micro, "released_micro": after.state.released_micro}
        for (pool, layer), after in last.items()
    ])  # fmt: skip
