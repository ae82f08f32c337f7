"""Find the pools of one move, and write what the move does: rows one by one, nothing of the history."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from lowmark.core.flow_one import PoolState, PostedOne
from lowmark.core.kinds.day import to_day
from lowmark.core.tables.locations import CONDITIONS
from lowmark.services.access import Granted
from lowmark.services.recording.asked import Asked
from lowmark.services.recording.entries import entries_of
from lowmark.services.recording.owned import OF_OTHERS
from lowmark.services.recording.place import Place
from lowmark.services.recording.reads import Setting, read_layers
from lowmark.services.recording.strata_one import lay_one
from lowmark.services.stock.freezing import require_still_moving
from lowmark.store.entities.read import Book
from lowmark.store.items import read as items_read
from lowmark.store.items.write import add_lot
from lowmark.store.ledger.write import write_entries
from lowmark.store.session import Writer
from lowmark.store.subledger.write import keep_allowances
from lowmark.store.valuation import read as valuation_read
from lowmark.store.valuation.write import NewPool, add_pools, drop_layers

VARIED = ("re_pool_variance", "re_pool_variance_gain")
"""Events by which goods at standard that come into another condition change the inventory account, by a cent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The pools of a move as they stand under the locks: the one that it leaves or comes into, and perhaps another."""

    setting: Setting
    lot_id: int | None
    pools: tuple[PoolState, ...]
    of_others: frozenset[int]
    received_on: Mapping[tuple[int, int], int]
    last_on: date | None
    set_on: date | None
    next_seq: int

    @property
    def book(self) -> Book:
        """The primary book."""
        return self.setting.book


@dataclass(frozen=True, slots=True)
class Written:
    """What was written; `clock` is the sequence and moment that are left for the command's own record.

    Domain: `since` is the day since when the oldest of what left had been here, where laying it said so.
    """

    known_seq: int
    value_minor: int
    released_minor: int
    entries: tuple[str, ...]
    clock: tuple[int, int]
    since: date | None = None


def read_state(writer: Writer, granted: Granted, setting: Setting, place: Place, asked: Asked, also: int = 0) -> State:
    """Find or make the pools, lock them, and read how things stand: the period (held already), layers, allowances.

    Domain: `also` is the number of one more pool to be locked with them, that of the issue whose goods come back.
    """
    entity, book = granted.entity, setting.book
    lot_id = _lot(writer, entity.id, place, asked)
    found = [_pool(writer, entity.id, book, place, lot_id, side) for side in place.sides]
    numbers = [number for number, _ in found]
    writer.lock("cost_pool", sorted({*numbers, also} - {0}))
    assert setting.period_id is not None
    standing = valuation_read.standing(writer, entity.id, setting.period_id, numbers)
    pooled = [read_layers(writer, book, number, method, place.item_id) for number, method in found]
    return State(
        setting=replace(setting, period_state=standing.period_state), lot_id=lot_id,
        pools=tuple(one.pool for one in pooled),
        of_others=frozenset(number for number, (_, owner) in zip(numbers, place.sides, strict=True) if owner),
        received_on={(one.pool.pool, layer): day for one in pooled for layer, day in one.received_on.items()},
        last_on=standing.last_on, set_on=standing.set_on, next_seq=standing.known_seq + 1,
    )  # fmt: skip


def _pool(
    writer: Writer, entity_id: int, book: Book, place: Place, lot_id: int | None, side: tuple[str, str]
) -> tuple[int, str]:
    """Return the number and the cost formula of a pool, making one that is needed for the first time."""
    condition, owner = side
    found = valuation_read.pool(writer, book.cost_basis_id, place.item_id, lot_id, condition, owner)
    if found is not None:
        return found
    own, change_id = (OF_OTHERS, 0) if owner else valuation_read.item_method(writer, book.cost_basis_id, place.item_id)
    method = own or book.method
    new = NewPool(
        item_id=place.item_id, lot_id=lot_id, condition=condition, owner=owner, method=method, change_id=change_id
    )
    return add_pools(writer, entity_id=entity_id, cost_basis_id=book.cost_basis_id, pools=[new])[0], method


def _lot(writer: Writer, entity_id: int, place: Place, asked: Asked) -> int | None:
    """Return the number of the move's lot, making one that is received for the first time."""
    if not place.lot:
        return None
    found = items_read.lot_by_code(writer, entity_id, place.item_id, place.lot)
    if found is not None:
        return found
    expires_on = asked.expires_on
    if expires_on is None and asked.made_on is not None and place.shelf_life_days is not None:
        expires_on = asked.made_on + timedelta(days=place.shelf_life_days)
    return add_lot(writer, entity_id, place.item_id, place.lot, made_on=asked.made_on, expires_on=expires_on,
                   best_before_on=asked.best_before_on, potency_micro=asked.potency_micro)  # fmt: skip


def write_transfer(writer: Writer, granted: Granted, setting: Setting, place: Place, asked: Asked) -> Written:
    """Write a move between two places of ours that changes no condition: it has no value and no entry.

    Locks:  the pool of the goods, which every move that touches their shelves locks; the entity clock last.
    Raises: Problem `short`.
    """
    entity_id = granted.entity.id
    lot_id = _lot(writer, entity_id, place, asked)
    side = CONDITIONS[place.from_kind], place.owner
    found = valuation_read.pool(writer, setting.book.cost_basis_id, place.item_id, lot_id, *side)
    writer.lock("cost_pool", [found[0]] if found is not None else [])
    lay_one(writer, granted, place, asked, lot_id=lot_id)
    sequences, recorded_at = writer.tick(entity_id, 2)
    _write_move(writer, granted, place, asked, lot_id, None, None, (sequences[0], recorded_at))
    return Written(sequences[0], 0, 0, (), clock=(sequences[1], recorded_at))


def write_one(  # noqa: PLR0917
    writer: Writer,
    granted: Granted,
    place: Place,
    asked: Asked,
    state: State,
    posted: PostedOne,
    returns_move_id: int | None,
) -> Written:
    """Write a move, its flows, layers, allowance and entries, in the order that the laws ask for.

    Raises: Problem `short` where the place that the goods leave has too few.
    """
    assert granted.user_id is not None  # Recording takes a role, and roles are people's.
    entity = granted.entity
    since = lay_one(writer, granted, place, asked, lot_id=state.lot_id, returns_move_id=returns_move_id)
    sequences, recorded_at = writer.tick(entity.id, 2 + len(posted.entries))
    seq = sequences[0]
    move_id = _write_move(
        writer, granted, place, asked, state.lot_id, returns_move_id, since.received_on, (seq, recorded_at)
    )
    entries = entries_of(posted.entries, entity=entity)
    written = write_entries(
        writer, entries, entity_id=entity.id, book_id=state.book.id, posted_by=granted.user_id,
        sequences=sequences[1:-1], recorded_at=recorded_at,
    )  # fmt: skip
    entry_of = {entry.event: each.id for entry, each in zip(entries, written, strict=True)}
    of_flows = next((entry_of[event] for event in (place.event, *VARIED) if event in entry_of), None)
    _write_flows(writer, granted, state, posted, move_id, seq, of_flows)
    _write_layers(writer, granted, state, posted, move_id, seq, since.received_on or asked.on)
    _write_allowances(writer, granted, state, posted, move_id, seq, asked.on, entry_of)
    return Written(
        known_seq=seq, value_minor=sum(sum(each.flow.values) for each in posted.flows),
        released_minor=-sum(each.amount_minor for each in posted.movements if each.event),
        entries=tuple(each.name for each in written), clock=(sequences[-1], recorded_at), since=since.left,
    )  # fmt: skip


def _write_move(  # noqa: PLR0917
    writer: Writer,
    granted: Granted,
    place: Place,
    asked: Asked,
    lot_id: int | None,
    returns_move_id: int | None,
    received_on: date | None,
    known: tuple[int, int],
) -> int:
    """Write the move itself; return its number.

    Raises: Problem `refused` where one of its places was frozen for a count before its sequence.
    """
    require_still_moving(
        writer, (place.from_location_id, place.to_location_id), document=asked.document, reason=asked.reason,
        read_at=place.read_at, sequence=known[0],
    )  # fmt: skip
    move_id = writer.take_ids("stock_move", 1)[0]
    writer.insert("stock_move", [{
        "id": move_id, "entity_id": granted.entity.id, "document": asked.document, "line": asked.line,
        "item_id": place.item_id, "lot_id": lot_id, "from_location_id": place.from_location_id,
        "to_location_id": place.to_location_id, "owner": asked.owner, "to_owner": asked.to_owner, "terms": asked.terms,
        "reason": asked.reason, "unit": asked.unit, "unit_quantity_micro": asked.unit_quantity_micro,
        "quantity_micro": asked.quantity_micro, "value_minor": asked.value_minor, "effective_on": asked.on,
        "accounting_on": asked.on, "returns_move_id": returns_move_id, "received_on": received_on,
        "production_id": None, "share_micro": None, "formula_change_id": None, "restated_minor": None, "known_seq": known[0],
        "recorded_at": known[1],
    }])  # fmt: skip
    return int(move_id)


def _write_flows(  # noqa: PLR0917
    writer: Writer, granted: Granted, state: State, posted: PostedOne, move_id: int, seq: int, entry_id: int | None
) -> None:
    """Write the flows; a layer that the move itself brings is named by the move."""
    ids = writer.take_ids("cost_flow", len(posted.flows))
    writer.insert("cost_flow", [
        {"id": number, "entity_id": granted.entity.id, "cost_basis_id": state.book.cost_basis_id,
         "pool_id": each.pool, "layer_move_id": move_id if each.flow.layer < 0 else each.flow.layer,
         "move_id": move_id, "kind": each.flow.kind, "accounting_on": each.flow.accounting_on, "known_seq": seq,
         "quantity_micro": each.flow.quantity_micro, "value_minor": sum(each.flow.values),
         "entry_id": None if each.pool in state.of_others else entry_id}
        for number, each in zip(ids, posted.flows, strict=True)
    ])  # fmt: skip


def _write_layers(  # noqa: PLR0917
    writer: Writer, granted: Granted, state: State, posted: PostedOne, move_id: int, seq: int, on: date
) -> None:
    """Bring the cache of open layers up to date."""
    changed = [(each.pool, each.layer) for each in posted.changed]
    drop_layers(writer, [(pool, layer.layer) for pool, layer in changed if layer.layer > 0])
    writer.insert("layer", [
        {"pool_id": pool, "layer_move_id": move_id if layer.layer < 0 else layer.layer,
         "entity_id": granted.entity.id, "opened_on": layer.opened_on,
         "received_on": state.received_on.get((pool, layer.layer), to_day(on)),
         "known_seq": seq if layer.layer < 0 else layer.known_seq, "quantity_micro": layer.quantity_micro,
         "value_minor": sum(layer.values), "consumed_micro": layer.consumed_micro}
        for pool, layer in changed if layer.consumed_micro < layer.quantity_micro
    ])  # fmt: skip


def _write_allowances(  # noqa: PLR0917
    writer: Writer,
    granted: Granted,
    state: State,
    posted: PostedOne,
    move_id: int,
    seq: int,
    on: date,
    entry_of: dict[str, int],
) -> None:
    """Write what the move took along of its layers' allowance, brought back, or carried into another pool."""
    ids = writer.take_ids("allowance_move", len(posted.movements))
    rows: list[dict[str, Any]] = [
        {"id": number, "entity_id": granted.entity.id, "book_id": state.book.id, "pool_id": each.pool,
         "layer_move_id": move_id if each.layer < 0 else each.layer, "kind": each.kind,
         "reason": each.allowance_reason, "fiscal_year": each.fiscal_year, "accounting_on": on, "known_seq": seq,
         "amount_minor": each.amount_minor, "base_micro": None, "proposal_id": None, "cause_move_id": move_id,
         "entry_id": entry_of[each.event] if each.event else None}
        for number, each in zip(ids, posted.movements, strict=True)
    ]  # fmt: skip
    writer.insert("allowance_move", rows)
    keep_allowances(writer, [
        {"book_id": state.book.id, "pool_id": pool, "layer_move_id": move_id if layer < 0 else layer,
         "entity_id": granted.entity.id, "reason": one.reason, "fiscal_year": one.fiscal_year,
         "amount_minor": one.state.amount_minor, "base_micro": one.state.base_micro,
         "released_micro": one.state.released_micro}
        for (pool, layer), one in posted.allowances.items()
    ])  # fmt: skip
