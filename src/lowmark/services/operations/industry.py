"""Show what an entity's industry brings: classes, accounts, settings, proposals and who stands behind them."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose industry, and as of when reviews are due."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("as of when", example="2026-10-31")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsClass:
    """A class of goods of the trade."""

    name: str = said("what the trade calls it", example="implants")
    item_class: str = said("class in the balance sheet")
    unit: str = said("the unit that quantities are counted in")
    tracking: str = said("what a unit is followed by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of the trade beside the framework's."""

    account: str = said("account code")
    name: str = said("its name")
    role: str = said("the part that it plays")
    reason: str = said("for which reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter that the trade, the head or the entity sets otherwise than the framework."""

    path: str = said("the parameter's path")
    level: str = said("who says so", choices=("pack", "head", "entity"))
    valid_from: date = said("from when it holds")
    value: str = said("its value, as canonical JSON")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal and where it stands."""

    name: str = said("its name")
    path: str = said("the parameter that it is for")
    because: str = said("where it comes from")
    state: str = said("where it stands", choices=("proposed", "adopted", "review due", "set by the head"))
    owner: str = said("who owns it; empty while nobody does")
    evidence: str = said("on what it rests")
    review_on: date | None = said("by when it is looked at again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The industry, as it stands for the entity."""

    entity: str = said("entity code")
    industry: str = said("the industry; empty where it has none")
    title: str = said("what it is called")
    special_rule: str = said("what is particular to the trade")
    framework: str = said("framework of the primary book")
    as_of: date = said("as of when")
    known_seq: int = said("what was known")
    dimensions: tuple[str, ...] = said("by what the trade tells its goods apart")
    reports: tuple[str, ...] = said("what its readers open first")
    not_inventory: tuple[str, ...] = said("what it takes for no inventory")
    classes: tuple[GoodsClass, ...] = said("classes of goods")
    accounts: tuple[Account, ...] = said("accounts beside the framework's")
    parameters: tuple[Parameter, ...] = said("parameters that are not the framework's own")
    proposals: tuple[Proposal, ...] = said("percentages that are proposed")


OPERATION = Operation(
    name="industry",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.industry:industry",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator", "policy_owner")),
    shows="policies",
    pages=("reports",),
)
