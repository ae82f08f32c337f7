"""Groups made of chance: entities in several currencies, holdings, trial balances, and goods sold on and on within them."""

import itertools
import random
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lowmark.core.consolidation.exchange import Rate
from lowmark.core.consolidation.ownership import Holding
from lowmark.core.consolidation.reported import Chart, GroupAccount, Reported, ReportedLine
from lowmark.core.consolidation.translation import Rates
from lowmark.core.frameworks.groups import GroupPolicy

AS_OF = date(2026, 12, 31)
CURRENCIES = ("USD", "EUR", "GBP", "JPY", "CAD", "KWD", "CHF", "CLF")
PLACES = {"USD": 2, "EUR": 2, "GBP": 2, "JPY": 0, "CAD": 2, "KWD": 3, "CHF": 2, "CLF": 4}
GROUP = "USD"
SECTIONS = {"1000": "asset", "1100": "asset", "1200": "asset", "1290": "asset", "1600": "asset", "1700": "asset",
            "2000": "liability", "2900": "liability", "3000": "equity", "3100": "equity", "3300": "equity",
            "3400": "equity", "3500": "equity", "4000": "income", "5000": "expense", "5100": "expense",
            "6000": "expense", "6900": "expense"}  # fmt: skip
ROLES = {
    "inventory": "1200",
    "revenue": "4000",
    "cost_of_sales": "5000",
    "retained_earnings": "3100",
    "translation_difference": "3300",
    "non_controlling": "3400",
    "attributed_income": "3500",
    "deferred_tax": "1600",
    "tax_expense": "6900",
    "difference_of_balances": "2900",
    "difference_of_acquisition": "1700",
    "write_down": "5100",
    "allowance": "1290",
}
KIND = {"asset": "closing", "liability": "closing", "equity": "historical", "income": "average", "expense": "average"}
CHART = Chart(
    accounts={
        code: GroupAccount(code=code, name=code, section=section, caption=code)  # type: ignore[arg-type]
        for code, section in SECTIONS.items()
    },
    roles=ROLES,
)
POLICY = GroupPolicy(
    tax_on_profit="buyer_deferred", upstream_profit_borne_by="seller", year_ends_apart_months=3,
    hyperinflationary=frozenset({"TRY"}),
)  # fmt: skip


@dataclass(frozen=True)
class Generated:
    """A group: what goes into a consolidation, and the events behind the profit in its stock."""

    holdings: list[Holding]
    reported: list[Reported]
    events: list[tuple]
    rates: dict[tuple[str, int], Fraction]
    """By currency and day: minor units of the group's for one of the currency's."""


def generate(seed: int, *, entities: int, chains: int) -> Generated:
    """Make a group."""
    draw = random.Random(seed)
    names = [f"E{place:02}" for place in range(entities)]
    currency = {name: CURRENCIES[place % len(CURRENCIES)] for place, name in enumerate(names)}
    quoted = {code: draw.randint(200, 4000) for code in CURRENCIES} | {GROUP: 1000}
    holdings, depth = [], {names[0]: 0}
    for place, name in enumerate(names[1:], start=1):
        holder = draw.choice([each for each in names[:place] if depth[each] < 4])
        depth[name] = depth[holder] + 1
        share = draw.choice([1_000_000, 1_000_000, draw.randint(510_000, 999_999)])
        holdings.append(Holding(holder=holder, held=name, share_micro=share, method="full"))
    rates = {
        (code, day): Fraction(quoted[code] * (1 if code == GROUP else 95 + day % 11), 1000 if code == GROUP else 100_000)
        * Fraction(10) ** (PLACES[GROUP] - PLACES[code])
        for code in CURRENCIES
        for day in range(1, 41)
    }  # fmt: skip
    reported = [_reported(draw, name, names, currency[name], quoted[currency[name]]) for name in names]
    return Generated(holdings, reported, _events(draw, names, currency, chains), rates)


def _reported(draw: random.Random, name: str, names: list[str], currency: str, quoted: int) -> Reported:
    """Draw a trial balance that balances, with claims on some other member."""
    lines = [
        ReportedLine(
            account=code, amount_minor=draw.randint(-(10**9), 10**9), at=KIND[section], is_capital=code == "3000"
        )  # type: ignore[arg-type]
        for code, section in SECTIONS.items()
        if code not in {"1100", "1290", "1600", "1700", "2900", "3300", "3400", "3500", "6900"}
    ]
    other = draw.choice([each for each in names if each != name])
    lines.append(ReportedLine(account="1100", amount_minor=draw.randint(0, 10**6), at="closing", counterparty=other))
    left = -sum(line.amount_minor for line in lines)
    lines.append(ReportedLine(account="6000", amount_minor=left, at="average"))
    rate = {kind: Rate(numerator=quoted if currency != GROUP else 1, denominator=1000 if currency != GROUP else 1) for kind in
            ("closing", "average", "historical")}  # fmt: skip
    if currency != GROUP:
        rate["average"] = Rate(numerator=quoted * 99, denominator=100_000)
        rate["historical"] = Rate(numerator=quoted * 107, denominator=100_000)
    return Reported(entity=name, currency=currency, rates=Rates(**rate), lines=tuple(lines), as_of=AS_OF,
                    tax_rate_micro=draw.randint(150_000, 350_000))  # fmt: skip


def _events(draw: random.Random, names: list[str], currency: dict[str, str], chains: int) -> list[tuple]:
    """Draw goods that are bought, sold on through up to four hops, and sold to others in part at each."""
    events: list[tuple] = []
    number = 0
    for _ in range(chains):
        path = draw.sample(names, draw.randint(2, min(5, len(names))))
        number += 1
        quantity, cost, lot = draw.randint(5, 10**6), draw.randint(0, 10**7), number
        events.append(("bought", path[0], lot, quantity, cost))
        day = draw.randint(1, 20)
        for seller, buyer in itertools.pairwise(path):
            if draw.random() < 0.4:
                lot, quantity, number = _made(draw, events, seller, lot, quantity, number)
            moved = draw.randint(1, quantity)
            first = draw.randint(1, moved)
            received = []
            for part in (first, moved - first):
                if part:
                    number += 1
                    price = draw.randint(0, 10**7)
                    events.append(
                        ("sold", seller, lot, buyer, number, part, price, draw.randint(0, 10**7), day, currency[seller])
                    )
                    received.append((number, part))
            if draw.random() < 0.5 and quantity > moved:
                events.append(("gone", lot, draw.randint(1, quantity - moved)))
            lot, quantity = received[0]
            day += 3
    return events


def _made(
    draw: random.Random, events: list[tuple], entity: str, lot: int, quantity: int, number: int
) -> tuple[int, int, int]:
    """Draw a production of goods that are there and others that were bought; return one of its products to go on with."""
    other, bought = number + 1, draw.randint(1, 10**4)
    events.append(("bought", entity, other, bought, draw.randint(0, 10**6)))
    outputs = [
        (number + 2, draw.randint(1, 10**5), draw.randint(1, 10**6)),
        (number + 3, draw.randint(1, 9), draw.randint(1, 10**6)),
    ]
    inputs = [(lot, draw.randint(1, quantity)), (other, draw.randint(1, bought))]
    events.append(("made", entity, inputs, outputs, draw.choice([0, draw.randint(1, 10**6)])))
    return *outputs[0][:2], number + 3
