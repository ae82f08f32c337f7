"""Ask a job to stop: one that waits is over at once, one that runs stops before it writes, or finishes."""

from dataclasses import dataclass

from lowmark.core.tables.grants import ROLES
from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.job import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which job."""

    entity: str = said("entity code", example="MAPLE")
    job: str = said("the job's name", example="5f0c2ab91d44")


OPERATION = Operation(
    name="cancel-job",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.cancel_job:cancel_job",
    policy=Policy(roles=ROLES, operator=True),
    about_jobs=True,
    pages=("jobs",),
)
