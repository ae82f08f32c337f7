"""A change that somebody with the database's password might make, and the checks that see it.

A statement names rows as `{move:P1}` (by document), `{entry:sale}` (the first of an event), `{account:1200}`,
`{place:vendor}`, `{user:ada}`, `{run:2026-02-28/1}`, and the entities as `{entity}` and `{other}`.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from lowmark.verify.run import verify_entity
from tests.fresh_store import Store
from tests.verify.raw import RawReader, lawless

NO_HASH = "{hash:00}"

SEALED = "sealed_facts"
"""The check that sees every change of what is under a seal, besides those that say what is wrong with it."""

_ROWS = {
    "move": "SELECT id FROM stock_stock_move WHERE entity_id = %s AND document = %s",
    "entry": "SELECT id FROM ledger_entry WHERE entity_id = %s AND event = %s ORDER BY id LIMIT 1",
    "account": "SELECT id FROM ledger_account WHERE entity_id = %s AND code = %s",
    "place": "SELECT id FROM items_location WHERE entity_id = %s AND path = %s",
    "run": "SELECT id FROM runs_run WHERE entity_id = %s AND code = %s",
    "user": "SELECT id FROM people_user WHERE %s > 0 AND username = %s",
}


@dataclass(frozen=True)
class Tampering:
    """A change, the checks that find a fault then and no others, and words of one of the faults."""

    what: str
    statements: tuple[str, ...]
    seen_by: frozenset[str]
    words: str

    def __str__(self) -> str:
        return self.what


def tampering(what: str, *statements: str, by: str, words: str) -> Tampering:
    return Tampering(what, statements, frozenset(by.split()), words)


def line(entry: str, account: str) -> str:
    return f"entry_id = {{entry:{entry}}} AND account_id = {{account:{account}}}"


def tamper(reader: RawReader, statement: str, *, entity: int, other: int) -> None:
    """Carry out a statement, which has to find what it changes."""

    def number(found: re.Match[str]) -> str:
        kind, _, word = found[1].partition(":")
        if kind in {"entity", "other"}:
            return str(entity if kind == "entity" else other)
        if kind == "hash":
            return f"X'{word * 32}'" if reader.engine == "sqlite" else f"'\\x{word * 32}'::bytea"
        return str(reader.rows(_ROWS[kind], [entity, word])[0]["id"])

    assert reader.execute(re.sub(r"\{([^}]*)\}", number, statement)).rowcount > 0


def faults(reader: RawReader, entity: int) -> dict[str, tuple[str, ...]]:
    """Return the faults of each check that finds some."""
    return {found.name: found.checked.faults for found in verify_entity(reader, entity) if found.checked.faults}


def see(store: Store, change: Tampering, entity: int, *, other: int = 0, also: Collection[str] = (SEALED,)) -> None:
    """See a change found by the checks that are meant and no others, but for those that see whatever is changed."""
    with lawless(store) as raw:
        for statement in change.statements:
            tamper(raw, statement, entity=entity, other=other or entity)
        found = faults(raw, entity)
    said = [fault for each in found.values() for fault in each]
    assert found.keys() - set(also) == change.seen_by - set(also), said
    assert change.seen_by <= found.keys(), said
    assert any(change.words in fault for fault in said), said
