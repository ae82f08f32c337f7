"""Walk the sample company through a period end."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How much of it."""

    seed: int = said("seed of the sample", default=7)
    industry: str = said("industry whose sample company it is; empty for the group", default="", example="healthcare")


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
class Figure:
    """A figure of what is particular to the industry."""

    entity: str = said("entity code")
    says: str = said("what it is")
    figure: str = said("the figure")
    comes_to: str = said("what it comes to when it is worked by hand")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One line of a statement of the group."""

    statement: str = said("which statement")
    section: str = said("section")
    caption: str = said("line of the statement")
    amount_minor: int = said("the amount")
    is_total: bool = said("whether it adds up others")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The summary."""

    entities: tuple[EntitySummary, ...] = said("one an entity")
    moves: int = said("stock moves recorded")
    clean: bool = said("whether verify found no fault")
    personas: tuple[str, ...] = said("who can be switched between in the demo")
    group: tuple[GroupLine, ...] = said("the statements of the group, where it is one", default=())
    currency: str = said("currency of the group, where it is one", default="")
    profit_in_stock_minor: int = said("profit within the group that was taken out of stock", default=0)
    figures: tuple[Figure, ...] = said("what is particular to the industry, in figures", default=())
    prevention: tuple[str, ...] = said(
        "what the forecast and the plan come to, or what it takes to have them", default=()
    )


OPERATION = Operation(
    name="demo",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.demo:demo",
    policy=Policy(operator=True, demo_only=True),
    long=True,
)
