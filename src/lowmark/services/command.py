"""What every command does around its own work: once per key, audited, in one transaction.

A repeat of a key with the same request returns the first answer; with another request it is refused. The key of a
command that has none is made here, so that it can be told to whoever retries. Who loses a race (for a new pool's name,
for locks crosswise) has written nothing, and begins again after the winner has committed.
"""

import dataclasses
import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operation import File, Operation
from lowmark.store.session import Reader, Writer, writing

TRIES = 8
"""So often is a command begun. Each time that one is lost, somebody else's has got through, so nothing waits between."""

NAMES = (
    "book",
    "command",
    "cost_pool",
    "evidence",
    "evidence_verification",
    "imported_file",
    "item",
    "item_status",
    "item_unit",
    "location",
    "lot",
    "policy_document",
    "production",
    "run",
    "stock_move",
    "substitute",
)
"""Nouns whose natural key two may bring at the same moment: the second looks again, and finds the first's."""

BUSY = frozenset(
    {"40001", "40P01", "55P03", "SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_BUSY_TIMEOUT", "SQLITE_LOCKED"}
)
"""Serialisation failure, deadlock and lock timeout of PostgreSQL, and what SQLite says of locks."""

UNIQUE_VIOLATION = "23505"

_AS_IT_IS = frozenset({str, int, bool})
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Done:
    """What a command's work hands back: its answer and what it was done to.

    Domain: `clock` is a sequence and a moment that the work has taken from the entity's clock for the command itself;
            without it, the clock is advanced once more.
    """

    response: Any
    subject: str
    because: str = ""
    before_hash: bytes | None = None
    after_hash: bytes | None = None
    clock: tuple[int, int] | None = None


def run_command(
    operation: Operation, request: Any, *, actor: Actor, granted: Granted, work: Callable[[Writer], Done]
) -> Any:
    """Run `work` under the pen, exactly once for the actor's key, and record who did it.

    Locks:  the key first (its unique index), then whatever `work` locks; the entity clock last.
    Raises: Problem `key_reused` when the key was used for something else.
    """
    key = actor.request_key or uuid.uuid4().hex
    body_hash = hash_of(request)

    def once() -> Any:
        with writing(granted.scope()) as writer:
            lock_key(writer, granted.entity.id, key)
            if (found := replayed(writer, granted.entity.id, key, operation.name, body_hash)) is not None:
                return from_json(operation.response, found)
            if operation.changes:
                _hold_version(writer, operation, request, actor, granted)
            done = work(writer)
            record_command(writer, operation.name, key, body_hash, done, granted)
            return done.response

    for _ in range(TRIES - 1):
        try:
            return once()
        except Exception as error:
            if not lost_to_another(error):
                raise
    return once()


def _hold_version(writer: Writer, operation: Operation, request: Any, actor: Actor, granted: Granted) -> None:
    """Let commands on one subject go one after the other, and hold it to the version that this one is meant for."""
    from lowmark.services import versions

    lock_key(writer, granted.entity.id, versions.lock_name(operation, request))
    versions.require(writer, operation, request, granted=granted, if_match=actor.if_match)


def lost_to_another(error: BaseException) -> bool:
    """Say whether a transaction failed only because another was quicker: tried again, it finds what that one did.

    Domain: `error` is the driver's, or Django's that was raised from it; the driver's names the state and constraint.
    """
    driver = error if error.__cause__ is None else error.__cause__
    state = getattr(driver, "sqlstate", None) or getattr(driver, "sqlite_errorname", None)
    if state == UNIQUE_VIOLATION:
        constraint = str(getattr(getattr(driver, "diag", None), "constraint_name", ""))
        return constraint in {f"{name}_u1" for name in NAMES}
    return state in BUSY


def answered(reader: Reader, operation: Operation, request: Any, *, actor: Actor, granted: Granted) -> Any | None:
    """Return the first answer to the actor's key, or none when it is new or there is no key.

    Raises: Problem `key_reused`.
    """
    key = actor.request_key
    found = replayed(reader, granted.entity.id, key, operation.name, hash_of(request)) if key else None
    return None if found is None else from_json(operation.response, found)


def lock_key(writer: Writer, entity_id: int, key: str) -> None:
    """Hold a key (or another name) to the commit, so that two requests with it go one after the other."""
    if writer.engine.name == "postgresql":
        digest = hashlib.sha256(f"{entity_id}:{key}".encode()).digest()
        writer.value("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])


def replayed(reader: Reader, entity_id: int, key: str, operation: str, body_hash: bytes) -> str | None:
    """Return the stored answer of a key, or none when it is new.

    Raises: Problem `key_reused`.
    """
    sql = "SELECT operation, body_hash, response FROM audit_command WHERE entity_id = %s AND request_key = %s"
    if (found := reader.row(sql, [entity_id, key])) is None:
        return None
    if found["operation"] != operation or bytes(found["body_hash"]) != body_hash:
        raise Problem("key_reused", f"the key {key!r} was used for another request", hint="send a new key")
    return str(found["response"])


def record_command(writer: Writer, operation: str, key: str, body_hash: bytes, done: Done, granted: Granted) -> None:
    """Write the command and its audit record, which share a sequence."""
    entity_id = granted.entity.id
    if done.clock is None:
        sequences, recorded_at = writer.tick(entity_id, 1)
        seq = sequences[0]
    else:
        seq, recorded_at = done.clock
    writer.insert("command", [{
        "id": writer.take_ids("command", 1)[0], "entity_id": entity_id, "request_key": key, "operation": operation,
        "body_hash": body_hash, "user_id": granted.user_id, "response": to_json(done.response), "known_seq": seq,
        "recorded_at": recorded_at,
    }])  # fmt: skip
    writer.insert("audit", [{
        "id": writer.take_ids("audit", 1)[0], "entity_id": entity_id, "user_id": granted.user_id,
        "operation": operation, "subject": done.subject, "before_hash": done.before_hash,
        "after_hash": done.after_hash, "because": done.because, "request_key": key, "known_seq": seq,
        "recorded_at": recorded_at,
    }])  # fmt: skip


def hash_of(request: Any) -> bytes:
    """Return the SHA-256 of a request's canonical JSON; a file counts by its name and content."""
    return hashlib.sha256(to_json(request).encode()).digest()


def to_json(shape: Any) -> str:
    """Return the canonical JSON of a request or response."""
    return _ENCODER.encode(_plain(shape))


def _plain(value: Any) -> Any:
    """Turn a shape into what JSON knows."""
    if value is None or type(value) in _AS_IT_IS:
        return value
    if isinstance(value, File):
        return {"name": value.name, "sha256": hashlib.sha256(value.content).hexdigest()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value


def from_json(shape: type, text: str) -> Any:
    """Return the response that canonical JSON says."""
    return _shaped(shape, json.loads(text))


def _shaped(shape: Any, value: Any) -> Any:
    """Build a dataclass from plain values by its fields' types."""
    import types
    import typing

    if dataclasses.is_dataclass(shape):
        hints = typing.get_type_hints(shape)
        return shape(**{name: _shaped(hints[name], each) for name, each in value.items()})  # type: ignore[operator]
    origin, arguments = typing.get_origin(shape), typing.get_args(shape)
    if origin is tuple:
        return tuple(_shaped(arguments[0], each) for each in value)
    if origin in {types.UnionType, typing.Union}:
        return None if value is None else _shaped(next(a for a in arguments if a is not type(None)), value)
    return date.fromisoformat(value) if shape is date else value
