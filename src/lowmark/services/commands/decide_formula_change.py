"""Decide on a change of formula: one decision of one other person, bound to what goes over; approved, it goes over at once.

Lock and read, ask, write. Nobody posts in the meantime: every open period is held, then the pools, then the clock.
"""

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.formula_change_decisions import FORMULA_CHANGE_DECISION
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.approving import hash_from_hex, require_proof
from lowmark.services.changing.against import is_whole
from lowmark.services.changing.finding import find_change
from lowmark.services.changing.going_over import GoingOver, going_over
from lowmark.services.changing.posted import plan_going_over
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.finding import find_book
from lowmark.services.operations.decide_formula_change import OPERATION, Request, Response
from lowmark.services.recording.planned import Plan, require_sound
from lowmark.services.recording.write import write
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.session import Writer
from lowmark.store.stock import formulas

DECISIONS = FORMULA_CHANGE_DECISION.columns["decision"].choices


def decide_formula_change(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Approve or return a change; let its goods go over where it is approved.

    Locks:  the changes of the entity, after the key; open periods, alone; pools; the entity clock.
    Raises: Problem `refused`, with everything that is against it; `not_found`; `bad_request`. Nothing is written then.
    """
    shown = hash_from_hex(request.figures_hash, shown_by="show-formula-change")
    if request.decision not in DECISIONS:
        raise Problem("bad_request", "a change of formula is approved or returned", hint="say approved, or returned")

    def work(writer: Writer) -> Done:
        book = find_book(writer, granted.entity, "")
        lock_key(writer, granted.entity.id, "formula-changes")
        going = _held(writer, granted, book, request)
        _require_decidable(going, granted, request, shown)
        _decide(writer, granted, going, request, shown=shown, actor=actor)
        is_approved = request.decision == "approved"
        if is_approved:
            _go_over(writer, granted, book, going)
        zero = pl.DataFrame(schema=going.goods.schema)
        goods = going.goods if is_approved else zero
        response = Response(
            entity=granted.entity.code, document=request.document, state=request.decision, decided_by=actor.username,
            begins_on=going.change["begins_on"], currency=book.currency, items=going.items.height if is_approved else 0,
            quantity_micro=int(goods["quantity_micro"].sum()), value_minor=int(goods["value_minor"].sum()),
            new_minor=int(goods["new_minor"].sum()),
            held_minor=int(goods["held_minor"].sum()),
        )  # fmt: skip
        return Done(
            response, f"change of formula {request.document}", request.comment, before_hash=shown, after_hash=shown
        )

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _held(writer: Writer, granted: Granted, book: Book, request: Request) -> GoingOver:
    """Return what goes over, as it stands while nobody else can post."""
    for period in entities_read.periods(writer, granted.entity.id):
        if period.state != "closed":
            writer.hold_period(period.id, exclusive=True)
    change = find_change(writer, granted.entity, book, request.document)
    writer.lock("cost_pool", going_over(writer, granted.entity, book, change).goods["pool_id"].to_list())
    writer.tick(granted.entity.id, 0)  # The clock is held: nobody moves, or opens a period, from here on.
    return going_over(writer, granted.entity, book, change)


def _require_decidable(going: GoingOver, granted: Granted, request: Request, shown: bytes) -> None:
    """Refuse a decision that may not stand.

    Raises: Problem `refused`.
    """
    change = going.change
    if change["decision"] is not None:
        raise Problem("refused", f"this change is {change['decision']} already", hint="draft another")
    if change["drafted_by"] == granted.user_id:
        raise Problem("refused", "whoever drafted a change of formula may not decide on it",
                      hint="ask another approver of the entity")  # fmt: skip
    if request.decision != "approved":
        return
    if going.against:
        raise Problem("refused", "; ".join(one.message for one in going.against),
                      hint="; ".join(dict.fromkeys(one.hint for one in going.against)),
                      where={"change": request.document, "reasons": tuple(one.code for one in going.against)})  # fmt: skip
    if going.digest() != shown:
        raise Problem("refused", "what goes over is not what was shown: goods have moved since",
                      hint="look at show-formula-change again, and decide on what it says now")  # fmt: skip


def _decide(
    writer: Writer, granted: Granted, going: GoingOver, request: Request, *, shown: bytes, actor: Actor
) -> None:
    """Write the decision, which items go over by it, and what it does to earlier years.

    Raises: Problem `refused`, where the proof of identity is none.
    """
    change, is_approved = going.change, request.decision == "approved"
    items = going.items.select("item_id", "replaces", "method").rows(named=True) if is_approved else []
    effects = going.effects if is_approved else going.effects.clear()
    sequences, recorded_at = writer.tick(granted.entity.id, 1 + len(items) + effects.height)
    require_proof(writer, actor, shown=shown, at=recorded_at)
    known = {"entity_id": granted.entity.id, "formula_change_id": change["id"], "recorded_at": recorded_at}
    formulas.write_decision(writer, {
        **known, "decision": request.decision, "figures_hash": shown, "decided_by": granted.user_id,
        "step_up_id": actor.step_up_id, "comment": request.comment, "known_seq": sequences[0],
    })  # fmt: skip
    of_all = {**known, "cost_basis_id": change["cost_basis_id"], "begins_on": change["begins_on"]}
    formulas.write_items(writer, items, of_all, sequences[1 : 1 + len(items)])
    formulas.write_effects(writer, effects.rows(named=True), known, sequences[1 + len(items) :])


def _go_over(writer: Writer, granted: Granted, book: Book, going: GoingOver) -> None:
    """Let the goods go over, and what is new begin by the formula where all goods of the book go over to it."""
    assert granted.user_id is not None  # Deciding takes a role, and roles are people's.
    if is_whole(book, going.change):
        formulas.begins_by(writer, book.cost_basis_id, going.change["method"])
    if going.goods.is_empty():
        return
    planned = plan_going_over(writer, granted.entity, book, going)
    require_sound(planned.problems)
    posted = write(writer, planned, documents=pl.DataFrame(), user_id=granted.user_id)
    assert not isinstance(posted, Plan)  # Nothing came to be known in the meantime: the clock is held.
