"""Losses and recoveries of quarters: what each records, by the rule and by the books alike.

The goods cost as much as is lost on them. Each quarter's end tests them at what they are worth then, through the
services, which must post what the rule says. What no book records (a recovery beyond cost, a decline that is left out
as temporary) the rule alone says.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from lowmark.core.frameworks.areas import resolve_area
from lowmark.core.frameworks.resolve import resolve
from lowmark.core.write_downs.interim import InterimResult, ValueChange, interim_results
from lowmark.frameworks.read import read_area, read_framework
from tests.cases.books import Books
from tests.cases.figures import minor
from tests.cases.record import Case
from tests.cases.stock import AS_OF, NOTHING, ONE, is_less, money
from tests.cases.waiting import Waits

QUARTERS: Final = {"Q1": (1, 3, 31), "Q2": (2, 6, 30), "Q3": (3, 9, 30), "Q4": (4, 12, 31)}
"""The number of each quarter, and the month and day on which it ends."""

NAMES: Final = {number: name for name, (number, _, _) in QUARTERS.items()}
YEAR, NEXT_YEAR = 2026, 2027
LISTED: Final = {"quarter_loss", "quarter_recovery", "same_fiscal_year", "expected_permanent"}
OF_ONE_LOSS: Final = {"loss", "occurred", "recovered_by_year_end", "expected_permanent"}
BECAUSE: Final = "expected to be made up within the year"


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Say what each quarter records."""
    changes = _of_one_loss(case) if {"loss", "occurred"} <= case.inputs.keys() else _listed(case)
    found = interim_results(
        changes=changes,
        reversal=resolve(framework=framework, tree=read_framework(framework), facts=[], on=AS_OF).policy.reversal,
        temporary=resolve_area(framework=framework, tree=read_area(framework, "interim"), facts=[], on=AS_OF).values[
            "interim/temporary_declines"
        ],
    )
    if not any(result.left_out_minor for result in found):
        _require_that_books_agree(changes, found, framework)
    answers: dict[str, Any] = {"unrecognised_excess": NOTHING}
    for result in found:
        name = NAMES[result.period]
        answers |= {
            name: money(result.result_minor), f"{name}_loss": money(result.charged_minor),
            f"{name}_gain": money(result.gained_minor), f"ytd_loss_after_{name}": money(result.net_loss_minor),
        }  # fmt: skip
        if result.unrecognised_minor:
            answers["unrecognised_excess"] = money(result.unrecognised_minor)
    return answers


def _require_that_books_agree(changes: Sequence[ValueChange], found: Sequence[InterimResult], framework: str) -> None:
    """Test the same goods quarter by quarter in books, and hold what is posted against the rule."""
    (cost,) = {each.cost_minor for each in found}
    books = Books(framework=framework, quantity=ONE, cost=money(cost), cost_is_each=False)
    for change, result in zip(changes, found, strict=True):
        _, month, day = QUARTERS[NAMES[change.period]]
        posted = books.test(date(change.fiscal_year, month, day), value=money(result.value_minor))
        recorded = (result.charged_minor, result.gained_minor)
        assert (minor(posted.charged), minor(posted.recovered)) == recorded, (posted, recorded)


def _of_one_loss(case: Case) -> list[ValueChange]:
    """Return the four quarters of a year of which one has a loss; what recovers does so in the last."""
    occurred = str(case.inputs["occurred"])
    if occurred not in QUARTERS or not case.inputs.keys() <= OF_ONE_LOSS:
        raise Waits(f"a loss with {', '.join(sorted(case.inputs))}")
    recovers = case.given("recovered_by_year_end") is True
    losses = {occurred: case.inputs["loss"]}
    recoveries = {"Q4": case.inputs["loss"]} if recovers else {}
    return list(_changes({YEAR: losses}, {YEAR: recoveries}, [(YEAR, name) for name in QUARTERS],
                         BECAUSE if recovers or case.given("expected_permanent") is False else ""))  # fmt: skip


def _listed(case: Case) -> list[ValueChange]:
    """Return the quarters in which something was lost or recovered, in their order."""
    losses, recoveries = dict(case.given("quarter_loss") or {}), dict(case.given("quarter_recovery") or {})
    for name, amount in case.inputs.items():
        quarter, _, change = name.partition("_")
        if change == "decline":
            losses[quarter] = amount
        elif change == "increase":
            recoveries[quarter] = amount
        elif name not in LISTED:
            raise Waits(f"quarters with {', '.join(sorted(case.inputs))}")
    if not losses or not {*losses, *recoveries} <= QUARTERS.keys():
        raise Waits(f"losses of {', '.join(losses) or 'no quarter'} and recoveries of {', '.join(recoveries)}")
    later = YEAR if case.given("same_fiscal_year") is not False else NEXT_YEAR
    if later == YEAR and recoveries and min(recoveries) < min(losses):
        raise Waits(f"a recovery in {min(recoveries)} of a loss in {min(losses)}")
    order = sorted({*((YEAR, name) for name in losses), *((later, name) for name in recoveries)})
    because = BECAUSE if case.given("expected_permanent") is False else ""
    return list(_changes({YEAR: losses}, {later: recoveries}, order, because))


def _changes(
    losses: Mapping[int, Mapping[str, str]], recoveries: Mapping[int, Mapping[str, str]],
    order: Sequence[tuple[int, str]], because: str,
) -> Iterator[ValueChange]:  # fmt: skip
    for year, name in order:
        lost, recovered = losses.get(year, {}).get(name, NOTHING), recoveries.get(year, {}).get(name, NOTHING)
        number, _, _ = QUARTERS[name]
        yield ValueChange(
            fiscal_year=year, period=number, decline_minor=minor(lost), recovery_minor=minor(recovered),
            made_up_because=because if is_less(NOTHING, lost) else "",
        )  # fmt: skip
