"""Make balanced journal entries of a few events, in plain Python: what `entries` does, for a single posting.

Before this: one source document's events. After this: the store writes the drafts. Nothing here imports frames, so that
one posting starts at once; a property holds that both ways agree to the last line.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lowmark.core.journal.posting_rules import accounts_for, require_amounts, rule_for
from lowmark.core.kinds.arithmetic import INT64_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, and its amount: what is debited and credited is the posting rule's word."""

    event: str
    accounting_on: date
    document: str
    reason: str = ""
    item_class: str = ""
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """One account and dimension of an entry; debit positive."""

    line_no: int
    account_id: int
    reason: str
    item_class: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """A balanced entry that has no number yet."""

    journal: str
    event: str
    accounting_on: date
    document: str
    lines: tuple[LineDraft, ...]


def to_entries_one(*, events: Sequence[Event], roles: Mapping[tuple[str, str], int]) -> tuple[EntryDraft, ...]:
    """Turn events into entries, in the order and with the lines that `entries.to_entries` gives them.

    Shapes: ``roles`` maps (role, reason) to an account, (role, "") for every other reason.
    Units:  minor units of the book's currency; a line's debit is positive, its credit negative.
    Domain: ``amount_minor >= 0``; what is zero, or sums to zero on its account, leaves no line.
    Raises: Problem ``unknown_event``, ``negative_amount`` or ``missing_role``; OverflowError past 64 bits.

    >>> sale = Event(event="sale", accounting_on=date(2026, 11, 5), document="SO-1", amount_minor=700)
    >>> made, = to_entries_one(events=[sale], roles={("cost_of_sales", ""): 5000, ("inventory", ""): 1200})
    >>> made.journal, [(line.account_id, line.amount_minor) for line in made.lines]
    ('stock', [(5000, 700), (1200, -700)])
    """
    for name in sorted({event.event for event in events}):
        rule_for(name)
    require_amounts((event.event, event.amount_minor) for event in events)

    sums: defaultdict[tuple[date, str, str, str], defaultdict[tuple[int, str, str], int]]
    sums = defaultdict(lambda: defaultdict(int))
    for event in sorted(events, key=lambda event: (event.event, event.reason)):
        if event.amount_minor:
            debit, credit = accounts_for(event=event.event, reason=event.reason, roles=roles)
            entry = sums[event.accounting_on, rule_for(event.event).journal, event.event, event.document]
            entry[debit, event.reason, event.item_class] += event.amount_minor
            entry[credit, event.reason, event.item_class] -= event.amount_minor

    drafts = [
        EntryDraft(accounting_on=on, journal=journal, event=name, document=document, lines=lines)
        for (on, journal, name, document), amounts in sorted(sums.items(), key=lambda item: item[0])
        if (lines := _lines(amounts))
    ]
    assert all(sum(line.amount_minor for line in draft.lines) == 0 for draft in drafts)
    return tuple(drafts)


def _lines(amounts: Mapping[tuple[int, str, str], int]) -> tuple[LineDraft, ...]:
    if any(abs(amount) > INT64_MAX for amount in amounts.values()):
        raise OverflowError("the sum does not fit 64 bits")
    rows = sorted((amount < 0, *key, amount) for key, amount in amounts.items() if amount)
    return tuple(
        LineDraft(line_no=line_no, account_id=account, reason=reason, item_class=item_class, amount_minor=amount)
        for line_no, (_, account, reason, item_class, amount) in enumerate(rows, start=1)
    )
