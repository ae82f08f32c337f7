"""Random histories from a seed, as steps for the oracle and as pools of one frame for the package, and how they compare.

A history is a few pools and some steps; many are drawn from one table of random numbers, costed together as pools of one
frame, and told one by one by the oracle. What differs is found by its history, which is then costed alone.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain

import numpy as np
import polars as pl

from lowmark.core.costing.linked import cost_linked
from lowmark.core.costing.results import KINDS, REFUSALS, Costed
from tests.oracles.histories import (
    BACK,
    COMING,
    GOING,
    INSIDE,
    MADE,
    OVER,
    PERIODIC,
    Change,
    History,
    Layer,
    Output,
    Production,
    Roll,
    Step,
    legs_of,
    replay,
)

POOLS = 3
NUMBERS = 1000
"""History h has move numbers from 1000h on, and pools 3h, 3h + 1 and 3h + 2."""

EVENTS = ("in", "in", "out", "out", "out", BACK, BACK, OVER, INSIDE, MADE)
PRODUCTIONS = 900
ROLLED = 0.7
DRAWS = 320
FIRST = 11
"""The number of the first step; layers from before have lower ones."""

PERPETUAL = ("fifo", "moving_average", "standard", "lifo", "specific_identification")
METHODS = (*PERPETUAL, *PERPETUAL, *PERIODIC)
SIZES = (3, 12, 10**6, 10**9, 10**12)
VALUES = (2, 100, 10**5, 10**12)
KEY = {"pool": pl.Int64, "move": pl.Int64}
PLACE = {"accounting_on": pl.Int32, "known_seq": pl.Int64}
LINK = KEY | {"source_pool": pl.Int64, "source_move": pl.Int64, "quantity_micro": pl.Int64, "before_micro": pl.Int64}
LEG = {"production": pl.Int64, "place": pl.Int64} | KEY | {"share_micro": pl.Int64, "own_minor": pl.Int64,
                                                           "lost_micro": pl.Int64}  # fmt: skip
TABLES = ("flows", "layers", "refused", "variances")


class Chance:
    """Random numbers in a row, to be used one after the other."""

    def __init__(self, numbers: list[int]) -> None:
        self.numbers = iter(numbers)

    def below(self, end: int) -> int:
        return next(self.numbers) % end

    def of(self, those):
        return those[next(self.numbers) % len(those)]


def histories(n: int, *, seed: int, components: int) -> list[History]:
    """Draw so many histories."""
    drawn = np.random.default_rng(seed).integers(0, 2**62, (n, DRAWS), dtype="int64")
    return [drawn_history(Chance(row.tolist()), components) for row in drawn]


def enough(n: int, *, seed: int, draw: Callable[[int, int], list]) -> list:
    """Draw, of (so many, by a seed), until so many have been drawn that can be asked about."""
    found: list = []
    for again in range(seed, seed + 10**6, 1000):
        found += draw(max(100, n - len(found)), again)
        if len(found) >= n:
            break
    return found[:n]


def drawn_history(chance: Chance, components: int) -> History:
    """Draw pools, what is in them, and receipts, issues, returns, goods that go over, stay, or are made; too large issues."""
    methods = tuple(chance.of(METHODS) for _ in range(POOLS))
    size, worth = chance.of(SIZES), chance.of(VALUES)
    standards = tuple((1 + chance.below(size), drawn_values(chance, worth, components)) for _ in range(POOLS))
    layers = tuple(chain.from_iterable(
        drawn_layers(chance, pool, methods[pool], standards[pool], size, worth, components) for pool in range(POOLS)
    ))  # fmt: skip
    drawn = _Drawn(chance, methods, size, worth, components)
    for pool, layer in layers:
        drawn.on_hand[pool] += layer.quantity - layer.taken
    for _ in range(1 + chance.below(12)):
        drawn.step()
    return History(methods, standards, layers, tuple(drawn.steps), tuple(drawn.productions))


def told_late(those: list[History], *, seed: int, epochs: int) -> list[History]:
    """Let some steps of each history be told late, and some of its receipts be worth something else from an epoch on."""
    drawn = np.random.default_rng(seed).integers(0, 2**62, (len(those), 3 * DRAWS), dtype="int64")
    return [_told_late(history, Chance(row.tolist()), epochs) for history, row in zip(those, drawn, strict=True)]


def _told_late(history: History, chance: Chance, epochs: int) -> History:
    steps: list[Step] = []
    late: set[int] = set()
    for production in history.productions:
        if chance.below(4) == 0:
            late |= {*production.inputs, *(output.step for output in production.outputs)}
    made = {step for each in history.productions for step in (*each.inputs, *(output.step for output in each.outputs))}
    changes = []
    for step in history.steps:
        comes_late = chance.below(4) == 0 or (step.event == BACK and step.source in late)
        is_late = step.number in late if step.number in made else comes_late
        late |= {step.number} if is_late else set()
        steps.append(replace(step, is_late=is_late))
        for epoch in range(epochs) if step.event in COMING else ():
            if chance.below(6) == 0:
                was, now = (tuple(chance.below(2 * value + 3) for value in step.values) for _ in range(2))
                changes.append(Change(step.number, epoch, chance.of((was, now)), now))
    return replace(history, steps=tuple(steps), changes=tuple(changes))


def rolled(those: list[History], *, seed: int, days: tuple[int, ...], keeps_layers: bool = False) -> list[History]:
    """Let the standards of some pools be rolled on some days; nothing is there from before, unless it is kept."""
    random = np.random.default_rng(seed)
    found = []
    for history in those:
        rolls = tuple(
            Roll(pool, day, (1 + int(random.integers(history.standards[pool][0])), (int(random.integers(value + 3)),)))
            for day in days for pool, (_, (value,)) in enumerate(history.standards)
            if history.methods[pool] == "standard" and random.random() < ROLLED
        )  # fmt: skip
        found.append(replace(history, layers=history.layers if keeps_layers else (), rolls=rolls))
    return found


def drawn_values(chance: Chance, worth: int, components: int) -> tuple[int, ...]:
    """Draw a value of each component; all but the first are often nothing."""
    return tuple(chance.below(worth + 1) if k == 0 or chance.below(2) else 0 for k in range(components))


def drawn_layers(chance, pool, method, standard, size, worth, components) -> Iterator[tuple[int, Layer]]:
    """Draw what a pool holds from before: as many layers as its method keeps, in part consumed, valued as it values."""
    most = 1 if method in {"moving_average", "standard", "weighted_average"} else 2
    for place in range(chance.of((0, 0, 0, 1, most))):
        quantity, values = 1 + chance.below(size), drawn_values(chance, worth, components)
        taken = chance.of((0, chance.below(quantity + 1)))
        if method == "standard":
            values, taken = tuple(round(Fraction(value * quantity, standard[0])) for value in standard[1]), 0
        yield pool, Layer(1 + place, 1 + place // 2, place, quantity, values, taken)


@dataclass
class _Drawn:
    """A history in the making: what is on hand, and what is still out of each issue."""

    chance: Chance
    methods: tuple[str, ...]
    size: int
    worth: int
    components: int

    def __post_init__(self) -> None:
        self.steps: list[Step] = []
        self.productions: list[Production] = []
        self.on_hand = [0] * POOLS
        self.out: dict[int, int] = {}
        self.day, self.seq = 4, 0

    def step(self) -> None:
        """Draw a step, in costing order; where what was drawn cannot be, something is received."""
        number = FIRST + len(self.steps)
        passed = self.chance.of((0, 1, 1, 2, 5))
        self.day, self.seq = self.day + passed, self.chance.below(9) if passed else self.seq + self.chance.below(3)
        what, pool = self.chance.of(EVENTS), self.chance.below(POOLS)
        quantity = 1 + self.chance.below(self.size)
        if what in {"out", OVER} and self.chance.below(16):
            quantity = self.chance.of((min(quantity, self.on_hand[pool]), self.on_hand[pool]))
        source = self.chance.of(list(self.out) or [0])
        place = {"number": number, "pool": pool, "day": self.day, "seq": self.seq}
        if what == "out" and quantity:
            self._add(Step(event=self.chance.of(GOING), quantity=quantity, **place), -quantity)
            self.out[number] = quantity
        elif what == OVER and quantity and (into := self._elsewhere(pool)) is not None:
            besides = drawn_values(self.chance, self.worth, self.components) if self.chance.below(4) == 0 else ()
            self._add(Step(event=OVER, quantity=quantity, into=into, values=besides, **place), -quantity)
            self.on_hand[into] += quantity
        elif what == BACK and source and (to := self._back_to(source, pool)) is not None:
            quantity = self.chance.of((self.out[source], min(quantity, self.out[source])))
            self._add(Step(event=BACK, quantity=quantity, source=source, **place | {"pool": to}), quantity)
            self.out[source] -= quantity
            if not self.out[source]:
                del self.out[source]
        elif what == MADE:
            self._make()
        elif what == INSIDE:
            self._add(Step(event=INSIDE, quantity=quantity, **place), 0)
        else:
            values = drawn_values(self.chance, self.worth, self.components)
            self._add(Step(event=self.chance.of(COMING), quantity=quantity or 1, values=values, **place), quantity or 1)

    def _make(self) -> None:
        """Draw a production: what goes in, some of which was costed elsewhere, and products and by-products out of it."""
        chance, place = self.chance, {"day": self.day, "seq": self.seq}
        inputs, number, lowest = [], PRODUCTIONS + len(self.productions), 0
        for _ in range(chance.below(3)):
            pool = chance.below(POOLS - 1)
            quantity = min(1 + chance.below(self.size), self.on_hand[pool]) or chance.below(16) // 15
            if quantity:
                inputs.append(FIRST + len(self.steps))
                self._add(Step(inputs[-1], "production_issue", pool, quantity, **place), -quantity)
                lowest = max(lowest, pool + 1)
        known = drawn_values(chance, self.worth, self.components)
        outputs = []
        for nth in range(1 + chance.below(3)):
            is_product = nth == 0 or chance.below(2) == 0
            outputs.append(Output(
                FIRST + len(self.steps), 1 + chance.below(self.size) if is_product else None,
                None if is_product else chance.below(1 + self.worth // 2), chance.below(2) * is_product * chance.below(9),
                drawn_values(chance, self.worth, self.components) if chance.below(2) else (0,) * self.components,
            ))  # fmt: skip
            pool = max(lowest, chance.below(POOLS)) if self._is_periodic() else chance.below(POOLS)
            quantity = 1 + chance.below(self.size)
            self._add(Step(outputs[-1].step, MADE, pool, quantity, **place, source=number), quantity)
        self.productions.append(Production(number, tuple(inputs), known, tuple(outputs)))

    def _is_periodic(self) -> bool:
        return any(method in PERIODIC for method in self.methods)

    def _add(self, step: Step, more: int) -> None:
        self.steps.append(step)
        self.on_hand[step.pool] = max(0, self.on_hand[step.pool] + more)  # What is short takes nothing.

    def _elsewhere(self, pool: int) -> int | None:
        """Return the pool that goods go over to: a later one where a method is periodic, so that none waits for itself."""
        if self._is_periodic():
            return pool + 1 if pool + 1 < POOLS else None
        return (pool + 1 + self.chance.below(POOLS - 1)) % POOLS

    def _back_to(self, source: int, pool: int) -> int | None:
        """Return the pool into which goods come back: mostly where they were; elsewhere as `_elsewhere` says."""
        issue = next(step for step in self.steps if step.number == source)
        to = pool if self.chance.below(3) == 0 else issue.pool
        if self._is_periodic():
            to = max(to, issue.pool)
        of_period = History((), (), (), ()).period
        if to == issue.pool and self.methods[to] == "lifo_periodic" and of_period(issue.day) == of_period(self.day):
            return None
        return to


@dataclass(frozen=True)
class Frames:
    """Histories as the package takes them."""

    moves: pl.DataFrame
    links: pl.DataFrame
    made: pl.DataFrame
    layers: pl.DataFrame
    standards: pl.DataFrame
    components: tuple[str, ...]


def frames_of(those: list[History], components: tuple[str, ...]) -> Frames:
    """Write histories down as pools of one frame."""
    moves, links, made, layers, standards = [], [], [], [], []
    unvalued = (None,) * len(components)
    for h, history in enumerate(those):
        issues = {step.number: step for step in history.steps}
        for step in history.steps:
            for pool, leg in legs_of(step):
                is_valued = step.event in COMING or (step.event == OVER and leg.quantity > 0 and step.values)
                values = step.values if is_valued else unvalued
                kind = OVER if step.event == OVER else None
                moves.append((POOLS * h + pool, step.number, step.day, step.seq, leg.quantity, *values,
                              history.methods[pool], kind, history.period(step.day), step.is_late))  # fmt: skip
                if leg.quantity > 0 and step.event not in {*COMING, MADE}:
                    source = step if step.event == OVER else issues[step.source]
                    links.append((POOLS * h + pool, step.number, POOLS * h + source.pool, source.number,
                                  source.quantity, 0))  # fmt: skip
        made += made_in(h, history)
        layers += [(POOLS * h + pool, layer.number, layer.day, layer.seq, layer.quantity, layer.taken, *layer.values)
                   for pool, layer in history.layers]  # fmt: skip
        standards += [
            (POOLS * h + pool, quantity, *values) for pool, (quantity, values) in enumerate(history.standards)
        ]
    valued = dict.fromkeys(components, pl.Int64)
    quantity = {"quantity_micro": pl.Int64}
    said = {"method": pl.String, "kind": pl.String, "period": pl.Int64, "is_new": pl.Boolean}
    held = {"pool": pl.Int64, "layer": pl.Int64, "opened_on": pl.Int32, "known_seq": pl.Int64, **quantity,
            "consumed_micro": pl.Int64}  # fmt: skip
    return Frames(
        numbered(as_frame(moves, KEY | PLACE | quantity | valued | said)), numbered(as_frame(links, LINK)),
        numbered(as_frame(made, LEG | valued)), numbered(as_frame(layers, held | valued)),
        as_frame(standards, {"pool": pl.Int64} | quantity | valued), components,
    )  # fmt: skip


def as_frame(rows: list[tuple], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pl.DataFrame(
        [pl.Series(name, column, dtype) for (name, dtype), column in zip(schema.items(), columns, strict=True)]
    )


def made_in(h: int, history: History) -> Iterator[tuple]:
    """Yield the legs of a history's productions; what was costed before is an input of a pool that is not among them."""
    pools = {step.number: POOLS * h + step.pool for step in history.steps}
    nothing = (None,) * len(history.standards[0][1])
    for production in history.productions:
        legs = [(pools[step], step, None, None, 0, *nothing) for step in production.inputs]
        legs += [(pools[each.step], each.step, each.share, each.own, each.lost, *each.known)
                 for each in production.outputs]  # fmt: skip
        legs.append((POOLS * h + POOLS - 1, production.number, None, None, 0, *production.known))
        yield from ((production.number, place, *leg) for place, leg in enumerate(legs))


def numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """Give each history's moves numbers of their own."""
    own = pl.col("pool") // POOLS * NUMBERS
    return frame.with_columns(
        (own + pl.col(name)).alias(name)
        for name in ("move", "source_move", "layer", "production")
        if name in frame.columns
    )


def by_package(frames: Frames, *, shuffled_by: int | None = None) -> Costed:
    """Cost all histories in one call, with the rows in costing order or in any."""
    moves = frames.moves.drop("is_new")
    if shuffled_by is not None:
        moves = moves.sample(fraction=1, shuffle=True, seed=shuffled_by)
    return cost_linked(moves=moves, links=frames.links, layers=frames.layers, components=frames.components,
                       standards=frames.standards, made=frames.made)  # fmt: skip


def by_oracle(
    those: Iterable[History], components: tuple[str, ...], rounded: Callable[[Fraction], int] = round
) -> Costed:
    """Replay each history, and put what they tell in the package's tables."""
    rows: dict[str, list[tuple]] = {name: [] for name in TABLES}
    for h, history in enumerate(those):
        for pool, told in enumerate(replay(history, rounded)):
            for name in TABLES:
                rows[name] += [(POOLS * h + pool, *row) for row in getattr(told, name)]
    return in_tables(rows, components)


def in_tables(rows: dict[str, list[tuple]], components: tuple[str, ...]) -> Costed:
    valued = dict.fromkeys(components, pl.Int64)
    quantity = {"quantity_micro": pl.Int64}
    pool, layer = {"pool": pl.Int64}, {"layer": pl.Int64}
    flows = pool | layer | {"move": pl.Int64, "kind": KINDS} | PLACE | quantity | valued
    layers = (
        pool | layer | {"opened_on": pl.Int32, "known_seq": pl.Int64} | quantity | {"consumed_micro": pl.Int64} | valued
    )
    refused = KEY | PLACE | {"short_micro": pl.Int64, "code": REFUSALS}
    schemas = {"flows": flows, "layers": layers, "refused": refused, "variances": KEY | PLACE | valued}
    return Costed(**{name: numbered(as_frame(rows[name], schemas[name])) for name in TABLES})


def first_that_differs(some: Costed, others: Costed) -> int | None:
    """Return the first history that one and the other tell differently."""
    found = [_first_pool(getattr(some, name), getattr(others, name)) for name in TABLES]
    pools = [pool for pool in found if pool is not None]
    return min(pools) // POOLS if pools else None


def _first_pool(some: pl.DataFrame, others: pl.DataFrame) -> int | None:
    if some.equals(others):
        return None
    assert some.schema == others.schema
    for one, other in zip(some.iter_rows(), others.iter_rows(), strict=False):
        if one != other:
            return min(one[0], other[0])
    return (some if some.height > others.height else others)["pool"][min(some.height, others.height)]


def as_text(history: History) -> str:
    """Write a history down, a line a step."""
    lines = [
        f"pool {pool}: {method}, standard {history.standards[pool]}" for pool, method in enumerate(history.methods)
    ]
    lines += [f"holds in {pool}: {layer}" for pool, layer in history.layers]
    lines += [str(each) for each in (*history.productions, *history.changes, *history.rolls)]
    for step in history.steps:
        to = f" into {step.into}" if step.event == OVER else f" of {step.source}" if step.source else ""
        lines.append(f"{step.number}: day {step.day} seq {step.seq} {'late ' * step.is_late}{step.event} in {step.pool}"
                     f"{to}: {step.quantity}{f' worth {step.values}' if step.event in COMING else ''}")  # fmt: skip
    return "\n".join(lines)
