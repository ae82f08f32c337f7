"""Show the board of a period's close, with every state that the period was in."""

from lowmark.core.closing.board import LOCK, Standing, awaited
from lowmark.services.access import Granted, today
from lowmark.services.actor import Actor
from lowmark.services.closing.gathering import board_of, given_of, required_of
from lowmark.services.finding import find_period
from lowmark.services.operations.close_board import Event, Line, Request, Response
from lowmark.store.entities import closing as closing_read
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Row, reading


def close_board(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return where every task stands.

    Raises: Problem `not_found` for a period that there is not.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        period = find_period(reader, granted, request.ends_on)
        board = board_of(reader, granted, period, today=today())
        given = {row["task"]: row for row in closing_read.assignments(reader, period.id)}
        required = required_of(reader, granted, period)
        asked = awaited(board=board, required=required, given=given_of(reader, period))
        needed = frozenset(given_of(reader, period) if required is None else required) - {LOCK}
        events = closing_read.events(reader, period.id)
        periods = tuple(one.ends_on for one in entities_read.periods(reader, entity.id))
        known_seq = entities_read.known_seq(reader, entity.id)
    return Response(
        entity=entity.code, entity_name=entity.name, starts_on=period.starts_on, ends_on=period.ends_on,
        state=period.state, known_seq=known_seq, done=sum(one.state == "done" for one in board),
        awaited=len(asked), late=sum(one.is_late for one in board),
        lines=tuple(_line(one, given.get(one.task.name), is_required=one.task.name in needed) for one in board),
        events=tuple(
            Event(event=row["event"], by=row["username"] or "", because=row["because"], known_seq=row["known_seq"],
                  statement_hash=row["statement_hash"].hex() if row["statement_hash"] else "")
            for row in events
        ),
        periods=periods,
    )  # fmt: skip


def _line(one: Standing, given: Row | None, *, is_required: bool) -> Line:
    """Return a task as it is shown."""
    signature = one.signature
    return Line(
        task=one.task.name, asks=one.task.asks, state=one.state, words=one.words, is_signed=one.task.is_signed,
        is_required=is_required,
        role=one.task.role, owner=(given["username"] or "") if given else "", due_on=given["due_on"] if given else None,
        is_late=one.is_late, waits_for=", ".join(one.waits_for),
        signed_by=signature.by if signature and signature.is_signed else "", because=signature.because if signature else "",
    )  # fmt: skip
