"""Proofs of identity: that it is really this person, now, who decides on exactly this. Good for five minutes.

Before this: a door at which somebody is signed in. After this: what needs a proof (`Operation.step_up`), which reads it
under the pen. A password, a code of an authenticator app, or a passkey; a token obtains none.
Sources: RFC 6238 (codes), W3C Web Authentication (passkeys), both as django-allauth keeps them.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from lowmark.core.kinds.problems import Problem
from lowmark.services import people
from lowmark.services.access import roles_by_entity
from lowmark.services.actor import Actor
from lowmark.store.people import read as people_read
from lowmark.store.scope import Scope
from lowmark.store.session import writing

SECONDS: Final = 5 * 60
MICRO: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What somebody proves himself with: one of these."""

    password: str = ""
    code: str = ""
    passkey: str = ""


def ways(user_id: int) -> tuple[str, ...]:
    """Return what somebody can prove himself with besides his password: `totp`, `passkey`."""
    kinds = {Authenticator.Type.TOTP: "totp", Authenticator.Type.WEBAUTHN: "passkey"}
    found = {kinds.get(kind) for kind in people_read.authenticators(user_id)}
    return tuple(name for name in ("totp", "passkey") if name in found)


def is_recent(request: HttpRequest) -> bool:
    """Whether whoever is signed in has signed in, or proved himself again, within the last five minutes.

    Domain: whom the company signs in has nothing to prove himself with here; nor has a persona of a demo.
    """
    user: Any = request.user
    if (user.is_persona and settings.IS_DEMO) or not get_reauthentication_flows(user):
        return True
    records = get_authentication_records(request, user)
    return bool(records) and people.now() - records[-1]["at"] < SECONDS


def needs_password(actor: Actor) -> bool:
    """Whether somebody named at a terminal has a password to prove himself with; a persona of a demo needs none."""
    user = None if actor.user_id is None else people_read.user_by_number(actor.user_id)
    return user is not None and not (user.is_persona and settings.IS_DEMO) and bool(user.has_usable_password())


def require_password(actor: Actor, password: str) -> None:
    """Hold a password that was typed at a terminal to whoever is named there.

    Raises: Problem `wrong_password`.
    """
    if people.authenticate(username=actor.username, password=password) != actor.user_id:
        raise Problem("wrong_password", "that is not the password", hint="five failures lock the name for a while")


def note(request: HttpRequest) -> None:
    """Note in the session that whoever is signed in has just proved himself again."""
    record_authentication(request, request.user, method="password", reauthenticated=True)


def challenge(user_id: int) -> Any:
    """Return what a passkey has to sign; kept in the session until it is answered."""
    return webauthn.begin_authentication(people_read.user_by_number(user_id))


def step_up(*, actor: Actor, entity: str, bound_hash: str, proof: Proof, request: HttpRequest | None = None) -> int:
    """Prove afresh who is asking, for one entity and one hash of what is shown.

    Raises: Problem `wrong_password`, `wrong_code`, `not_granted`, `bad_request`.
    """
    if actor.is_token:
        raise Problem("not_granted", "a token proves nothing about who is there", hint="sign in")
    held = {found.code: found for found, _roles in roles_by_entity(actor.user_id)} if actor.user_id else {}
    if actor.user_id is None or entity not in held:
        raise Problem("not_granted", f"{actor.username or 'nobody'} holds no role in {entity!r}")
    method = _proved(actor.user_id, proof, request)
    try:
        bound = bytes.fromhex(bound_hash)
    except ValueError:
        raise Problem("bad_request", f"{bound_hash!r} is not a hash in hex") from None
    scope = Scope(user_id=actor.user_id, entities=(held[entity].id,), purpose="command")
    with writing(scope) as writer:
        sequences, now = writer.tick(held[entity].id, 1)
        step_up_id = writer.take_ids("step_up", 1)[0]
        writer.insert("step_up", [{
            "id": step_up_id, "entity_id": held[entity].id, "user_id": actor.user_id, "bound_hash": bound,
            "method": method, "granted_at": now, "expires_at": now + SECONDS * MICRO,
            "known_seq": sequences[0], "recorded_at": now,
        }])  # fmt: skip
    return int(step_up_id)


def _proved(user_id: int, proof: Proof, request: HttpRequest | None) -> str:
    """Return by which method somebody has proved himself.

    Raises: Problem `wrong_password`, `wrong_code`.
    """
    user = people_read.user_by_number(user_id)
    if user.is_persona and settings.IS_DEMO:
        return "password"
    if proof.passkey:
        return _by_passkey(user, proof.passkey)
    if proof.code:
        return _by_code(user, proof.code)
    if people.authenticate(username=user.username, password=proof.password, request=request) != user.pk:
        raise Problem("wrong_password", "that is not the password", hint="five failures lock the name for a while")
    return "password"


def _by_code(user: Any, code: str) -> str:
    """Hold a code of an authenticator app against the user's; a recovery code proves no presence."""
    wrong = Problem("wrong_code", "that is not the code", hint="codes change every half minute")
    try:
        forgive = check_rate_limit(user)
    except ValidationError:
        raise Problem("locked_out", "too many wrong codes", hint="wait a few minutes") from None
    app = people_read.authenticator_app(user.pk)
    if app is None or not app.wrap().validate_code(code.strip()):
        raise wrong
    forgive()
    return "totp"


def _by_passkey(user: Any, said: str) -> str:
    try:
        webauthn.complete_authentication(user, webauthn_response(said))
    except ValidationError:
        raise Problem("wrong_code", "that passkey is none of yours, or too late", hint="try again") from None
    return "passkey"


def webauthn_response(said: str) -> Any:
    """Read what a passkey answered.

    Raises: Problem `bad_request`.
    """
    try:
        return webauthn.parse_authentication_response(json.loads(said))
    except (ValueError, ValidationError):
        raise Problem("bad_request", "that is no answer of a passkey", hint="try again") from None
