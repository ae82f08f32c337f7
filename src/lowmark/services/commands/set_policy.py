"""Set a dated parameter of an entity, or of one of its books. The framework says which parameters are its own to set."""

import json

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.industry.setting import Parameter, as_json, set_parameter
from lowmark.services.operations.set_policy import OPERATION, Request, Response
from lowmark.store.session import Writer


def set_policy(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a policy fact, refused unless the framework lets the entity set it and its value can be read.

    Raises: Problem as `core.frameworks.resolve` words it, `not_found` for a book that there is not, and `refused` for what only
            the head of a franchise sets.
    """

    def work(writer: Writer) -> Done:
        asked = Parameter(
            path=request.path, valid_from=request.valid_from, value=as_json(request.value), book=request.book
        )
        holding = set_parameter(writer, granted, asked, operation=OPERATION.name)
        response = Response(
            entity=granted.entity.code, path=request.path, book=request.book,
            value=json.dumps(json.loads(holding.text)["parameters"][request.path]), level=holding.source.level,
            policy_hash=holding.policy_hash.hex(),
        )  # fmt: skip
        return Done(response, f"policy {request.path}", request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
