"""Journals drafted by hand: what is wrong with one, what its hash is, and when it is due to be posted.

Before this: a person's lines, with the accounts and dimensions that the chart has. After this: another person decides on
exactly this hash, and the store posts what is due. A control account is never posted by hand, for it would part from its
subledger. Sources: COSO, control activities; ISA 240.33 (journal entries and other adjustments).
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lowmark.core.kinds.money import format_minor, parse_minor
from lowmark.core.kinds.problems import Problem

POSTED_EVENT: Final = "manual_journal"
REVERSED_EVENT: Final = "manual_journal_reversed"
ITEM_CLASS: Final = "item_class"
TRANSACTION: Final = "tx"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """One account of a draft: debit positive; dimensions as (name, code), by name."""

    account: str
    amount_minor: int
    item_class: str = ""
    dimensions: tuple[tuple[str, str], ...] = ()
    tx_currency: str | None = None
    tx_amount_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A journal as it was drafted; days as numbers."""

    document: str
    kind: str
    purpose: str
    first_on: int
    until_on: int | None
    origin_year: int | None
    because: str
    lines: tuple[DraftLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What the chart asks of an account: whether only the subledger posts to it, and what of each dimension."""

    is_control: bool
    demands: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a draft: in which line (0: the whole), what, and what to do."""

    line_no: int
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, order=True)
class Leg:
    """One posting that a draft asks for: the day, which occurrence, and whether it reverses that."""

    accounting_on: int
    occurrence: int
    leg: str


def read_lines(text: str, *, currency: str) -> tuple[DraftLine, ...]:
    """Read lines as people write them: `6000 150.00 department=SALES; 2200 -150.00`.

    Domain: an account's code, an amount (credits negative), then dimensions by name; `item_class=` names the class of
            goods, `tx=USD:110.00` the amount in the transaction currency. Lines end with a semicolon or at the line's end.
    Raises: Problem ``bad_line``, or what money says of an amount.

    >>> first, second = read_lines("6000 150.00 department=SALES; 2200 -150.00 tx=USD:-110.00", currency="CAD")
    >>> first.dimensions, second.amount_minor, second.tx_currency, second.tx_amount_minor
    ((('department', 'SALES'),), -15000, 'USD', -11000)
    """
    written = [line.split() for line in text.replace("\n", ";").split(";") if line.strip()]
    return tuple(_read_line(words, currency, place) for place, words in enumerate(written, start=1))


def _read_line(words: Sequence[str], currency: str, place: int) -> DraftLine:
    named = [word.partition("=") for word in words[2:]]
    if len(words) < 2 or not all(name and is_one and value for name, is_one, value in named):
        raise Problem("bad_line", f"{' '.join(words)[:60]!r} is no line of a journal",
                      hint="write 6000 150.00 department=SALES; 2200 -150.00", where={"line": place})  # fmt: skip
    told = {name: value for name, _, value in named}
    other, _, amount = told.pop(TRANSACTION, "").partition(":")
    return DraftLine(
        account=words[0], amount_minor=parse_minor(words[1], currency), item_class=told.pop(ITEM_CLASS, ""),
        dimensions=tuple(sorted(told.items())), tx_currency=other or None,
        tx_amount_minor=parse_minor(amount, other) if other else None,
    )  # fmt: skip


def written(dimensions: Iterable[tuple[str, str]]) -> str:
    """Write dimensions as they are kept with a draft.

    >>> written([("project", "P-1"), ("department", "SALES")])
    'department=SALES;project=P-1'
    """
    return ";".join(f"{name}={code}" for name, code in sorted(dimensions))


def read_dimensions(text: str) -> tuple[tuple[str, str], ...]:
    """Read dimensions as they are kept with a draft.

    >>> read_dimensions("department=SALES;project=P-1")
    (('department', 'SALES'), ('project', 'P-1'))
    """
    return tuple((name, code) for name, _, code in (part.partition("=") for part in text.split(";") if part))


def faults_of(
    draft: Draft, *, accounts: Mapping[str, Demand], values: Collection[tuple[str, str]], currency: str
) -> tuple[Fault, ...]:
    """Return everything that is wrong with a draft; nothing where it may be decided on.

    Shapes: ``accounts`` by code, with what is asked of their lines; ``values`` are the dimensions' (name, code).

    >>> draft = Draft(document="JV-1", kind="once", purpose="ordinary", first_on=0, until_on=None, origin_year=None,
    ...               because="", lines=(DraftLine(account="1200", amount_minor=5), DraftLine(account="6", amount_minor=-4)))
    >>> chart = {"1200": Demand(is_control=True, demands={})}
    >>> [fault.code for fault in faults_of(draft, accounts=chart, values=(), currency="EUR")]
    ['control_account', 'unknown_account', 'unbalanced']
    """
    found = [
        fault
        for place, line in enumerate(draft.lines, start=1)
        for fault in _faults_of_line(place, line, accounts.get(line.account), values)
    ]
    left = sum(line.amount_minor for line in draft.lines)
    if len(draft.lines) < 2:
        found.append(Fault(0, "too_few_lines", "a journal has two lines at least", "debit one account, credit another"))
    if left:
        sides = ("debits", "credits") if left > 0 else ("credits", "debits")
        found.append(Fault(0, "unbalanced", f"{sides[0]} are {format_minor(abs(left), currency)} more than {sides[1]}",
                           "debits and credits come to the same"))  # fmt: skip
    if draft.until_on is not None and (draft.kind != "recurring" or draft.until_on < draft.first_on):
        found.append(Fault(0, "bad_until", "only a journal that recurs has a last day, and not before its first",
                           "leave it out, or let the journal recur"))  # fmt: skip
    return tuple(found)


def _faults_of_line(
    place: int, line: DraftLine, asked: Demand | None, values: Collection[tuple[str, str]]
) -> Iterator[Fault]:
    """Yield what is wrong with one line."""
    if asked is None:
        yield Fault(place, "unknown_account", f"the chart has no account {line.account}",
                    "add it to the chart: import it with the table accounts")  # fmt: skip
    elif asked.is_control:
        yield Fault(place, "control_account", f"account {line.account} takes only what its subledger posts",
                    "record the goods themselves, or adjust the allowance by a run")  # fmt: skip
    if line.amount_minor == 0:
        yield Fault(place, "no_amount", "a line has an amount", "leave the line out")
    for name, code in line.dimensions:
        if (name, code) not in values:
            yield Fault(place, "unknown_dimension", f"there is no {name} {code}", "import it with the table dimensions")
    given = {name for name, _ in line.dimensions} | ({ITEM_CLASS} if line.item_class else set())
    for name, demand in sorted(asked.demands.items()) if asked is not None else ():
        if (name in given) == (demand == "refused") and demand != "allowed":
            verb = "must not name" if demand == "refused" else "has to name"
            yield Fault(
                place, f"dimension_{demand}", f"a line on {line.account} {verb} a {name}", "see the rules of dimensions"
            )


def hash_of(draft: Draft) -> bytes:
    """Return the SHA-256 of what is shown of a draft, every text by its own hash, so that no two drafts look alike.

    >>> line = DraftLine(account="1", amount_minor=5)
    >>> one = Draft(document="J", kind="once", purpose="ordinary", first_on=1, until_on=None, origin_year=None,
    ...             because="", lines=(line,))
    >>> len(hash_of(one)), hash_of(one) == hash_of(one)
    (32, True)
    """
    whole = hashlib.sha256(b"lowmark journal draft 1")
    parts: list[object] = [draft.document, draft.kind, draft.purpose, draft.first_on, draft.until_on, draft.origin_year,
                           draft.because, len(draft.lines)]  # fmt: skip
    for line in draft.lines:
        parts += [line.account, line.amount_minor, line.item_class, written(line.dimensions), line.tx_currency,
                  line.tx_amount_minor]  # fmt: skip
    for part in parts:
        whole.update(hashlib.sha256(f"{type(part).__name__}:{part}".encode()).digest())
    return whole.digest()


def due(
    *, kind: str, first_on: int, until_on: int | None, periods: Sequence[tuple[int, int]], up_to: int
) -> tuple[Leg, ...]:
    """Return every posting that a draft asks for up to a day, oldest first.

    Shapes: ``periods`` are (first day, last day), in order.
    Domain: one that reverses does so on the first day of the period after its own, as soon as it is posted and that
            period is there. One that recurs counts once a period: on the last day where it begins on a last day, else
            as many days into the period as at first, and never after its end.

    >>> months = [(0, 30), (31, 58), (59, 89)]
    >>> [leg.accounting_on for leg in due(kind="recurring", first_on=30, until_on=None, periods=months, up_to=70)]
    [30, 58]
    >>> due(kind="reversing", first_on=30, until_on=None, periods=months, up_to=30)[1]
    Leg(accounting_on=31, occurrence=0, leg='reversed')
    """
    if first_on > up_to:
        return ()
    first = Leg(first_on, 0, "posted")
    own = next((place for place, (starts, ends) in enumerate(periods) if starts <= first_on <= ends), None)
    if kind == "once" or own is None:
        return (first,)
    if kind == "reversing":
        return (first, *(Leg(starts, 0, "reversed") for starts, _ in periods[own + 1 : own + 2]))
    starts, ends = periods[own]
    days = [last if first_on == ends else min(begins + first_on - starts, last) for begins, last in periods[own + 1 :]]
    last_day = up_to if until_on is None else min(up_to, until_on)
    later = (Leg(day, place, "posted") for place, day in enumerate(days, start=1) if day <= last_day)
    return (first, *later)


def state_of(*, decision: str | None, kind: str, postings: int) -> str:
    """Say where a draft is in its life.

    >>> state_of(decision=None, kind="once", postings=0), state_of(decision="approved", kind="recurring", postings=3)
    ('drafted', 'recurring')
    """
    if decision != "approved":
        return decision or "drafted"
    if kind == "recurring":
        return "recurring"
    wanted = 2 if kind == "reversing" else 1
    return "posted" if postings == wanted else "to_be_reversed" if postings else "approved"
