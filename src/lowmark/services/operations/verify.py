"""Recompute everything independently and compare."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which entity; empty for the whole database."""

    entity: str = said("entity code; empty for all", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check."""

    name: str = said("its name", example="entries_balance")
    meaning: str = said("what it holds")
    examined: int = said("how many things were looked at")
    faults: tuple[str, ...] = said("every fault found, in words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The checks."""

    clean: bool = said("whether no check found a fault")
    checks: tuple[Check, ...] = said("every check that ran")


OPERATION = Operation(
    name="verify",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.verify:verify",
    policy=Policy(roles=("auditor", "administrator"), operator=True),
    long=True,
    pages=("verify",),
)
