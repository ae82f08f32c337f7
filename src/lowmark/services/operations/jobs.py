"""List the jobs of an entity: one's own, or for its administrators and auditors everybody's."""

from dataclasses import dataclass

from lowmark.core.tables.grants import ROLES
from lowmark.services.operation import Operation, Policy, said

STATES = ("waiting", "running", "done", "refused", "failed", "cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose jobs."""

    entity: str = said("entity code", example="MAPLE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One job."""

    job: str = said("the job's name")
    operation: str = said("what it carries out")
    state: str = said("how it stands", choices=STATES)
    words: str = said("what it is at, or what is wrong")
    done: int = said("steps done")
    of: int = said("steps there are; 0 where nobody knows")
    asked_by: str = said("who asked for it")
    asked_at: str = said("when, in UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The jobs, newest first."""

    entity: str = said("entity code")
    lines: tuple[Line, ...] = said("the jobs")


OPERATION = Operation(
    name="jobs",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.jobs:jobs",
    policy=Policy(roles=ROLES, operator=True),
    about_jobs=True,
    pages=("jobs",),
)
