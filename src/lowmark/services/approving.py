"""Where a run is and who may take it further, read at one moment: what every step of a run is decided on.

Before this: `find_run`. After this: `core.write_downs.approval.take_step`, and the commands that record a step.
"""

from datetime import date

from lowmark.core.kinds.day import from_day
from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.approval import Event, Refused, Standing, take_step
from lowmark.core.write_downs.approval_people import Delegation, People, StepUp, Through
from lowmark.services.actor import Actor
from lowmark.store.access import read as access_read
from lowmark.store.entities import read as entities_read
from lowmark.store.runs import decided
from lowmark.store.runs import read as runs_read
from lowmark.store.session import Reader, Row

DAY = 24 * 60 * 60 * 1_000_000
"""Microseconds. The day of a decision is that of the entity's clock, UTC."""


def standing_of(reader: Reader, run: Row, *, changed: bool = False) -> Standing:
    """Return where a run is. Whether a fact changes a proposal is asked apart, for it takes a test."""
    rule = access_read.approval_rule(reader, run["entity_id"], on=run["as_of"])
    said = [row for row in decided.reviews(reader, run["id"]) if row["decision"] == "accepted"]
    above = decided.lines_above(reader, run["id"], amount_minor=rule["auto_accept_minor"] if rule else 0)
    approval = runs_read.approval(reader, run["id"])
    return Standing(
        phase=run["state"], prepared_by=run["prepared_by"], run_hash=bytes(run["run_hash"]),
        amount_minor=decided.gross(reader, run["id"]),
        open_lines=frozenset(row["id"] for row in above) - {row["line"] for row in said},
        reviewed_by=frozenset(row["reviewed_by"] for row in said),
        approved_by=approval["decider"] if approval and approval["decision"] == "approved" else None, changed=changed,
    )  # fmt: skip


def people_of(reader: Reader, run: Row, *, at: int) -> People:
    """Return the people of an entity for a run, at a moment of the entity's clock."""
    entity_id, as_of = run["entity_id"], run["as_of"]
    rule = access_read.approval_rule(reader, entity_id, on=as_of)
    first_on, last_on = _period(reader, entity_id, as_of)
    return People(
        roles=access_read.holders(reader, entity_id), profile=rule["profile"] if rule else "small",
        delegations=[
            Delegation(from_user=lender, to_user=borrower, role=role)
            for lender, borrower, role in access_read.delegations(reader, entity_id, on=from_day(at // DAY))
        ],
        limits=access_read.limits(reader, entity_id, currency=run["currency"], on=as_of),
        used=decided.approved_on_authority(
            reader, entity_id, currency=run["currency"], first_on=first_on, last_on=last_on
        ),
    )  # fmt: skip


def take(*, standing: Standing, event: Event, people: People, run: str) -> Standing:
    """Take a step of a run.

    Raises: Problem `refused`, carrying every reason at once; `stale` where all there is against it is what came since.
    """
    taken = take_step(standing=standing, event=event, people=people)
    if isinstance(taken, Refused):
        codes = tuple(reason.code for reason in taken.reasons)
        raise Problem(
            "stale" if codes == ("changed_since",) and event.step == "post" else "refused",
            "; ".join(reason.message for reason in taken.reasons),
            hint="; ".join(reason.hint for reason in taken.reasons), where={"run": run, "reasons": codes},
        )  # fmt: skip
    return taken


def through(actor: Actor) -> Through:
    """Return whether a person or a program asks."""
    return "system" if actor.door == "system" else "token" if actor.is_token else "person"


def proof_of(reader: Reader, actor: Actor) -> StepUp | None:
    """Return the fresh proof of identity that an actor brings, or none."""
    found = None if actor.step_up_id is None else access_read.step_up(reader, actor.step_up_id)
    if found is None:
        return None
    return StepUp(user_id=found["user_id"], bound_hash=bytes(found["bound_hash"]), expires_at=found["expires_at"])


def require_proof(reader: Reader, actor: Actor, *, shown: bytes, at: int) -> None:
    """Refuse a decision that rests on no fresh proof of who decides, bound to the hash of what was shown.

    Units:  at: microseconds, by the clock of the entity.
    Raises: Problem `refused`, with everything that is against the proof.
    """
    proof = proof_of(reader, actor)
    against = (
        (proof is None, "step_up_missing", "the decision needs a fresh proof of identity"),
        (proof is not None and proof.bound_hash != shown, "step_up_for_other",
         "the proof of identity was given for something else"),
        (proof is not None and proof.user_id != actor.user_id, "step_up_of_other", "the proof of identity is another person's"),
        (proof is not None and at >= proof.expires_at, "step_up_expired", "the proof of identity is no longer fresh"),
    )  # fmt: skip
    found = [(code, message) for holds, code, message in against if holds]
    if found:
        raise Problem("refused", "; ".join(message for _, message in found),
                      hint="look at what is decided on again, and enter your password, code or passkey",
                      where={"reasons": tuple(code for code, _ in found)})  # fmt: skip


def hash_from_hex(text: str, *, shown_by: str = "show-run") -> bytes:
    """Return the bytes of a hash in hex.

    Raises: Problem `bad_request`.
    """
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Problem("bad_request", f"{text!r} is not a hash in hex", hint=f"copy it from {shown_by}") from None


def _period(reader: Reader, entity_id: int, on: date) -> tuple[date, date]:
    """Return the first and last day of the period of a day; the day alone where there is none."""
    found = [one for one in entities_read.periods(reader, entity_id) if one.starts_on <= on <= one.ends_on]
    return (found[0].starts_on, found[0].ends_on) if found else (on, on)
