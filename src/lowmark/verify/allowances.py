"""Allowances carried with the goods, replayed in the order of days as if every run had been posted on its own.

A run or an opening sets an amount on the quantity that is in a layer at the end of its day. From then on what is held is
*defined* as amount * left / base, rounded down, and what leaves takes the difference of two such values:

* An exit releases it or uses it. What comes into a layer sets what is held anew, on the larger quantity.
* Goods that come back restore the part of what their issue took that their quantity adds to what came back before,
  rounded down in all, and no more than they cost.
* Goods that change their condition take it along, no more than their cost; the rest stays, set anew. Where they arrive
  and cost less, what their cost no longer bears is released, of the newest year first.
* Goods that go into a production take it along, and its products bring it by the shares by which they take cost; what was
  lost abnormally with the first of them is used at once.
* Where a layer costs less from a day on, what it no longer bears is released at the start of that day, by no move.
* What comes together on one layer stands under one label: the reason of most of it, and the oldest year.

Before this: cost flows and allowance moves by day. After this: the check compares. Sources: IAS 2.34; ASC 330-10-35-14.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from lowmark.verify.made import split
from lowmark.verify.reader import Row

SETS: Final = frozenset({"opening", "charge", "reverse"})

AWAY: Final = MappingProxyType({
    "customer": "release_on_sale", "scrap": "use_on_scrap", "vendor": "use_on_vendor_return",
    "production": "use_on_production_issue", "adjustment": "use_on_adjustment_out",
    "reversed": "use_on_receipt_reversed", "wasted": "use_on_abnormal_waste", "over": "release_over_cost",
    "provisional": "use_on_provisional_settled",
})  # fmt: skip
"""Where goods go (or that a receipt is reversed, or that cost bears no more), and the event that takes allowance there."""

BACK: Final = MappingProxyType(
    {way: f"restore_{event}" for way, event in AWAY.items()}
    | {"customer": "restore_release", "scrap": "restore_use", "over": "restore_over_cost"}
)
"""The event that brings it back from there."""

WAYS: Final = MappingProxyType({event: way for events in (AWAY, BACK) for way, event in events.items()})
TRANSFER: Final = "transfer"

Layer = tuple[int, int]
Label = tuple[int, str]
"""Fiscal year and reason, so that the oldest is the least."""
Amounts = defaultdict[tuple[int, int, int], defaultdict[tuple[str, Label], int]]
"""By pool, layer and move: by way and label the change of allowance."""


@dataclass(slots=True)
class Held:
    """An allowance as it was last set: its label, the amount, the quantity then in the layer, and what has gone since."""

    label: Label
    amount: int
    base: int
    gone: int = 0

    def value(self, gone: int = 0) -> int:
        """Return what is held, when some more will have gone."""
        return self.amount * (self.base - self.gone - gone) // self.base if self.amount and self.base else 0


@dataclass(slots=True)
class Taken:
    """What an issue took of one label, and how much of it has come back."""

    amount: int = 0
    restored: int = 0


def amounts() -> Amounts:
    """Return no changes."""
    return defaultdict(lambda: defaultdict(int))


@dataclass(frozen=True, slots=True)
class Making:
    """A product: the inputs of its production by move, the weights of all products and of abnormal waste, its own place."""

    inputs: tuple[int, ...]
    weights: tuple[int, ...]
    place: int

    def parts(self, amount: int) -> tuple[int, int]:
        """Return what of an amount it takes on, and what of it was lost with it."""
        shared = split(amount, self.weights)
        return shared[self.place], 0 if self.place else shared[-1]


@dataclass(slots=True)
class Carried:
    """Where allowances are: what layers contain and cost, what is held on them, what issues took and got back.

    Domain: `awaited` are the issues of which something comes back some day; nothing is noted of others.
    """

    awaited: Collection[int]
    makings: Mapping[int, Making] = field(default_factory=dict)
    used: Collection[int] = ()
    left: defaultdict[Layer, int] = field(default_factory=lambda: defaultdict(int))
    cost: defaultdict[Layer, int] = field(default_factory=lambda: defaultdict(int))
    held: dict[Layer, Held] = field(default_factory=dict)
    taken: dict[int, dict[Label, Taken]] = field(default_factory=dict)
    returned: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    changes: Amounts = field(default_factory=amounts)

    def flow(self, flow: Row) -> None:
        """Let one flow do what it does.

        Shapes: pool_id, layer_move_id, move_id, kind, quantity_micro, value_minor, from_kind, to_kind, source (the move
                that is returned) and whole (its quantity), null without.

        >>> carried = Carried(awaited=())
        >>> came = {"pool_id": 1, "layer_move_id": 7, "move_id": 7, "kind": "receipt", "quantity_micro": 20,
        ...         "value_minor": 100, "from_kind": "vendor", "to_kind": "stock", "source": None, "whole": None}
        >>> carried.flow(came)
        >>> carried.set({"kind": "charge", "fiscal_year": 2026, "reason": "expired", "amount_minor": 30}, (1, 7), 20)
        >>> carried.flow(came | {"move_id": 9, "kind": "issue", "quantity_micro": -10, "value_minor": -50,
        ...                      "from_kind": "stock", "to_kind": "customer"})
        >>> {key: dict(change) for key, change in carried.changes.items()}, carried.held[1, 7].value()
        ({(1, 7, 9): {('customer', (2026, 'expired')): -15}}, 15)
        """
        layer = flow["pool_id"], flow["layer_move_id"]
        if flow["quantity_micro"] < 0:
            self._leave(layer, flow)
        else:
            self._arrive(layer, flow)
        self.cost[layer] += flow["value_minor"]
        if self.left[layer] == 0:
            del self.left[layer], self.cost[layer]
            self.held.pop(layer, None)

    def set(self, setting: Row, layer: Layer, left: int) -> None:
        """Set an allowance at the end of a day, on what is left then."""
        was = self.held.get(layer)
        before, label = was.value() if was else 0, (setting["fiscal_year"], setting["reason"])
        if was and before:
            if setting["kind"] == "opening":
                label = _one_label([(label, setting["amount_minor"]), (was.label, before)])
            else:
                label = min(was.label[0], label[0]), label[1]
        self.held[layer] = Held(label, before + setting["amount_minor"], left)

    def bound(self, layer: Layer) -> None:
        """Release what a layer's cost no longer bears, since that has changed, and set what is held anew on what is left."""
        held, cost = self.held.get(layer), self.cost[layer]
        if held is not None and held.value() > cost:
            self.changes[*layer, 0]["over", held.label] -= held.value() - cost
            self.held[layer] = Held(held.label, cost, self.left[layer])

    def _leave(self, layer: Layer, flow: Row) -> None:
        """Let goods leave a layer, with what they carry."""
        quantity, held = -flow["quantity_micro"], self.held.get(layer)
        self.left[layer] -= quantity
        if held is None or not held.amount:
            return
        share = held.value() - held.value(quantity)
        way = "reversed" if flow["source"] is not None and flow["to_kind"] == "vendor" else str(flow["to_kind"])
        way = TRANSFER if flow["move_id"] in self.used else way
        held.gone += quantity
        if flow["kind"] == "re_pool":
            way, share = TRANSFER, min(share, -flow["value_minor"])
            stays = held.value(-quantity) - share
            self.held[layer] = Held(held.label, stays, self.left[layer])
        if share:
            self.changes[*layer, flow["move_id"]][way, held.label] -= share
            if flow["kind"] == "re_pool" or flow["move_id"] in self.awaited or flow["move_id"] in self.used:
                self.taken.setdefault(flow["move_id"], {}).setdefault(held.label, Taken()).amount += share

    def _arrive(self, layer: Layer, flow: Row) -> None:
        """Let goods come into a layer, with what they bring."""
        quantity, before = flow["quantity_micro"], self.held.get(layer)
        making = self.makings.get(flow["move_id"])
        brought, lost = self._made(making) if making else (self._brought(flow), {})
        self.left[layer] += quantity
        if brought:
            change, way = self.changes[*layer, flow["move_id"]], str(flow["from_kind"])
            for label, amount in brought.items():
                change[TRANSFER if flow["kind"] == "re_pool" or making else way, label] += amount
            for label, amount in lost.items():
                brought[label] -= amount
                change["wasted", label] -= amount
            over = sum(brought.values()) - flow["value_minor"]
            for label in sorted(brought, reverse=True):
                if over > 0:
                    change["over", label] -= min(over, brought[label])
                    over, brought[label] = over - brought[label], max(0, brought[label] - over)
            self._merge(layer, before, {label: amount for label, amount in brought.items() if amount}, change)
        elif before is not None:
            self.held[layer] = Held(before.label, before.value(), self.left[layer])

    def _made(self, making: Making) -> tuple[dict[Label, int], dict[Label, int]]:
        """Return what comes with a product, and what of that is lost at once, by label."""
        went: defaultdict[Label, int] = defaultdict(int)
        for source in making.inputs:
            for label, taken in self.taken.get(source, {}).items():
                went[label] += taken.amount
        parts = {label: making.parts(went[label]) for label in sorted(went)}
        brought = {label: sum(both) for label, both in parts.items() if sum(both)}
        return brought, {label: lost for label, (_, lost) in parts.items() if lost}

    def _brought(self, flow: Row) -> dict[Label, int]:
        """Return what goods bring that come back, or from another pool, by label; the oldest first."""
        re_pools = flow["kind"] == "re_pool"
        source = flow["move_id"] if re_pools else flow["source"]
        if source is None:
            return {}
        self.returned[source] += flow["quantity_micro"]
        back, whole = self.returned[source], flow["quantity_micro"] if re_pools else flow["whole"] or 1
        room, found = flow["value_minor"], {}
        for label, taken in sorted(self.taken.get(source, {}).items()):
            amount = max(0, taken.amount * back // whole - taken.restored)
            if not re_pools:
                amount = min(amount, room)
                room -= amount
            taken.restored += amount
            if amount:
                found[label] = amount
        if re_pools:
            self.taken.pop(source, None)
            del self.returned[source]
        return found

    def _merge(
        self, layer: Layer, before: Held | None, brought: Mapping[Label, int],
        change: defaultdict[tuple[str, Label], int],
    ) -> None:  # fmt: skip
        """Put what came on what is held, under one label; what stood under another goes over to it."""
        parts, there = dict(brought), before.value() if before else 0
        if before and there:
            parts[before.label] = parts.get(before.label, 0) + there
        if not parts:
            if before is not None:
                self.held[layer] = Held(before.label, 0, self.left[layer])
            return
        label = _one_label(list(parts.items()))
        for other, amount in parts.items():
            if other != label:
                change[TRANSFER, other] -= amount
                change[TRANSFER, label] += amount
        self.held[layer] = Held(label, sum(parts.values()), self.left[layer])


def _one_label(parts: list[tuple[Label, int]]) -> Label:
    """Return the label of what comes together: the reason of most of it, the oldest year.

    >>> _one_label([((2025, "expired"), 5), ((2026, "damaged"), 90)])
    (2025, 'damaged')
    """
    by_reason: defaultdict[str, int] = defaultdict(int)
    for (_, reason), amount in parts:
        by_reason[reason] += amount
    return min(label[0] for label, _ in parts), min(by_reason, key=lambda reason: (-by_reason[reason], reason))
