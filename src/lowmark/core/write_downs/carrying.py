"""Carry allowances with the goods, flow by flow, in plain Python: what a few flows do to a few layers.

Before this: costing says which layers goods leave and on which they arrive; links say which goods come back, or come
from another pool. After this: the journal takes the movements, the store the allowances. `carry` does the same for
frames, and hands over here what links join; nothing here imports frames, so that a single posting starts at once.

* An exit releases or uses its layer's share. An ordinary receipt that joins a layer brings nothing: what is held is
  set anew on the larger quantity.
* A return restores what its sale had released or used: the share of the quantity returned so far, rounded down, less
  what has been restored, and no more than the cost with which the goods came back. A full return restores all.
* Goods that go into a production take their share along, and its products bring it (`making`), no more than they cost.
* Goods that leave for another pool take their share along, and all of it arrives. Where they are worth less there (a
  pool at standard), what their cost no longer bears is released: allowance is never more than cost.

Sources: IAS 2.34; ASC 330-10-35-14.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, NamedTuple

from lowmark.core.write_downs.allowance import AllowanceState, held, join, release, take_along
from lowmark.core.write_downs.labels import Label, oldest_first, one_label, over_cost
from lowmark.core.write_downs.making import Making

Layer = tuple[int, int]
"""A pool, and in it the layer that a move brought."""

Source = tuple[int, int]
"""A pool, and the move by which goods left it."""

OVER_COST: Final = "release_over_cost"

WASTED: Final = "use_on_abnormal_waste"

BACK: Final[Mapping[str, str]] = {
    "release_on_sale": "restore_release",
    "release_over_cost": "restore_over_cost",
    "use_on_scrap": "restore_use",
    "use_on_vendor_return": "restore_use_on_vendor_return",
    "use_on_production_issue": "restore_use_on_production_issue",
    "use_on_adjustment_out": "restore_use_on_adjustment_out",
    "use_on_receipt_reversed": "restore_use_on_receipt_reversed",
    "use_on_provisional_settled": "restore_use_on_provisional_settled",
    "use_on_abnormal_waste": "restore_use_on_abnormal_waste",
}
"""Each event that takes allowance away, and the one that brings it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """The open write-down of one layer: why, charged in which fiscal year, and how much of it is still held."""

    reason: str
    fiscal_year: int
    state: AllowanceState

    @property
    def label(self) -> Label:
        """Why, and when."""
        return Label(self.reason, self.fiscal_year)


class CarryFlow(NamedTuple):
    """One flow of one layer; ``event`` is that by which it takes allowance or brings it back, empty for neither."""

    pool: int
    layer: int
    move: int
    event: str
    quantity_micro: int
    value_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryLink:
    """Where the goods of a receipt come from: how much its source issued, and how much of that had come back before."""

    source: Source
    kind: Literal["restore", "transfer"]
    quantity_micro: int
    before_micro: int = 0


@dataclass(slots=True, kw_only=True)
class Taken:
    """What an issue took of the allowances of one reason and year, and how much of it has been given back."""

    amount_minor: int = 0
    restored_minor: int = 0


class Movement(NamedTuple):
    """A change of a layer's allowance: ``amount_minor`` is signed; a transfer has no event, for it is not posted."""

    pool: int
    layer: int
    move: int | None
    event: str
    kind: str
    allowance_reason: str
    fiscal_year: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOne:
    """What moved, in order, and the allowances of the layers that flows touched, after them."""

    movements: tuple[Movement, ...]
    allowances: Mapping[Layer, Allowance]


@dataclass(slots=True, kw_only=True)
class Carrier:
    """The allowances on the way: by layer what is held and what is left, by source what it took and what came back."""

    allowances: dict[Layer, Allowance]
    left_micro: dict[Layer, int]
    links: Mapping[Source, CarryLink]
    taken: dict[Source, dict[Label, Taken]]
    returned_micro: dict[Source, int] = field(default_factory=dict)
    transfers: frozenset[Source] = frozenset()
    makings: Mapping[Source, Making] = field(default_factory=dict)
    used: frozenset[Source] = frozenset()

    def carry(self, flow: CarryFlow) -> Iterator[Movement]:
        """Let one flow do what it does, and yield the movements.

        The last movement of a layer always has the reason and year under which the layer's allowance then stands.
        """
        return self._leave(flow) if flow.quantity_micro < 0 else self._arrive(flow)

    def bound(self, layer: Layer, cost_minor: int) -> Iterator[Movement]:
        """Let a layer cost something else from now on, and yield what it carries beyond that and releases.

        What is held then is set anew, on what is left; a layer that bears what it carries stays as it was set.

        >>> carrier = Carrier(allowances={(1, 7): Allowance(reason="expired", fiscal_year=2026,
        ...     state=AllowanceState(amount_minor=20, base_micro=10, released_micro=5))}, left_micro={}, links={}, taken={})
        >>> [movement.amount_minor for cost in (10, 7) for movement in carrier.bound((1, 7), cost)]
        [-3]
        >>> carrier.allowances[1, 7].state
        AllowanceState(amount_minor=7, base_micro=5, released_micro=0)
        """
        before = self.allowances.get(layer)
        if before is None or before.state.held_minor <= cost_minor:
            return
        over = before.state.held_minor - cost_minor
        state = AllowanceState(amount_minor=cost_minor, base_micro=_left(before.state))
        self.allowances[layer] = replace(before, state=state)
        yield Movement(*layer, None, OVER_COST, kind_of(OVER_COST), *before.label, -over)

    def _leave(self, flow: CarryFlow) -> Iterator[Movement]:
        layer, source = (flow.pool, flow.layer), (flow.pool, flow.move)
        self.left_micro[layer] = self.left_micro.get(layer, 0) + flow.quantity_micro
        before, event = self.allowances.get(layer), flow.event
        if before is None:
            return
        if source in self.transfers:
            after, amount_minor = take_along(
                state=before.state, quantity_micro=-flow.quantity_micro, cost_minor=-flow.value_minor
            )
            event = ""
        else:
            after, amount_minor = release(state=before.state, quantity_micro=-flow.quantity_micro)
            event = "" if source in self.used else event
        self.allowances[layer] = replace(before, state=after)
        if amount_minor:
            self.taken.setdefault(source, {}).setdefault(before.label, Taken()).amount_minor += amount_minor
            yield _movement(flow, event, before.label, -amount_minor)

    def _arrive(self, flow: CarryFlow) -> Iterator[Movement]:
        layer, link = (flow.pool, flow.layer), self.links.get((flow.pool, flow.move))
        left = self.left_micro.get(layer, 0)
        self.left_micro[layer] = left + flow.quantity_micro
        making = self.makings.get((flow.pool, flow.move))
        brought, lost = self._made(making) if making else (self._brought(flow, link) if link else {}, {})
        before = self.allowances.get(layer)
        assert before is None or before.state.amount_minor == 0 or left == _left(before.state)
        if not brought:
            if before is not None:
                self.allowances[layer] = replace(before, state=join(state=before.state, came_micro=flow.quantity_micro))
            return
        event = flow.event if link is not None and link.kind == "restore" else ""
        for label, amount_minor in brought.items():
            yield _movement(flow, event, label, amount_minor)
        for label, amount_minor in lost.items():
            brought[label] -= amount_minor
            yield _movement(flow, WASTED, label, -amount_minor)
        for label, over_minor in over_cost(brought, flow.value_minor).items():
            brought[label] -= over_minor
            yield _movement(flow, OVER_COST, label, -over_minor)
        if before is not None or any(brought.values()):
            yield from self._merge(flow, before, left, brought)

    def _made(self, making: Making) -> tuple[dict[Label, int], dict[Label, int]]:
        """Return what comes with a product, and what of that is lost at once, by label, the oldest first."""
        carried: dict[Label, int] = {}
        for source in making.inputs:
            for label, taken in self.taken.get(source, {}).items():
                carried[label] = carried.get(label, 0) + taken.amount_minor
        parts = {label: making.parts(carried[label]) for label in sorted(carried, key=oldest_first)}
        brought = {label: sum(both) for label, both in parts.items() if sum(both)}
        return brought, {label: lost for label, (_, lost) in parts.items() if lost}

    def _brought(self, flow: CarryFlow, link: CarryLink) -> dict[Label, int]:
        """Return what comes with the goods, by label; the oldest year's first, where their cost does not bear all."""
        before = self.returned_micro.get(link.source, link.before_micro)
        after = before + flow.quantity_micro
        self.returned_micro[link.source] = after
        assert after <= link.quantity_micro
        room = flow.value_minor
        brought = {}
        for label, taken in sorted(self.taken.get(link.source, {}).items(), key=lambda item: oldest_first(item[0])):
            amount_minor = max(0, held(taken.amount_minor, after, link.quantity_micro) - taken.restored_minor)
            if link.kind == "restore":
                amount_minor = min(amount_minor, room)
                room -= amount_minor
            taken.restored_minor += amount_minor
            if amount_minor > 0:
                brought[label] = amount_minor
        return brought

    def _merge(
        self, flow: CarryFlow, before: Allowance | None, left: int, brought: Mapping[Label, int]
    ) -> Iterator[Movement]:
        """Put what came on what is held, under one label; what stood under another is transferred to it."""
        layer, total = (flow.pool, flow.layer), sum(brought.values())
        parts = dict(brought)
        # The layer tells its own base, for nothing follows the exits of a layer on which nothing is held.
        state = AllowanceState(amount_minor=before.state.held_minor if before else 0, base_micro=left)
        if before is not None and state.amount_minor:
            parts[before.label] = parts.get(before.label, 0) + state.amount_minor
        label = one_label(parts) if any(parts.values()) else before.label if before else next(iter(parts))
        after = join(state=state, came_micro=flow.quantity_micro, brought_minor=total)
        self.allowances[layer] = Allowance(reason=label.reason, fiscal_year=label.fiscal_year, state=after)
        others = {other: amount for other, amount in parts.items() if other != label and amount}
        for other, amount_minor in others.items():
            yield _movement(flow, "", other, -amount_minor)
        if others:
            yield _movement(flow, "", label, sum(others.values()))


def carry_one(
    *,
    flows: Sequence[CarryFlow],
    allowances: Mapping[Layer, Allowance],
    left_micro: Mapping[Layer, int],
    link: CarryLink | None = None,
    taken: Mapping[Label, Taken] | None = None,
) -> CarriedOne:
    """Carry the allowances of one move: an exit of several layers, a receipt, a return, or goods re-pooled.

    Shapes: ``flows`` of a re-pooling are those that leave, then the one that arrives; ``left_micro`` is what each layer
            contained before (a layer that it lacks is new); ``link`` is that of the flow that arrives; ``taken`` what
            the source of a return had taken when it left (of a re-pooling, the flows say so themselves).
    Domain: as for `release` and `join`; nothing that is passed in is changed.

    >>> sold = Allowance(reason="expired", fiscal_year=2026, state=AllowanceState(amount_minor=20, base_micro=10))
    >>> sale = CarryFlow(1, 7, 90, "release_on_sale", -5, -50)
    >>> carried = carry_one(flows=[sale], allowances={(1, 7): sold}, left_micro={(1, 7): 10})
    >>> carried.movements[0].kind, carried.movements[0].amount_minor
    ('release', -10)
    >>> back = carry_one(flows=[CarryFlow(1, 91, 91, "restore_release", 2, 20)], allowances={}, left_micro={},
    ...                  link=CarryLink(source=(1, 90), kind="restore", quantity_micro=5),
    ...                  taken={Label("expired", 2026): Taken(amount_minor=10)})
    >>> back.allowances[1, 91].state.held_minor
    4
    """
    arrives = {(flow.pool, flow.move): link for flow in flows if flow.quantity_micro > 0 and link is not None}
    assert link is None or len(arrives) == 1
    given = {label: replace(one) for label, one in taken.items()} if taken else {}
    carrier = Carrier(
        allowances=dict(allowances), left_micro=dict(left_micro), links=arrives,
        taken={link.source: given} if link else {},
        transfers=frozenset({link.source}) if link and link.kind == "transfer" else frozenset(),
    )  # fmt: skip
    movements = tuple(movement for flow in flows for movement in carrier.carry(flow))
    touched = {(flow.pool, flow.layer) for flow in flows}
    return CarriedOne(
        movements=movements, allowances={layer: one for layer, one in carrier.allowances.items() if layer in touched}
    )


def kind_of(event: str) -> str:
    """Return the column of the roll-forward in which an event stands; what is not posted is a transfer.

    >>> kind_of("use_on_scrap"), kind_of("restore_release"), kind_of("")
    ('use', 'restore', 'transfer')
    """
    return event.split("_", 1)[0] if event else "transfer"


def _movement(flow: CarryFlow, event: str, label: Label, amount_minor: int) -> Movement:
    return Movement(flow.pool, flow.layer, flow.move, event, kind_of(event), *label, amount_minor)


def _left(state: AllowanceState) -> int:
    return state.base_micro - state.released_micro
