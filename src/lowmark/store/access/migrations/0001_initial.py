import django.db.models.deletion
import lowmark.store.creating
import lowmark.store.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("entities", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        lowmark.store.creating.CreateTable(
            name="ApprovalLimit",
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
                ("currency", models.TextField()),
                ("amount_minor", models.BigIntegerField(null=True)),
                ("valid_from", lowmark.store.fields.DayField()),
                (
                    "set_by",
                    models.ForeignKey(
                        db_column="set_by",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "access_approval_limit",
                "indexes": [models.Index(fields=["user", "entity"], name="approval_limit_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="approval_limit_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 0)), name="approval_limit_amount_minor_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="ApprovalRule",
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
                ("valid_from", lowmark.store.fields.DayField()),
                ("profile", models.TextField()),
                ("auto_accept_minor", models.BigIntegerField()),
                ("because", models.TextField()),
                (
                    "set_by",
                    models.ForeignKey(
                        db_column="set_by",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "access_approval_rule",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="approval_rule_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("profile__in", ("small", "separate", "one_person"))),
                        name="approval_rule_profile_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("auto_accept_minor__gte", 0)), name="approval_rule_auto_accept_minor_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Delegation",
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
                    "from_user",
                    models.ForeignKey(
                        db_column="from_user",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_user",
                    models.ForeignKey(
                        db_column="to_user",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("role", models.TextField()),
                ("starts_on", lowmark.store.fields.DayField()),
                ("ends_on", lowmark.store.fields.DayField()),
                ("because", models.TextField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "access_delegation",
                "indexes": [models.Index(fields=["to_user", "entity"], name="delegation_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="delegation_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ("reviewer", "approver"))), name="delegation_role_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
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
        lowmark.store.creating.CreateTable(
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
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "access_step_up",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="step_up_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ("password", "totp", "passkey"))), name="step_up_method_ck"
                    ),
                ],
            },
        ),
    ]
