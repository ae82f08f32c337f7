import django.db.models.deletion
import lowmark.store.creating
import lowmark.store.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
    ]

    operations = [
        lowmark.store.creating.CreateTable(
            name="Catalogue",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.TextField()),
                ("name", models.TextField()),
            ],
            options={
                "db_table": "entities_catalogue",
                "indexes": [],
                "constraints": [models.UniqueConstraint(fields=("code",), name="catalogue_u1")],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Entity",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.TextField()),
                ("name", models.TextField()),
                (
                    "catalogue",
                    models.ForeignKey(
                        db_column="catalogue_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.catalogue",
                    ),
                ),
                ("currency", models.TextField()),
                ("time_zone", models.TextField()),
                ("fiscal_year_start_month", models.BigIntegerField()),
                ("fiscal_pattern", models.TextField()),
                ("week_ends_on", models.TextField()),
                ("year_ends", models.TextField()),
                ("mode", models.TextField()),
                ("industry", models.TextField()),
                (
                    "parent",
                    models.ForeignKey(
                        db_column="parent_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.entity",
                    ),
                ),
            ],
            options={
                "db_table": "entities_entity",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("code",), name="entity_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("fiscal_pattern__in", ("months", "4-4-5", "4-5-4", "5-4-4"))),
                        name="entity_fiscal_pattern_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "week_ends_on__in",
                                ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
                            )
                        ),
                        name="entity_week_ends_on_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year_ends__in", ("last", "nearest"))), name="entity_year_ends_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ("ledger", "subledger"))), name="entity_mode_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="CostBasis",
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
                ("code", models.TextField()),
                ("method", models.TextField()),
            ],
            options={
                "db_table": "entities_cost_basis",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "code"), name="cost_basis_u1"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "method__in",
                                (
                                    "fifo",
                                    "moving_average",
                                    "weighted_average",
                                    "specific_identification",
                                    "standard",
                                    "lifo",
                                ),
                            )
                        ),
                        name="cost_basis_method_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="EntityClock",
            fields=[
                (
                    "entity",
                    models.OneToOneField(
                        db_column="entity_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="entities.entity",
                    ),
                ),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "entities_entity_clock",
                "indexes": [],
                "constraints": [],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Period",
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
                ("starts_on", lowmark.store.fields.DayField()),
                ("ends_on", lowmark.store.fields.DayField()),
                ("state", models.TextField()),
            ],
            options={
                "db_table": "entities_period",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "starts_on"), name="period_u1"),
                    models.UniqueConstraint(fields=("entity", "ends_on"), name="period_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("open", "closing", "closed"))), name="period_state_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Ownership",
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
                ("held", models.TextField()),
                ("share_micro", models.BigIntegerField()),
                ("method", models.TextField()),
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
                "db_table": "entities_ownership",
                "indexes": [models.Index(fields=["entity", "held", "valid_from"], name="ownership_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="ownership_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("share_micro__gte", 0)), name="ownership_share_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ("full", "equity", "none"))), name="ownership_method_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Book",
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
                ("code", models.TextField()),
                ("framework", models.TextField()),
                ("currency", models.TextField()),
                ("is_primary", models.BooleanField()),
                (
                    "cost_basis",
                    models.ForeignKey(
                        db_column="cost_basis_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.costbasis",
                    ),
                ),
                ("carried_to_seq", models.BigIntegerField()),
            ],
            options={
                "db_table": "entities_book",
                "indexes": [],
                "constraints": [models.UniqueConstraint(fields=("entity", "code"), name="book_u1")],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="PeriodEvent",
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
                    "period",
                    models.ForeignKey(
                        db_column="period_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.period",
                    ),
                ),
                ("event", models.TextField()),
                (
                    "by_user",
                    models.ForeignKey(
                        db_column="by_user",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.TextField()),
                ("statement_hash", models.BinaryField(null=True)),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "entities_period_event",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="period_event_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("event__in", ("opened", "trued_up", "closed", "reopened"))),
                        name="period_event_event_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="TaskAssignment",
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
                    "period",
                    models.ForeignKey(
                        db_column="period_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.period",
                    ),
                ),
                ("task", models.TextField()),
                (
                    "owner",
                    models.ForeignKey(
                        db_column="owner",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("due_on", lowmark.store.fields.DayField(null=True)),
                (
                    "assigned_by",
                    models.ForeignKey(
                        db_column="assigned_by",
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
                "db_table": "entities_task_assignment",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="task_assignment_u1"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "task__in",
                                (
                                    "cut_off",
                                    "freeze",
                                    "snapshot",
                                    "tie_out",
                                    "counts",
                                    "evidence",
                                    "run",
                                    "review",
                                    "approve",
                                    "post",
                                    "disclose",
                                    "lock",
                                ),
                            )
                        ),
                        name="task_assignment_task_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="TaskSignature",
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
                    "period",
                    models.ForeignKey(
                        db_column="period_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.period",
                    ),
                ),
                ("task", models.TextField()),
                ("signed", models.BooleanField()),
                ("passed", models.BooleanField()),
                ("because", models.TextField()),
                ("evidence_hash", models.BinaryField(null=True)),
                (
                    "signed_by",
                    models.ForeignKey(
                        db_column="signed_by",
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
                "db_table": "entities_task_signature",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="task_signature_u1"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "task__in",
                                (
                                    "cut_off",
                                    "freeze",
                                    "snapshot",
                                    "tie_out",
                                    "counts",
                                    "evidence",
                                    "run",
                                    "review",
                                    "approve",
                                    "post",
                                    "disclose",
                                    "lock",
                                ),
                            )
                        ),
                        name="task_signature_task_ck",
                    ),
                ],
            },
        ),
    ]
