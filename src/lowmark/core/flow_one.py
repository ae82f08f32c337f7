"""One move through every stage, in plain integers: what `flow.post_moves` does for a table, for a single posting.

It imports neither polars nor numba, so that a posting at the desk starts at once; a property holds that both ways say
the same. Before this: the shell has locked a pool and read its open layers. After this: it writes what comes back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lowmark.core.costing.one import CostedOne, CostFlow, MoveToCost, OpenLayer, Short, cost_one
from lowmark.core.journal.one import EntryDraft, Event, to_entries_one
from lowmark.core.kinds.day import to_day
from lowmark.core.recording.directions import release_event
from lowmark.core.write_downs.allowance import AllowanceState, release

__all__ = ["Allowance", "MoveEvent", "OpenLayer", "PoolState", "PostedOne", "Release", "Short", "post_one"]

SAID_BY_REASON = frozenset({"scrap", "adjustment_in", "adjustment_out"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """The open write-down of one layer: why, charged in which fiscal year, and how much of it is still held."""

    reason: str
    fiscal_year: int
    state: AllowanceState


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolState:
    """The open layers of one pool, and the allowance on those that have one, by layer."""

    layers: tuple[OpenLayer, ...]
    allowances: Mapping[int, Allowance] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveEvent:
    """A move into or out of stock. Domain: the quantity is signed; a receipt has a value, an issue none."""

    move: int
    document: str
    event: str
    reason: str
    item_class: str
    accounting_on: date
    known_seq: int
    quantity_micro: int
    value_minor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What one exit took along of one layer's allowance, and the allowance after it."""

    layer: int
    event: str
    amount_minor: int
    after: Allowance


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedOne:
    """What a move does: flows, layers that changed, releases, entries."""

    flows: tuple[CostFlow, ...]
    changed: tuple[OpenLayer, ...]
    releases: tuple[Release, ...]
    entries: tuple[EntryDraft, ...]


def post_one(
    *, state: PoolState, move: MoveEvent, roles: Mapping[tuple[str, str], int], method: str = "fifo"
) -> PostedOne | Short:
    """Cost one move, let an exit take its allowance along, and make the entries; or say how much is short.

    >>> layer = OpenLayer(layer=1, opened_on=20454, known_seq=1, quantity_micro=10, values=(100,))
    >>> held = Allowance(reason="price_decline", fiscal_year=2026,
    ...                  state=AllowanceState(amount_minor=20, base_micro=10))
    >>> sale = MoveEvent(move=2, document="SO-1", event="sale", reason="sale", item_class="", known_seq=2,
    ...                  accounting_on=date(2026, 1, 5), quantity_micro=-5, value_minor=None)
    >>> roles = {("inventory", ""): 1, ("cost_of_sales", ""): 2, ("allowance", ""): 3, ("allowance_released", ""): 4}
    >>> posted = post_one(state=PoolState(layers=(layer,), allowances={1: held}), move=sale, roles=roles)
    >>> [(entry.event, entry.lines[0].amount_minor) for entry in posted.entries]
    [('sale', 50), ('release_on_sale', 10)]
    """
    values = (move.value_minor,) if move.value_minor is not None else ()
    costed = cost_one(
        layers=state.layers, method=method,
        move=MoveToCost(move=move.move, accounting_on=to_day(move.accounting_on), known_seq=move.known_seq,
                        quantity_micro=move.quantity_micro, values=values),
    )  # fmt: skip
    if isinstance(costed, Short):
        return costed
    releases = _release(costed, state, move)
    return PostedOne(
        flows=costed.flows, changed=costed.changed, releases=releases,
        entries=to_entries_one(events=_events(costed, releases, move), roles=roles),
    )  # fmt: skip


def _release(costed: CostedOne, state: PoolState, move: MoveEvent) -> tuple[Release, ...]:
    """Let each layer that the exit consumed give what it carries."""
    releases = []
    for flow in costed.flows:
        held = state.allowances.get(flow.layer)
        if flow.kind != "issue" or held is None:
            continue
        after, amount = release(state=held.state, quantity_micro=-flow.quantity_micro)
        releases.append(Release(
            layer=flow.layer, event=release_event(move.event), amount_minor=amount,
            after=Allowance(reason=held.reason, fiscal_year=held.fiscal_year, state=after),
        ))  # fmt: skip
    return tuple(releases)


def _events(costed: CostedOne, releases: tuple[Release, ...], move: MoveEvent) -> list[Event]:
    """Return what happened, for the journal."""
    reason = move.reason if move.event in SAID_BY_REASON else ""
    events = [
        Event(event=move.event, accounting_on=move.accounting_on, document=move.document, reason=reason,
              item_class=move.item_class, amount_minor=sum(abs(sum(flow.values)) for flow in costed.flows))
    ]  # fmt: skip
    return events + [
        Event(event=each.event, accounting_on=move.accounting_on, document=move.document, reason=each.after.reason,
              item_class=move.item_class, amount_minor=each.amount_minor)
        for each in releases
    ]  # fmt: skip
