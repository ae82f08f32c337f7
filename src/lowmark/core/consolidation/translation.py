"""Translation: a trial balance of a functional currency in the currency of the group.

Before this: balances, each with the kind of rate that it is translated at. After this: the worksheet. Assets and
liabilities are translated at the closing rate, results at the average one (or at those of their days), equity at the rates
at which it came in; what then is missing to balance is the translation difference, which stands in equity and is never a
result. What rounding leaves over goes with it, for it is of the same nature. Sources: IAS 21.39 to 21.41; ASC 830-30-45-3,
45-12; ASPE 1651.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lowmark.core.consolidation.exchange import ONE, Rate, exchange
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem

RateKind = Literal["closing", "average", "historical"]
KINDS: Final[tuple[RateKind, ...]] = ("closing", "average", "historical")


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """One account's balance, debits less credits.

    Domain: `historical` is what it came to at the rates of its own days, where it is translated at them: an amount in the
            group's currency, for capital and retained earnings carry what they were when they came; null takes a rate.
    """

    account: str
    amount_minor: int
    at: RateKind
    historical_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The rates of one currency into another for a period."""

    closing: Rate
    average: Rate
    historical: Rate | None = None

    def of(self, kind: RateKind) -> Rate:
        """Return the rate of a kind.

        Raises: Problem ``no_rate`` for a historical one that nobody has said.
        """
        if kind == "historical":
            if self.historical is None:
                raise Problem("no_rate", "there is no historical rate", hint="say the rate of the day, or the amount")
            return self.historical
        return self.closing if kind == "closing" else self.average


AT_PAR: Final = Rates(closing=ONE, average=ONE, historical=ONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """A trial balance in the group's currency, which balances with the translation difference.

    Units:  debits less credits; a loss on translation is a debit, and positive.
    Domain: ``sum of amounts + difference = 0``.
    """

    amounts: tuple[int, ...]
    difference_minor: int


def translate(*, balances: Sequence[Balance], rates: Rates, of: str, into: str) -> Translated:
    """Return a trial balance at its rates, and the translation difference that balances it.

    Raises: Problem ``does_not_balance`` for a trial balance that does not; ``no_rate``.
    Source: IAS 21.39, 21.41; ASC 830-30-45-3, 45-12.

    >>> rates = Rates(closing=Rate.of("1.5"), average=Rate.of("1.6"), historical=Rate.of("2"))
    >>> found = translate(balances=[Balance(account="inventory", amount_minor=100, at="closing"),
    ...     Balance(account="capital", amount_minor=-60, at="historical"),
    ...     Balance(account="revenue", amount_minor=-40, at="average")], rates=rates, of="EUR", into="USD")
    >>> found.amounts, found.difference_minor
    ((150, -120, -64), 34)
    """
    left = sum(balance.amount_minor for balance in balances)
    if left:
        raise Problem("does_not_balance", f"debits exceed credits by {left}", where={"minor": left},
                      hint="send every account of the trial balance, the result among them")  # fmt: skip
    amounts = tuple(
        exchange(balance.amount_minor, rate=rates.of(balance.at), of=of, into=into)
        if balance.historical_minor is None else balance.historical_minor
        for balance in balances
    )  # fmt: skip

    return Translated(amounts=amounts, difference_minor=-sum(amounts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A balance sheet in the group's currency, item by item, with what was earned and what translation made of it.

    Domain: ``difference = net assets - capital - earnings``; the difference of rates is cumulative.
    """

    items: Mapping[str, int]
    total_assets_minor: int
    net_assets_minor: int
    capital_minor: int
    difference_minor: int


def translate_position(
    *, assets: Mapping[str, int], liabilities: Mapping[str, int], capital_minor: int, earnings_translated_minor: int,
    rates: Rates, of: str, into: str,
) -> Position:  # fmt: skip
    """Return a balance sheet translated at the closing rate, with capital at its historical one.

    Domain: earnings are already translated, at the rates of their periods. What goods would fetch today is no part of
            it: what is carried is translated, not valued anew.
    Raises: Problem ``no_rate``.
    Source: IAS 21.39; ASC 830-30-45-3.

    >>> found = translate_position(assets={"cash": 36_00}, liabilities={}, capital_minor=27_00,
    ...     earnings_translated_minor=13_94, of="EUR", into="USD",
    ...     rates=Rates(closing=Rate.of("1.5"), average=Rate.of("1.549"), historical=Rate.of("1.6")))
    >>> found.total_assets_minor, found.capital_minor, found.difference_minor
    (5400, 4320, -314)
    """
    owned = {name: exchange(amount, rate=rates.closing, of=of, into=into) for name, amount in assets.items()}
    owed = {name: exchange(amount, rate=rates.closing, of=of, into=into) for name, amount in liabilities.items()}
    capital = exchange(capital_minor, rate=rates.of("historical"), of=of, into=into)
    net = sum(owned.values()) - sum(owed.values())
    return Position(
        items=owned | owed, total_assets_minor=sum(owned.values()), net_assets_minor=net, capital_minor=capital,
        difference_minor=net - capital - earnings_translated_minor,
    )  # fmt: skip


def implied_rate_micro(*, translated_minor: int, amount_minor: int) -> int:
    """Return the rate that turned one amount into another, in millionths, rounded once.

    Raises: Problem ``no_rate`` for nothing.

    >>> implied_rate_micro(translated_minor=1_394, amount_minor=900)
    1548889
    """
    if amount_minor == 0:
        raise Problem("no_rate", "nothing was translated, so no rate is implied", hint="give the amount")
    sign = -1 if amount_minor < 0 else 1
    return multiply_divide_round(sign * translated_minor, 1_000_000, sign * amount_minor)
