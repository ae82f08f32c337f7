"""What a history comes to in the books when it is told late, or when what it cost changes later: from the law alone.

For every day, what counts up to it is what costing the moves up to it gives, with receipts worth what they are known to be
worth up to it. Days on which that changes part the time into epochs. So each epoch is replayed from the beginning up to its
end; its own moves count on their days, and on its first day what it says of all moves before, less what the epoch before
said of them. An average of a period that is trued up parts the time too: its end is told before and after it.
"""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tests.oracles.histories import Change, History, Layer, Step, Told, Values, legs_of, replay

Key = tuple[int, int, int, int, int]
"""Pool, layer, move, its place in the commit order, and the day on which it counts."""


@dataclass(slots=True)
class Counted:
    """What counts on which day, quantity and value; variances alike; what layers cost as an epoch begins; the last replay."""

    flows: Counter = field(default_factory=Counter)
    quantities: Counter = field(default_factory=Counter)
    variances: Counter = field(default_factory=Counter)
    revalued: Counter = field(default_factory=Counter)
    own: list[tuple] = field(default_factory=list)
    stood: list[tuple[int, int, int, int]] = field(default_factory=list)
    last: list[Told] = field(default_factory=list)
    is_refused: bool = False

    def add(
        self, before: "_Stand", replayed: list[Told], begins: int | None, changes_on: int | None = None
    ) -> "_Stand":
        """Let moves from a day on count on their own days, and of those before what differs, on that day or another."""
        now = _Stand()
        for pool, told in enumerate(replayed):
            for layer, move, kind, day, seq, quantity, value in told.flows:
                is_own = begins is None or day >= begins
                if kind == "revalue":
                    self.revalued[pool, layer, day] += value * is_own
                    continue
                now.flows[pool, layer, move, seq] += value
                now.quantities[pool, layer, move, seq] += quantity
                now.ended[pool, layer] += value
                if is_own:
                    self.own.append((pool, layer, move, kind, day, seq, quantity, value))
                    before.flows[pool, layer, move, seq] += value
                    before.quantities[pool, layer, move, seq] += quantity
                    self.flows[pool, layer, move, seq, day] += value
                    self.quantities[pool, layer, move, seq, day] += quantity
                else:
                    now.started[pool, layer] += value
                    now.there[pool, layer] += quantity
            for move, day, seq, value in told.variances:
                now.variances[pool, move, seq] += value
                if begins is None or day >= begins:
                    before.variances[pool, move, seq] += value
                    self.variances[pool, move, seq, day] += value
        if begins is not None:
            self._say_what_changed(before, now, begins if changes_on is None else changes_on)
        return now

    def _say_what_changed(self, before: "_Stand", now: "_Stand", day: int) -> None:
        for name in ("flows", "quantities", "variances"):
            was, has, to = (getattr(each, name) for each in (before, now, self))
            for key in {**was, **has}:
                to[*key, day] += has[key] - was[key]


def worth(changes: tuple[Change, ...], step: Step, epoch: int, said: Callable[[Change], Values]) -> Values:
    """Return what a receipt is worth in an epoch: what the last change until then says, else what it came with."""
    known = [change for change in changes if change.step == step.number and change.epoch <= epoch]
    return said(max(known, key=lambda change: change.epoch)) if known else step.values


def counted(
    history: History, days: tuple[int, ...], said: Callable[[Change], Values], *, trues_up: bool = False
) -> Counted:
    """Say what counts on which day, of one component of cost; ``days`` are the first of every epoch but the first.

    Where averages are trued up, goods go at the moving average until their period ends, and what the average of it says
    beyond that counts on its last day.
    """
    found, before, replays = Counted(), _Stand(), _Replays(history, said)
    epoch, begins, is_epoch, averaged = 0, None, False, -1 if trues_up else math.inf
    for until, ends in _times(history, days, trues_up=trues_up):
        now = found.add(before, replays.up_to(until, epoch, averaged), begins)
        if is_epoch:
            found.stood += _stood(history, before, now, begins)
        before, begins, is_epoch = now, until, not ends
        if ends:
            averaged = until - 1
            before = found.add(now, replays.up_to(until, epoch, averaged), until, changes_on=averaged)
        epoch += is_epoch
    found.last = replays.last
    if trues_up and any(output.own is not None for made in history.productions for output in made.outputs):
        _tell_on_the_way(history, days, replays)
    found.is_refused = replays.is_refused
    return found


def _times(history: History, days: tuple[int, ...], *, trues_up: bool) -> list[tuple[float, bool]]:
    """Return the first day after each time in which nothing changes, in order, and whether it is a period that ends there."""
    length, times = history.days_of_period, [(day, False) for day in days]
    if trues_up:
        averaged = {
            history.period(step.day)
            for step in history.steps for pool, _ in legs_of(step) if history.methods[pool] == "weighted_average"
        }  # fmt: skip
        times += [((period + 1) * length, True) for period in averaged]
    return [*sorted(times, key=lambda time: (time[0], not time[1])), (math.inf, False)]


def _tell_on_the_way(history: History, days: tuple[int, ...], replays: "_Replays") -> None:
    """Tell every period as it goes at the moving average, in every epoch: by-products may be worth more than that, and refused."""
    for until, ends in _times(history, days, trues_up=True):
        known = sum(day < until for day in days)
        for epoch in range(known, len(days) + 1) if ends else ():
            replays.up_to(until, epoch, until - 1 - history.days_of_period)


class _Replays:
    """Replays of a history up to some day, as it is known in some epoch; what was told once is not told again."""

    def __init__(self, history: History, said: Callable[[Change], Values]) -> None:
        self.history, self.said = history, said
        self.told: dict[tuple, list[Told]] = {}
        self.last: list[Told] = []
        self.is_refused = False

    def up_to(self, until: float, epoch: int, averaged: float) -> list[Told]:
        history = self.history
        steps = [step for step in history.steps if step.day < until]
        rolls = tuple(roll for roll in history.rolls if roll.day < until)
        key = len(steps), len(rolls), epoch, averaged
        if key not in self.told:
            worths = tuple(replace(step, values=worth(history.changes, step, epoch, self.said)) for step in steps)
            self.told[key] = replay(replace(history, steps=worths, rolls=rolls, averaged_until=averaged))
        self.last = self.told[key]
        self.is_refused = self.is_refused or any(told.refused for told in self.last)
        return self.last


@dataclass(slots=True)
class _Stand:
    """What an epoch says of moves and of layers; ``started``: of layers by the moves before its first day."""

    flows: Counter = field(default_factory=Counter)
    quantities: Counter = field(default_factory=Counter)
    variances: Counter = field(default_factory=Counter)
    started: Counter = field(default_factory=Counter)
    there: Counter = field(default_factory=Counter)
    ended: Counter = field(default_factory=Counter)


def _stood(history: History, before: _Stand, now: _Stand, begins: int) -> list[tuple[int, int, int, int]]:
    """Return the layers of which something is there that cost another as the epoch begins than the one before said."""
    left = {(pool, layer.number): left_of(layer) for pool, layer in history.layers}
    rows = []
    for key in {**now.there, **left}:
        quantity, value = left.get(key, (0, 0))
        is_there = key in left or key in before.ended
        if is_there and quantity + now.there[key] and now.started[key] != before.ended[key]:
            rows.append((*key, begins, value + now.started[key]))
    return rows


def left_of(layer: Layer) -> tuple[int, int]:
    (value,) = layer.values
    return layer.quantity - layer.taken, value - round(Fraction(value * layer.taken, layer.quantity))
