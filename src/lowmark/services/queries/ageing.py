"""Age what is ours: positions by the days since they were first received, in bands."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.ageing import Line, Request, Response
from lowmark.services.stock.positions import Position, positions_at
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading


def ageing(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the bands of every item that is ours.

    Raises: Problem `bad_request` for bands that do not go up.
    """
    del actor
    entity, ends = granted.entity, _ends(request.bands)
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        there = positions_at(reader, entity, book, as_of=request.as_of, known_seq=known_seq)
    of_items: defaultdict[tuple[str, str, int], list[Position]] = defaultdict(list)
    of_all: defaultdict[int, list[Position]] = defaultdict(list)
    for one in there:
        if (
            one.owner
            or request.item not in {"", one.item}
            or not f"{one.location}/".startswith(f"{request.location}/" if request.location else "")
        ):
            continue
        band = bisect_left(ends, max((request.as_of - one.received_on).days, 0))
        of_items[one.item, one.name, band].append(one)
        of_all[band].append(one)
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq, currency=book.currency,
        bands=tuple(_line("", "", band, ends, of_all[band], counted=False) for band in range(len(ends) + 1)),
        lines=tuple(_line(item, name, band, ends, some) for (item, name, band), some in sorted(of_items.items())),
    )  # fmt: skip


def _ends(text: str) -> list[int]:
    """Return the last day of each band but the last.

    Raises: Problem `bad_request`.
    """
    words = [word.strip() for word in text.split(",")]
    if not all(word.isdecimal() and len(word) <= 5 for word in words) or (
        ends := [int(word) for word in words]
    ) != sorted(set(ends)):
        raise Problem("bad_request", f"{text!r} are no bands", hint="write days that go up, such as 30,60,90")
    return ends


def _line(
    item: str, name: str, band: int, ends: Sequence[int], some: Sequence[Position], *, counted: bool = True
) -> Line:
    """Return what is in one band."""
    first = 0 if band == 0 else ends[band - 1] + 1
    return Line(
        item=item, name=name, from_days=first, band=f"{first}-{ends[band]}" if band < len(ends) else f"{first} and more",
        quantity_micro=sum(one.quantity_micro for one in some) if counted else 0,
        value_minor=sum(one.value_minor for one in some), allowance_minor=sum(one.allowance_minor for one in some),
    )  # fmt: skip
