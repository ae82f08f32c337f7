"""Close a period: from then on nothing can be posted into it, by anybody, on any path. It waits for its required tasks.

Locks:  the period, exclusively: posters hold it shared, so every posting is before the close or refused after it.
"""

import hashlib
from datetime import date

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted, today
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.finding import ALL, find_books, find_period
from lowmark.services.operations.close_period import OPERATION, Request, Response
from lowmark.services.sealing import seal_now
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Period
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Writer
from lowmark.store.valuation import read as valuation_read


def close_period(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Close one period; those before it have to be closed.

    Raises: Problem `not_found`, `period_closed` when it is closed already, `refused` when an earlier one is open, or required
            tasks are neither done nor passed: all of them are named.
    """
    entity = granted.entity

    def work(writer: Writer) -> Done:
        period = find_period(writer, granted, request.ends_on)
        writer.hold_period(period.id, exclusive=True)
        period = find_period(writer, granted, request.ends_on)
        _require_closable(writer, granted, period)
        _require_trued_up(writer, granted, period)
        _require_tasks(writer, granted, period)
        _carry(writer, granted)
        seal_now(writer, entity.id)
        sequences, recorded_at = writer.tick(entity.id, 1)
        digest = trial_balance_hash(writer, entity.id, as_of=period.ends_on, known_seq=sequences[0])
        writer.insert("period_event", [{
            "id": writer.take_ids("period_event", 1)[0], "entity_id": entity.id, "period_id": period.id,
            "event": "closed", "by_user": granted.user_id, "because": request.because, "statement_hash": digest,
            "known_seq": sequences[0], "recorded_at": recorded_at,
        }])  # fmt: skip
        writer.execute("UPDATE entities_period SET state = 'closed' WHERE id = %s", [period.id])
        response = Response(entity=entity.code, ends_on=period.ends_on, state="closed", statement_hash=digest.hex(),
                            known_seq=sequences[0])  # fmt: skip
        return Done(response, f"period {period.ends_on}", request.because, after_hash=digest)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _carry(writer: Writer, granted: Granted) -> None:
    """Bring the other books up to date. What that takes is imported here: a process that forks has no frames before."""
    from lowmark.services.posting.carried import carry_book

    for book in find_books(writer, granted.entity, ALL):
        if not book.is_primary:
            carry_book(writer, granted, book)


def _require_closable(writer: Writer, granted: Granted, period: Period) -> None:
    """Refuse to close what is closed, or what has an open period before it.

    Raises: Problem `period_closed`, `refused`.
    """
    if period.state == "closed":
        raise Problem("period_closed", f"the period of {period.ends_on} is closed already")
    earlier = [p for p in entities_read.periods(writer, granted.entity.id) if p.ends_on < period.ends_on]
    if any(p.state != "closed" for p in earlier):
        first = next(p for p in earlier if p.state != "closed")
        raise Problem("refused", f"the period of {first.ends_on} is open", hint="close periods in their order")


def _require_tasks(writer: Writer, granted: Granted, period: Period) -> None:
    """Refuse while tasks that the close waits for are open. Imported here, as what carries the books is.

    Raises: Problem `refused`, with every task, whose it is, and what the books say of it.
    """
    from lowmark.core.closing.board import awaited
    from lowmark.services.closing.gathering import board_of, given_of, required_of

    required, given = required_of(writer, granted, period), given_of(writer, period)
    if not (given if required is None else required):
        return
    found = awaited(board=board_of(writer, granted, period, today=today()), required=required, given=given)
    if found:
        whose = {one.task.name: (given.get(one.task.name) or {}).get("username") or one.task.role for one in found}
        named = "; ".join(f"{one.task.name} ({whose[one.task.name]}): {one.words or one.state}" for one in found)
        raise Problem(
            "refused", f"the close to {period.ends_on} waits for {named}",
            hint="do and sign them with `sign-task`, or let an approver pass them for a reason (`--passed --because`)",
            where={"tasks": tuple(whose), "owners": tuple(whose.values())},
        )  # fmt: skip


def _require_trued_up(writer: Writer, granted: Granted, period: Period) -> None:
    """Refuse to close a period whose averages have not been said, where it has goods that are costed by them.

    Raises: Problem `refused`.
    """
    entity_id = granted.entity.id
    if not valuation_read.averaged_in(writer, entity_id, period.starts_on, period.ends_on):
        return
    if period.id not in {each.id for each in entities_read.periods_trued_up(writer, entity_id)}:
        raise Problem("refused", f"the averages of {period.ends_on} have not been said",
                      hint=f"true it up before its goods are tested: lowmark true-up --ends-on {period.ends_on}")  # fmt: skip


def trial_balance_hash(writer: Writer, entity_id: int, *, as_of: date, known_seq: int) -> bytes:
    """Return the SHA-256 of every book's balances at a date: lines of book, account and amount, sorted."""
    lines = sorted(
        f"{row['book']}|{row['code']}|{row['amount_minor']}\n"
        for row in ledger_read.book_balances(writer, entity_id, as_of=as_of, known_seq=known_seq)
    )
    return hashlib.sha256("".join(lines).encode()).digest()
