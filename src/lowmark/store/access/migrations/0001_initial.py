import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("entities", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "entity",
                    models.ForeignKey(
                        db_column="entity_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.entity",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_column="user_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("role", models.TextField()),
                ("granted", models.BooleanField()),
                (
                    "granted_by",
                    models.ForeignKey(
                        db_column="granted_by",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "access_grant",
                "indexes": [models.Index(fields=["user", "entity"], name="grant_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="grant_u1"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                (
                                    "warehouse",
                                    "planner",
                                    "preparer",
                                    "reviewer",
                                    "approver",
                                    "poster",
                                    "policy_owner",
                                    "administrator",
                                    "auditor",
                                ),
                            )
                        ),
                        name="grant_role_ck",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StepUp",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "entity",
                    models.ForeignKey(
                        db_column="entity_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.entity",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_column="user_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("bound_hash", models.BinaryField()),
                ("method", models.TextField()),
                ("granted_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "access_step_up",
                "indexes": [],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ("password", "totp", "passkey"))), name="step_up_method_ck"
                    )
                ],
            },
        ),
    ]
