"""What became of the accepted actions of a plan: goods moved under their documents, orders changed, markdowns that sold."""

from datetime import date

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.plan_results import Line, Request, Response
from lowmark.services.planning.shown import find_plan
from lowmark.store.entities import read as entities_read
from lowmark.store.runs import plans as plans_store
from lowmark.store.session import Reader, Row, reading


def plan_results(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the plan beside what became of it.

    Raises: Problem `not_found`.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        plan = find_plan(reader, granted, request.plan)
        rows = plans_store.actions(reader, plan["id"], known_seq=known_seq)
        lines = tuple(
            _line(reader, entity.id, row, request.as_of, known_seq)
            for row in rows
            if row["status"] in {"accepted", "done"}
        )
    return Response(
        entity=entity.code, plan=plan["code"], as_of=request.as_of, known_seq=known_seq, currency=plan["currency"],
        actions=len(rows), accepted=len(lines), proposed_minor=sum(row["gain_minor"] for row in rows),
        gain_minor=sum(line.gain_minor for line in lines), realised_minor=sum(line.realised_minor for line in lines),
        lines=lines,
    )  # fmt: skip


def _line(reader: Reader, entity_id: int, row: Row, as_of: date, known_seq: int) -> Line:
    """Return one action beside what became of it."""
    accepted = plans_store.accepted_on(reader, row["id"], known_seq=known_seq)
    assert accepted is not None
    done = _done(reader, entity_id, row, accepted, as_of, known_seq)
    counted = min(done, row["quantity_micro"])
    return Line(
        line_no=row["line_no"], status=row["status"], action=row["action"], item=row["item"], lot=row["lot"],
        document=row["document"], accepted_on=accepted["decided_on"], by_on=row["by_on"],
        quantity_micro=row["quantity_micro"], done_micro=done, gain_minor=row["gain_minor"],
        realised_minor=multiply_divide_round(row["gain_minor"], counted, row["quantity_micro"]),
        judgement=_judgement(row, counted, as_of),
    )  # fmt: skip


def _done(reader: Reader, entity_id: int, row: Row, accepted: Row, as_of: date, known_seq: int) -> int:
    """Return how much of an action was done by a day."""
    if row["action"] == "markdown":
        return plans_store.sold_since(reader, row["id"], after=accepted["decided_on"], until=as_of, known_seq=known_seq)
    if row["action"] in {"cancel", "defer"}:
        before = plans_store.order_stands(reader, entity_id, row["order_line"], as_of=accepted["decided_on"],
                                           known_seq=accepted["known_seq"])  # fmt: skip
        now = plans_store.order_stands(reader, entity_id, row["order_line"], as_of=as_of, known_seq=known_seq)
        if before is None or now is None:
            return 0
        if row["action"] == "defer":
            return int(row["quantity_micro"]) if now["due_on"] > row["by_on"] else 0
        return max(0, int(before["quantity_micro"]) - int(now["quantity_micro"]))
    return plans_store.moved_by(reader, entity_id, row["id"], row["document"], known_seq=known_seq)


def _judgement(row: Row, counted: int, as_of: date) -> str:
    """Say what became of an action.

    >>> _judgement({"quantity_micro": 5, "by_on": date(2026, 12, 1)}, 5, date(2026, 11, 1))
    'done'
    >>> _judgement({"quantity_micro": 5, "by_on": date(2026, 12, 1)}, 0, date(2026, 12, 2))
    'late'
    """
    if counted >= row["quantity_micro"]:
        return "done"
    if as_of > row["by_on"]:
        return "late"
    return "part" if counted else "nothing yet"
