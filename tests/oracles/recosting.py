"""What a history comes to in the books when it is told late, or when what it cost changes later: from the law alone.

For every day, what counts up to it is what costing the moves up to it gives, with receipts worth what they are known to be
worth up to it. Days on which that changes part the time into epochs. So each epoch is replayed from the beginning up to its
end; its own moves count on their days, and on its first day what it says of all moves before, less what the epoch before
said of them.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tests.oracles.histories import Change, History, Layer, Step, Told, Values, replay

Key = tuple[int, int, int, int, int]
"""Pool, layer, move, its place in the commit order, and the day on which it counts."""


@dataclass(slots=True)
class Counted:
    """What counts on which day, quantity and value; variances alike; what layers cost as an epoch begins; the last replay."""

    flows: Counter = field(default_factory=Counter)
    quantities: Counter = field(default_factory=Counter)
    variances: Counter = field(default_factory=Counter)
    own: list[tuple] = field(default_factory=list)
    stood: list[tuple[int, int, int, int]] = field(default_factory=list)
    last: list[Told] = field(default_factory=list)
    is_refused: bool = False


def worth(changes: tuple[Change, ...], step: Step, epoch: int, said: Callable[[Change], Values]) -> Values:
    """Return what a receipt is worth in an epoch: what the last change until then says, else what it came with."""
    known = [change for change in changes if change.step == step.number and change.epoch <= epoch]
    return said(max(known, key=lambda change: change.epoch)) if known else step.values


def counted(history: History, days: tuple[int, ...], said: Callable[[Change], Values]) -> Counted:
    """Say what counts on which day, of one component of cost; ``days`` are the first of every epoch but the first."""
    found, before = Counted(), _Stand()
    for epoch in range(len(days) + 1):
        begins = days[epoch - 1] if epoch else None
        steps = tuple(
            replace(step, values=worth(history.changes, step, epoch, said))
            for step in history.steps
            if epoch == len(days) or step.day < days[epoch]
        )
        found.last = replay(replace(history, steps=steps))
        found.is_refused = found.is_refused or any(told.refused for told in found.last)
        now = _Stand()
        for pool, told in enumerate(found.last):
            for layer, move, kind, day, seq, quantity, value in told.flows:
                now.flows[pool, layer, move, seq] += value
                now.quantities[pool, layer, move, seq] += quantity
                if begins is None or day >= begins:
                    found.own.append((pool, layer, move, kind, day, seq, quantity, value))
                    before.flows[pool, layer, move, seq] += value
                    before.quantities[pool, layer, move, seq] += quantity
                    found.flows[pool, layer, move, seq, day] += value
                    found.quantities[pool, layer, move, seq, day] += quantity
                else:
                    now.started[pool, layer] += value
                    now.there[pool, layer] += quantity
            for move, day, seq, value in told.variances:
                now.variances[pool, move, seq] += value
                if begins is None or day >= begins:
                    before.variances[pool, move, seq] += value
                    found.variances[pool, move, seq, day] += value
        if begins is not None:
            _say_what_changed(found, before, now, begins)
            found.stood += _stood(history, before, now, begins)
        now.ended = Counter()
        for (pool, layer, _, _), value in now.flows.items():
            now.ended[pool, layer] += value
        before = now
    return found


@dataclass(slots=True)
class _Stand:
    """What an epoch says of moves and of layers; ``started``: of layers by the moves before its first day."""

    flows: Counter = field(default_factory=Counter)
    quantities: Counter = field(default_factory=Counter)
    variances: Counter = field(default_factory=Counter)
    started: Counter = field(default_factory=Counter)
    there: Counter = field(default_factory=Counter)
    ended: Counter = field(default_factory=Counter)


def _say_what_changed(found: Counted, before: _Stand, now: _Stand, begins: int) -> None:
    for name in ("flows", "quantities", "variances"):
        was, has, to = (getattr(each, name) for each in (before, now, found))
        for key in {**was, **has}:
            to[*key, begins] += has[key] - was[key]


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
