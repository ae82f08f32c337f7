"""Walk the sample company through a period end."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How much of it."""

    seed: int = said("seed of the sample", default=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitySummary:
    """What the close did to one entity."""

    entity: str = said("entity code")
    name: str = said("entity name")
    currency: str = said("currency")
    gross_minor: int = said("inventory at cost")
    allowance_minor: int = said("allowance")
    net_minor: int = said("carrying amount")
    charged_minor: int = said("written down")
    reversed_minor: int = said("reversed")
    net_income_before_minor: int = said("net income before the run")
    net_income_after_minor: int = said("net income after the run")
    top: tuple[str, ...] = said("the largest write-downs of each run, in words")
    framework: str = said("reporting framework", default="")
    findings: int = said("lines of the run that somebody has to look at", default=0)
    interim_charged_minor: int = said("written down at the interim date", default=0)
    interim_reversed_minor: int = said("reversed at the interim date", default=0)
    operating_cash_before_minor: int | None = said("cash from operations before the run", default=None)
    operating_cash_after_minor: int | None = said("cash from operations after the run, which is the same", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The summary."""

    entities: tuple[EntitySummary, ...] = said("one an entity")
    moves: int = said("stock moves recorded")
    clean: bool = said("whether verify found no fault")
    personas: tuple[str, ...] = said("who can be switched between in the demo")


OPERATION = Operation(
    name="demo",
    summary="Walk the sample company through a period end.",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.demo:demo",
    policy=Policy(operator=True, demo_only=True),
    long=True,
)
