"""The routes by which a signed-in person proves again who he is. They are no operations: they establish who asks.

Before this: `principals`, which knows the session. After this: `services.proofs`. Sources: W3C Web Authentication.
"""

import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from lowmark.core.kinds.problems import Problem
from lowmark.doors.api import problems, reading
from lowmark.doors.api.principals import STEP_UP, Session
from lowmark.doors.api.responses import answered_with, responses
from lowmark.services import proofs
from lowmark.services.actor import Actor
from lowmark.services.operation import said


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUpRequest:
    """Whose run, what was shown, and the proof."""

    entity: str = said("entity code", example="MAPLE")
    run_hash: str = said("hash of what was shown, hex")
    password: str = said("the password of whoever is signed in", default="")
    code: str = said("or a code of his authenticator app", example="492039", default="")
    passkey: str = said("or what his passkey answered to `passkey-challenge`, as JSON", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUpResponse:
    """What the session keeps for five minutes, good for this hash alone."""

    proved: bool = said("that it is the person who is signed in")


def add(api: NinjaAPI) -> None:
    """Add the route by which a signed-in person proves again who he is."""

    def step_up(request: HttpRequest) -> HttpResponse:
        actor: Actor = request.auth  # type: ignore[attr-defined]
        proof = reading.read(request, StepUpRequest, name="step-up", how=reading.JSON)
        try:
            request.session[STEP_UP] = proofs.step_up(
                actor=actor, entity=proof.entity, bound_hash=proof.run_hash, request=request,
                proof=proofs.Proof(password=proof.password, code=proof.code, passkey=proof.passkey),
            )  # fmt: skip
            proofs.note(request)
        except Problem:
            if getattr(request, "axes_locked_out", False):
                # The middleware would answer with a page; a client is told in its own terms.
                request.axes_locked_out = False  # type: ignore[attr-defined]
                raise Problem("locked_out", "too many wrong passwords", hint="wait a quarter of an hour") from None
            raise
        return answered_with(StepUpResponse(proved=True))

    path = "/auth/step-up"
    api.default_router.add_api_operation(
        path, ["POST"], step_up, auth=[Session()], operation_id="step-up", url_name="step-up", tags=["identity"],
        summary="Prove again who you are, before an approval.", response=responses(StepUpResponse, "step-up"),
        openapi_extra=reading.described(StepUpRequest, name="step-up", how=reading.JSON),
        description="For: whoever is signed in with a session; tokens are refused.",
    )  # fmt: skip
    problems.refuse_others(api, path, "POST")
    _add_challenge(api)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """What a passkey has to sign."""

    ways: tuple[str, ...] = said("what whoever is signed in can prove himself with, besides a password")
    options: str = said("options of a Web Authentication request, as JSON; empty without a passkey")


def _add_challenge(api: NinjaAPI) -> None:
    """Add the route at which a passkey is told what to sign."""

    def passkey_challenge(request: HttpRequest) -> HttpResponse:
        actor: Actor = request.auth  # type: ignore[attr-defined]
        reading.read(request, Nothing, name="passkey-challenge", how=reading.JSON)
        assert actor.user_id is not None, "a session is somebody's"
        ways = proofs.ways(actor.user_id)
        options = json.dumps(proofs.challenge(actor.user_id)) if "passkey" in ways else ""
        return answered_with(Challenge(ways=ways, options=options))

    path = "/auth/passkey-challenge"
    api.default_router.add_api_operation(
        path, ["POST"], passkey_challenge, auth=[Session()], operation_id="passkey-challenge",
        url_name="passkey-challenge", tags=["identity"], summary="Ask what a passkey has to sign.",
        response=responses(Challenge, "passkey-challenge"),
        openapi_extra=reading.described(Nothing, name="passkey-challenge", how=reading.JSON),
        description="For: whoever is signed in with a session; tokens are refused.",
    )  # fmt: skip
    problems.refuse_others(api, path, "POST")
