"""Closed periods unchanged: what was closed comes to the same today, as known then and as known now."""

import hashlib
from typing import Final

from lowmark.verify.balances import Amounts, Point, balances
from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on
from lowmark.verify.reader import MOST, Row, Rows

NAME: Final = "closed_periods_unchanged"
MEANING: Final = "the trial balance of each closed period has the hash of its close, as known then and as known now"

_EVENTS: Final = """
SELECT e.id, e.period_id, e.event, e.statement_hash, e.known_seq, p.ends_on, p.state
FROM entities_period p LEFT JOIN entities_period_event e ON e.period_id = p.id AND e.entity_id = p.entity_id
WHERE p.entity_id = %s ORDER BY p.ends_on, e.known_seq
"""
_AFTER: Final = (
    "SELECT id, accounting_on FROM {} WHERE entity_id = %s AND accounting_on BETWEEN %s AND %s AND known_seq > %s"
)
_FACTS: Final = (("entry", "ledger_entry"), ("move", "stock_stock_move"))
_STARTS: Final = "SELECT id, starts_on FROM entities_period WHERE entity_id = %s"
_CODES: Final = "SELECT id, code FROM {} WHERE entity_id = %s"


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every close: all of them as known then, the latest of periods that are closed as known now too."""
    faults, names = Faults(), Names(reader, entity_id)
    events = reader.rows(_EVENTS, [entity_id])
    closes = [event for event in events if event["event"] == "closed"]
    latest = {event["period_id"]: event for event in events if event["event"] in {"closed", "reopened"}}
    _check_states(events, latest, faults)
    standing = [event for event in latest.values() if event["event"] == "closed" and event["state"] == "closed"]
    points = [Point(each["ends_on"], each["known_seq"]) for each in closes] + [
        Point(each["ends_on"], MOST) for each in standing
    ]
    hashes = _hashes(reader, entity_id, balances(reader, entity_id, points))
    for event, found in zip(closes, hashes, strict=False):
        if found != event["statement_hash"]:
            faults.add("the trial balance of {}, as known when it was closed at known sequence {}, has changed since",
                       on(event["ends_on"]), event["known_seq"])  # fmt: skip
    for event, found in zip(standing, hashes[len(closes) :], strict=True):
        if found != event["statement_hash"]:
            faults.add("the trial balance of {}, which is closed, is now another", on(event["ends_on"]))
    _check_later(reader, entity_id, standing, faults, names)
    return faults.checked(len(closes))


def _check_states(events: list[Row], latest: dict[int, Row], faults: Faults) -> None:
    """See that each period is in the state in which its latest event left it."""
    for period, row in {row["period_id"]: row for row in events if row["period_id"] is not None}.items():
        event = latest[period]["event"] if period in latest else "opened"
        if (row["state"] == "closed") != (event == "closed"):
            faults.add("the period to {} is {}, and was last {}", on(row["ends_on"]), row["state"], event)
    for row in events:
        if row["period_id"] is None:
            faults.add("the period to {} was never opened by anybody", on(row["ends_on"]))


def _hashes(reader: Rows, entity_id: int, found: list[Amounts]) -> list[bytes]:
    """Return the hash of each trial balance: lines of book, account and amount, sorted."""
    books, accounts = (
        {row["id"]: row["code"] for row in reader.rows(_CODES.format(table), [entity_id])}
        for table in ("entities_book", "ledger_account")
    )
    texts = (
        sorted(f"{books.get(book)}|{accounts.get(account)}|{amount}\n" for (book, account), amount in amounts.items())
        for amounts in found
    )
    return [hashlib.sha256("".join(lines).encode()).digest() for lines in texts]


def _check_later(reader: Rows, entity_id: int, standing: list[Row], faults: Faults, names: Names) -> None:
    """Look for what counts in a closed period and came to be known after the close."""
    starts = {row["id"]: row["starts_on"] for row in reader.rows(_STARTS, [entity_id])}
    for event in standing:
        asked = [entity_id, starts[event["period_id"]], event["ends_on"], event["known_seq"]]
        for kind, table in _FACTS:
            for row in reader.rows(_AFTER.format(table) + " ORDER BY id", asked):
                faults.add("{} {} counts on {}, in a period that was closed before it came to be known", kind,
                           names(kind, row["id"]), on(row["accounting_on"]))  # fmt: skip
