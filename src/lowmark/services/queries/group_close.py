"""The board of a group close: each member's period, its latest test of stock, its rate, and where it is consolidated."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lowmark.core.consolidation.ownership import Member
from lowmark.core.consolidation.quotes import Quotes
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.scaled import format_scaled
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.groups.figures import is_open
from lowmark.services.groups.members import Group, group_of
from lowmark.services.groups.quoted import quotes_of
from lowmark.services.operations.group_close import Held, Line, Quoted, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.holdings import every_holding
from lowmark.store.evidence.rates import rates
from lowmark.store.ledger import groups as groups_store
from lowmark.store.session import Reader, reading

PLACES, PERCENT = 6, 100
NO_PERIOD = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Board:
    """What every line is held against."""

    as_of: date
    into: str
    quotes: Quotes
    consolidated: dict[str, str]


def group_close(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return where each member stands; of one without a grant, no more than that it is held."""
    group = group_of(actor, granted, as_of=request.as_of, whole=False)
    with reading(group.scope()) as reader:
        currency = find_book(reader, granted.entity, "").currency
        board = _Board(
            as_of=request.as_of, into=currency, quotes=quotes_of(reader, granted.entity.id, as_of=request.as_of),
            consolidated=_consolidated(reader, granted.entity.id, request.as_of),
        )  # fmt: skip
        lines = tuple(_line(reader, member, group.granted.get(member.entity), board) for member in group.members)
        quoted, held = _quoted(reader, granted, request.as_of), _held(reader, group)
    return Response(entity=granted.entity.code, as_of=request.as_of, currency=currency,
                    late=sum(line.late for line in lines), lines=lines, rates=quoted, holdings=held)  # fmt: skip


def _quoted(reader: Reader, granted: Granted, as_of: date) -> tuple[Quoted, ...]:
    """Return the latest rate of each two currencies that the head has up to a day."""
    latest = {(row["from_currency"], row["to_currency"]): row for row in rates(
        reader, granted.entity.id, as_of=as_of, known_seq=entities_read.known_seq(reader, granted.entity.id)
    )}  # fmt: skip
    return tuple(
        Quoted(of=of, into=into, valid_from=row["valid_from"], source=row["source"],
               rate=_written(Fraction(row["numerator"], row["denominator"])))
        for (of, into), row in sorted(latest.items())
    )  # fmt: skip


def _held(reader: Reader, group: Group) -> tuple[Held, ...]:
    """Return every holding that members whom the asker may see have said of themselves, oldest first."""
    return tuple(
        Held(holder=code, held=row["held"], valid_from=row["valid_from"], method=row["method"],
             share=format_scaled(row["share_micro"] * PERCENT, places=PLACES, least=0) + " %")
        for code in sorted(group.granted)
        for row in every_holding(reader, group.granted[code].entity.id)
    )  # fmt: skip


def _consolidated(reader: Reader, entity_id: int, as_of: date) -> dict[str, str]:
    """Return the latest consolidation of the date that each member is in."""
    found: dict[str, str] = {}
    for row in groups_store.consolidations(reader, entity_id):
        if row["as_of"] == as_of:
            for member in groups_store.members_of(reader, row["id"]):
                found.setdefault(member["member"], row["code"])
    return found


def _line(reader: Reader, member: Member, granted: Granted | None, board: _Board) -> Line:
    as_of, consolidated = board.as_of, board.consolidated
    if granted is None:
        return Line(
            member=member.entity, method=member.method, share=str(member.share), currency="", framework="", period="", run="",
            run_state="", rate="", late=False, consolidated=consolidated.get(member.entity, ""),
        )  # fmt: skip
    entity = granted.entity
    book = find_book(reader, entity, "")
    period = next((each.state for each in entities_read.periods(reader, entity.id) if each.starts_on <= as_of <= each.ends_on),
                  NO_PERIOD)  # fmt: skip
    run = reader.row(
        "SELECT code, state FROM runs_run WHERE entity_id = %s AND as_of <= %s AND kind = 'test'"
        " ORDER BY as_of DESC, known_seq DESC LIMIT 1",
        [entity.id, as_of],
    )
    return Line(
        member=entity.code, method=member.method, share=str(member.share), currency=book.currency, framework=book.framework,
        period=period, run="" if run is None else run["code"], run_state="" if run is None else run["state"],
        rate=_rate(board.quotes, book.currency, board.into, as_of), consolidated=consolidated.get(entity.code, ""),
        late=member.method == "full" and is_open(reader, entity.id, as_of),
    )  # fmt: skip


def _rate(quotes: Quotes, of: str, into: str, on: date) -> str:
    """Write the rate of a day, or nothing where there is none."""
    try:
        rate = quotes.on(of, into, on)
    except Problem:
        return ""
    return _written(Fraction(rate.numerator, rate.denominator))


def _written(rate: Fraction) -> str:
    return format_scaled(round(rate * 10**PLACES), places=PLACES, least=0)
