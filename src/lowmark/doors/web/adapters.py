"""How signing in is done here: nobody signs up, secrets of second factors are kept enciphered, a company may vouch.

Before this: django-allauth, which asks these at its joints. After this: `services.people`.
"""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from lowmark.core.kinds.problems import Problem
from lowmark.services import people


class Accounts(DefaultAccountAdapter):
    """People are made by a grant of a role, never by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- as allauth calls it
        """Nobody signs up."""
        return False


class SecondFactors(DefaultMFAAdapter):
    """Secrets in the database are of no use without the key that lies beside it."""

    def encrypt(self, text: str) -> str:
        """Encipher a secret."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decipher a secret."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


class ElsewhereSignedIn(DefaultSocialAccountAdapter):
    """Whom the company vouches for is the user of that name here, if there is one who may sign in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 -- as allauth calls it
        """Nobody signs up."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the user; without one, nobody is signed in."""
        if sociallogin.is_existing:
            return
        said = sociallogin.account.extra_data
        told = said.get("userinfo", said).get(settings.OIDC_CLAIM, "")
        user_id = people.user_id(str(told)) if told else None
        if user_id is None:
            from lowmark.doors.web.asking import refused

            raise ImmediateHttpResponse(refused(request, Problem(
                "not_signed_in", "nobody here has the name that the company vouches for",
                hint="an administrator gives a role to that name first")))  # fmt: skip
        sociallogin.connect(request, ModelBackend().get_user(user_id))


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"second factors\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
