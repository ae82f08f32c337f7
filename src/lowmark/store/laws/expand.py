"""Expand a law over the nouns that it holds for: what stands for `{table}` and its like in the law's template.

Before this: the nouns. After this: `registry`, which fills the templates. Each function yields one filling a table
(or key, or event); a table that is added to the nouns is under every law that fits it, without being named here.
"""

from collections.abc import Iterator, Mapping

from lowmark.core.tables.noun import WHOLE_NUMBERS, Noun
from lowmark.core.tables.registry import BY_NAME, NOUNS

Filling = Mapping[str, str]

STATEFUL = ("period", "run", "proposal")
"""Workflow that moves through states under a law of its own."""

COUNTING = ("entity_clock", "journal_counter")
"""Caches that only go forward, and are never removed."""

PEOPLE = "people_user"
SIGNING_IN = ("people_token", "account_emailaddress", "account_emailconfirmation", "mfa_authenticator",
              "socialaccount_socialaccount", "socialaccount_socialapp", "socialaccount_socialtoken")  # fmt: skip
"""What people sign in with, besides their names: no reader sees any of it."""


ALONE = """'one_person' = coalesce((
      SELECT u.profile FROM access_approval_rule u WHERE u.entity_id = r.entity_id AND u.valid_from <= r.as_of
      ORDER BY u.valid_from DESC, u.known_seq DESC LIMIT 1
    ), '') AND NOT EXISTS (
      SELECT 1 FROM access_grant g WHERE g.entity_id = r.entity_id AND g.role = 'approver' AND g.granted
        AND g.user_id <> r.prepared_by AND NOT EXISTS (
          SELECT 1 FROM access_grant n WHERE n.entity_id = g.entity_id AND n.role = g.role AND n.user_id = g.user_id
            AND n.known_seq > g.known_seq
        )
    )"""
"""That a run `r` is of an entity in which one person decides by a rule, and nobody but its preparer may approve."""


def once(_engine: str) -> Iterator[Filling]:
    """Yield a single filling: the law names its tables itself."""
    yield {}


def facts(_engine: str) -> Iterator[Filling]:
    """Yield every fact."""
    for noun in _of("fact"):
        yield {"table": noun.table}


def keys(_engine: str) -> Iterator[Filling]:
    """Yield every unique key, the primary one included, of every fact and of what moves through states."""
    for noun in (*_of("fact"), *(BY_NAME[name] for name in STATEFUL)):
        for key in (noun.key, *noun.unique):
            yield {
                "table": noun.table,
                "key": "_".join(key),
                "words": " and ".join(key),
                "same": " AND ".join(f"{column} = NEW.{column}" for column in key),
            }


def types(_engine: str) -> Iterator[Filling]:
    """Yield every table at INSERT and, but for facts, at UPDATE, with the condition that a value is of a wrong type."""
    for noun in NOUNS:
        columns = {name: column for name, column in noun.columns.items() if name != "id"}  # Which SQLite keeps whole.
        inexact = "\n  OR ".join(_inexact(name, column.type) for name, column in columns.items())
        for event in ("INSERT",) if noun.room == "fact" else ("INSERT", "UPDATE"):
            yield {"table": noun.table, "event": event, "when": event.lower(), "inexact": inexact}


def kept(_engine: str) -> Iterator[Filling]:
    """Yield every table that is no fact and of which no row is ever removed."""
    for noun in (*_of("register"), *_of("workflow"), *(BY_NAME[name] for name in COUNTING)):
        yield {"table": noun.table}
    yield {"table": PEOPLE}


def references(engine: str) -> Iterator[Filling]:
    """Yield every table with references inside its entity, and the condition that one of them leaves it.

    A reference to a row that is not there yet (an entry's header, which comes last) is left to its foreign key.
    """
    row = "NEW" if engine == "sqlite" else "f"
    for noun in (*_of("fact"), *_of("register"), *_of("workflow")):
        if "entity_id" not in noun.columns:
            continue
        tests = [
            test.replace("{row}", row).replace("{column}", name)
            for name, column in noun.columns.items()
            if column.refers_to in BY_NAME and (test := _stranger(BY_NAME[column.refers_to]))
        ]
        if tests:
            yield {"table": noun.table, "strange": "\n  OR ".join(tests)}


def dated(_engine: str) -> Iterator[Filling]:
    """Yield every fact that counts on a day."""
    for noun in _of("fact"):
        if {"entity_id", "accounting_on"} <= noun.columns.keys():
            yield {"table": noun.table}


def decisions(engine: str) -> Iterator[Filling]:
    """Yield every decision on what somebody drafted: the draft, and the hash that was decided on, which a draft may keep."""
    row = "NEW" if engine == "sqlite" else "f"
    for noun in _of("fact"):
        if {"decided_by", "step_up_id"} <= noun.columns.keys():
            referred = ((name, BY_NAME.get(column.refers_to or "")) for name, column in noun.columns.items())
            drafts = [(name, to) for name, to in referred if to is not None and "drafted_by" in to.columns]
            hashes = [name for name, column in noun.columns.items() if column.type == "bytes"]
            for (name, draft), hashed in zip(drafts, hashes, strict=False):
                is_kept = hashed in draft.columns
                yield {"table": noun.table, "draft": draft.table, "of": name, "hash": hashed,
                       "same": f"d.{hashed} = {row}.{hashed}" if is_kept else "d.id IS NOT NULL"}  # fmt: skip


def run(engine: str) -> Iterator[Filling]:
    """Yield the run, with the condition that something other than its state changes."""
    yield {"changed": _changed(BY_NAME["run"], engine), "alone": ALONE}


def alone(_engine: str) -> Iterator[Filling]:
    """Yield the condition that one person is all there is for a run `r`."""
    yield {"alone": ALONE}


def proposal(engine: str) -> Iterator[Filling]:
    """Yield the proposal, with the condition that something other than its state changes."""
    yield {"changed": _changed(BY_NAME["proposal"], engine)}


def parts_of_runs(_engine: str) -> Iterator[Filling]:
    """Yield what a run consists of: everything that refers to it in its own app, but what people say of it."""
    for noun in NOUNS:
        if noun.app == "runs" and "run_id" in noun.columns and noun.name not in {"approval", "review"}:
            yield {"table": noun.table}


def clock(engine: str) -> Iterator[Filling]:
    """Yield the clock, with the last known sequence of the facts: those whose place in the order is their key."""
    row = "NEW" if engine == "sqlite" else "f"
    tables = [noun.table for noun in _of("fact") if ("entity_id", "known_seq") in noun.unique]
    found = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE entity_id = {row}.entity_id AND known_seq > {row}.known_seq)"
        for table in tables
    )
    yield {"behind": found}


def scoped(_engine: str) -> Iterator[Filling]:
    """Yield every table that a reader may see, and which of its rows."""
    for noun in NOUNS:
        yield {"table": noun.table, "visible": visible(noun, "entity_id = ANY ((SELECT law_scope())::bigint[])")}
    mine = visible(BY_NAME["grant"], "entity_id = ANY ((SELECT law_scope())::bigint[])")
    yield {"table": PEOPLE, "visible": f"id IN (SELECT user_id FROM access_grant WHERE {mine})"}


def visible(noun: Noun, in_scope: str) -> str:
    """Return the condition that a row of a noun is in scope, given the condition on `entity_id`."""
    match noun.scope:
        case "entity":
            return in_scope
        case "self":
            return in_scope.replace("entity_id", "id", 1)
        case "catalogue":
            key = "id" if noun.name == "catalogue" else "catalogue_id"
            entities = in_scope.replace("entity_id", "id", 1)
            return f"{key} IN (SELECT catalogue_id FROM entities_entity WHERE {entities})"


def _of(room: str) -> tuple[Noun, ...]:
    """Return the nouns of a room."""
    return tuple(noun for noun in NOUNS if noun.room == room)


def _inexact(name: str, type_: str) -> str:
    """Return the condition that a value is not what SQLite would otherwise let it not be. NOT NULL is the column's."""
    if type_ == "bool":
        return f"NEW.{name} NOT IN (0, 1) OR typeof(NEW.{name}) NOT IN ('integer', 'null')"
    kept_as = "integer" if type_ in WHOLE_NUMBERS else {"text": "text", "bytes": "blob"}[type_]
    return f"typeof(NEW.{name}) NOT IN ('{kept_as}', 'null')"


def _stranger(noun: Noun) -> str:
    """Return the condition that a reference to a noun leaves the row's entity; empty where there is no such border."""
    if noun.scope == "entity":
        return f"(SELECT entity_id FROM {noun.table} WHERE id = {{row}}.{{column}}) <> {{row}}.entity_id"
    if noun.name == "item":
        return (
            "(SELECT catalogue_id FROM items_item WHERE id = {row}.{column})"
            " <> (SELECT catalogue_id FROM entities_entity WHERE id = {row}.entity_id)"
        )
    return ""


def _changed(noun: Noun, engine: str) -> str:
    """Return the condition that a column other than the state changes."""
    columns = [name for name in noun.columns if name != "state"]
    if engine == "sqlite":
        return " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns)
    was, now = (", ".join(f"{row}.{name}" for name in columns) for row in ("was", "fresh"))
    return f"({was}) IS DISTINCT FROM ({now})"
