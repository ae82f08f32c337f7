"""List an entity's webhooks, and what they could not be told."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose webhooks."""

    entity: str = said("entity code", example="MAPLE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One webhook, without its secret."""

    webhook: str = said("its name")
    url: str = said("where it calls")
    topics: tuple[str, ...] = said("operations that it is told of; none for all that change something")
    told_up_to_seq: int = said("the place in the entity's order up to which everything was told")
    tries: int = said("how often the event that it is at has failed")
    words: str = said("why it failed last")
    made_by: str = said("who added it")
    made_at: str = said("when, in UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One event that a webhook could not be told."""

    webhook: str = said("the webhook's name")
    event: str = said("the event's name")
    topic: str = said("the operation")
    known_seq: int = said("its place in the entity's commit order")
    tries: int = said("how often it was tried")
    words: str = said("why it failed last")
    laid_aside_at: str = said("when it was laid aside, in UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The webhooks, oldest first, and what they could not be told, latest first."""

    entity: str = said("entity code")
    lines: tuple[Line, ...] = said("the webhooks")
    letters: tuple[Letter, ...] = said("events that could not be told")


OPERATION = Operation(
    name="webhooks",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.webhooks:webhooks",
    policy=Policy(roles=("administrator", "auditor")),
    pages=("reports",),
)
