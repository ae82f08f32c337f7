"""Show a job: how far it has come, and what came of it."""

from dataclasses import dataclass

from lowmark.core.tables.grants import ROLES
from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.jobs import STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which job."""

    entity: str = said("entity code", example="MAPLE")
    job: str = said("the job's name", example="5f0c2ab91d44")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The job as it stands."""

    entity: str = said("entity code")
    job: str = said("the job's name")
    operation: str = said("what it carries out")
    state: str = said("how it stands", choices=STATES)
    words: str = said("what it is at")
    done: int = said("steps done")
    of: int = said("steps there are; 0 where nobody knows")
    tries: int = said("how often it was begun; more than once where a worker died")
    cancel_asked: bool = said("whether somebody wants it to stop")
    asked_by: str = said("who asked for it")
    asked_at: str = said("when, in UTC")
    ended_at: str = said("when it was over, in UTC; empty until then")
    code: str = said("what is wrong, as a problem's code; empty where nothing is")
    message: str = said("what is wrong")
    hint: str = said("what to do")
    answer: str = said("the operation's answer as JSON; empty until it is done")


OPERATION = Operation(
    name="job",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.job:job",
    policy=Policy(roles=ROLES, operator=True),
    about_jobs=True,
    pages=("jobs",),
)
