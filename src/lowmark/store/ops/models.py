"""Jobs: long work asked for through a door, its progress and its answer."""

from django.db import models


class Job(models.Model):
    """One piece of long work."""

    operation = models.TextField()
    request = models.TextField()
    user_id = models.BigIntegerField(null=True)
    state = models.TextField(default="waiting")
    done = models.BigIntegerField(default=0)
    of = models.BigIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    response = models.TextField(default="")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "ops_job"
