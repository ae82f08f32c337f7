"""Say where the database is and whether it is fit to write to."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at."""

    name: str = said("what was looked at")
    state: str = said("how it is", choices=("ok", "warning", "fault"))
    words: str = said("in a sentence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The findings."""

    healthy: bool = said("whether Lowmark will write to this database")
    findings: tuple[Finding, ...] = said("the findings")


OPERATION = Operation(
    name="doctor",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.doctor:doctor",
    policy=Policy(operator=True),
)
