"""The company's own sign-in: what its provider says of somebody is believed once its signature has been held to its keys.

Before this: the browser comes back from the provider with a code. After this: `adapters`, which finds the user. The token
comes straight from the provider, so its signature might be passed over (OpenID Connect Core 1.0, 3.1.3.7); it is not, since
a proxy between the two is nobody whom the company vouches by. RSA and elliptic keys of today, and no other algorithm.
"""

import base64
import json
from collections.abc import Callable
from typing import Any, Final

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.http import Http404, HttpRequest, HttpResponse

from lowmark.services import people

LEEWAY: Final = 60
"""Seconds by which two machines' clocks may differ."""
LEAST_RSA: Final = 2048


class Adapter(OpenIDConnectOAuth2Adapter):
    """allauth's, with the token held to its signature, its issuer, its audience and its time."""

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answered = session.get(self.openid_config["jwks_uri"])
            answered.raise_for_status()
        return claims_of(id_token, keys=answered.json()["keys"], issuer=self.openid_config["issuer"],
                         audience=app.client_id, now=int(people.now()))  # fmt: skip


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the provider."""
    return _known(OAuth2LoginView.adapter_view(Adapter(request, provider_id)), request)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the browser back from the provider."""
    return _known(OAuth2CallbackView.adapter_view(Adapter(request, provider_id)), request)


def _known(view: Callable[[HttpRequest], HttpResponse], request: HttpRequest) -> HttpResponse:
    """Answer, or say that there is no such page: a provider that is not set up is nobody."""
    try:
        return view(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None


def claims_of(token: str, *, keys: list[dict[str, Any]], issuer: str, audience: str, now: int) -> dict[str, Any]:
    """Return what a signed token says.

    Raises: OAuth2Error for one that is not of this issuer, for this audience, of this time, and signed with one of its keys.
    """
    try:
        head, body, signature = token.split(".")
        said = json.loads(_bytes(head))
        key = next(one for one in keys if one.get("kid") == said.get("kid") and one.get("use", "sig") == "sig")
        _VERIFY[said["alg"]](key, _bytes(signature), f"{head}.{body}".encode())
        claims: dict[str, Any] = json.loads(_bytes(body))
        audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        is_right = claims["iss"] == issuer and audience in audiences and claims.get("azp", audience) == audience
        if not is_right or not isinstance(claims["sub"], str) or not claims["sub"]:
            raise OAuth2Error("the token is of another issuer, or for somebody else")
        if int(claims["exp"]) + LEEWAY < now or int(claims["iat"]) - LEEWAY > now:
            raise OAuth2Error("the token is not of this time")
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, InvalidSignature) as error:
        raise OAuth2Error("the token cannot be believed") from error
    return claims


def _rsa(key: dict[str, Any], signature: bytes, signed: bytes) -> None:
    public = rsa.RSAPublicNumbers(_number(key["e"]), _number(key["n"])).public_key()
    if public.key_size < LEAST_RSA:
        raise ValueError("a key that is too short")
    public.verify(signature, signed, padding.PKCS1v15(), SHA256())


def _elliptic(key: dict[str, Any], signature: bytes, signed: bytes) -> None:
    if key["crv"] != "P-256" or len(signature) != 64:
        raise ValueError("another curve")
    public = ec.EllipticCurvePublicNumbers(_number(key["x"]), _number(key["y"]), ec.SECP256R1()).public_key()
    pair = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    public.verify(encode_dss_signature(*pair), signed, ec.ECDSA(SHA256()))


_VERIFY: Final[dict[str, Callable[[dict[str, Any], bytes, bytes], None]]] = {"RS256": _rsa, "ES256": _elliptic}


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text), "big")
