"""Eliminations: what members owe and sell one another, and the profit that a group has made by selling to itself.

Before this: translated trial balances in the consolidation book. After this: `attribution`. Sources: IFRS 10.B86(c); ASC
810-10-45-1; ASPE 1601.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lowmark.core.consolidation.book import Book
from lowmark.core.consolidation.exchange import exchange
from lowmark.core.consolidation.reported import Chart, ProfitInStock, Reported, ReportedLine, RetestedStock, SoldWithin
from lowmark.core.consolidation.taxes import tax_on_profit
from lowmark.core.frameworks.groups import GroupPolicy

Translated = Mapping[str, Sequence[tuple[ReportedLine, int]]]
"""Each member's lines with their amounts in the currency of the group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairDifference:
    """What two members say of one another that does not agree: the claim of the first, less what the second says."""

    entity: str
    counterparty: str
    entity_minor: int
    counterparty_minor: int

    @property
    def difference_minor(self) -> int:
        """What is left when both are taken together."""
        return self.entity_minor + self.counterparty_minor


@dataclass(slots=True)
class Borne:
    """What eliminations take from each member: of its result of the period, and of its equity before that.

    Units:  debits less credits: what is taken is positive.
    """

    result: dict[str, int] = field(default_factory=dict)
    equity: dict[str, int] = field(default_factory=dict)

    def add(self, entity: str, *, result: int = 0, equity: int = 0) -> None:
        """Add to what a member bears."""
        self.result[entity] = self.result.get(entity, 0) + result
        self.equity[entity] = self.equity.get(entity, 0) + equity


def eliminate_balances(*, book: Book, translated: Translated, chart: Chart) -> tuple[PairDifference, ...]:
    """Write off what members owe one another, and list what does not agree: the difference stands on its own account."""
    pairs: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    for entity, lines in translated.items():
        for line, amount in lines:
            is_balance = chart.accounts[line.account].section in {"asset", "liability"}
            if line.counterparty in translated and is_balance and not line.is_investment and amount:
                pair = (min(entity, line.counterparty), max(entity, line.counterparty))
                pairs.setdefault(pair, []).append((entity, line.account, amount))
    found = []
    for (first, second), amounts in sorted(pairs.items()):
        left = sum(amount for _, _, amount in amounts)
        off = [(account, -amount) for _, account, amount in sorted(amounts)]
        book.write("balances", first, second, f"what {first} and {second} owe one another",
                   [*off, (chart.roles["difference_of_balances"], left)])  # fmt: skip
        said = sum(amount for entity, _, amount in amounts if entity == first)
        found.append(
            PairDifference(entity=first, counterparty=second, entity_minor=said, counterparty_minor=left - said)
        )
    return tuple(found)


def eliminate_sales(
    *, book: Book, sold: Iterable[SoldWithin], reported: Mapping[str, Reported], chart: Chart, into: str
) -> None:
    """Take sales within the group off revenue and cost of sales, at the rate at which the seller's revenue was translated."""
    totals: dict[tuple[str, str], int] = {}
    for sale in sold:
        if sale.seller in reported and sale.buyer in reported:
            totals[sale.seller, sale.buyer] = totals.get((sale.seller, sale.buyer), 0) + sale.amount_minor
    for (seller, buyer), amount in sorted(totals.items()):
        member = reported[seller]
        off = exchange(amount, rate=member.rates.average, of=member.currency, into=into)
        book.write("sales", seller, buyer, f"{seller} sold to {buyer} in the period",
                   [(chart.roles["revenue"], off), (chart.roles["cost_of_sales"], -off)])  # fmt: skip


def eliminate_profit(
    *, book: Book, profits: Iterable[ProfitInStock], reported: Mapping[str, Reported], chart: Chart, policy: GroupPolicy,
    parent: str, borne: Borne,
) -> None:  # fmt: skip
    """Take profit out of stock, with the tax on it; profit in the opening stock counts as made in the period."""
    roles = chart.roles
    for profit in sorted(profits, key=lambda each: (each.seller, each.buyer)):
        seller, buyer = profit.seller, profit.buyer
        if seller not in reported or buyer not in reported:
            continue
        opening, closing = profit.opening_minor, profit.closing_minor
        bears = seller if policy.upstream_profit_borne_by == "seller" else parent
        book.write("opening_profit", seller, buyer, f"profit of {seller} in the opening stock of {buyer}, made since",
                   [(roles["retained_earnings"], opening), (roles["cost_of_sales"], -opening)])  # fmt: skip
        book.write("closing_profit", seller, buyer, f"profit of {seller} in goods that {buyer} still has",
                   [(roles["cost_of_sales"], closing), (roles["inventory"], -closing)])  # fmt: skip
        before, after = (
            tax_on_profit(profit_minor=amount, buyer_rate_micro=reported[buyer].tax_rate_micro,
                          seller_rate_micro=reported[seller].tax_rate_micro, by=policy.tax_on_profit)
            for amount in (opening, closing)
        )  # fmt: skip
        rate_of = buyer if policy.tax_on_profit == "buyer_deferred" else seller
        book.write("tax_on_profit", seller, buyer, f"tax on that profit, at the rate of {rate_of}",
                   [(roles["deferred_tax"], after), (roles["tax_expense"], before - after),
                    (roles["retained_earnings"], -before)])  # fmt: skip
        borne.add(bears, result=closing - opening - after + before, equity=opening - before)


def apply_retest(
    *, book: Book, retested: Iterable[RetestedStock], reported: Mapping[str, Reported], chart: Chart, borne: Borne
) -> None:
    """Undo what holders wrote off of the group's own profit, and charge what only the group has to; the holder bears it."""
    for each in sorted(retested, key=lambda row: row.holder):
        if each.holder in reported:
            change = each.charged_minor - each.undone_minor
            book.write("retest", each.holder, "", f"stock of {each.holder} tested on what it cost the group",
                       [(chart.roles["write_down"], change), (chart.roles["allowance"], -change)])  # fmt: skip
            borne.add(each.holder, result=change)
