"""Jobs: long work asked for through a door, how far it has come, and what came of it."""

from django.db import models


class Job(models.Model):
    """One piece of long work. Who runs it holds its lock (`held`); nothing here says that a worker is alive."""

    name = models.TextField(unique=True)
    entity = models.TextField()
    operation = models.TextField()
    request = models.TextField()
    user_id = models.BigIntegerField()
    username = models.TextField()
    is_operator = models.BooleanField(default=False)
    bounds = models.TextField(default="")
    request_key = models.TextField(null=True)  # noqa: DJ001 -- none is no key: many jobs have none
    state = models.TextField(default="waiting")
    words = models.TextField(default="")
    done = models.BigIntegerField(default=0)
    of = models.BigIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    tries = models.BigIntegerField(default=0)
    answer = models.TextField(default="")
    problem = models.TextField(default="")
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ops_job"
        constraints = [models.UniqueConstraint(fields=["user_id", "request_key"], name="ops_job_key")]
        indexes = [models.Index(fields=["state", "id"], name="ops_job_open"),
                   models.Index(fields=["entity", "-id"], name="ops_job_of")]  # fmt: skip


class Webhook(models.Model):
    """Whom to tell what is done in an entity: where, of what, signed with which secret, and how far that has come."""

    name = models.TextField(unique=True)
    entity = models.TextField()
    url = models.TextField()
    topics = models.TextField(default="")
    secret = models.TextField()
    made_by = models.TextField()
    made_at = models.BigIntegerField()
    position = models.BigIntegerField()
    at_event = models.TextField(default="")
    tries = models.BigIntegerField(default=0)
    words = models.TextField(default="")
    next_at = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ops_webhook"
        indexes = [models.Index(fields=["next_at", "id"], name="ops_webhook_due"),
                   models.Index(fields=["entity", "id"], name="ops_webhook_of")]  # fmt: skip


class DeadLetter(models.Model):
    """An event that a webhook could not be told, however often."""

    webhook = models.TextField()
    entity = models.TextField()
    event = models.TextField()
    topic = models.TextField()
    known_seq = models.BigIntegerField()
    tries = models.BigIntegerField()
    words = models.TextField()
    laid_aside_at = models.BigIntegerField()

    class Meta:
        db_table = "ops_dead_letter"
        constraints = [models.UniqueConstraint(fields=["webhook", "event"], name="ops_dead_letter_once")]
        indexes = [models.Index(fields=["entity", "-id"], name="ops_dead_letter_of")]
