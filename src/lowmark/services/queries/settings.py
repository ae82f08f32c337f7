"""Show what an entity is set to: books, chart, parameters with who says so, and every setting that was made."""

import json
from collections.abc import Iterator
from datetime import date

from lowmark.core.frameworks.resolve import PolicyDocument
from lowmark.frameworks.read import read_framework
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.settings import Account, Change, OneBook, Parameter, Request, Response
from lowmark.services.policies import policy_in_force
from lowmark.store.entities import read as entities_read
from lowmark.store.evidence import read as evidence_read
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader, Row, reading


def settings(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what holds on a day, and how it came to be.

    Raises: Problem `not_found` for an unknown book.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        document = policy_in_force(reader, entity_id=entity.id, framework=book.framework, on=request.as_of,
                                   known_seq=known_seq, book_id=book.id)  # fmt: skip
        books = tuple(
            OneBook(book=one.code, framework=one.framework, currency=one.currency, cost_formula=one.method,
                    is_primary=one.is_primary)
            for one in entities_read.books(reader, entity.id)
        )  # fmt: skip
        accounts, periods = tuple(_accounts(reader, entity.id)), entities_read.periods(reader, entity.id)
        changes = evidence_read.policy_changes(reader, entity.id, known_seq=known_seq)
    return Response(
        entity=entity.code, entity_name=entity.name, currency=entity.currency, time_zone=entity.time_zone, mode=entity.mode,
        industry=entity.industry, fiscal_pattern=entity.fiscal_pattern,
        fiscal_year_start_month=entity.fiscal_year_start_month, as_of=request.as_of, known_seq=known_seq, book=book.code,
        framework=book.framework, policy_hash=document.policy_hash.hex(),
        open_periods=sum(one.state == "open" for one in periods), books=books, accounts=accounts,
        parameters=tuple(_parameters(document, book.framework, request.as_of)), changes=tuple(_changes(changes)),
    )  # fmt: skip


def _accounts(reader: Reader, entity_id: int) -> Iterator[Account]:
    """Yield the chart, each account with the parts that it plays."""
    parts: dict[int, set[str]] = {}
    for (role, reason), account in ledger_read.roles(reader, entity_id).items():
        parts.setdefault(account, set()).add(f"{role} ({reason})" if reason else role)
    for row in ledger_read.accounts(reader, entity_id):
        yield Account(account=row["code"], name=row["name"], section=row["section"], kind=row["kind"],
                      roles=", ".join(sorted(parts.get(row["id"], ()))))  # fmt: skip


def _parameters(document: PolicyDocument, framework: str, on: date) -> Iterator[Parameter]:
    """Yield every parameter with its value and source, and what the framework says where somebody says otherwise."""
    values, tree = json.loads(document.text)["parameters"], read_framework(framework)
    for path, source in sorted(document.sources.items()):
        given = {since: value for since, value in tree[path]["values"].items() if since <= on}
        default = "" if source.level == "framework" or not given else _written(given[max(given)])
        yield Parameter(
            path=path, label=str(tree[path].get("label", "")), value=_written(values[path]["value"]), level=source.level,
            since=source.valid_from, default=default, may_be_set=bool(tree[path].get("entity_may_set")),
            source="; ".join(" ".join(one[:2]) for one in source.references),
        )  # fmt: skip


def _changes(rows: list[Row]) -> Iterator[Change]:
    """Yield the settings, newest first, each with what the one before it on the same parameter and book said."""
    before: dict[tuple[str, str], str] = {}
    found = []
    for row in rows:
        key = (row["path"], row["book"] or "")
        found.append(
            Change(path=row["path"], book=row["book"] or "", valid_from=row["valid_from"], before=before.get(key, ""),
                   value=row["value"] or "", set_by=row["set_by"] or "", of_head=row["head_id"] is not None,
                   known_seq=row["known_seq"])
        )  # fmt: skip
        before[key] = row["value"] or ""
    return reversed(found)


def _written(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
