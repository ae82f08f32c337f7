"""Attribution: investments against the capital that they bought, and what other owners have of each member.

Before this: eliminations, and who bears them. After this: the worksheet. Other owners have their part of a member's equity,
account by account, of its translation difference and of its result after eliminations; what rounding leaves goes to them as
well, so that each entry balances. Sources: IFRS 10.B86(b), B94; ASC 810-10-45-18, 45-20; ASPE 1602.
"""

from collections.abc import Mapping
from fractions import Fraction

from lowmark.core.consolidation.book import Book
from lowmark.core.consolidation.eliminations import Borne, Translated
from lowmark.core.consolidation.ownership import Member
from lowmark.core.consolidation.reported import Chart
from lowmark.core.kinds.arithmetic import multiply_divide_round

RESULTS = ("income", "expense")


def part(amount_minor: int, share: Fraction) -> int:
    """Return an amount times an exact share, rounded once, half to even.

    >>> part(100, Fraction(1, 3)), part(-5, Fraction(1, 2))
    (33, -2)
    """
    return multiply_divide_round(amount_minor, share.numerator, share.denominator)


def eliminate_investments(*, book: Book, translated: Translated, members: Mapping[str, Member], chart: Chart) -> None:
    """Set what each holder paid for a member against the capital that it bought; other owners of a holder bear theirs."""
    paid: dict[str, list[tuple[str, str, int]]] = {}
    for holder, lines in translated.items():
        for line, amount in lines:
            if line.is_investment and line.counterparty in translated:
                paid.setdefault(line.counterparty, []).append((holder, line.account, amount))
    for held, investments in sorted(paid.items()):
        share = members[held].share
        off = [(account, -amount) for _, account, amount in sorted(investments)]
        bought = [(line.account, -part(amount, share)) for line, amount in translated[held] if line.is_capital]
        others = sum(part(amount, members[holder].non_controlling) for holder, _, amount in investments)
        left = -sum(amount for _, amount in (*off, *bought)) - others
        book.write("investment", held, "", f"what {held} was bought for, against its capital",
                   [*off, *bought, (chart.roles["non_controlling"], others),
                    (chart.roles["difference_of_acquisition"], left)])  # fmt: skip


def attribute_to_others(
    *, book: Book, translated: Translated, differences: Mapping[str, int], members: Mapping[str, Member], chart: Chart,
    borne: Borne,
) -> dict[str, int]:  # fmt: skip
    """Give other owners their part of each member, and return what they have of its result, credits positive."""
    roles, results = chart.roles, {}
    for entity, lines in sorted(translated.items()):
        share = members[entity].non_controlling
        if not share:
            continue
        equity: dict[str, int] = {roles["retained_earnings"]: borne.equity.get(entity, 0)}
        result = borne.result.get(entity, 0)
        for line, amount in lines:
            section = chart.accounts[line.account].section
            if section == "equity":
                equity[line.account] = equity.get(line.account, 0) + amount
            elif section in RESULTS:
                result += amount
        taken = [(account, -part(amount, share)) for account, amount in sorted(equity.items())]
        taken.append((roles["translation_difference"], -part(differences[entity], share)))
        of_result = -part(result, share)
        taken.append((roles["attributed_income"], of_result))
        book.write("non_controlling", entity, "", f"other owners have {share} of {entity}",
                   [*taken, (roles["non_controlling"], -sum(amount for _, amount in taken))])  # fmt: skip
        results[entity] = of_result
    return results
