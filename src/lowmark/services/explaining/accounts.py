"""Explain an account's balance: the entries that went through it, and beneath them what an outside ledger says of it."""

from collections.abc import Iterator
from typing import Any

from lowmark.services.explaining.question import Question, entry_name, not_found
from lowmark.services.ledgers.whole_company import outside_of
from lowmark.services.operations.explain import Step
from lowmark.store.ledger import of_account
from lowmark.store.session import Row


def explain(question: Question, words: str) -> Iterator[Step]:
    """Yield an account and its entries, the newest first, up to two hundred.

    Where an outside ledger keeps the accounts, entries that are not in its trial balance come first, then the trial balance,
    and below it those of ours that are in it: so what is one step down adds up to the balance of the statements.
    """
    account = of_account.account_by_code(question.reader, question.entity.id, words)
    if account is None:
        raise not_found(f"account {words}")
    at: dict[str, Any] = {"as_of": question.as_of, "known_seq": question.known_seq}
    outside = outside_of(question.reader, question.entity, question.book, **at)
    asked = {"account_id": account["id"], "book": question.book, "beside": outside, **at}
    lines = of_account.lines_of_account(question.reader, **asked)
    theirs = outside.amounts.get(account["id"], 0) if outside else 0
    balance = theirs + of_account.posted_to_account(question.reader, **asked)
    yield Step(depth=0, what="account", name=f"{account['code']} {account['name']}", amount_minor=balance,
               words="debits less credits", source="ledger")  # fmt: skip
    yield from (_step(line, depth=1) for line in lines if not line["is_within"])
    if outside is not None:
        yield Step(depth=1, what="trial balance", name=outside.document, amount_minor=theirs,
                   words=f"of {outside.as_of}, with our entries up to #{outside.includes_seq}",
                   source="outside ledger")  # fmt: skip
    yield from (_step(line, depth=2) for line in lines if line["is_within"])


def _step(line: Row, *, depth: int) -> Step:
    return Step(depth=depth, what="entry", name=entry_name(line), amount_minor=line["amount_minor"],
                words=f"{line['event'].replace('_', ' ')} on {line['accounting_on']}, {line['document']}",
                source="ledger")  # fmt: skip
