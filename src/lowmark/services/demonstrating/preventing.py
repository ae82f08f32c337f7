"""What the demo does before a write-down: terms, a forecast, a plan, and what people decide of it, an entity for all.

Before this: the walk, which closed October. After this: the pages of forecast and plan, which show it to a controller.
What forecasts and solves are extras: without them nothing is made, and the summary says which extra it takes.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, Final

from lowmark.core.kinds.money import present_minor
from lowmark.core.kinds.problems import Problem
from lowmark.sample.entities import MAPLE
from lowmark.sample.story import AS_OF, OPENS_ON
from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.catalogue import BY_NAME
from lowmark.services.operation import File

EXTRAS: Final = ("statsforecast", "highspy")
ACCEPTED: Final = 2
HORIZON_DAYS: Final = 180
TERMS: Final = f"""document,line,action,category,partner,rate,cost,fixed,limit,elasticity,lead_days,valid_from
VAN,1,transfer,,,,0.75,60.00,,,2,{OPENS_ON}
NORTHWIND,1,vendor_return,Tents,Northwind Mills,0.8,1.50,25.00,40,,10,{OPENS_ON}
CLEARANCE,1,liquidate,,Clearance House,0.3,0,50.00,600,,5,{OPENS_ON}
SALE,1,markdown,,,0.15,0,10.00,,2.2,0,{OPENS_ON}
SALE,2,markdown,,,0.3,0,10.00,,2.2,0,{OPENS_ON}
SHELTER,1,donate,,Shelter Fund,0.25,0.50,0,100,,3,{OPENS_ON}
""".encode()
"""What the distributor may do about goods at risk: its van, a vendor's right of return, a liquidator, two depths of a sale, a
charity."""


def prevent(asking: Callable[[str], Actor]) -> None:
    """Bring terms, forecast, plan; the reviewer accepts what saves most, and rejects what saves least."""
    if _missing():
        return
    ada, ben = asking("ada"), asking("ben")
    _ask("import", ada, table="plan_terms", file=File("plan_terms.csv", TERMS))
    _ask("forecast", ada, as_of=AS_OF, horizon_days=HORIZON_DAYS)
    made = _ask("plan", ada, as_of=AS_OF, horizon_days=HORIZON_DAYS)
    for line in made.lines[:ACCEPTED]:
        _ask("decide-action", ben, plan=made.plan, line_no=line.line_no, decided_on=AS_OF)
    for line in made.lines[ACCEPTED:][-1:]:
        _ask("decide-action", ben, plan=made.plan, line_no=line.line_no, status="rejected", decided_on=AS_OF,
             because="Not worth the handling.")  # fmt: skip


def prevented(asking: Callable[[str], Actor]) -> tuple[str, ...]:
    """Say what the forecast and the plan come to, or what it takes to have them."""
    if missing := _missing():
        return (
            f"No forecast and no plan: {' and '.join(missing)} not installed; install the extra lowmark[forecast].",
        )
    try:
        forecast = _ask("show-forecast", asking("ben"), as_of=AS_OF)
        plan = _ask("show-plan", asking("ben"))
    except Problem:
        return ()
    recovers = (
        f"Plan {plan.plan}: of {present_minor(plan.risk_minor, plan.currency)} at risk {len(plan.lines):,} actions recover "
        f"{present_minor(plan.gain_minor, plan.currency)}; no plan recovers more than "
        f"{present_minor(plan.bound_minor, plan.currency)}."
    )
    return (f"{len(forecast.lines):,} items forecast over {forecast.horizon_days} days.", recovers, *(
        f"{line.status.capitalize()}: {line.action.replace('_', ' ')} {line.item}, saves "
        f"{present_minor(line.saves_minor, plan.currency)}"
        for line in plan.lines if line.status in {"accepted", "rejected"}
    ))  # fmt: skip


def _missing() -> list[str]:
    return [name for name in EXTRAS if find_spec(name) is None]


def _ask(name: str, actor: Actor, **said: object) -> Any:
    operation = BY_NAME[name]
    answer = call(operation, operation.request(entity=MAPLE.code, **said), actor=actor)
    assert getattr(answer, "accepted", True), answer
    return answer
