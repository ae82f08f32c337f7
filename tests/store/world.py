"""Two small companies written row by row in plain SQL, past every service: the laws stand between them and the table.

Entity 1 has at least one row in every table; of whatever a row can refer to, entity 2 has one with the number 900.
"""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from lowmark.core.tables.noun import WHOLE_NUMBERS, Column, Noun
from lowmark.core.tables.registry import BY_NAME, NOUNS

CLOSED_DAY, OPEN_DAY, DAY_OF_NO_PERIOD = 19_010, 20_000, 30_000
SHOWN, OTHER = b"\x11" * 32, b"\x22" * 32
PREPARER, APPROVER, NOBODY = 1, 2, 3
PROPOSED, APPROVED, CALCULATED = 1, 2, 3
THEIRS = 900
CHANGED = 2
"""What the proposed run changes: its proposal, and an overlay, each by one."""

# What a column is in a row that says nothing about it, where its type alone does not do.
_DEFAULTS: dict[str, Any] = {
    "accounting_on": OPEN_DAY,
    "fiscal_year": 2026,
    "run_hash": SHOWN,
    "bound_hash": SHOWN,
    "recorded_at": 5_000,
    "expires_at": 9_000,
    "n_lines": 2,
    "granted_by": None,
    "user_id": APPROVER,
    "decided_by": APPROVER,
    "reviewed_by": APPROVER,
    "authority_of": APPROVER,
}


@dataclass
class World:
    """The companies, in one database. `cursor` is the owner's."""

    engine: str
    cursor: Any
    _seq: "count[int]" = field(default_factory=lambda: count(10))

    def insert(self, name: str, **given: Any) -> str:
        """Return the INSERT of one row of a noun: what is given, and for the rest something harmless."""
        noun = BY_NAME[name]
        row = {column: given.get(column, self._harmless(noun, column, spec)) for column, spec in noun.columns.items()}
        return f"INSERT INTO {noun.table} ({', '.join(row)}) VALUES ({', '.join(map(self.literal, row.values()))})"

    def put(self, name: str, **given: Any) -> None:
        """Insert one row."""
        self.cursor.execute(self.insert(name, **given))

    def literal(self, value: Any) -> str:
        """Return a value as both engines, or this one, write it."""
        match value:
            case None:
                return "NULL"
            case bool():
                return "true" if value else "false"
            case bytes():
                return f"X'{value.hex()}'" if self.engine == "sqlite" else f"'\\x{value.hex()}'::bytea"
            case str():
                return "'" + value.replace("'", "''") + "'"
            case _:
                return str(value)

    def entry(
        self, *, amounts: tuple[int, ...] = (100, -100), accounts: tuple[int, ...] = (2, 3), **given: Any
    ) -> list[str]:
        """Return the statements of an entry: its lines, and last its header."""
        about = {"entity_id": given.get("entity_id", 1), "book_id": given.get("book_id", 1), "entry_id": given["id"]}
        lines = [
            self.insert("line", **about, line_no=place, account_id=account, amount_minor=amount)
            for place, (amount, account) in enumerate(zip(amounts, accounts, strict=True), start=1)
        ]
        return [*lines, self.insert("entry", **{"n_lines": len(amounts), "source": "manual", **given})]

    def _harmless(self, noun: Noun, name: str, spec: Column) -> Any:
        """Return what a column may be."""
        if name in {"id", "known_seq"}:
            return 10_000 + next(self._seq) if name == "id" else next(self._seq)
        if name in _DEFAULTS:
            return _DEFAULTS[name]
        if spec.nullable:
            return None
        if spec.type == "int" and any(name in key for key in noun.unique):
            return next(self._seq)
        if spec.refers_to:
            return 1
        if spec.choices:
            return spec.choices[0]
        if spec.type in WHOLE_NUMBERS:
            return OPEN_DAY if spec.type == "day" else 1
        return {"text": f"{noun.name} {next(self._seq)}", "bytes": SHOWN, "bool": True}[spec.type]


def found(world: World) -> None:
    """Found the two companies."""
    _people(world)
    for entity, theirs in ((1, 1), (2, THEIRS)):
        _company(world, entity, theirs)
    _ledger(world)
    _runs(world)
    _journals(world)
    there = {"people_user"}
    for noun in NOUNS:
        world.cursor.execute(f"SELECT count(*) FROM {noun.table}")
        if world.cursor.fetchone()[0]:
            there.add(noun.table)
    for noun in NOUNS:
        if noun.table not in there:
            world.put(noun.name, **({"id": 1} if "id" in noun.columns else {}))
    for noun in NOUNS:  # One of each for the other company.
        if {"entity_id", "catalogue_id"} & noun.columns.keys() and "id" in noun.columns and noun.name not in _FOUNDED:
            refs = {
                name: 2 if column.refers_to in {"entity", "catalogue"} else THEIRS
                for name, column in noun.columns.items()
                if column.refers_to not in {None, "user"} and not column.nullable
            }
            world.put(noun.name, **{**refs, "id": THEIRS})


_FOUNDED = frozenset(
    {
        "account",
        "approval",
        "assessment",
        "book",
        "cost_basis",
        "cost_pool",
        "entity",
        "entry",
        "formula_change",
        "formula_change_decision",
        "formula_change_effect",
        "formula_change_item",
        "grant",
        "item",
        "journal_decision",
        "journal_draft",
        "journal_posting",
        "line",
        "location",
        "lot",
        "period",
        "period_event",
        "proposal",
        "review",
        "run",
        "step_up",
        "stock_move",
    }
)
"""Of these the second company has its row already."""


def _people(world: World) -> None:
    """Three people. Their table is Django's: its other columns are whatever the model has, false or empty."""
    world.cursor.execute("SELECT * FROM people_user")
    columns = [column[0] for column in world.cursor.description if column[0] != "last_login"]
    for number, name in ((PREPARER, "prepares"), (APPROVER, "approves"), (NOBODY, "knows nobody")):
        about = {"id": number, "username": name, "password": "secret", "date_joined": "2026-01-01"}
        row = [about.get(column, False if column.startswith("is_") else "") for column in columns]
        world.cursor.execute(
            f"INSERT INTO people_user ({', '.join(columns)}) VALUES ({', '.join(map(world.literal, row))})"
        )


def _company(world: World, entity: int, n: int) -> None:
    """One company, whose rows have the number `n`."""
    put = world.put
    put("catalogue", id=entity)
    put("entity", id=entity, catalogue_id=entity)
    put("cost_basis", id=n, entity_id=entity)
    put("book", id=n, entity_id=entity, cost_basis_id=n, currency="CAD")
    put("book", id=n + 1, entity_id=entity, cost_basis_id=n)
    put("item", id=n, catalogue_id=entity)
    put("location", id=n, entity_id=entity)
    put("lot", id=n, entity_id=entity, item_id=n)
    put("cost_pool", id=n, entity_id=entity, cost_basis_id=n, item_id=n)
    put("account", id=n, entity_id=entity, kind="control")
    put("account", id=n + 1, entity_id=entity, kind="normal")
    put("account", id=n + 2, entity_id=entity, kind="normal")
    put("entity_clock", entity_id=entity, known_seq=1_000, recorded_at=5_000)
    put("period", id=n, entity_id=entity, starts_on=19_000, ends_on=19_030)
    put("period", id=n + 1, entity_id=entity, starts_on=19_031, ends_on=20_030)
    put("period_event", id=n, entity_id=entity, period_id=n, event="closed", by_user=APPROVER)
    world.cursor.execute(f"UPDATE entities_period SET state = 'closed' WHERE id = {n}")
    put("stock_move", id=n, entity_id=entity, item_id=n, from_location_id=n, to_location_id=n)
    person = APPROVER if entity == 1 else PREPARER
    put("grant", id=n, entity_id=entity, user_id=person, role="approver")
    put("grant", id=n + 1, entity_id=entity, user_id=person, role="reviewer")


def _ledger(world: World) -> None:
    """An entry of the first company and its reversal, with a counter that is further on; one of the second."""
    for entity, n in ((1, 1), (2, THEIRS)):
        world.put("journal_counter", book_id=n, journal="stock", fiscal_year=2026, entity_id=entity, last_number=5)
    for statement in (
        *world.entry(id=1, number=1),
        *world.entry(id=2, number=2, reverses_id=1, amounts=(-100, 100)),
        *world.entry(id=THEIRS, number=1, entity_id=2, book_id=THEIRS, accounts=(THEIRS + 1, THEIRS + 2)),
    ):
        world.cursor.execute(statement)


def _runs(world: World) -> None:
    """A proposed run, an approved one and a calculated one, and the second company's."""
    put = world.put
    put("run", id=PROPOSED, state="proposed", prepared_by=PREPARER)
    put("run", id=APPROVED, state="proposed", prepared_by=PREPARER)
    put("run", id=CALCULATED, state="calculated", prepared_by=PREPARER)
    put("run", id=THEIRS, entity_id=2, book_id=THEIRS, state="proposed", prepared_by=APPROVER)
    for run, n, entity in ((PROPOSED, 1, 1), (APPROVED, 2, 1), (THEIRS, THEIRS, 2)):
        pool = 1 if entity == 1 else THEIRS
        put("assessment", id=n, entity_id=entity, run_id=run, pool_id=pool, item_id=pool)
        put("proposal", id=n, entity_id=entity, run_id=run, assessment_id=n, pool_id=pool)
    put("step_up", id=1)
    put("step_up", id=2, bound_hash=OTHER)
    put("step_up", id=3, expires_at=4_999)
    put("step_up", id=4, user_id=PREPARER)
    put("step_up", id=5, user_id=NOBODY)
    put("step_up", id=THEIRS, entity_id=2, user_id=PREPARER)
    put("step_up", id=THEIRS + 1, entity_id=2)
    put("review", id=1, run_id=PROPOSED, proposal_id=1)
    theirs = {"reviewed_by": PREPARER, "authority_of": PREPARER}
    put("review", id=THEIRS, entity_id=2, run_id=THEIRS, proposal_id=THEIRS, **theirs)
    put("approval", id=1, run_id=APPROVED, step_up_id=1)
    theirs = {"decided_by": PREPARER, "authority_of": PREPARER}
    put("approval", id=THEIRS, entity_id=2, run_id=THEIRS, step_up_id=THEIRS, **theirs)
    world.cursor.execute(f"UPDATE runs_run SET state = 'approved' WHERE id = {APPROVED}")
    world.cursor.execute("UPDATE runs_proposal SET state = 'approved' WHERE id = 2")


def _journals(world: World) -> None:
    """An approved draft of each company, posted; and one of the first's that waits."""
    put = world.put
    for n, entity, drafter, approver, step_up in (
        (1, 1, PREPARER, APPROVER, 1),
        (THEIRS, 2, APPROVER, PREPARER, THEIRS),
    ):
        put("journal_draft", id=n, entity_id=entity, book_id=n, drafted_by=drafter)
        put("journal_decision", id=n, entity_id=entity, draft_id=n, decided_by=approver, step_up_id=step_up)
        put("journal_posting", id=n, entity_id=entity, draft_id=n, entry_id=n, occurrence=0)
        put("formula_change", id=n, entity_id=entity, cost_basis_id=n, drafted_by=drafter)
        put(
            "formula_change_decision",
            id=n,
            entity_id=entity,
            formula_change_id=n,
            decided_by=approver,
            step_up_id=step_up,
        )
        put("formula_change_effect", id=n, entity_id=entity, formula_change_id=n)
        put("formula_change_item", id=n, entity_id=entity, cost_basis_id=n, formula_change_id=n, item_id=n)
    put("journal_draft", id=2, drafted_by=PREPARER)
    put("formula_change", id=2, drafted_by=PREPARER)
