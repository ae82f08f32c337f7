"""Sell goods to another entity of the group, in one transaction: two moves, both declared sides, both invoices.

Locks:  the two entities as a pair, so that one sale goes after the other between them; then what a move of either locks, the
        seller's clock before the buyer's goods. Whoever loses to a sale the other way round begins again.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from lowmark.core.journal.one import Event, to_entries_one
from lowmark.core.kinds.day import from_day
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.locations import OUTSIDE
from lowmark.services.access import Granted, admit
from lowmark.services.actor import Actor
from lowmark.services.call import require_within_bounds
from lowmark.services.command import Done, hash_of, lock_key, record_command, run_command
from lowmark.services.operations.sell_within import OPERATION, Request, Response
from lowmark.services.recording.asked import Asked, read_quantity, read_weight
from lowmark.services.recording.desk import record_in
from lowmark.services.recording.entries import entries_of
from lowmark.services.recording.reads import read_setting
from lowmark.store.items.read import said_of_lot
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.counterparties import name_counterparty
from lowmark.store.ledger.write import write_entries
from lowmark.store.scope import Purpose, Scope
from lowmark.store.session import Writer
from lowmark.store.stock.intercompany import is_declared, move_of, write_side
from lowmark.store.stock.strata import oldest_issued

Side = Literal["sale", "purchase"]


@dataclass(frozen=True, slots=True)
class Both(Granted):
    """The seller, with the buyer in the scope of what is written."""

    buyer: Granted

    def scope(self, purpose: Purpose = "command") -> Scope:
        """Return the scope of both entities."""
        return Scope(user_id=self.user_id, entities=(self.entity.id, self.buyer.entity.id), purpose=purpose)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """What one side writes of the sale."""

    side: Side
    counterparty: str
    reference: str
    line: str
    on: date
    currency: str
    amount_minor: int
    posted_minor: int


def sell_within(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Sell.

    Raises: Problem `not_granted` without a role in either; `bad_request` for a reference that has been used, a place of others,
            or a price below nothing; `no_rate`; as `record_in` does for either move.
    """
    if not request.reference.strip() or request.buyer == granted.entity.code:
        raise Problem("bad_request", "an entity sells to another, by a reference", hint="say both")
    for place in (request.from_location, request.to_location):
        if place in OUTSIDE:
            raise Problem(
                "bad_request", f"{place} is no place of either", hint="name a place of the seller, one of the buyer"
            )
    require_within_bounds(OPERATION, request.buyer, actor=actor)
    buyer = admit(OPERATION, request.buyer, actor=actor)
    price = parse_minor(request.price, granted.entity.currency)
    if price < 0:
        raise Problem("bad_request", f"a price of {request.price} is less than nothing", hint="give zero or more")
    both = Both(granted.entity, granted.roles, granted.user_id, buyer)

    def work(writer: Writer) -> Done:
        lock_key(writer, min(granted.entity.id, buyer.entity.id), f"within {max(granted.entity.id, buyer.entity.id)}")
        for one, side, other in ((granted, "sale", buyer), (buyer, "purchase", granted)):
            if is_declared(writer, one.entity.id, 0, side, other.entity.code, request.reference):
                raise Problem(
                    "bad_request", f"{request.reference} has been declared before", hint="give it another reference"
                )
        return _sell(writer, request, both, price)

    result: Response = run_command(OPERATION, request, actor=actor, granted=both, work=work)
    return result


def _sell(writer: Writer, request: Request, both: Both, price: int) -> Done:
    """Record the sale of the one and the purchase of the other; leave a record in the audit trail of both."""
    seller, buyer = both.entity, both.buyer.entity
    mine = Granted(seller, both.roles, both.user_id)
    worth = _worth(writer, request, both, price)
    said, left = record_in(writer, mine, _asked(request, request.from_location, "customer", "sale"))
    of_lot = said_of_lot(writer, seller.id, said.item, said.lot) if said.lot else None
    sold = _declare(writer, mine, Invoice(
        side="sale", counterparty=buyer.code, reference=request.reference, line=request.line, on=request.sold_on,
        currency=seller.currency, amount_minor=price, posted_minor=price,
    ))  # fmt: skip
    since = left.since or _since(writer, seller.id, request)
    comes = _asked(request, "vendor", request.to_location, "receipt", value_minor=worth, received_on=since)
    comes = replace(comes, **(of_lot or {}))
    _, came = record_in(writer, both.buyer, comes)
    bought = _declare(writer, both.buyer, Invoice(
        side="purchase", counterparty=seller.code, reference=request.reference, line=request.line, on=request.sold_on,
        currency=seller.currency, amount_minor=price, posted_minor=worth,
    ))  # fmt: skip
    cost = -left.value_minor - left.released_minor
    response = Response(
        entity=seller.code, buyer=buyer.code, reference=request.reference, item=request.item,
        quantity_micro=said.quantity_micro, currency=seller.currency, price_minor=price, cost_minor=cost,
        margin_minor=price - cost, buyer_currency=buyer.currency, worth_minor=worth, entries=(*left.entries, *sold),
        buyer_entries=(*came.entries, *bought),
    )  # fmt: skip
    theirs = Done({"seller": seller.code}, f"purchase {request.reference} from {seller.code}", clock=came.clock)
    record_command(
        writer, OPERATION.name, f"{seller.code}:{left.known_seq}", hash_of(theirs.response), theirs, both.buyer
    )
    return Done(response, f"sale {request.reference} to {buyer.code}", clock=left.clock)


def _asked(
    request: Request, source: str, target: str, reason: str, *, value_minor: int | None = None, received_on: date | None = None,
) -> Asked:  # fmt: skip
    return Asked(
        document=request.reference, line=request.line, item=request.item, lot=request.lot, from_location=source,
        to_location=target, reason=reason, quantity_micro=read_quantity(request.quantity), value_minor=value_minor,
        on=request.sold_on, unit=request.unit, catch_micro=read_weight(request.weight), received_on=received_on,
    )  # fmt: skip


def _since(writer: Writer, entity_id: int, request: Request) -> date | None:
    """Return since when goods that were sold before others of theirs had been with the seller, by what they were taken from."""
    move = move_of(writer, entity_id, request.reference, request.line)
    assert move is not None
    day = oldest_issued(writer, [move["id"]]).get(move["id"])
    return None if day is None else min(from_day(day), request.sold_on)


def _declare(writer: Writer, granted: Granted, invoice: Invoice) -> tuple[str, ...]:
    """Declare a side by its move, and post its invoice with the other side named on what is owed; return the entries' names."""
    assert granted.user_id is not None  # Recording takes a role, and roles are people's.
    entity = granted.entity
    move = move_of(writer, entity.id, invoice.reference, invoice.line)
    assert move is not None
    book = read_setting(writer, granted, invoice.on).book
    roles = ledger_read.roles(writer, entity.id)
    event = Event(event=f"intercompany_{invoice.side}", accounting_on=invoice.on, document=invoice.reference,
                  amount_minor=invoice.posted_minor)  # fmt: skip
    entries = entries_of(to_entries_one(events=[event], roles=roles), entity=entity)
    sequences, recorded_at = writer.tick(entity.id, 1 + 2 * len(entries))
    write_side(writer, {
        "entity_id": entity.id, "side": invoice.side, "counterparty": invoice.counterparty, "reference": invoice.reference,
        "move_id": move["id"], "currency": invoice.currency, "amount_minor": invoice.amount_minor,
        "declared_by": granted.user_id, "known_seq": sequences[0], "recorded_at": recorded_at,
    })  # fmt: skip
    posted = write_entries(
        writer, entries, entity_id=entity.id, book_id=book.id, posted_by=granted.user_id,
        sequences=sequences[1 : 1 + len(entries)], recorded_at=recorded_at,
    )  # fmt: skip
    owed = roles["trade_receivables" if invoice.side == "sale" else "trade_payables", ""]
    for entry, made in zip(entries, posted, strict=True):
        place = next(number for number, line in enumerate(entry.lines, start=1) if line.account_id == owed)
        name_counterparty(writer, entity_id=entity.id, entry_id=made.id, line_no=place,
                          dimension="customer" if invoice.side == "sale" else "vendor", code=invoice.counterparty,
                          known=(sequences[-1], recorded_at))  # fmt: skip
    return tuple(each.name for each in posted)


def _worth(writer: Writer, request: Request, both: Both, price: int) -> int:
    """Return the invoice in the buyer's currency: as it is said, else at the rate of the day that the buyer has, or the seller.

    Raises: Problem `bad_request`, `no_rate`.
    """
    of, into = both.entity.currency, both.buyer.entity.currency
    if of == into:
        return price
    if request.worth:
        worth = parse_minor(request.worth, into)
        if worth < 0:
            raise Problem("bad_request", f"a worth of {request.worth} is less than nothing", hint="give zero or more")
        return worth
    from lowmark.core.consolidation.exchange import exchange
    from lowmark.services.groups.quoted import quotes_of

    for number, one in enumerate((both.buyer.entity, both.entity)):
        try:
            rate = quotes_of(writer, one.id, as_of=request.sold_on).on(of, into, request.sold_on)
        except Problem:
            if number:
                raise
            continue
        return exchange(price, rate=rate, of=of, into=into)
    raise AssertionError("the last of them answers or raises")
