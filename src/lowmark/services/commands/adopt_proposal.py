"""Adopt a proposal of the industry's pack. Nothing of it holds before: a percentage that nobody owns is no estimate."""

import json

from lowmark.core.kinds.problems import Problem
from lowmark.industries.read import Proposal, read_pack
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.industry.setting import Parameter, as_json, set_parameter
from lowmark.services.operations.adopt_proposal import OPERATION, Request, Response
from lowmark.store.session import Writer


def adopt_proposal(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Set what is proposed, and keep who stands behind it.

    Raises: Problem `not_found` where the pack proposes nothing of that name; `bad_request` without an owner, evidence or a day of
            review after the first; and as `set-policy`.
    """
    proposal = _proposal(granted, request)
    if not request.owner.strip() or not request.evidence.strip() or request.review_on <= request.valid_from:
        raise Problem("bad_request", "a percentage needs an owner, evidence, and a day of review after its first",
                      hint="name all three")  # fmt: skip

    def work(writer: Writer) -> Done:
        value = as_json(request.value) if request.value else json.dumps(proposal.value)
        asked = Parameter(path=proposal.path, valid_from=request.valid_from, value=value)
        holding = set_parameter(writer, granted, asked, operation=OPERATION.name)
        response = Response(
            entity=granted.entity.code, proposal=proposal.name, path=proposal.path,
            value=json.dumps(json.loads(holding.text)["parameters"][proposal.path]["value"]), owner=request.owner,
            evidence=request.evidence, valid_from=request.valid_from, review_on=request.review_on,
            policy_hash=holding.policy_hash.hex(),
        )  # fmt: skip
        return Done(response, f"policy {proposal.path}", f"{request.owner}: {request.evidence}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _proposal(granted: Granted, request: Request) -> Proposal:
    industry = granted.entity.industry
    proposals = read_pack(industry).proposals if industry else ()
    found = next((one for one in proposals if one.name == request.proposal), None)
    if found is None:
        names = ", ".join(one.name for one in proposals) or "none, for an entity without an industry"
        raise Problem(
            "not_found", f"nothing is proposed by the name {request.proposal[:60]!r}", hint=f"there are {names}"
        )
    return found
