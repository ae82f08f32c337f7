"""Put stretches of moves in waves: all of a wave can be costed when the waves before it have been.

Before this: `linked_plan` has cut each pool's moves where a value is not yet known. After this: `linked`. A stretch
goes with or after the one before it in its pool, and after every stretch that holds the source of one of its values.
This is the longest path in a graph without cycles. Source: Kahn, Topological Sorting of Large Networks, CACM 5 (1962).
"""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

NEVER: Final = -1


def waves_of(*, follows: Sequence[bool], sources: Iterable[tuple[int, int]]) -> list[int]:
    """Return each stretch's wave, or -1 if what it waits for waits for it.

    Shapes: ``follows`` says of each stretch whether it goes on from the one before; ``sources`` are pairs of a stretch
            and one whose cost it needs.

    >>> waves_of(follows=[False, True, False, True], sources=[(1, 2), (3, 1)])
    [0, 1, 0, 2]
    >>> waves_of(follows=[False, True], sources=[(1, 1)])
    [0, -1]
    """
    later: list[list[tuple[int, int]]] = [[] for _ in follows]
    waits_for = [int(each) for each in follows]
    for stretch, goes_on in enumerate(follows):
        if goes_on:
            later[stretch - 1].append((stretch, 0))
    for stretch, source in sources:
        later[source].append((stretch, 1))
        waits_for[stretch] += 1

    found = [0] * len(follows)
    ready = deque(stretch for stretch, waiting in enumerate(waits_for) if waiting == 0)
    while ready:
        done = ready.popleft()
        for stretch, step in later[done]:
            found[stretch] = max(found[stretch], found[done] + step)
            waits_for[stretch] -= 1
            if waits_for[stretch] == 0:
                ready.append(stretch)
    return [wave if waiting == 0 else NEVER for wave, waiting in zip(found, waits_for, strict=True)]
