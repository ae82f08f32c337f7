"""Show what is required at 5, 10 and 20 % more or less of each thing that a test rests on."""

from lowmark.core.assessment.supposing import DEMAND, DISCOUNT, PRICE, TO_COMPLETE, TO_SELL, Change
from lowmark.core.kinds.quantity import MICRO
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.sensitivity import Line, Request, Response
from lowmark.services.testing import Gathered, test_of
from lowmark.services.testing.supposing import gathered_for, required, supposing
from lowmark.store.session import reading

STEPS = {
    "less_20_minor": -20, "less_10_minor": -10, "less_5_minor": -5, "more_5_minor": 5, "more_10_minor": 10,
    "more_20_minor": 20,
}  # fmt: skip


def sensitivity(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a line per driver, each with six differences; nothing is written.

    Raises: Problem `bad_request` unless a run or a date is named, `not_found`.
    """
    del actor
    with reading(granted.scope("report")) as reader:
        gathered = gathered_for(
            reader, granted, run=request.run, as_of=request.as_of, book=request.book, channel=request.channel
        )
    base = test_of(gathered)
    found, before = base.tested.assessed.assessments, required(base)
    return Response(
        entity=granted.entity.code, book=base.book.code, as_of=base.as_of, known_seq=base.known_seq,
        currency=base.book.currency, cost_minor=int(found["cost_minor"].sum()),
        carrying_minor=int(found["carrying_minor"].sum()), required_minor=before,
        lines=tuple(_line(gathered, driver, rule, before) for driver, rule in _drivers(gathered)),
    )  # fmt: skip


def _drivers(gathered: Gathered) -> list[tuple[str, str]]:
    """Return what the test rests on: prices always, the rest where there is any; each rule by itself."""
    policy, kinds = gathered.policy.policy, set(gathered.evidence["kind"].unique())
    found = [(PRICE, "")]
    found += [(DEMAND, "")] if gathered.facts.known.demand is not None else []
    found += [(TO_SELL, "")] if policy.cost_to_sell_rate_micro or TO_SELL in kinds else []
    found += [(TO_COMPLETE, "")] if TO_COMPLETE in kinds else []
    return found + [(DISCOUNT, one.rule) for one in policy.estimators if one.tables or one.factors]


def _line(gathered: Gathered, driver: str, rule: str, before: int) -> Line:
    """Return the differences that one driver makes."""
    steps = {
        name: required(supposing(gathered, Change(driver=driver, rule=rule, factor_micro=MICRO + step * MICRO // 100)))
        - before
        for name, step in STEPS.items()
    }
    named = f"{driver} of {rule}" if rule else driver
    return Line(driver=named.replace("_", " "), **steps)
