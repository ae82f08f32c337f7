"""An outside ledger, for tests: entries as our own services write them, trial balances as they are imported."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lowmark.services.access import Granted, roles_by_entity
from lowmark.store.entities import read as entities_read
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.write import NewEntry, NewLine, write_entries
from lowmark.store.session import Writer, writing
from tests.company import Company, actor


def granted_to(company: Company, name: str) -> Granted:
    """Return what a person of the company was let in with."""
    user_id = actor(name).user_id
    assert user_id is not None
    (found,) = [(entity, roles) for entity, roles in roles_by_entity(user_id) if entity.code == company.entity]
    return Granted(*found, user_id)


def post(company: Company, on: date, amounts: Mapping[str, int], *, event: str = "receipt", document: str = "X") -> int:
    """Write one entry, debits less credits by account code; return its known sequence."""
    granted = granted_to(company, company.ben)
    with writing(granted.scope()) as writer:
        numbers = _numbers(writer, granted)
        (seq,), at = writer.tick(granted.entity.id, 1)
        lines = tuple(
            NewLine(account_id=numbers[code], amount_minor=amount, reason="", item_class="")
            for code, amount in amounts.items()
        )
        entry = NewEntry(
            journal="stock", fiscal_year=on.year, accounting_on=on, event=event, document=document, lines=lines
        )
        assert granted.user_id is not None
        write_entries(
            writer, [entry], entity_id=granted.entity.id, book_id=_book(writer, granted), posted_by=granted.user_id,
            sequences=range(seq, seq + 1), recorded_at=at,
        )  # fmt: skip
        _commanded(writer, granted)
    return int(seq)


def bring_trial_balance(
    company: Company, document: str, as_of: date, amounts: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Write the lines of a trial balance, as its import does; return them."""
    granted = granted_to(company, company.ben)
    with writing(granted.scope()) as writer:
        numbers, book_id = _numbers(writer, granted), _book(writer, granted)
        includes = ledger_read.includes_seq(writer, book_id, as_of)
        sequences, at = writer.tick(granted.entity.id, len(amounts))
        rows = [
            {"id": number, "entity_id": granted.entity.id, "book_id": book_id, "document": document, "as_of": as_of,
             "account_id": numbers[code], "amount_minor": amount, "includes_seq": includes, "known_seq": seq,
             "recorded_at": at}
            for number, seq, (code, amount) in zip(
                writer.take_ids("trial_balance_line", len(amounts)), sequences, amounts.items(), strict=True
            )
        ]  # fmt: skip
        writer.insert("trial_balance_line", rows)
        _commanded(writer, granted)
    return rows


def _numbers(writer: Writer, granted: Granted) -> dict[str, int]:
    return {account["code"]: account["id"] for account in ledger_read.accounts(writer, granted.entity.id)}


def _book(writer: Writer, granted: Granted) -> int:
    found = entities_read.book(writer, granted.entity.id)
    assert found is not None
    return found.id


def _commanded(writer: Writer, granted: Granted) -> None:
    """Record a command, after which what was written is known."""
    from lowmark.services.command import Done, record_command
    from lowmark.services.operations.seal import Response

    response = Response(entity=granted.entity.code, seal_no=0, from_seq=0, to_seq=0, leaves=0, root="", facts=0,
                        facts_root="", chained="")  # fmt: skip
    seq = entities_read.known_seq(writer, granted.entity.id)
    record_command(writer, "seal", f"test-{seq}", b"\0" * 32, Done(response, "a test"), granted)
