"""Goods sold within a group: sides that match, what they were taken from, and what is left of them.

Before this: declared sides and the flows of cost of every member. After this: `core.flow_group`, which follows the margins.
A pool whose layer took in more than one receipt is told as a chain: each receipt makes a layer of what was there and of what
came, so that margins mix there as costs do. Goods set apart in another pool take their margins with them, and so do components
that become part of a product: a production is told as goods that its inputs went into, and that its products are taken from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from lowmark.core import flow_group
from lowmark.core.consolidation.margins import Matched, Taken
from lowmark.core.consolidation.quotes import Quotes
from lowmark.core.consolidation.reported import ProfitInStock, SoldWithin
from lowmark.core.kinds.currency import exponent
from lowmark.core.kinds.day import from_day, to_day
from lowmark.services.groups.figures import Figures
from lowmark.services.groups.made import Made, Share, made_of
from lowmark.services.groups.members import Group
from lowmark.store.session import Reader, Row
from lowmark.store.stock import intercompany
from lowmark.store.stock.opening import margins

LAYERS = {
    "entity": pl.String,
    "layer": pl.Int64,
    "quantity_micro": pl.Int64,
    "consumed_micro": pl.Int64,
    "item_id": pl.Int64,
}
RATES = {"currency": pl.String, "on": pl.Int64, "numerator": pl.Int64, "denominator": pl.Int64}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of one sale, as a member declared it."""

    entity: str
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sale within the group, with what both sides say of it; one that only one side knows has no other."""

    seller: str
    buyer: str
    reference: str
    sale: Row | None
    purchase: Row | None

    @property
    def is_matched(self) -> bool:
        """Whether both sides say so."""
        return self.sale is not None and self.purchase is not None


@dataclass(slots=True)
class Told:
    """What the flows of cost say: sales and takings as the core takes them, and the layers that are left."""

    sales: list[Matched] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    layers: list[tuple[str, int, int, int, int]] = field(default_factory=list)
    named: int = 0
    """The last number given to goods that no receipt names: below zero."""

    def node(self, entity: str) -> int:
        """Name goods that are made of others."""
        self.named -= 1
        self.sales.append(Matched(seller="", buyer=entity, issue=self.named, receipt=self.named, on=0, currency="",
                                  price_minor=0, cost_minor=0))  # fmt: skip
        return self.named


@dataclass(slots=True)
class _Open:
    """A layer as it is walked: what it is called now, with how much it came, how much has gone."""

    node: int
    of_micro: int
    gone_micro: int
    item_id: int


def pairs_of(reader: Reader, group: Group, known: dict[str, int], *, as_of: date) -> list[Pair]:
    """Return every sale that a member has declared with another member, matched where both have."""
    sides: dict[tuple[str, str, str], dict[str, Row]] = {}
    codes = {member.entity for member in group.full}
    for code in sorted(codes & group.granted.keys()):
        rows = intercompany.sides(reader, group.granted[code].entity.id, as_of=as_of, known_seq=known[code])
        for row in rows:
            if row["counterparty"] in codes:
                seller, buyer = (code, row["counterparty"]) if row["side"] == "sale" else (row["counterparty"], code)
                sides.setdefault((seller, buyer, row["reference"]), {})[row["side"]] = row
    return [
        Pair(seller=seller, buyer=buyer, reference=reference, sale=both.get("sale"), purchase=both.get("purchase"))
        for (seller, buyer, reference), both in sorted(sides.items())
    ]


def sold_within(pairs: Iterable[Pair], *, first_on: date) -> tuple[SoldWithin, ...]:
    """Return what members sold one another in the period."""
    return tuple(
        SoldWithin(seller=pair.seller, buyer=pair.buyer, amount_minor=pair.sale["amount_minor"])
        for pair in pairs if pair.sale is not None and pair.sale["accounting_on"] >= first_on
    )  # fmt: skip


def margins_at(
    reader: Reader, figures: dict[str, Figures], pairs: Sequence[Pair], quotes: Quotes, *, as_of: date, into: str
) -> pl.DataFrame:  # fmt: skip
    """Return every margin in what members have on a day: entity, layer, item_id, seller, left_minor, profit_minor.

    Raises: Problem ``no_rate``.
    """
    days = {code: min(as_of, each.reported.as_of) for code, each in figures.items()}
    matched = [pair for pair in pairs if pair.is_matched and _known(pair, days)]
    told = Told()
    before = _taken_over(reader, figures)
    for code in sorted({code for pair in matched for code in (pair.seller, pair.buyer)} | before.keys()):
        bought = {pair.purchase["move_id"] for pair in matched if pair.buyer == code and pair.purchase}
        bought |= {row["move_id"] for row in before.get(code, ())}
        sold = {pair.sale["move_id"]: pair for pair in matched if pair.seller == code and pair.sale}
        items = {row["item_id"] for pair in matched for who, row in ((pair.seller, pair.sale), (pair.buyer, pair.purchase))
                 if who == code and row} | {row["item_id"] for row in before.get(code, ())}  # fmt: skip
        found = figures[code]
        made = made_of(reader, found.entity_id, items, as_of=days[code], known_seq=found.known_seq)
        flows = intercompany.flows_of_items(
            reader, found.book.cost_basis_id, sorted(made.items), as_of=days[code], known_seq=found.known_seq
        )
        _tell(told, code, flows, bought, sold, made)
        _tell_taken_over(told, code, before.get(code, ()), days[code])
    rates = _rates(told.sales, quotes, into)
    layers = pl.DataFrame(told.layers, schema=LAYERS, orient="row")
    margins = flow_group.margins_in_stock(sales=told.sales, taken=told.taken, layers=layers, rates=rates)
    return margins.join(layers.select("entity", "layer", "item_id"), on=["entity", "layer"], how="left")


def _taken_over(reader: Reader, figures: dict[str, Figures]) -> dict[str, list[Row]]:
    """Return the margins of members of the group that each member took over with its layers."""
    found = {
        code: [row for row in margins(reader, each.entity_id, known_seq=each.known_seq) if row["seller"] in figures]
        for code, each in figures.items()
    }
    return {code: rows for code, rows in found.items() if rows}


def _tell_taken_over(told: Told, entity: str, rows: Sequence[Row], until: date) -> None:
    """Tell margins that were taken over as sales at nothing but the margin; of several in a layer, as one sold on to the next.

    Before the books begin, the goods are there as they were taken over from the day on which they were sold.
    """
    nodes: dict[int, int] = {}
    for row in rows:
        if row["sold_on"] > until:
            continue
        move: int = row["move_id"]
        if move not in nodes and row["opening_on"] > until:
            told.layers.append((entity, move, row["quantity_micro"], 0, row["item_id"]))
        told.named -= 1
        told.sales.append(Matched(
            seller=row["seller"], buyer=entity, issue=told.named, receipt=nodes.get(move, move),
            on=to_day(row["sold_on"]), currency=row["currency"], price_minor=row["margin_minor"], cost_minor=0,
        ))  # fmt: skip
        told.named -= 1
        told.taken.append(Taken(told.named + 1, told.named, 0, row["quantity_micro"], row["quantity_micro"]))
        nodes[move] = told.named


def profits(opening: pl.DataFrame, closing: pl.DataFrame) -> tuple[ProfitInStock, ...]:
    """Return the profit in stock by who made it and who has the goods, at both ends of the period."""
    sums: dict[tuple[str, str], list[int]] = {}
    for place, frame in enumerate((opening, closing)):
        for seller, entity, profit in frame.select("seller", "entity", "profit_minor").iter_rows():
            sums.setdefault((seller, entity), [0, 0])[place] += profit
    return tuple(
        ProfitInStock(seller=seller, buyer=buyer, opening_minor=first, closing_minor=last)
        for (seller, buyer), (first, last) in sorted(sums.items()) if first or last
    )  # fmt: skip


def _known(pair: Pair, days: dict[str, date]) -> bool:
    """Say whether both sides are in the figures of their members."""
    assert pair.sale is not None and pair.purchase is not None
    sold, bought = pair.sale["accounting_on"] <= days[pair.seller], pair.purchase["accounting_on"] <= days[pair.buyer]
    return bool(sold and bought)


def _tell(
    told: Told, entity: str, flows: Sequence[Row], bought: set[int], sold: dict[int, Pair], made: Made
) -> None:  # fmt: skip
    """Walk the flows of one member, in the order in which they count."""
    layers: dict[tuple[int, int], _Open] = {}
    leaving: dict[int, list[Taken]] = {}
    costs: dict[int, int] = {}
    nodes: dict[int, int] = {}
    for flow in flows:
        key, quantity, move = (flow["pool_id"], flow["layer_move_id"]), flow["quantity_micro"], flow["move_id"]
        if quantity < 0 or not quantity:
            costs[move] = costs.get(move, 0) - flow["value_minor"]
        if quantity < 0 and key in layers:
            layer = layers[key]
            part = Taken(move, layer.node, layer.gone_micro, -quantity, layer.of_micro)
            leaving.setdefault(move, []).append(part)
            layer.gone_micro -= quantity
        elif quantity > 0:
            share = made.outputs.get(move)
            parts = leaving.get(move, []) if share is None else [_of_production(told, entity, nodes, share)]
            _receive(told, entity, layers, key, flow, parts, is_bought=move in bought)
    for move, production in made.inputs.items():
        if production in nodes:
            told.taken += [part._replace(issue=nodes[production]) for part in leaving.get(move, [])]
    for move, pair in sold.items():
        assert pair.sale is not None and pair.purchase is not None
        told.sales.append(Matched(
            seller=pair.seller, buyer=pair.buyer, issue=move, receipt=pair.purchase["move_id"],
            on=to_day(pair.sale["accounting_on"]), currency=pair.sale["currency"], price_minor=pair.sale["amount_minor"],
            cost_minor=costs.get(move, 0),
        ))  # fmt: skip
        told.taken += leaving.get(move, [])
    told.layers += [(entity, layer.node, layer.of_micro, layer.gone_micro, layer.item_id) for layer in layers.values()]


def _of_production(told: Told, entity: str, nodes: dict[int, int], share: Share) -> Taken:
    """Return what a product takes of its production, which is named when the first of its products comes."""
    if share.production not in nodes:
        nodes[share.production] = told.node(entity)
    return Taken(0, nodes[share.production], share.before_micro, share.share_micro, share.of_micro)


def _receive(
    told: Told, entity: str, layers: dict[tuple[int, int], _Open], key: tuple[int, int], flow: Row, moved: list[Taken], *,
    is_bought: bool,
) -> None:  # fmt: skip
    """Let goods into a layer: the first make it; later ones, and goods from another pool or a production, make one of both."""
    quantity, move = flow["quantity_micro"], flow["move_id"]
    there = layers.get(key)
    if there is None and not moved:
        layers[key] = _Open(move, quantity, 0, flow["item_id"])
        return
    node = told.node(entity)
    left = 0
    if there is not None:
        left = there.of_micro - there.gone_micro
        if left:
            told.taken.append(Taken(node, there.node, there.gone_micro, left, there.of_micro))
    told.taken += [part._replace(issue=node) for part in moved]
    if is_bought:
        told.taken.append(Taken(node, move, 0, quantity, quantity))
    layers[key] = _Open(node, left + quantity, 0, flow["item_id"])


def _rates(sales: Iterable[Matched], quotes: Quotes, into: str) -> pl.DataFrame:
    """Return the rate of each currency on each day of a sale, minor units for minor units; nothing is worth nothing."""
    rows = [("", 0, 1, 1)]
    for currency, on in sorted({(sale.currency, sale.on) for sale in sales if sale.currency}):
        rate = quotes.on(currency, into, from_day(on))
        rows.append((currency, on, rate.numerator * 10 ** exponent(into), rate.denominator * 10 ** exponent(currency)))
    return pl.DataFrame(rows, schema=RATES, orient="row")


def day_before(day: date) -> date:
    """Return the day before."""
    return day - timedelta(days=1)
