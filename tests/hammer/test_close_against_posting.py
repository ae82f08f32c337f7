"""Sixteen writers (four where there is a budget) post into two periods while the first is closed: nothing is lost, doubled or let in after the close.

Everything is bounded by counts. A writer goes on until it has been refused for the close, and a few posts more; only
one that reaches `AT_MOST` before that would show that the closer starved.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from threading import Barrier

import pytest

from lowmark.services.commands.close_period import trial_balance_hash
from lowmark.store.entities.read import entity_by_code
from lowmark.store.scope import Scope
from lowmark.store.session import reading
from tests.company import Company, found
from tests.hammer.crew import Writer, at_once, crew
from tests.hammer.invariants import require_sound
from tests.hammer.writer import Answer

WRITERS = 4 if os.environ.get("LOWMARK_HYPOTHESIS") == "quick" else 16
BEFORE_CLOSING = 6
"""So many posts of each writer come before the closer begins; it then works against all of them."""
AFTER_REFUSAL = 3
AT_MOST = {"sqlite": 120, "postgresql": 250}

FIRST_ENDS = date(2026, 1, 31)
FIRST, SECOND = date(2026, 1, 20), date(2026, 2, 10)
SPREAD = 5


@dataclass(frozen=True)
class Post:
    """One post that a writer tried, and what came of it."""

    document: str
    item: str
    on: date
    quantity: int
    answer: Answer


@pytest.fixture
def company(store) -> Company:
    """A company with stock of items that move in the first period, in the second, and in both."""
    made = found("MAPLE", months=3)
    codes = [*(f"{when}-{n}" for when in ("JAN", "FEB") for n in ("HOT", *range(SPREAD))), "BOTH"]
    made.items(*codes)
    made.moves(*((f"PO-{code}", 1, code, "vendor", "Main", "receipt", 20, 100, date(2026, 1, 2)) for code in codes))
    return made


def to_post(number: int) -> Iterator[tuple[str, date, bool]]:
    """Yield item, day and whether it is a receipt: both periods in turn, hot and spread, now and then the shared item."""
    for nth in count(number):
        period, on = (("JAN", FIRST), ("FEB", SECOND))[nth % 2]
        if nth % 11 == 0:
            yield "BOTH", on, False
        else:
            yield f"{period}-{'HOT' if nth % 4 < 2 else nth % SPREAD}", on, nth % 3 == 0


def post(writer: Writer, company: Company, nth: int, item: str, on: date, *, receipt: bool) -> Post:
    """Let a writer record one move: receipts of 7 for 10.01, sales of 3."""
    document, quantity = f"D-{writer.number}-{nth}", 7 if receipt else 3
    way = {"from_location": "vendor", "to_location": "Main", "reason": "receipt", "value": "10.01"} if receipt else {
        "from_location": "Main", "to_location": "customer", "reason": "sale",
    }  # fmt: skip
    answer = writer.ask("record-move", company.ada, entity=company.entity, document=document, item=item,
                        quantity=str(quantity), effective_on=on, **way)  # fmt: skip
    return Post(document, item, on, quantity, answer)


def work(writer: Writer, company: Company, begun: Barrier, at_most: int) -> list[Post]:
    """Post until the close has been met, and a little longer."""
    posts: list[Post] = []
    refused = 0
    for nth, (item, on, receipt) in enumerate(to_post(writer.number)):
        if nth == BEFORE_CLOSING:
            begun.wait()
        if refused > AFTER_REFUSAL or nth == at_most:
            return posts
        posts.append(post(writer, company, nth, item, on, receipt=receipt))
        refused += posts[-1].answer.code == "period_closed"
    raise AssertionError("there is always something to post")


def test_nothing_comes_into_a_period_after_its_close(store, company):
    with crew(store, WRITERS + 1) as (*writers, closer):
        begun = Barrier(WRITERS + 1)

        def either(writer: Writer) -> list[Post] | Answer:
            if writer is not closer:
                return work(writer, company, begun, AT_MOST[store.engine])
            begun.wait()
            return writer.ask("close", company.ben, entity=company.entity, ends_on=FIRST_ENDS)

        *posted, closed = at_once([*writers, closer], either)
    posts = [post for found in posted for post in found]

    assert closed.code == closed.failure == "", closed
    assert [len(found) for found in posted if len(found) == AT_MOST[store.engine]] == [], "the closer starved"
    require_kept(store, posts)
    require_closed(store, company, posts, closed)
    require_sound(store)
    assert company.do("verify", company.ben).clean


def require_kept(store, posts: Sequence[Post]) -> None:
    """What was acknowledged is there once, what was refused is not, and each refusal is one that we know."""
    assert [post.answer.failure for post in posts if post.answer.failure] == []
    kept = {post.document: post for post in posts if not post.answer.code}
    there = store.rows("SELECT document, known_seq, quantity_micro FROM stock_stock_move WHERE document LIKE 'D-%'")
    assert sorted(there) == sorted(
        (document, post.answer.response.known_seq, post.quantity * 1_000_000) for document, post in kept.items()
    )
    for post in posts:
        match post.answer.code:
            case "" | "short":
                pass
            case "period_closed":
                assert post.on == FIRST
            case "refused":  # The item has a move of the second period already.
                assert (post.item, post.on) == ("BOTH", FIRST)
            case unknown:
                pytest.fail(f"{unknown}: {post}")
    commands = store.rows("SELECT count(*) FROM audit_command WHERE operation = 'record-move'")
    assert commands == [(len(kept),)]


def require_closed(store, company: Company, posts: Sequence[Post], closed: Answer) -> None:
    """The close has its place in the order: all of its period before it, and its statements as they were."""
    at = closed.response.known_seq
    first = [post for post in posts if post.on == FIRST]
    acknowledged = [post.answer.response.known_seq for post in first if not post.answer.code]
    assert acknowledged and max(acknowledged) < at
    assert any(post.answer.code == "period_closed" for post in first)
    assert any(post.answer.response.known_seq > at for post in posts if not post.answer.code and post.on == SECOND)
    for table in ("stock_stock_move", "subledger_cost_flow", "subledger_allowance_move", "ledger_entry"):
        days = f"accounting_on <= {(FIRST_ENDS - date(1970, 1, 1)).days}"
        assert store.rows(f"SELECT count(*) FROM {table} WHERE {days} AND known_seq > {at}") == [(0,)], table
    number = store.rows("SELECT id, (SELECT id FROM people_user WHERE username = 'ben') FROM entities_entity")[0]
    with reading(Scope(user_id=number[1], entities=(number[0],), purpose="report")) as reader:
        assert entity_by_code(reader, company.entity) is not None
        for known in (at, at + 1_000_000):
            again = trial_balance_hash(reader, number[0], as_of=FIRST_ENDS, known_seq=known)
            assert again.hex() == closed.response.statement_hash
