"""Read the pool of one move, and write what the move does: rows one by one, nothing of the history."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lowmark.core.flow_one import PoolState, PostedOne
from lowmark.core.kinds.day import to_day
from lowmark.core.kinds.periods import fiscal_year
from lowmark.core.recording.directions import Direction
from lowmark.services.access import Granted
from lowmark.services.operations.record_move import Request
from lowmark.services.recording.reads import Setting, read_layers, read_standing
from lowmark.store.entities.read import Book
from lowmark.store.items import read as items_read
from lowmark.store.items.write import add_lot
from lowmark.store.ledger.write import NewEntry, NewLine, write_entries
from lowmark.store.session import Writer
from lowmark.store.subledger.write import keep_allowances
from lowmark.store.valuation import read as valuation_read
from lowmark.store.valuation.write import add_pools, drop_layers


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a move names, by number, and which way it goes."""

    item_id: int
    item_class: str
    lot: str
    from_location_id: int
    to_location_id: int
    way: Direction
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The pool of a move as it stands under the locks."""

    setting: Setting
    pool_id: int
    lot_id: int | None
    pool: PoolState
    received_on: dict[int, int]
    last_on: date | None
    set_on: date | None
    next_seq: int

    @property
    def book(self) -> Book:
        """The primary book."""
        return self.setting.book


@dataclass(frozen=True, slots=True)
class Written:
    """What was written; `clock` is the sequence and moment that are left for the command's own record."""

    known_seq: int
    value_minor: int
    released_minor: int
    entries: tuple[str, ...]
    clock: tuple[int, int]


def read_state(writer: Writer, granted: Granted, setting: Setting, place: Place) -> State:
    """Find or make the pool, lock it, and read how things stand: the period (held already), the layers, the allowances."""
    entity, book = granted.entity, setting.book
    lot_id = _lot(writer, entity.id, place)
    pool_id = valuation_read.pool(writer, book.cost_basis_id, place.item_id, lot_id)
    if pool_id is None:
        pool_id = add_pools(
            writer, entity_id=entity.id, cost_basis_id=book.cost_basis_id, keys=[(place.item_id, lot_id)]
        )[0]  # fmt: skip
    writer.lock("cost_pool", [pool_id])
    assert setting.period_id is not None
    standing = read_standing(writer, granted, setting.period_id, pool_id)
    pooled = read_layers(writer, book.id, pool_id)
    return State(
        setting=replace(setting, period_state=standing.period_state), pool_id=pool_id, lot_id=lot_id,
        pool=pooled.pool, received_on=pooled.received_on, last_on=standing.last_on, set_on=standing.set_on,
        next_seq=standing.known_seq + 1,
    )  # fmt: skip


def _lot(writer: Writer, entity_id: int, place: Place) -> int | None:
    """Return the number of the move's lot, making one that is received for the first time."""
    if not place.lot:
        return None
    found = items_read.lot_by_code(writer, entity_id, place.item_id, place.lot)
    return found if found is not None else add_lot(writer, entity_id, place.item_id, place.lot)


def write_transfer(writer: Writer, granted: Granted, place: Place, request: Request, quantity_micro: int) -> Written:
    """Write a move between two places of ours: it has no value and no entry."""
    lot_id = _lot(writer, granted.entity.id, place)
    sequences, recorded_at = writer.tick(granted.entity.id, 2)
    _write_move(writer, granted, place, request, lot_id, quantity_micro, None, sequences[0], recorded_at)
    return Written(sequences[0], 0, 0, (), clock=(sequences[1], recorded_at))


def write_one(  # noqa: PLR0917
    writer: Writer,
    granted: Granted,
    place: Place,
    request: Request,
    state: State,
    posted: PostedOne,
    value_minor: int | None,
    quantity_micro: int,
) -> Written:
    """Write a move, its flows, layers, allowance and entries, in the order that the laws ask for."""
    assert granted.user_id is not None  # Recording takes a role, and roles are people's.
    entity, start = granted.entity, granted.entity.fiscal_year_start_month
    sequences, recorded_at = writer.tick(entity.id, 2 + len(posted.entries))
    seq = sequences[0]
    move_id = _write_move(writer, granted, place, request, state.lot_id, quantity_micro, value_minor, seq, recorded_at)
    entries = [
        NewEntry(
            journal=draft.journal, fiscal_year=fiscal_year(to_day(draft.accounting_on), start),
            accounting_on=draft.accounting_on, event=draft.event, document=draft.document,
            lines=tuple(NewLine(account_id=line.account_id, amount_minor=line.amount_minor, reason=line.reason,
                                item_class=line.item_class) for line in draft.lines),
        )
        for draft in posted.entries
    ]  # fmt: skip
    written = write_entries(
        writer, entries, entity_id=entity.id, book_id=state.book.id, posted_by=granted.user_id,
        sequences=sequences[1:-1], recorded_at=recorded_at,
    )  # fmt: skip
    entry_of = {entry.event: each.id for entry, each in zip(entries, written, strict=True)}
    _write_flows(writer, granted, state, posted, move_id, seq, entry_of.get(place.event))
    _write_layers(writer, granted, state, posted, move_id, seq, request.effective_on)
    _write_releases(writer, granted, state, posted, move_id, seq, request.effective_on, entry_of)
    return Written(
        known_seq=seq, value_minor=sum(sum(flow.values) for flow in posted.flows),
        released_minor=sum(each.amount_minor for each in posted.releases),
        entries=tuple(each.name for each in written), clock=(sequences[-1], recorded_at),
    )  # fmt: skip


def _write_move(  # noqa: PLR0917
    writer: Writer,
    granted: Granted,
    place: Place,
    request: Request,
    lot_id: int | None,
    quantity_micro: int,
    value_minor: int | None,
    seq: int,
    recorded_at: int,
) -> int:
    """Write the move itself; return its number."""
    move_id = writer.take_ids("stock_move", 1)[0]
    writer.insert("stock_move", [{
        "id": move_id, "entity_id": granted.entity.id, "document": request.document, "line": request.line,
        "item_id": place.item_id, "lot_id": lot_id, "from_location_id": place.from_location_id,
        "to_location_id": place.to_location_id, "owner": "", "reason": request.reason,
        "quantity_micro": quantity_micro, "value_minor": value_minor, "effective_on": request.effective_on,
        "accounting_on": request.effective_on, "received_on": None, "known_seq": seq, "recorded_at": recorded_at,
    }])  # fmt: skip
    return int(move_id)


def _write_flows(  # noqa: PLR0917
    writer: Writer, granted: Granted, state: State, posted: PostedOne, move_id: int, seq: int, entry_id: int | None
) -> None:
    """Write the flows; a layer that the move itself brings is named by the move."""
    ids = writer.take_ids("cost_flow", len(posted.flows))
    writer.insert("cost_flow", [
        {"id": number, "entity_id": granted.entity.id, "cost_basis_id": state.book.cost_basis_id,
         "pool_id": state.pool_id, "layer_move_id": move_id if flow.layer < 0 else flow.layer, "move_id": move_id,
         "kind": flow.kind, "accounting_on": flow.accounting_on, "known_seq": seq,
         "quantity_micro": flow.quantity_micro, "value_minor": sum(flow.values), "entry_id": entry_id}
        for number, flow in zip(ids, posted.flows, strict=True)
    ])  # fmt: skip


def _write_layers(  # noqa: PLR0917
    writer: Writer, granted: Granted, state: State, posted: PostedOne, move_id: int, seq: int, on: date
) -> None:
    """Bring the cache of open layers up to date."""
    drop_layers(writer, [(state.pool_id, layer.layer) for layer in posted.changed if layer.layer > 0])
    writer.insert("layer", [
        {"pool_id": state.pool_id, "layer_move_id": move_id if layer.layer < 0 else layer.layer,
         "entity_id": granted.entity.id, "opened_on": layer.opened_on,
         "received_on": state.received_on.get(layer.layer, to_day(on)),
         "known_seq": seq if layer.layer < 0 else layer.known_seq, "quantity_micro": layer.quantity_micro,
         "value_minor": sum(layer.values), "consumed_micro": layer.consumed_micro}
        for layer in posted.changed if layer.consumed_micro < layer.quantity_micro
    ])  # fmt: skip


def _write_releases(  # noqa: PLR0917
    writer: Writer,
    granted: Granted,
    state: State,
    posted: PostedOne,
    move_id: int,
    seq: int,
    on: date,
    entry_of: dict[str, int],
) -> None:
    """Write what the exit took along of its layers' allowance."""
    moved = [each for each in posted.releases if each.amount_minor]
    ids = writer.take_ids("allowance_move", len(moved))
    kinds = {"release_on_sale": "release"}
    rows: list[dict[str, Any]] = [
        {"id": number, "entity_id": granted.entity.id, "book_id": state.book.id, "pool_id": state.pool_id,
         "layer_move_id": each.layer, "kind": kinds.get(each.event, "use"), "reason": each.after.reason,
         "fiscal_year": each.after.fiscal_year, "accounting_on": on, "known_seq": seq,
         "amount_minor": -each.amount_minor, "base_micro": None, "proposal_id": None, "cause_move_id": move_id,
         "entry_id": entry_of[each.event]}
        for number, each in zip(ids, moved, strict=True)
    ]  # fmt: skip
    writer.insert("allowance_move", rows)
    keep_allowances(writer, [
        {"book_id": state.book.id, "pool_id": state.pool_id, "layer_move_id": each.layer,
         "entity_id": granted.entity.id, "reason": each.after.reason, "fiscal_year": each.after.fiscal_year,
         "amount_minor": each.after.state.amount_minor, "base_micro": each.after.state.base_micro,
         "released_micro": each.after.state.released_micro}
        for each in posted.releases
    ])  # fmt: skip
