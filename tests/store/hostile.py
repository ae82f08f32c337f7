"""Statements against every law: what somebody could try who has the database's password and nothing good in mind.

A case's last statement is the crime; those before it are lawful. Cases that follow from the nouns are made of them, so
that a new table brings its own. `alone` sets every other law aside, for a crime that breaks several.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lowmark.core.tables.noun import Noun
from lowmark.core.tables.registry import BY_NAME, NOUNS
from lowmark.store.laws.expand import COUNTING, PEOPLE, STATEFUL
from tests.store.world import (
    APPROVED,
    APPROVER,
    CALCULATED,
    CHANGED,
    CLOSED_DAY,
    DAY_OF_NO_PERIOD,
    NOBODY,
    OPEN_DAY,
    OTHER,
    PREPARER,
    PROPOSED,
    THEIRS,
    World,
)


@dataclass(frozen=True)
class Hostile:
    """One attempt to break one law."""

    law: str
    what: str
    statements: tuple[str, ...]
    alone: bool = False

    def __str__(self) -> str:
        return f"{self.law}: {self.what}"


# What a column would take in SQLite, were it not for the law: bytes for text, text for bytes, a float for a whole number.
_WRONG = {"text": "X'00'", "bytes": "'a'", "minor": "'12.50'", "day": "'2026-10-31'"}

Cases = Iterator[tuple[str, list[str]]]


def cases(world: World) -> list[Hostile]:
    """Return every case that is one on the engine of a world."""
    found = []
    for make, alone in _MAKERS.items():
        law = make.__name__
        found += [Hostile(law, what, tuple(statements), alone) for what, statements in make(world)]
    return found


def _apart(noun: Noun) -> dict[str, object]:
    """Return what keeps a row apart from all others: its keys refer to what is not there, which is no matter yet."""
    keys = {name for key in noun.unique for name in key} - {"entity_id", "run_id"}
    columns = {name: column for name, column in noun.columns.items() if name in keys}
    return {
        name: 4_444 if column.refers_to else column.choices[-1]
        for name, column in columns.items()
        if column.refers_to or column.choices
    }


def append_only(w: World) -> Cases:
    for noun in (one for one in NOUNS if one.room == "fact"):
        yield f"update {noun.table}", [f"UPDATE {noun.table} SET entity_id = entity_id"]
        yield f"delete from {noun.table}", [f"DELETE FROM {noun.table}"]
        if w.engine == "postgresql":
            yield f"truncate {noun.table}", [f"TRUNCATE {noun.table} CASCADE"]
            upsert = f"{w.insert(noun.name, id=7_777)} ON CONFLICT (id) DO UPDATE SET entity_id = 2"
            yield f"upsert {noun.table}", [upsert]


def no_replace(w: World) -> Cases:
    """A row that collides with one that is there in a single key, and in no other."""
    if w.engine != "sqlite":
        return
    for noun in NOUNS:
        if noun.room != "fact" and noun.name not in STATEFUL:
            continue
        for key in (noun.key, *noun.unique):
            row = ", ".join(
                name if name in key or not any(name in other for other in (noun.key, *noun.unique))
                else f"{name} || 'x'" if column.type in {"text", "bytes"} else f"{name} + 100000"
                for name, column in noun.columns.items()
            )  # fmt: skip
            there = " AND ".join(f"{name} IS NOT NULL" for name in key)
            into = f"INSERT OR REPLACE INTO {noun.table} ({', '.join(noun.columns)})"
            statement = f"{into} SELECT {row} FROM {noun.table} WHERE {there} LIMIT 1"
            yield f"replace in {noun.table} by {key}", [statement]


def exact_types(w: World) -> Cases:
    if w.engine != "sqlite":
        return
    for noun in NOUNS:
        for name, column in noun.columns.items():
            if name == "id":
                continue
            value = _WRONG.get(column.type, "1.5")
            others = ", ".join(other for other in noun.columns if other != name)
            into = f"INSERT INTO {noun.table} ({name}, {others}) SELECT {value}, {others} FROM {noun.table}"
            yield f"{value} as {noun.table}.{name}", [into]
            if noun.room != "fact":
                yield f"{noun.table}.{name} = {value}", [f"UPDATE {noun.table} SET {name} = {value}"]
    yield "two as a flag", [w.insert("grant").replace("true", "2")]


def never_deleted(w: World) -> Cases:
    kept = [noun.table for noun in NOUNS if noun.room in {"register", "workflow"} or noun.name in COUNTING]
    for table in (*kept, PEOPLE):
        yield f"delete from {table}", [f"DELETE FROM {table}"]
        if w.engine == "postgresql":
            yield f"truncate {table}", [f"TRUNCATE {table} CASCADE"]


def one_entity(w: World) -> Cases:
    for noun in NOUNS:
        if noun.room == "cache" or "entity_id" not in noun.columns:
            continue
        for name, column in noun.columns.items():
            target = BY_NAME.get(column.refers_to or "")
            if target is not None and (target.scope == "entity" or target.name == "item"):
                yield f"{noun.table}.{name} of another entity", [w.insert(noun.name, **{**_apart(noun), name: THEIRS})]


def entry_sealed(w: World) -> Cases:
    yield "unbalanced", w.entry(id=50, number=3, amounts=(100, -99))
    yield "balanced by a third entry's line", w.entry(id=50, number=3, amounts=(100, -100), n_lines=3)
    yield "fewer lines than said", w.entry(id=50, number=3)[1:]
    yield "no lines", [w.insert("entry", id=50, number=3)]
    yield "one line of nothing", [w.insert("line", entry_id=50, amount_minor=0)]
    yield "n_lines of nought", [w.insert("entry", id=50, number=3, n_lines=0)]
    yield "a single line", [w.insert("entry", id=50, number=3, n_lines=1)]
    first, second, header = w.entry(id=50, number=3)
    late = w.insert("line", entry_id=50, line_no=3, account_id=2, amount_minor=5)
    yield "a line after the header", [first, second, header, late]
    yield "a pair after the commit", [w.insert("line", entry_id=1, line_no=3, account_id=2, amount_minor=5)]
    other_book = w.insert("line", entry_id=50, line_no=2, book_id=2, account_id=3, amount_minor=-100)
    yield "a line of another book", [first, other_book, header]
    if w.engine == "postgresql":
        borrowed, claimed = (
            one.replace("(id,", "(xid, id,").replace("VALUES (", "VALUES ('3'::xid8, ") for one in (first, header)
        )
        yield "a line in another transaction's name", [borrowed]
        yield "a header in another transaction's name", [first, second, claimed]
        yield "a line without a header", [first, "SET CONSTRAINTS law_entry_sealed_same_transaction IMMEDIATE"]


def control_accounts(w: World) -> Cases:
    yield "by hand", w.entry(id=50, number=3, accounts=(1, 3), source="manual")


def gap_free(w: World) -> Cases:
    up_to_the_counter = [statement for n in (3, 4, 5) for statement in w.entry(id=50 + n, number=n)]
    yield "ahead of the counter", [*up_to_the_counter, *w.entry(id=60, number=6)]
    yield "a gap", w.entry(id=50, number=4)
    yield "number nought", w.entry(id=50, number=0)
    yield "another journal without a counter", w.entry(id=50, number=1, journal="general")
    yield "turned back", ["UPDATE ledger_journal_counter SET last_number = 4"]
    yield "moved to another year", ["UPDATE ledger_journal_counter SET fiscal_year = 2027"]
    begun = w.insert("journal_counter", book_id=1, journal="stock", fiscal_year=2026, entity_id=1, last_number=1)
    yield "begun again", _begun_again(w, begun, "ledger_journal_counter", "book_id = 1")


def _begun_again(w: World, begun: str, table: str, where: str) -> list[str]:
    """Return the statements that put a row in the place of another, past the law that none is removed."""
    if w.engine == "sqlite":
        return [begun.replace("INSERT", "INSERT OR REPLACE")]
    return [f"DROP TRIGGER law_never_deleted ON {table}", f"DELETE FROM {table} WHERE {where}", begun]


def open_period(w: World) -> Cases:
    for day, what in ((CLOSED_DAY, "a closed period"), (DAY_OF_NO_PERIOD, "no period")):
        for name in ("stock_move", "cost_flow", "allowance_move", "overlay_move", "cost_change", "production"):
            row = _apart(BY_NAME[name]) | {"id": 7_777, "accounting_on": day}
            yield f"{name} in {what}", [w.insert(name, **row)]
        yield f"entry in {what}", w.entry(id=50, number=3, accounting_on=day)
        yield (
            f"journal_posting in {what}",
            [w.insert("journal_posting", draft_id=1, occurrence=7, entry_id=2, accounting_on=day)],
        )


def period_life(w: World) -> Cases:
    yield "begun closed", [w.insert("period", starts_on=20_031, ends_on=20_060, state="closed")]
    yield "closed by nobody", ["UPDATE entities_period SET state = 'closed' WHERE id = 2"]
    yield "reopened by whoever closed it", [w.insert("period_event", period_id=1, event="reopened", by_user=APPROVER)]
    yield "reopened by nobody", ["UPDATE entities_period SET state = 'open' WHERE id = 1"]
    yield "from closed to closing", ["UPDATE entities_period SET state = 'closing' WHERE id = 1"]
    yield "moved", ["UPDATE entities_period SET ends_on = ends_on - 1 WHERE id = 2"]
    yield "given away", ["UPDATE entities_period SET entity_id = 3 WHERE id = 2"]
    closed = w.insert("period_event", period_id=2, event="closed", by_user=APPROVER)
    reopened = w.insert("period_event", period_id=2, event="reopened", by_user=PREPARER)
    close = "UPDATE entities_period SET state = 'closed' WHERE id = 2"
    open_again = "UPDATE entities_period SET state = 'open' WHERE id = 2"
    yield "closed again on the old event", [closed, close, reopened, open_again, close]
    elsewhere = w.insert("period_event", period_id=1, event="closed", by_user=APPROVER)
    yield "closed on another period's event", [elsewhere, close]


def period_apart(w: World) -> Cases:
    yield "overlapping", [w.insert("period", starts_on=20_030, ends_on=20_060)]
    yield "around", [w.insert("period", starts_on=18_000, ends_on=21_000)]
    yield "ending before it starts", [w.insert("period", starts_on=20_060, ends_on=20_050)]
    if w.engine == "postgresql":
        yield (
            "at the same moment as another",
            [
                "DROP TRIGGER law_period_apart ON entities_period",
                w.insert("period", starts_on=20_030, ends_on=20_060),
                "SET CONSTRAINTS law_period_apart IMMEDIATE",
            ],
        )


def run_life(w: World) -> Cases:
    yield "begun approved", [w.insert("run", state="approved", prepared_by=PREPARER)]
    yield "approved by nobody", [f"UPDATE runs_run SET state = 'approved' WHERE id = {PROPOSED}"]
    returned = w.insert("approval", run_id=PROPOSED, step_up_id=1, decision="returned", amount_minor=CHANGED)
    yield "approved by a return", [returned, f"UPDATE runs_run SET state = 'approved' WHERE id = {PROPOSED}"]
    yield "posted unapproved", [f"UPDATE runs_run SET state = 'posted' WHERE id = {PROPOSED}"]
    yield "posted unapproved by two", [f"UPDATE runs_run SET state = 'posted_unapproved' WHERE id = {PROPOSED}"]
    alone = w.insert("approval_rule", profile="one_person", valid_from=OPEN_DAY)
    yield (
        "posted unapproved where another may approve",
        [alone, f"UPDATE runs_run SET state = 'posted_unapproved' WHERE id = {PROPOSED}"],
    )
    yield "back to calculated", [f"UPDATE runs_run SET state = 'calculated' WHERE id = {PROPOSED}"]
    yield "returned after approval", [f"UPDATE runs_run SET state = 'returned' WHERE id = {APPROVED}"]
    for name, column in BY_NAME["run"].columns.items():
        if name not in {"id", "state"}:
            other = f"'{column.choices[-1]}'" if column.choices else f"{name} || 'x'"
            value = {"bytes": w.literal(OTHER), "text": other}.get(column.type, f"coalesce({name}, 0) + 1")
            yield f"another {name} once proposed", [f"UPDATE runs_run SET {name} = {value} WHERE id = {PROPOSED}"]


def run_complete(w: World) -> Cases:
    for noun in NOUNS:
        if noun.app == "runs" and "run_id" in noun.columns and noun.name not in {"approval", "review"}:
            yield f"{noun.name} after approval", [w.insert(noun.name, **_apart(noun), run_id=APPROVED)]


def proposal_life(w: World) -> Cases:
    yield "begun approved", [w.insert("proposal", id=7_777, run_id=CALCULATED, state="approved")]
    yield "another amount", ["UPDATE runs_proposal SET amount_minor = amount_minor + 1 WHERE id = 1"]
    yield "another run", [f"UPDATE runs_proposal SET run_id = {APPROVED}, pool_id = 2 WHERE id = 1"]
    yield "another reason, once approved", ["UPDATE runs_proposal SET reason = 'x' WHERE id = 2"]
    yield "approved alone", ["UPDATE runs_proposal SET state = 'approved' WHERE id = 1"]
    yield "posted unapproved", ["UPDATE runs_proposal SET state = 'posted' WHERE id = 1"]
    yield "back to proposed", ["UPDATE runs_proposal SET state = 'proposed' WHERE id = 2"]


def approval(w: World) -> Cases:
    def decide(**given: object) -> list[str]:
        return [w.insert("approval", **{"run_id": PROPOSED, "step_up_id": 1, "amount_minor": CHANGED, **given})]

    role = w.insert("grant", user_id=PREPARER, role="approver")
    yield "of one's own run", [role, *decide(decided_by=PREPARER, step_up_id=4)]
    yield "on another hash", decide(run_hash=OTHER, step_up_id=2)
    yield "of a run that is not proposed", decide(run_id=CALCULATED)
    yield "of a run that is approved", decide(run_id=APPROVED)
    yield "without a step-up", decide(step_up_id=4_444)
    yield "with a step-up for another hash", decide(step_up_id=2)
    yield "with a step-up that has expired", decide(step_up_id=3)
    yield "with another person's step-up", decide(step_up_id=4)
    yield "with a step-up for another entity", decide(step_up_id=THEIRS + 1)
    yield "in the past, when the step-up was fresh", decide(step_up_id=3, recorded_at=4_000)
    yield "without the role", decide(decided_by=NOBODY, step_up_id=5, authority_of=NOBODY)
    elsewhere = w.insert("grant", entity_id=2, user_id=NOBODY, role="approver")
    yield "with the role in another entity", [elsewhere, *decide(decided_by=NOBODY, step_up_id=5, authority_of=NOBODY)]
    revoked = w.insert("grant", user_id=APPROVER, role="approver", granted=False)
    yield "with a role that was taken away", [revoked, *decide()]
    yield "on a role that nobody lent", decide(decided_by=NOBODY, step_up_id=5)
    lent = {"from_user": APPROVER, "to_user": NOBODY, "role": "approver"}
    over = w.insert("delegation", **lent, starts_on=1, ends_on=9)
    yield "on a role that was lent for other days", [over, *decide(decided_by=NOBODY, step_up_id=5)]
    mine = w.insert("delegation", **{**lent, "from_user": PREPARER}, starts_on=0, ends_on=9)
    yield (
        "on a role that the preparer lent",
        [role, mine, *decide(decided_by=NOBODY, step_up_id=5, authority_of=PREPARER)],
    )
    yield "of another amount", decide(amount_minor=CHANGED + 1)
    low = w.insert("approval_limit", user_id=APPROVER, currency="CAD", amount_minor=0, valid_from=1)
    yield "over the limit of the period", [low, *decide()]
    separate = w.insert("approval_rule", profile="separate", valid_from=OPEN_DAY, auto_accept_minor=0)
    yield "of a line that one has reviewed oneself", [separate, *decide()]


def review(w: World) -> Cases:
    def look(**given: object) -> list[str]:
        return [w.insert("review", **{"run_id": PROPOSED, "proposal_id": 1, **given})]

    role = w.insert("grant", user_id=PREPARER, role="reviewer")
    yield "of one's own run", [role, *look(reviewed_by=PREPARER, authority_of=PREPARER)]
    yield "of a run that is approved", look(run_id=APPROVED, proposal_id=2)
    yield "of another hash", look(run_hash=OTHER)
    yield "of another run's line", look(proposal_id=2)
    yield "without the role", look(reviewed_by=NOBODY, authority_of=NOBODY)
    yield "on a role that nobody lent", look(reviewed_by=NOBODY)


def run_posted(w: World) -> Cases:
    about = {"id": 50, "number": 3, "event": "write_down", "accounts": (1, 3), "source": "subledger"}
    yield "without an approval", w.entry(**about, run_id=PROPOSED, posted_by=APPROVER)
    yield "with the approval of another run", w.entry(**about, run_id=PROPOSED, approval_id=1, posted_by=APPROVER)
    yield "by whoever prepared it", w.entry(**about, run_id=APPROVED, approval_id=1, posted_by=PREPARER)


def draft_decided(w: World) -> Cases:
    drafts = (
        ("journal_decision", "draft_id", "draft_hash"),
        ("formula_change_decision", "formula_change_id", "figures_hash"),
    )
    for noun, of, hashed in drafts:

        def decide(noun: str = noun, of: str = of, **given: object) -> list[str]:
            return [w.insert(noun, **{of: 2, "step_up_id": 1, **given})]

        role, what = w.insert("grant", user_id=PREPARER, role="approver"), noun.replace("_", " ")
        yield f"a {what} of one's own draft", [role, *decide(decided_by=PREPARER, step_up_id=4)]
        yield f"a {what} on another hash than was proved for", decide(**{hashed: OTHER})
        yield f"a {what} of no draft", decide(**{of: 4_444})
        yield f"a {what} without a step-up", decide(step_up_id=4_444)
        yield f"a {what} with a step-up that has expired", decide(step_up_id=3)
        yield f"a {what} with another person's step-up", decide(step_up_id=4)
        yield f"a {what} with another entity's step-up", decide(step_up_id=THEIRS + 1)
        yield f"a {what} in the past", decide(recorded_at=4_000)
        yield f"a {what} in the past, when the step-up was fresh", decide(step_up_id=3, recorded_at=4_000)
        yield f"a {what} without the role", decide(decided_by=NOBODY, step_up_id=5)
    yield (
        "of a journal that has another hash",
        [w.insert("journal_decision", draft_id=2, draft_hash=OTHER, step_up_id=2)],
    )


def journal_posted(w: World) -> Cases:
    yield "of a draft that nobody decided on", [w.insert("journal_posting", draft_id=2, entry_id=2)]
    returned = w.insert("journal_decision", draft_id=2, step_up_id=1, decision="returned")
    yield "of a draft that was returned", [returned, w.insert("journal_posting", draft_id=2, entry_id=2)]
    yield "of no draft at all", w.entry(id=50, number=3, event="manual_journal")
    yield "reversed of no draft at all", w.entry(id=50, number=3, event="manual_journal_reversed")


def evidence_verified(w: World) -> Cases:
    entered = w.insert("evidence", id=7_001, asserted_by=PREPARER)
    yield "by whoever entered it", [entered, w.insert("evidence_verification", evidence_id=7_001, verified_by=PREPARER)]


def clock_forward(w: World) -> Cases:
    yield "an earlier sequence", ["UPDATE entities_entity_clock SET known_seq = known_seq - 1"]
    yield "an earlier moment", ["UPDATE entities_entity_clock SET recorded_at = recorded_at - 1"]
    yield "given away", ["UPDATE entities_entity_clock SET entity_id = 3 WHERE entity_id = 2"]
    begun = w.insert("entity_clock", entity_id=1, known_seq=1)
    yield "begun again", _begun_again(w, begun, "entities_entity_clock", "entity_id = 1")


def layer_bounds(w: World) -> Cases:
    yield "begun overdrawn", [w.insert("layer", pool_id=1, layer_move_id=2, quantity_micro=5, consumed_micro=6)]
    yield "overdrawn", ["UPDATE valuation_layer SET consumed_micro = quantity_micro + 1"]


_MAKERS: dict[Callable[[World], Cases], bool] = {
    append_only: False, no_replace: True, exact_types: True, never_deleted: False, one_entity: True,
    entry_sealed: False, control_accounts: False, gap_free: False, open_period: False, period_life: False,
    period_apart: False, run_life: False, run_complete: False, proposal_life: False, approval: False, review: False, run_posted: False, evidence_verified: False,
    draft_decided: False, journal_posted: False, clock_forward: False, layer_bounds: False,
}  # fmt: skip
"""Every law's cases, and whether they see their law alone."""
