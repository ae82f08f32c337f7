"""Decide on a drafted journal: one decision of one other person, bound to the hash of what was shown.

Lock and read, ask the core, write. No accounting judgement is made in this file.
"""

from typing import Literal

from lowmark.core.journal.approving import JournalCase, Proof, refusals
from lowmark.core.journal.manual import hash_of
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.approving import hash_from_hex
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.finding import find_book
from lowmark.services.ledgers.journals import as_drafted, find_draft, state
from lowmark.services.operations.approve_journal import OPERATION, Request, Response
from lowmark.store.access import read as access_read
from lowmark.store.session import Row, Writer


def approve_journal(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Approve, return or pass over a draft.

    Locks:  the draft's name, after the key; the entity clock last.
    Raises: Problem `refused`, carrying every reason at once, `not_found` or `bad_request`; nothing is written then.
    """
    shown = hash_from_hex(request.journal_hash, shown_by="show-journal")

    def work(writer: Writer) -> Done:
        book = find_book(writer, granted.entity, request.book)
        lock_key(writer, granted.entity.id, f"journal:{book.id}:{request.document}")
        row = find_draft(writer, book, request.document)
        sequences, recorded_at = writer.tick(granted.entity.id, 1)
        against = refusals(_case(writer, row, actor, granted, shown=shown, at=recorded_at, decision=request.decision))
        if against:
            raise Problem(
                "refused", "; ".join(reason.message for reason in against),
                hint="; ".join(dict.fromkeys(reason.hint for reason in against)),
                where={"journal": request.document, "reasons": tuple(reason.code for reason in against)},
            )  # fmt: skip
        writer.insert("journal_decision", [{
            "id": writer.take_ids("journal_decision", 1)[0], "entity_id": granted.entity.id, "draft_id": row["id"],
            "decision": request.decision, "draft_hash": shown, "decided_by": actor.user_id,
            "step_up_id": actor.step_up_id, "comment": request.comment, "known_seq": sequences[0],
            "recorded_at": recorded_at,
        }])  # fmt: skip
        response = Response(entity=granted.entity.code, document=request.document, decided_by=actor.username,
                            state=state({**row, "decision": request.decision}))  # fmt: skip
        return Done(response, f"journal {request.document}", request.comment, before_hash=shown, after_hash=shown)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _case(
    writer: Writer, row: Row, actor: Actor, granted: Granted, *, shown: bytes, at: int, decision: str
) -> JournalCase:
    """Gather what the decision depends on."""
    assert actor.user_id is not None and actor.step_up_id is not None
    proof = access_read.step_up(writer, actor.step_up_id)
    decider: Literal["person", "system"] = "system" if actor.door == "system" else "person"
    return JournalCase(
        decision=decision, decided=row["decision"], purpose=row["purpose"], drafted_by=row["drafted_by"],
        decided_by=actor.user_id, decider=decider, roles=granted.roles, shown_hash=shown,
        current_hash=hash_of(as_drafted(writer, row)), at=at,
        proof=None if proof is None else Proof(
            user_id=int(str(proof["user_id"])), bound_hash=bytes(proof["bound_hash"]),
            expires_at=int(str(proof["expires_at"])),
        ),
    )  # fmt: skip
