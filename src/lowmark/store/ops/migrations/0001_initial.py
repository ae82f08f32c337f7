import lowmark.store.creating
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        lowmark.store.creating.CreateTable(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField(unique=True)),
                ("entity", models.TextField()),
                ("operation", models.TextField()),
                ("request", models.TextField()),
                ("user_id", models.BigIntegerField()),
                ("username", models.TextField()),
                ("is_operator", models.BooleanField(default=False)),
                ("bounds", models.TextField(default="")),
                ("request_key", models.TextField(null=True)),
                ("state", models.TextField(default="waiting")),
                ("words", models.TextField(default="")),
                ("done", models.BigIntegerField(default=0)),
                ("of", models.BigIntegerField(default=0)),
                ("cancel_asked", models.BooleanField(default=False)),
                ("tries", models.BigIntegerField(default=0)),
                ("answer", models.TextField(default="")),
                ("problem", models.TextField(default="")),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "ops_job",
                "indexes": [
                    models.Index(fields=["state", "id"], name="ops_job_open"),
                    models.Index(fields=["entity", "-id"], name="ops_job_of"),
                ],
                "constraints": [models.UniqueConstraint(fields=("user_id", "request_key"), name="ops_job_key")],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField(unique=True)),
                ("entity", models.TextField()),
                ("url", models.TextField()),
                ("topics", models.TextField(default="")),
                ("secret", models.TextField()),
                ("made_by", models.TextField()),
                ("made_at", models.BigIntegerField()),
                ("position", models.BigIntegerField()),
                ("at_event", models.TextField(default="")),
                ("tries", models.BigIntegerField(default=0)),
                ("words", models.TextField(default="")),
                ("next_at", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "ops_webhook",
                "indexes": [
                    models.Index(fields=["next_at", "id"], name="ops_webhook_due"),
                    models.Index(fields=["entity", "id"], name="ops_webhook_of"),
                ],
                "constraints": [],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="DeadLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("webhook", models.TextField()),
                ("entity", models.TextField()),
                ("event", models.TextField()),
                ("topic", models.TextField()),
                ("known_seq", models.BigIntegerField()),
                ("tries", models.BigIntegerField()),
                ("words", models.TextField()),
                ("laid_aside_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "ops_dead_letter",
                "indexes": [models.Index(fields=["entity", "-id"], name="ops_dead_letter_of")],
                "constraints": [models.UniqueConstraint(fields=("webhook", "event"), name="ops_dead_letter_once")],
            },
        ),
    ]
