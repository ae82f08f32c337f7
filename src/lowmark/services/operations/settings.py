"""The settings of an entity: what it is, its books and chart, every parameter that holds, and how each came to be."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose, on which day, of which book."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("what holds on this day", example="2026-10-31")
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneBook:
    """A book."""

    book: str = said("its code")
    framework: str = said("reporting framework")
    currency: str = said("currency")
    cost_formula: str = said("how its stock is costed")
    is_primary: bool = said("whether moves post to it in their own transaction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of the chart."""

    account: str = said("its code")
    name: str = said("its name")
    section: str = said("section of the statements")
    kind: str = said("whether only goods post to it")
    roles: str = said("the parts that it plays; empty for none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter that holds."""

    path: str = said("the parameter's path")
    label: str = said("what it is")
    value: str = said("its value, as canonical JSON")
    level: str = said("who says so", choices=("framework", "pack", "head", "entity"))
    since: date = said("from when")
    default: str = said("what the framework says; empty where that is what holds")
    may_be_set: bool = said("whether the framework leaves it to the entity")
    source: str = said("paragraphs behind it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A setting that somebody made."""

    path: str = said("the parameter's path")
    book: str = said("of which book alone; empty for every book")
    valid_from: date = said("from when")
    before: str = said("what the setting before it said; empty where there was none")
    value: str = said("what it says; empty ends the setting")
    set_by: str = said("who set it")
    of_head: bool = said("whether the head of a franchise set it")
    known_seq: int = said("when it came to be known")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The settings."""

    entity: str = said("entity code")
    entity_name: str = said("its name")
    currency: str = said("functional currency")
    time_zone: str = said("its zone")
    mode: str = said("whether it keeps its whole ledger here")
    industry: str = said("the pack that it began with; empty for none")
    fiscal_pattern: str = said("how its fiscal years are divided")
    fiscal_year_start_month: int = said("the month in which they start")
    as_of: date = said("the day asked for")
    known_seq: int = said("what was known")
    book: str = said("the book that the parameters are of")
    framework: str = said("its framework")
    policy_hash: str = said("SHA-256 of the policy that holds, hex: what runs cite")
    open_periods: int = said("periods that are open")
    books: tuple[OneBook, ...] = said("its books")
    accounts: tuple[Account, ...] = said("its chart of accounts")
    parameters: tuple[Parameter, ...] = said("the parameters that hold")
    changes: tuple[Change, ...] = said("the settings that were made, newest first")


OPERATION = Operation(
    name="settings",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.settings:settings",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator", "policy_owner")),
    pages=("settings",),
)
