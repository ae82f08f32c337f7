"""The user: a name to sign in with; never deleted, only deactivated, so that what they did keeps its author."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """One person, or one program with a token. A persona is a demo's actor: it has no password and needs none there."""

    is_persona = models.BooleanField(default=False)

    class Meta:
        db_table = "people_user"


class Token(models.Model):
    """A program's key: hashed, bounded, expiring, to be revoked, and never good for an approval."""

    name = models.TextField(unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    label = models.TextField()
    token_hash = models.BinaryField(unique=True)
    entities = models.TextField(default="")
    may_write = models.BooleanField(default=True)
    made_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    revoked_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "people_token"
