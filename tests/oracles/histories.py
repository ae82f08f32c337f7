"""A history of goods, and what it costs, from the definitions alone: exact fractions, every pool asked when it is needed.

It shares no code with the package. A layer's value consumed so far is its value times the share consumed, rounded half to
even, and an issue costs what that grows by. An average is one layer between two receipts, or of a period; a standard pool
is worth the standard times what is there. What goods cost that come back, or that come from another pool, is asked of the
pool that issued them, which is then costed as far as that; so there are no waves, and no order but the days'.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

PERIODIC = ("weighted_average", "lifo_periodic")
COMING = ("receipt", "count_in", "production_receipt")
GOING = ("sale", "scrap", "count_out", "production_issue", "purchase_return")
BACK = "sales_return"
OVER = "re_pool"
INSIDE = "transfer"
"""Goods that go to another place of the same pool: nothing that costing has to know."""

MADE = "product"
"""What comes out of a production; the ``source`` of such a step is the production."""

Values = tuple[int, ...]
Rounding = Callable[[Fraction], int]


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to goods; ``source`` is the step that issued what comes back, ``into`` the other pool of a re-pooling, which may
    be worth something there besides what it cost.
    """

    number: int
    event: str
    pool: int
    quantity: int
    day: int
    seq: int
    values: Values = ()
    source: int = 0
    into: int = 0
    is_late: bool = False

    def place(self) -> tuple[int, int, int]:
        return self.day, self.seq, self.number


@dataclass(slots=True)
class Layer:
    """What came, and how much of it is gone."""

    number: int
    day: int
    seq: int
    quantity: int
    values: Values
    taken: int = 0

    def gone(self, rounded: Rounding) -> Values:
        return tuple(rounded(Fraction(value * self.taken, self.quantity)) for value in self.values)


@dataclass(frozen=True, slots=True)
class Output:
    """A product with its share of the cost and what was lost of it abnormally; or a by-product with a value of its own."""

    step: int
    share: int | None
    own: int | None
    lost: int
    known: Values


@dataclass(frozen=True, slots=True)
class Production:
    """Steps that went in, what went in that was costed before, and what came out; conversion is known with an output."""

    number: int
    inputs: tuple[int, ...]
    known: Values
    outputs: tuple[Output, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a receipt is worth from an epoch on until the next of its changes, and what that was as it was known before."""

    step: int
    epoch: int
    was: Values
    now: Values


@dataclass(frozen=True, slots=True)
class Roll:
    """From the start of a day on another standard holds in a pool, at which what is on hand is revalued."""

    pool: int
    day: int
    standard: tuple[int, Values]


@dataclass(frozen=True, slots=True)
class History:
    """Pools with their methods, standards (a quantity and its values) and layers from before; and what happens."""

    methods: tuple[str, ...]
    standards: tuple[tuple[int, Values], ...]
    layers: tuple[tuple[int, Layer], ...]
    steps: tuple[Step, ...]
    productions: tuple[Production, ...] = ()
    changes: tuple[Change, ...] = ()
    rolls: tuple[Roll, ...] = ()
    days_of_period: int = 4
    averaged_until: float = math.inf
    """Periods that end after this day are not averaged yet: on their way goods go at the moving average."""

    def period(self, day: int) -> int:
        return day // self.days_of_period

    def is_averaged(self, day: int) -> bool:
        """Say whether the period of a day has ended."""
        return (self.period(day) + 1) * self.days_of_period - 1 <= self.averaged_until


@dataclass(slots=True)
class Told:
    """What a history costs, each by pool: flows, layers, refusals and variances as the package's tables have them."""

    flows: list[tuple] = field(default_factory=list)
    layers: list[tuple] = field(default_factory=list)
    refused: list[tuple] = field(default_factory=list)
    variances: list[tuple] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Leg:
    """A step as one pool sees it: how much comes (positive) or goes, and under which kind."""

    step: Step
    quantity: int
    kind: str


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Give each its share rounded down, and then one more to those that lost most by that, the first of equals first."""
    whole = sum(weights)
    if not total:
        return [0] * len(weights)
    shares = [Fraction(total * weight, whole) for weight in weights]
    parts = [math.floor(share) for share in shares]
    for place in sorted(range(len(parts)), key=lambda place: parts[place] - shares[place])[: total - sum(parts)]:
        parts[place] += 1
    return parts


def added(some: Values, others: Values) -> Values:
    return tuple(a + b for a, b in zip(some, others, strict=True))


def less(some: Values, others: Values) -> Values:
    return tuple(a - b for a, b in zip(some, others, strict=True))


class Pool:
    """Goods that cost alike: their layers, and what was told of them. A pool is costed leg by leg, or period by period."""

    def __init__(self, history: History, number: int, rounded: Rounding) -> None:
        self.method, self.standard, self.rounded = history.methods[number], history.standards[number], rounded
        self.rolls = sorted((roll for roll in history.rolls if roll.pool == number), key=lambda roll: roll.day)
        self.legs: list[Leg] = []
        self.done = 0
        self.stopped = False
        self.is_averaged = False
        self.stock = [Layer(*_fields(layer)) for pool, layer in history.layers if pool == number]
        self.costs: dict[int, Values | None] = {}
        self.told = Told()

    def on_hand(self) -> int:
        return sum(layer.quantity - layer.taken for layer in self.stock)

    def cost(self, batch: list[tuple[Leg, Values | str]], method: str) -> None:
        """Cost a leg, or all legs of a period; a receipt comes with its value, or with why it has none."""
        there = self.on_hand()
        for place, (leg, values) in enumerate(batch):
            there += leg.quantity
            if self.stopped or isinstance(values, str) or there < 0:
                self._refuse([each for each, _ in batch[place:]], max(0, -there), "short" if there < 0 else values)
                batch = batch[:place]
                break
        if batch:
            COSTED_BY[method](self, batch)
            self.is_averaged = method == "weighted_average"

    def _refuse(self, legs: list[Leg], short: int, why: str) -> None:
        codes = ["after_refusal"] * len(legs)
        if not self.stopped:
            codes[0] = why
        for leg, code in zip(legs, codes, strict=True):
            self.costs[leg.step.number] = None
            self.told.refused.append(
                (leg.step.number, leg.step.day, leg.step.seq, short if code == "short" else 0, code)
            )
        self.stopped = True

    def flow(self, layer: Layer, leg: Leg, quantity: int, values: Values) -> None:
        step = leg.step
        self.told.flows.append((layer.number, step.number, leg.kind, step.day, step.seq, quantity, *values))
        if quantity < 0:
            self.costs[step.number] = less(self.costs.get(step.number) or (0,) * len(values), values)

    def open(self, leg: Leg, values: Values) -> Layer:
        self.stock.append(Layer(leg.step.number, leg.step.day, leg.step.seq, leg.quantity, values))
        return self.stock[-1]

    def take(self, layer: Layer, leg: Leg, quantity: int) -> None:
        """Take so much of a layer, at what that adds to the value gone; a negative quantity puts it back."""
        before = layer.gone(self.rounded)
        layer.taken += quantity
        self.flow(layer, leg, -quantity, less(before, layer.gone(self.rounded)))

    def open_layer(self) -> Layer | None:
        return next((layer for layer in self.stock if layer.taken < layer.quantity), None)

    def roll(self, day: float) -> None:
        """Revalue what is on hand at every standard that holds from a day until this one."""
        while self.rolls and self.rolls[0].day <= day:
            roll = self.rolls.pop(0)
            self.standard, layer = roll.standard, self.open_layer()
            if layer is not None:
                worth, there = self.at_standard(self.on_hand()), self.on_hand()
                changed = less(worth, less(layer.values, layer.gone(self.rounded)))
                layer.quantity, layer.values, layer.taken = there, worth, 0
                if any(changed):
                    self.told.flows.append((layer.number, layer.number, "revalue", roll.day, 0, 0, *changed))

    def begin_anew(self) -> None:
        """After a period that was averaged, let what is left of its layer be as if it had just come so."""
        layer = self.open_layer()
        if self.is_averaged and layer is not None:
            _restate(self, layer)
        self.is_averaged = False

    def at_standard(self, quantity: int) -> Values:
        per, of = self.standard
        return tuple(self.rounded(Fraction(value * quantity, per)) for value in of)

    def finish(self) -> Told:
        self.roll(math.inf)
        self.told.layers = [
            (each.number, each.day, each.seq, each.quantity, each.taken, *each.values) for each in self.stock
        ]
        return self.told


def oldest_first(pool: Pool, batch: list) -> None:
    _by_layer(pool, batch, newest_first=False)


def newest_first(pool: Pool, batch: list) -> None:
    _by_layer(pool, batch, newest_first=True)


def _by_layer(pool: Pool, batch: list, *, newest_first: bool) -> None:
    """Let receipts of the batch be layers, and then its issues take from them; the flows are in the order of the legs."""
    for leg, values in batch:
        if leg.quantity > 0:
            pool.open(leg, values)
    for leg, values in batch:
        if leg.quantity > 0:
            pool.flow(next(layer for layer in pool.stock if layer.number == leg.step.number), leg, leg.quantity, values)
            continue
        wanted = -leg.quantity
        for layer in reversed(pool.stock) if newest_first else pool.stock:
            some = min(wanted, layer.quantity - layer.taken)
            if some:
                pool.take(layer, leg, some)
                wanted -= some


def moving_average(pool: Pool, batch: list) -> None:
    """Mix what is left with what comes; issue at the share."""
    ((leg, values),) = batch
    layer = pool.open_layer()
    if layer is None:
        layer = pool.open(leg, values)
        pool.flow(layer, leg, leg.quantity, values)
    elif leg.quantity > 0:
        _restate(pool, layer)
        layer.quantity, layer.values = layer.quantity + leg.quantity, added(layer.values, values)
        layer.day, layer.seq = leg.step.day, leg.step.seq
        pool.flow(layer, leg, leg.quantity, values)
    else:
        pool.take(layer, leg, -leg.quantity)


def weighted_average(pool: Pool, batch: list) -> None:
    """Add up what was there and what the period receives; what comes back of the period's own issues was never gone."""
    own = {leg.step.number for leg, _ in batch}
    layer = pool.open_layer()
    if layer is None:
        leg, values = batch[0]
        layer = pool.open(leg, values)
        layer.quantity, layer.values = 0, (0,) * len(values)
    else:
        _restate(pool, layer)
    for leg, values in batch:
        if leg.quantity > 0 and leg.step.source not in own:
            layer.quantity, layer.values = layer.quantity + leg.quantity, added(layer.values, values)
            layer.day, layer.seq = leg.step.day, leg.step.seq
    for leg, values in batch:
        if leg.quantity > 0 and leg.step.source not in own:
            pool.flow(layer, leg, leg.quantity, values)
        else:
            pool.take(layer, leg, -leg.quantity)


def standard(pool: Pool, batch: list) -> None:
    """Value what is there before and after at the standard; what a receipt brings besides is its variance."""
    ((leg, values),) = batch
    pool.roll(leg.step.day)
    before = pool.on_hand()
    after = before + leg.quantity
    was, now = pool.at_standard(before), pool.at_standard(after)
    layer = pool.open_layer() or pool.open(leg, values)
    pool.flow(layer, leg, leg.quantity, less(now, was))
    if leg.quantity > 0:
        layer.day, layer.seq = leg.step.day, leg.step.seq
        varied = less(values, less(now, was))
        if any(varied):
            pool.told.variances.append((leg.step.number, leg.step.day, leg.step.seq, *varied))
    layer.quantity, layer.values, layer.taken = (after, now, 0) if after else (before, was, before)


def _restate(pool: Pool, layer: Layer) -> None:
    """Let what is left of a layer be what came."""
    layer.quantity, layer.values, layer.taken = (
        layer.quantity - layer.taken, less(layer.values, layer.gone(pool.rounded)), 0
    )  # fmt: skip


COSTED_BY = {
    "fifo": oldest_first, "specific_identification": oldest_first, "lifo": newest_first, "lifo_periodic": newest_first,
    "moving_average": moving_average, "weighted_average": weighted_average, "standard": standard,
}  # fmt: skip


class Books:
    """All pools of a history."""

    def __init__(self, history: History, rounded: Rounding) -> None:
        self.history, self.rounded = history, rounded
        self.pools = [Pool(history, number, rounded) for number in range(len(history.methods))]
        self.places: dict[tuple[int, int], int] = {}
        self.before: dict[tuple[int, int], int] = {}
        self.productions = {each.number: each for each in history.productions}
        self.issues: dict[int, Step] = {step.number: step for step in history.steps}
        taken: defaultdict[int, int] = defaultdict(int)
        for step in sorted(history.steps, key=Step.place):
            if step.event == BACK:
                self.before[step.pool, step.number] = taken[step.source]
                taken[step.source] += step.quantity
            for pool, leg in legs_of(step):
                self.places[pool, step.number] = len(self.pools[pool].legs)
                self.pools[pool].legs.append(leg)

    def told(self) -> list[Told]:
        for pool in self.pools:
            self.cost_up_to(pool, len(pool.legs) - 1)
        return [pool.finish() for pool in self.pools]

    def cost_up_to(self, pool: Pool, place: int) -> None:
        while pool.done <= place:
            legs, method = pool.legs[pool.done :], pool.method
            if method == "weighted_average" and not self.history.is_averaged(legs[0].step.day):
                method = "moving_average"
                pool.begin_anew()
            if method in PERIODIC:
                legs = list(next(groupby(legs, key=lambda leg: self.history.period(leg.step.day)))[1])
            else:
                legs = legs[:1]
            own = {leg.step.number for leg in legs if leg.quantity < 0}
            batch = [(leg, self.value_of(pool, leg, own)) for leg in legs]
            pool.done += len(legs)
            pool.cost(batch, method)

    def value_of(self, pool: Pool, leg: Leg, own: set[int]) -> Values | str:
        """Return what a receipt brings, or why that cannot be known: nothing where its own period issued what comes back."""
        step = leg.step
        if leg.quantity < 0 or step.event in COMING or step.source in own:
            return step.values
        if step.event == MADE:
            return self.made(self.productions[step.source], step.number)
        number = step.number if step.event == OVER else step.source
        cost = self.cost_of(number)
        if cost is None:
            return "source_refused"
        whole, before = self.issues[number].quantity, self.before.get((self.pools.index(pool), step.number), 0)
        share, until_then = (Fraction(each, whole) for each in (before + step.quantity, before))
        came = tuple(self.rounded(value * share) - self.rounded(value * until_then) for value in cost)
        return added(came, step.values) if step.event == OVER and step.values else came

    def cost_of(self, number: int) -> Values | None:
        """Return what a step cost the pool that it left; nothing if it was refused."""
        place = self.issues[number].pool
        if number not in self.pools[place].costs:
            self.cost_up_to(self.pools[place], self.places[place, number])
        return self.pools[place].costs[number]

    def made(self, production: Production, number: int) -> Values | str:
        """Return what an output costs: by-products their own value, products their share of what is then left."""
        costs = [self.cost_of(step) for step in production.inputs]
        if None in costs:
            return "source_refused"
        known = (production.known, *(output.known for output in production.outputs))
        left = [sum(each) for each in zip(*known, *costs, strict=True)]
        found: dict[int, Values] = {}
        for output in production.outputs:
            if output.own is not None:
                if output.own > sum(left):
                    return "by_products_over_cost"
                found[output.step] = tuple(largest_remainder(output.own, left))
                left = less(left, found[output.step])
        products = [output for output in production.outputs if output.own is None]
        weights = [*(output.share for output in products), *(output.lost for output in products)]
        parts = [largest_remainder(value, weights) for value in left]
        found |= {output.step: tuple(part[place] for part in parts) for place, output in enumerate(products)}
        return found[number]


def legs_of(step: Step) -> list[tuple[int, Leg]]:
    if step.event == OVER:
        return [(step.pool, Leg(step, -step.quantity, OVER)), (step.into, Leg(step, step.quantity, OVER))]
    if step.event == INSIDE:
        return []
    if step.event in GOING:
        return [(step.pool, Leg(step, -step.quantity, "issue"))]
    return [(step.pool, Leg(step, step.quantity, "receipt"))]


def replay(history: History, rounded: Rounding = round) -> list[Told]:
    """Return what each pool of a history costs. `round` of a fraction is half to even."""
    return Books(history, rounded).told()


def _fields(layer: Layer) -> tuple:
    return layer.number, layer.day, layer.seq, layer.quantity, layer.values, layer.taken
