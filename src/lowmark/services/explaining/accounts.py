"""Explain an account's balance: the entries that went through it."""

from collections.abc import Iterator

from lowmark.services.explaining.question import Question, entry_name, not_found
from lowmark.services.operations.explain import Step
from lowmark.store.ledger import read as ledger_read


def explain(question: Question, words: str) -> Iterator[Step]:
    """Yield an account and its entries, the newest first, up to two hundred."""
    account = ledger_read.account_by_code(question.reader, question.entity.id, words)
    if account is None:
        raise not_found(f"account {words}")
    lines = ledger_read.lines_of_account(
        question.reader, account_id=account["id"], book=question.book, as_of=question.as_of,
        known_seq=question.known_seq,
    )  # fmt: skip
    balance = question.reader.value(
        "SELECT CAST(coalesce(sum(l.amount_minor), 0) AS bigint) FROM ledger_line l JOIN ledger_entry e"  # noqa: S608
        f" ON e.id = l.entry_id WHERE l.account_id = %s AND {ledger_read.of_book(question.book)} AND e.accounting_on <= %s"
        " AND e.known_seq <= %s",
        [account["id"], question.book.id, question.as_of, question.known_seq],
    )
    yield Step(depth=0, what="account", name=f"{account['code']} {account['name']}", amount_minor=int(balance),
               words="debits less credits", source="ledger")  # fmt: skip
    for line in lines:
        yield Step(depth=1, what="entry", name=entry_name(line), amount_minor=line["amount_minor"],
                   words=f"{line['event'].replace('_', ' ')} on {line['accounting_on']}, {line['document']}",
                   source="ledger")  # fmt: skip
