"""Sales within a group, as both sides say them."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.groups.goods import Pair, pairs_of
from lowmark.services.groups.members import group_of
from lowmark.services.operations.match_intercompany import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading


def match_intercompany(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return every sale that a member has declared with another.

    Raises: Problem `not_granted` without a grant on each member.
    """
    group = group_of(actor, granted, as_of=request.as_of)
    with reading(group.scope()) as reader:
        known = {code: entities_read.known_seq(reader, each.entity.id) for code, each in group.granted.items()}
        pairs = pairs_of(reader, group, known, as_of=request.as_of)
    lines = tuple(_line(pair) for pair in pairs)
    matched = sum(line.state == "matched" for line in lines)
    return Response(entity=granted.entity.code, as_of=request.as_of, matched=matched, differing=len(lines) - matched,
                    lines=lines)  # fmt: skip


def _line(pair: Pair) -> Line:
    sale, purchase = pair.sale or {}, pair.purchase or {}
    one_currency = pair.is_matched and sale["currency"] == purchase["currency"]
    difference = sale["amount_minor"] - purchase["amount_minor"] if one_currency else 0
    if not pair.is_matched:
        state = "sale only" if sale else "purchase only"
    else:
        differs = difference or not one_currency or sale["quantity_micro"] != purchase["quantity_micro"]
        state = "differs" if differs else "matched"
    return Line(
        seller=pair.seller, buyer=pair.buyer, reference=pair.reference, state=state, sold_on=sale.get("accounting_on"),
        bought_on=purchase.get("accounting_on"), sold_micro=sale.get("quantity_micro", 0),
        bought_micro=purchase.get("quantity_micro", 0), currency=str((pair.sale or pair.purchase or {})["currency"]),
        sold_minor=sale.get("amount_minor", 0), bought_minor=purchase.get("amount_minor", 0), difference_minor=difference,
    )  # fmt: skip
