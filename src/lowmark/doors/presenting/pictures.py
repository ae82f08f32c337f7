"""The charts of an answer: which picture a response is told by, whichever door shows it.

Before this: a response of a service. After this: a page puts the charts above their tables. The same answer is the same
chart, so that a drawing is made once for as long as nothing changes.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final

from lowmark.core.kinds.quantity import format_micro
from lowmark.reports.charts import (
    Chart,
    ageing,
    before_after,
    expiry_calendar,
    roll_forward,
    significance,
    tiers,
    trend,
    waterfall,
)
from lowmark.reports.charts.amounts import Pair, Step, Tier
from lowmark.reports.charts.thresholds import Benchmark
from lowmark.reports.charts.times import Band, Expiring

CAUSES: Final = {
    "expired": "expired", "damaged": "damaged", "spoiled": "damaged", "recall": "damaged", "price_decline": "price",
    "excess": "excess", "obsolete": "slow", "slow_moving": "slow",
}  # fmt: skip
"""The colour of each reason; causes alike share one."""

NAMES: Final = {"price_decline": "Price", "slow_moving": "Slow"}
COLUMNS: Final = (
    "charged", "reversed", "released_on_sale", "used_on_scrap", "used_otherwise", "transferred", "fx", "acquired", "disposed",
    "held_for_sale", "restated", "other",
)  # fmt: skip
"""Columns of a roll-forward, in its order."""

SHORT: Final = {"released_on_sale": "Released", "used_on_scrap": "Scrapped", "used_otherwise": "Used", "fx": "Translated",
                "held_for_sale": "Held for sale"}  # fmt: skip
FIGURES: Final = (("balance_sheet", "inventory"), ("balance_sheet", "total_assets"), ("balance_sheet", "equity"),
                  ("income_statement", "gross_profit"), ("income_statement", "profit_before_tax"),
                  ("income_statement", "net_income"))  # fmt: skip
"""What an impact is drawn by."""

TIERS: Final = {"firm_contract": "Under contract", "expected_sale": "Expected to sell", "rest": "The rest"}


def of_answer(operation: str, response: Any) -> tuple[Chart, ...]:
    """Return the charts that tell the answer of an operation; none where a table says it better.

    >>> of_answer("tie-out", None)
    ()
    """
    return DRAWN[operation](response) if operation in DRAWN else ()


def gross_to_net(gross_minor: int, causes: Iterable[tuple[str, int]], *, currency: str) -> Chart:
    """Return the waterfall from what goods cost to what is carried of them, by what took it away.

    Domain: what is held for a cause is positive; causes of one name are one bar, the largest first.

    >>> gross_to_net(500, [("price_decline", 40), ("expired", 60), ("expired", 5)], currency="JPY").rows
    (('Gross', '500'), ('Expired', '(65)'), ('Price', '(40)'), ('Net', '395'))
    """
    sums: dict[str, int] = {}
    for cause, amount in causes:
        sums[cause] = sums.get(cause, 0) + amount
    ranked = sorted(((cause, amount) for cause, amount in sums.items() if amount), key=lambda one: -one[1])
    taken = [Step(_cause(cause), -amount, CAUSES.get(cause, "ink-3")) for cause, amount in ranked]
    net = gross_minor - sum(sums.values())
    return waterfall(
        [Step("Gross", gross_minor, is_level=True), *taken, Step("Net", net, is_level=True)], currency=currency
    )


def of_run(run: Any) -> Chart:
    """Return the waterfall of a run: cost, what was held before, what the run changes by cause, what is carried then."""
    sums: dict[str, int] = {}
    for line in run.lines:
        sums[line.reason] = sums.get(line.reason, 0) + line.change_minor
    rest = run.change_minor - sum(sums.values())
    before = run.cost_minor - run.held_minor
    is_open = run.state != "posted"
    changes = [
        Step(_cause(cause), -amount, CAUSES.get(cause, "ink-3") if amount > 0 else "gain", is_proposed=is_open)
        for cause, amount in sorted((*sums.items(), ("other", rest)), key=lambda one: -one[1]) if amount
    ]  # fmt: skip
    held = [Step("Held before", -run.held_minor, "rule-2")] if run.held_minor else []
    steps = [Step("Cost", run.cost_minor, is_level=True), *held, Step("Carried before", before, is_level=True), *changes,
             Step("Carried after", before - run.change_minor, is_level=True, is_proposed=is_open)]  # fmt: skip
    return waterfall(steps, currency=run.currency, name=f"What run {run.run} does")


def of_tiers(found: Sequence[Any], *, name: str, currency: str) -> Chart:
    """Return the tiers of one proposal."""
    return tiers(
        [Tier(TIERS.get(one.kind, _words(one.kind)), format_micro(one.quantity_micro), one.cost_minor, one.value_minor,
              one.lower_minor) for one in found],
        currency=currency, name=f"Tiers of {name}",
    )  # fmt: skip


def of_expiry(lines: Iterable[Any], *, as_of: date, currency: str) -> Chart:
    """Return the calendar of what expires, by place."""
    found = [
        Expiring(line.location.partition("/")[0], ends_on, line.value_minor)
        for line in lines
        if (ends_on := line.expires_on or line.best_before_on) is not None and line.value_minor
    ]
    return expiry_calendar(found, as_of=as_of, currency=currency)


def _ageing(response: Any) -> tuple[Chart, ...]:
    bands = [Band(one.band.replace(" and more", "+"), one.value_minor, one.allowance_minor) for one in response.bands]
    return (ageing(bands, currency=response.currency),) if any(one.value_minor for one in bands) else ()


def _roll_forward(response: Any) -> tuple[Chart, ...]:
    total = response.total
    moves = [(SHORT.get(name, _words(name).capitalize()), getattr(total, f"{name}_minor")) for name in COLUMNS]
    if not (total.opening_minor or total.closing_minor or any(amount for _, amount in moves)):
        return ()
    return (roll_forward(moves, opening_minor=total.opening_minor, closing_minor=total.closing_minor,
                         currency=response.currency),)  # fmt: skip


def _impact(response: Any) -> tuple[Chart, ...]:
    said = {(one.statement, one.figure): one for one in response.lines}
    pairs = [
        Pair(_words(key[1]).capitalize(), said[key].posted_minor, said[key].pro_forma_minor)
        for key in FIGURES
        if key in said
    ]
    return (before_after(pairs, currency=response.currency),) if pairs else ()


def _significance(response: Any) -> tuple[Chart, ...]:
    found = [
        Benchmark(f"{_words(one.benchmark).capitalize()}" + ("" if one.of == "charges" else ", reversals"), one.tested_minor,
                  one.low_minor, one.high_minor, one.size)
        for one in response.lines if one.size and one.tested_minor
    ]  # fmt: skip
    return (significance(found, currency=response.currency),) if found else ()


def _trend(response: Any) -> tuple[Chart, ...]:
    """Return cost and what is carried over time; nothing while nothing was ever posted."""
    begun = next((place for place, line in enumerate(response.lines) if line.gross_minor), None)
    if begun is None:
        return ()
    series = [
        ("Cost", "net", [(line.on, line.gross_minor) for line in response.lines[begun:]]),
        ("Carried", "accent", [(line.on, line.net_minor) for line in response.lines[begun:]]),
    ]
    return (trend(series, currency=response.currency, name="Inventory over time"),)


def _positions(response: Any) -> tuple[Chart, ...]:
    chart = of_expiry(response.lines, as_of=response.as_of, currency=response.currency)
    return (chart,) if chart.rows else ()


def _cause(cause: str) -> str:
    return NAMES.get(cause, _words(cause).capitalize())


def _words(code: str) -> str:
    return code.replace("_", " ")


DRAWN: Final[dict[str, Callable[[Any], tuple[Chart, ...]]]] = {
    "ageing": _ageing, "roll-forward": _roll_forward, "impact": _impact, "significance": _significance,
    "positions": _positions, "trend": _trend,
}  # fmt: skip
"""Operations whose answer is drawn."""
