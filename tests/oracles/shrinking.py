"""Make a history that fails smaller while it still fails: leave out steps and layers, halve quantities and values.

Every candidate is mended first, so that it could have happened: what came back of a step that is left out goes with it,
and no more comes back than went.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from tests.oracles.histories import BACK, MADE, History, Layer, Production, Step, Values

SMALL = 16
AT_ONCE = 50


def shrunk(history: History, fails: Callable[[History], bool]) -> History:
    """Return a history that fails, of which nothing smaller that is tried fails."""
    assert fails(history)
    while (found := next((each for each in smaller(history) if fails(each)), None)) is not None:
        history = found
    return history


def shrunk_together(history: History, first_failing: Callable[[list[History]], int | None]) -> History:
    """Do as `shrunk` where many are asked about as fast as one: the place of the first that fails, or nothing."""
    assert first_failing([history]) == 0
    while True:
        candidates = smaller(history)
        while those := list(islice(candidates, AT_ONCE)):
            at = first_failing(those)
            if at is not None:
                history = those[at]
                break
        else:
            return history


def smaller(history: History) -> Iterator[History]:
    """Yield histories with less in them, the boldest cut first; none is as large as the one given."""
    size = _size(history)
    for each in _cuts(history):
        mended_one = mended(each)
        if _size(mended_one) < size:
            yield mended_one


def mended(history: History) -> History:
    """Leave out of a history what comes back of nothing or is more than went, and what is made of nothing that is there."""
    there = {step.number for step in history.steps}
    productions = []
    for each in history.productions:
        outputs = tuple(output for output in each.outputs if output.step in there)
        if any(output.own is None for output in outputs):
            inputs = tuple(step for step in each.inputs if step in there)
            productions.append(replace(each, inputs=inputs, outputs=outputs))
    made_by = {each.number for each in productions}
    left = {step.number: step.quantity for step in history.steps if step.event != BACK}
    late = {step.number for step in history.steps if step.is_late}
    steps = []
    for step in sorted(history.steps, key=Step.place):
        if step.event == BACK:
            quantity = min(step.quantity, left.get(step.source, 0))
            if not quantity:
                continue
            left[step.source] -= quantity
            step = replace(step, quantity=quantity, is_late=step.is_late or step.source in late)
        if step.event != MADE or step.source in made_by:
            steps.append(step)
    changes = tuple(each for each in history.changes if each.step in there)
    return replace(history, steps=tuple(steps), productions=tuple(productions), changes=changes)


def _size(history: History) -> tuple[int, ...]:
    """Say how large a history is: in steps, layers, quantities, values, standards."""
    steps, layers = history.steps, [layer for _, layer in history.layers]
    return (
        len(steps) + len(layers) + len(history.changes) + len(history.rolls),
        sum(step.quantity for step in steps) + sum(layer.quantity + layer.taken for layer in layers),
        sum(sum(each.values) for each in (*steps, *layers)) + sum(sum(values) for _, values in history.standards)
        + sum(sum(each.was) + sum(each.now) for each in history.changes) + sum(map(_weight, history.productions)),
        sum(quantity for quantity, _ in history.standards),
    )  # fmt: skip


def _weight(production: Production) -> int:
    outputs = production.outputs
    return sum(production.known) + sum(
        sum(each.known) + (each.share or 0) + (each.own or 0) + each.lost for each in outputs
    )


def _cuts(history: History) -> Iterator[History]:
    yield from _fewer(history)
    for divisor in (1000, 10, 3, 2):
        steps = (replace(each, quantity=max(1, each.quantity // divisor)) for each in history.steps)
        yield replace(history, steps=tuple(steps))
    for place, step in enumerate(history.steps):
        for less in _less_of(step):
            yield replace(history, steps=_with(history.steps, place, less))
    for place, (pool, layer) in enumerate(history.layers):
        for less in _less_of_layer(layer) if history.methods[pool] != "standard" else ():
            yield replace(history, layers=_with(history.layers, place, (pool, less)))
    for place, change in enumerate(history.changes):
        for now in _less_values(change.now):
            yield replace(history, changes=_with(history.changes, place, replace(change, now=now)))
    for place, production in enumerate(history.productions):
        for less in _less_made(production):
            yield replace(history, productions=_with(history.productions, place, less))
    for place, (quantity, values) in enumerate(history.standards if not history.layers else ()):
        for less in ((1, values), (max(1, quantity // 2), values), (quantity, tuple(value // 2 for value in values))):
            yield replace(history, standards=_with(history.standards, place, less))


def _fewer(history: History) -> Iterator[History]:
    """Leave out many steps, then fewer, then one; a layer; a change."""
    steps, layers, changes = history.steps, history.layers, history.changes
    width = len(steps)
    while width:
        for first in range(0, len(steps), width):
            yield replace(history, steps=steps[:first] + steps[first + width :])
        width //= 2
    for place in range(len(layers)):
        yield replace(history, layers=layers[:place] + layers[place + 1 :])
    for place in range(len(changes)):
        yield replace(history, changes=changes[:place] + changes[place + 1 :])
    for place in range(len(history.rolls)):
        yield replace(history, rolls=history.rolls[:place] + history.rolls[place + 1 :])


def _with(those: tuple, place: int, other: object) -> tuple:
    return *those[:place], other, *those[place + 1 :]


def _less_of(step: Step) -> Iterator[Step]:
    for quantity in _less(step.quantity, least=1):
        yield replace(step, quantity=quantity)
    for values in _less_values(step.values):
        yield replace(step, values=values)


def _less_of_layer(layer: Layer) -> Iterator[Layer]:
    for quantity in _less(layer.quantity, least=1):
        yield replace(layer, quantity=quantity, taken=min(layer.taken, quantity))
    for taken in _less(layer.taken):
        yield replace(layer, taken=taken)
    for values in _less_values(layer.values):
        yield replace(layer, values=values)


def _less_made(production: Production) -> Iterator[Production]:
    for known in _less_values(production.known):
        yield replace(production, known=known)
    for place, output in enumerate(production.outputs):
        changed = [replace(output, known=known) for known in _less_values(output.known)]
        changed += [replace(output, lost=lost) for lost in _less(output.lost)]
        changed += [replace(output, own=own) for own in _less(output.own or 0)]
        changed += [replace(output, share=share) for share in _less(output.share or 1, least=1)]
        for less in changed:
            yield replace(production, outputs=_with(production.outputs, place, less))


def _less_values(values: Values) -> Iterator[Values]:
    for k, value in enumerate(values):
        for less in _less(value):
            yield _with(values, k, less)


def _less(number: int, *, least: int = 0) -> Iterator[int]:
    """Yield the least, the last bit, the half; and of small numbers only, since there may be no end to it, the next less."""
    yield from (each for each in (least, number % 2, number // 2) if least <= each < number)
    if least < number <= SMALL:
        yield number - 1
