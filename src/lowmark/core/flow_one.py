"""One move through every stage, in plain integers: what `flow.post_moves` does for a table, for a single posting.

It imports neither polars nor numba, so that a posting at the desk starts at once; a property holds that both ways say
the same. Before this: the shell has locked a pool (two, for goods that come into another condition) and read its open
layers. After this: it writes what comes back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lowmark.core.costing.one import CostedOne, CostFlow, MoveToCost, OpenLayer, Short, Standard, cost_one
from lowmark.core.costing.shares import share_of
from lowmark.core.journal.one import EntryDraft, Event, to_entries_one
from lowmark.core.journal.posting_rules import SAID_BY_REASON, variance_event
from lowmark.core.kinds.day import to_day
from lowmark.core.recording.directions import RE_POOL, allowance_event
from lowmark.core.write_downs.allowance import AllowanceState
from lowmark.core.write_downs.carrying import (
    Allowance,
    CarriedOne,
    CarryFlow,
    CarryLink,
    Layer,
    Movement,
    Taken,
    carry_one,
)
from lowmark.core.write_downs.labels import Label

__all__ = ["Allowance", "AllowanceState", "Label", "MoveEvent", "Movement", "OpenLayer", "PoolFlow", "PoolLayer",
           "PoolState", "PostedOne", "Short", "Source", "Standard", "Taken", "pass_title", "post_one"]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolState:
    """A pool: its cost formula, its open layers, and the allowance on those that have one, by layer."""

    pool: int
    layers: tuple[OpenLayer, ...]
    method: str = "fifo"
    standard: Standard | None = None
    allowances: Mapping[int, Allowance] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The issue whose goods come back: how much it was, at what, how much of it has come back, what it took along."""

    pool: int
    move: int
    quantity_micro: int
    before_micro: int
    values: tuple[int, ...]
    taken: Mapping[Label, Taken] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveEvent:
    """A move into or out of stock.

    Domain: the quantity is signed; a receipt has a value, unless a source gives it. ``credited_minor`` is what a vendor
            credits for goods that go back as they came; the rest of their cost is a variance.
    """

    move: int
    document: str
    event: str
    reason: str
    item_class: str
    accounting_on: date
    known_seq: int
    quantity_micro: int
    value_minor: int | None
    credited_minor: int | None = None


@dataclass(frozen=True, slots=True)
class PoolFlow:
    """A cost flow of one pool."""

    pool: int
    flow: CostFlow


@dataclass(frozen=True, slots=True)
class PoolLayer:
    """A layer of one pool, as it stands after the move."""

    pool: int
    layer: OpenLayer


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedOne:
    """What a move does: flows, layers that changed, allowances that moved and as they stand, entries."""

    flows: tuple[PoolFlow, ...]
    changed: tuple[PoolLayer, ...]
    movements: tuple[Movement, ...]
    allowances: Mapping[Layer, Allowance]
    entries: tuple[EntryDraft, ...]


def post_one(
    *,
    state: PoolState,
    move: MoveEvent,
    roles: Mapping[tuple[str, str], int],
    into: PoolState | None = None,
    source: Source | None = None,
) -> PostedOne | Short:
    """Cost one move, let the allowance go with the goods, and make the entries; or say how much is short.

    Domain: ``into`` is the pool of the other condition that goods of ours come into, ``source`` the issue whose goods
            come back; a move has at most one of them.

    >>> layer = OpenLayer(layer=1, opened_on=20454, known_seq=1, quantity_micro=10, values=(100,))
    >>> held = Allowance(reason="price_decline", fiscal_year=2026,
    ...                  state=AllowanceState(amount_minor=20, base_micro=10))
    >>> sale = MoveEvent(move=2, document="SO-1", event="sale", reason="sale", item_class="", known_seq=2,
    ...                  accounting_on=date(2026, 1, 5), quantity_micro=-5, value_minor=None)
    >>> roles = {("inventory", ""): 1, ("cost_of_sales", ""): 2, ("allowance", ""): 3, ("allowance_released", ""): 4}
    >>> state = PoolState(pool=1, layers=(layer,), allowances={1: held})
    >>> posted = post_one(state=state, move=sale, roles=roles)
    >>> [(entry.event, entry.lines[0].amount_minor) for entry in posted.entries]
    [('sale', 50), ('release_on_sale', 10)]
    """
    assert into is None or source is None
    first = _cost(state, move, move.quantity_micro, _value_of(move, source), "re_pool" if into else None)
    if isinstance(first, Short):
        return first
    costed = [(state, first)]
    if into is not None:
        arrived = _cost(into, move, -move.quantity_micro, _left(first), "re_pool")
        assert isinstance(arrived, CostedOne)
        costed.append((into, arrived))
    carried = _carry(costed, move, source)
    return PostedOne(
        flows=tuple(PoolFlow(pool.pool, flow) for pool, one in costed for flow in one.flows),
        changed=tuple(PoolLayer(pool.pool, layer) for pool, one in costed for layer in one.changed),
        movements=carried.movements, allowances=carried.allowances,
        entries=to_entries_one(events=tuple(_events(costed, carried, move)), roles=roles),
    )  # fmt: skip


def pass_title(
    *, leaves: PoolState, comes: PoolState, move: MoveEvent, roles: Mapping[tuple[str, str], int]
) -> PostedOne | Short:
    """Let goods that stay where they are leave the pool of one owner and come into that of another.

    Domain: a `sale` takes ours away, a `receipt` of some value makes others' goods ours, and what has no event passes
            between others; goods of others have no value. The move's quantity is positive.
    """
    assert move.quantity_micro > 0
    sold, bought = move.event == "sale", move.event == "receipt"
    leaving = replace(move, quantity_micro=-move.quantity_micro, value_minor=None, event="sale" if sold else "")
    left = post_one(state=leaves, move=leaving, roles=roles)
    if isinstance(left, Short):
        return left
    coming = move if bought else replace(move, value_minor=0, event="")
    came = post_one(state=comes, move=coming, roles=roles)
    assert isinstance(came, PostedOne)  # What comes in is never short.
    return PostedOne(
        flows=left.flows + came.flows, changed=left.changed + came.changed, movements=left.movements + came.movements,
        allowances={**left.allowances, **came.allowances}, entries=left.entries + came.entries,
    )  # fmt: skip


def _value_of(move: MoveEvent, source: Source | None) -> tuple[int, ...]:
    """Return what a receipt brings: its own value, or its share of what its source was issued at."""
    if source is not None:
        return share_of(source.values, source.quantity_micro, source.before_micro, move.quantity_micro)
    return (move.value_minor,) if move.value_minor is not None else ()


def _left(costed: CostedOne) -> tuple[int, ...]:
    """Return the value, by component, with which goods left a pool."""
    return tuple(-sum(parts) for parts in zip(*(flow.values for flow in costed.flows), strict=True))


def _cost(
    state: PoolState, move: MoveEvent, quantity_micro: int, values: tuple[int, ...], kind: str | None
) -> CostedOne | Short:
    return cost_one(
        layers=state.layers, method=state.method, standard=state.standard,
        move=MoveToCost(move=move.move, accounting_on=to_day(move.accounting_on), known_seq=move.known_seq,
                        quantity_micro=quantity_micro, values=values, kind=kind),  # type: ignore[arg-type]
    )  # fmt: skip


def _carry(costed: Sequence[tuple[PoolState, CostedOne]], move: MoveEvent, source: Source | None) -> CarriedOne:
    """Let what the layers carry go with the goods."""
    event = allowance_event(move.event)
    flows = [
        CarryFlow(pool.pool, flow.layer, move.move, event, flow.quantity_micro, sum(flow.values))
        for pool, one in costed for flow in one.flows
    ]  # fmt: skip
    link, taken = None, None
    if move.event == RE_POOL:
        origin = (costed[0][0].pool, move.move)
        link = CarryLink(source=origin, kind="transfer", quantity_micro=-move.quantity_micro)
    elif source is not None:
        link = CarryLink(source=(source.pool, source.move), kind="restore", quantity_micro=source.quantity_micro,
                         before_micro=source.before_micro)  # fmt: skip
        taken = source.taken
    return carry_one(
        flows=flows, link=link, taken=taken,
        allowances={(pool.pool, layer): one for pool, _ in costed for layer, one in pool.allowances.items()},
        left_micro={(pool.pool, layer.layer): layer.quantity_micro - layer.consumed_micro
                    for pool, _ in costed for layer in pool.layers},
    )  # fmt: skip


def _events(costed: Sequence[tuple[PoolState, CostedOne]], carried: CarriedOne, move: MoveEvent) -> Iterator[Event]:
    """Yield what happened, for the journal."""

    def event(name: str, amount_minor: int, reason: str = "") -> Event:
        return Event(event=name, accounting_on=move.accounting_on, document=move.document, reason=reason,
                     item_class=move.item_class, amount_minor=abs(amount_minor))  # fmt: skip

    if move.event not in {"", RE_POOL}:
        value = sum(sum(flow.values) for _, one in costed for flow in one.flows)
        yield event(move.event, value, move.reason if move.event in SAID_BY_REASON else "")
        if move.credited_minor is not None and (over := -value - move.credited_minor):
            yield event(variance_event(event="receipt", variance_minor=over), over)
    for _, one in costed:
        if over := sum(one.variances):
            yield event(variance_event(event=move.event, variance_minor=over), over)
    for movement in carried.movements:
        if movement.event:
            yield event(movement.event, movement.amount_minor, movement.allowance_reason)
