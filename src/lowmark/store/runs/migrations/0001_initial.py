import django.db.models.deletion
import lowmark.store.creating
import lowmark.store.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("entities", "0001_initial"),
        ("evidence", "0001_initial"),
        ("items", "0001_initial"),
        ("people", "__first__"),
        ("stock", "0001_initial"),
        ("valuation", "0001_initial"),
    ]

    operations = [
        lowmark.store.creating.CreateTable(
            name="Run",
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
                    "book",
                    models.ForeignKey(
                        db_column="book_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.book",
                    ),
                ),
                ("code", models.TextField()),
                ("kind", models.TextField()),
                ("as_of", lowmark.store.fields.DayField()),
                ("snapshot_seq", models.BigIntegerField()),
                ("state", models.TextField()),
                ("snapshot_hash", models.BinaryField()),
                ("policy_hash", models.BinaryField()),
                ("run_hash", models.BinaryField()),
                (
                    "prepared_by",
                    models.ForeignKey(
                        db_column="prepared_by",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.TextField()),
                ("authorised_on", lowmark.store.fields.DayField(null=True)),
                ("channel", models.TextField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "runs_run",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "code"), name="run_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("test", "write_off", "overlay"))), name="run_kind_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "calculated",
                                    "proposed",
                                    "approved",
                                    "returned",
                                    "posted",
                                    "posted_unapproved",
                                    "stale",
                                ),
                            )
                        ),
                        name="run_state_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Caption",
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
                    "book",
                    models.ForeignKey(
                        db_column="book_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.book",
                    ),
                ),
                ("fiscal_year", models.BigIntegerField()),
                ("as_of", lowmark.store.fields.DayField()),
                ("tested_minor", models.BigIntegerField()),
                ("size", models.TextField()),
                ("proposed", models.TextField()),
                ("caption", models.TextField()),
                ("reason", models.TextField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_column="decided_by",
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
                "db_table": "runs_caption",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="caption_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("tested_minor__gte", 0)), name="caption_tested_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__in", ("small", "judgement", "material"))), name="caption_size_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proposed__in", ("cost_of_sales", "separate_line"))),
                        name="caption_proposed_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("caption__in", ("cost_of_sales", "separate_line"))),
                        name="caption_caption_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Case",
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
                    "item",
                    models.ForeignKey(
                        db_column="item_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.item",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        db_column="lot_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.lot",
                    ),
                ),
                ("reason", models.TextField()),
                ("state", models.TextField()),
                ("found_on", lowmark.store.fields.DayField()),
                ("words", models.TextField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "runs_case",
                "indexes": [],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("open", "in_run", "closed"))), name="case_state_ck"
                    )
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Plan",
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
                ("entities", models.TextField()),
                ("as_of", lowmark.store.fields.DayField()),
                ("horizon_days", models.BigIntegerField()),
                ("snapshot_seq", models.BigIntegerField()),
                ("currency", models.TextField()),
                ("risk_minor", models.BigIntegerField()),
                ("gain_minor", models.BigIntegerField()),
                ("bound_minor", models.BigIntegerField()),
                ("gap_micro", models.BigIntegerField()),
                ("nodes", models.BigIntegerField()),
                ("is_reproducible", models.BooleanField()),
                ("single_action", models.TextField()),
                ("single_minor", models.BigIntegerField()),
                (
                    "made_by",
                    models.ForeignKey(
                        db_column="made_by",
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
                "db_table": "runs_plan",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "code"), name="plan_u1"),
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="plan_u2"),
                    models.CheckConstraint(condition=models.Q(("risk_minor__gte", 0)), name="plan_risk_minor_ck"),
                    models.CheckConstraint(condition=models.Q(("gain_minor__gte", 0)), name="plan_gain_minor_ck"),
                    models.CheckConstraint(condition=models.Q(("bound_minor__gte", 0)), name="plan_bound_minor_ck"),
                    models.CheckConstraint(condition=models.Q(("gap_micro__gte", 0)), name="plan_gap_micro_ck"),
                    models.CheckConstraint(condition=models.Q(("nodes__gte", 0)), name="plan_nodes_ck"),
                    models.CheckConstraint(condition=models.Q(("single_minor__gte", 0)), name="plan_single_minor_ck"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Approval",
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
                    "run",
                    models.ForeignKey(
                        db_column="run_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                ("decision", models.TextField()),
                ("run_hash", models.BinaryField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_column="decided_by",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "authority_of",
                    models.ForeignKey(
                        db_column="authority_of",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                (
                    "step_up",
                    models.ForeignKey(
                        db_column="step_up_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.stepup",
                    ),
                ),
                ("comment", models.TextField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "runs_approval",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="approval_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ("approved", "returned"))), name="approval_decision_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Assessment",
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
                    "run",
                    models.ForeignKey(
                        db_column="run_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        db_column="pool_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="valuation.costpool",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_column="item_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.item",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        db_column="lot_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.lot",
                    ),
                ),
                ("quantity_micro", models.BigIntegerField()),
                ("cost_minor", models.BigIntegerField()),
                ("value_minor", models.BigIntegerField(null=True)),
                ("carrying_minor", models.BigIntegerField()),
                ("required_minor", models.BigIntegerField()),
                ("held_minor", models.BigIntegerField()),
                ("basis", models.TextField()),
                ("demand_micro", models.BigIntegerField(null=True)),
                ("demand_method", models.TextField()),
                ("reason", models.TextField()),
                ("finding", models.TextField()),
            ],
            options={
                "db_table": "runs_assessment",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "pool"), name="assessment_u1"),
                    models.CheckConstraint(condition=models.Q(("cost_minor__gte", 0)), name="assessment_cost_minor_ck"),
                    models.CheckConstraint(
                        condition=models.Q(("carrying_minor__gte", 0)), name="assessment_carrying_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("required_minor__gte", 0)), name="assessment_required_minor_ck"
                    ),
                    models.CheckConstraint(condition=models.Q(("held_minor__gte", 0)), name="assessment_held_minor_ck"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="AssessmentLevel",
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
                    "run",
                    models.ForeignKey(
                        db_column="run_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                ("level", models.TextField()),
                ("group_name", models.TextField()),
                ("is_allowed", models.BooleanField()),
                ("is_chosen", models.BooleanField()),
                ("cost_minor", models.BigIntegerField()),
                ("value_minor", models.BigIntegerField()),
                ("carrying_minor", models.BigIntegerField()),
                ("required_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "runs_assessment_level",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "level", "group_name"), name="assessment_level_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("cost_minor__gte", 0)), name="assessment_level_cost_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("carrying_minor__gte", 0)), name="assessment_level_carrying_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("required_minor__gte", 0)), name="assessment_level_required_minor_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Overlay",
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
                    "run",
                    models.ForeignKey(
                        db_column="run_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                ("item_class", models.TextField()),
                ("kind", models.TextField()),
                ("reason", models.TextField()),
                ("amount_minor", models.BigIntegerField()),
                ("held_minor", models.BigIntegerField()),
                ("cost_minor", models.BigIntegerField()),
                ("evidence", models.TextField()),
                ("expires_on", lowmark.store.fields.DayField(null=True)),
            ],
            options={
                "db_table": "runs_overlay",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "run"), name="overlay_u1"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "opening",
                                    "charge",
                                    "reverse",
                                    "release",
                                    "use",
                                    "acquisition",
                                    "disposal",
                                    "translation",
                                    "held_for_sale",
                                    "restatement",
                                    "transfer",
                                    "other",
                                ),
                            )
                        ),
                        name="overlay_kind_ck",
                    ),
                    models.CheckConstraint(condition=models.Q(("cost_minor__gte", 0)), name="overlay_cost_minor_ck"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="PlanAction",
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
                    "plan",
                    models.ForeignKey(
                        db_column="plan_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.plan",
                    ),
                ),
                ("line_no", models.BigIntegerField()),
                ("action", models.TextField()),
                ("cause", models.TextField()),
                (
                    "item",
                    models.ForeignKey(
                        db_column="item_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.item",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        db_column="lot_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.lot",
                    ),
                ),
                (
                    "from_location",
                    models.ForeignKey(
                        db_column="from_location_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.location",
                    ),
                ),
                ("order_line", models.TextField()),
                ("to_entity", models.TextField()),
                ("to_location", models.TextField()),
                ("partner", models.TextField()),
                ("quantity_micro", models.BigIntegerField()),
                ("price_micro", models.BigIntegerField()),
                ("spend_minor", models.BigIntegerField()),
                ("forgone_minor", models.BigIntegerField()),
                ("gain_minor", models.BigIntegerField()),
                ("without_minor", models.BigIntegerField()),
                ("next_best", models.TextField()),
                ("held_by", models.TextField()),
                ("by_on", lowmark.store.fields.DayField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "runs_plan_action",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "line_no"), name="plan_action_u1"),
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="plan_action_u2"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "action__in",
                                (
                                    "transfer",
                                    "vendor_return",
                                    "markdown",
                                    "substitute",
                                    "defer",
                                    "cancel",
                                    "donate",
                                    "liquidate",
                                    "scrap",
                                ),
                            )
                        ),
                        name="plan_action_action_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ("expiry", "excess", "ordered"))), name="plan_action_cause_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity_micro__gt", 0)), name="plan_action_quantity_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price_micro__gte", 0)), name="plan_action_price_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("spend_minor__gte", 0)), name="plan_action_spend_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("forgone_minor__gte", 0)), name="plan_action_forgone_minor_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="AssessmentEstimate",
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
                    "run",
                    models.ForeignKey(
                        db_column="run_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        db_column="assessment_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.assessment",
                    ),
                ),
                ("tier", models.BigIntegerField()),
                ("rule", models.TextField()),
                ("rank", models.BigIntegerField(null=True)),
                ("value_minor", models.BigIntegerField()),
                ("reason", models.TextField()),
                ("binds", models.BooleanField()),
                ("why", models.TextField()),
            ],
            options={
                "db_table": "runs_assessment_estimate",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "tier", "rule"), name="assessment_estimate_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("why__in", ("binds", "outranked", "not_lowest", "asked_later"))),
                        name="assessment_estimate_why_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="AssessmentEvidence",
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
                    "run",
                    models.ForeignKey(
                        db_column="run_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        db_column="assessment_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.assessment",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        db_column="evidence_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.evidence",
                    ),
                ),
            ],
            options={
                "db_table": "runs_assessment_evidence",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "evidence"), name="assessment_evidence_u1")
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="AssessmentMarket",
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
                    "run",
                    models.ForeignKey(
                        db_column="run_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        db_column="assessment_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.assessment",
                    ),
                ),
                ("tier", models.BigIntegerField()),
                ("replacement_minor", models.BigIntegerField(null=True)),
                ("ceiling_minor", models.BigIntegerField(null=True)),
                ("profit_minor", models.BigIntegerField(null=True)),
                ("floor_minor", models.BigIntegerField(null=True)),
                ("market_minor", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "runs_assessment_market",
                "indexes": [],
                "constraints": [models.UniqueConstraint(fields=("assessment", "tier"), name="assessment_market_u1")],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="AssessmentOrder",
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
                    "run",
                    models.ForeignKey(
                        db_column="run_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        db_column="assessment_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.assessment",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        db_column="order_line_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.orderline",
                    ),
                ),
            ],
            options={
                "db_table": "runs_assessment_order",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "order_line"), name="assessment_order_u1")
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="AssessmentTier",
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
                    "run",
                    models.ForeignKey(
                        db_column="run_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        db_column="assessment_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.assessment",
                    ),
                ),
                ("tier", models.BigIntegerField()),
                ("kind", models.TextField()),
                ("quantity_micro", models.BigIntegerField()),
                ("cost_minor", models.BigIntegerField()),
                ("evidence_kind", models.TextField(null=True)),
                ("evidence_rank", models.BigIntegerField(null=True)),
                ("gross_amount_micro", models.BigIntegerField(null=True)),
                ("net_amount_micro", models.BigIntegerField(null=True)),
                ("evidence_quantity_micro", models.BigIntegerField(null=True)),
                ("value_minor", models.BigIntegerField(null=True)),
                ("lower_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "runs_assessment_tier",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "tier"), name="assessment_tier_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("firm_contract", "expected_sale", "rest"))),
                        name="assessment_tier_kind_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost_minor__gte", 0)), name="assessment_tier_cost_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lower_minor__gte", 0)), name="assessment_tier_lower_minor_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Proposal",
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
                    "run",
                    models.ForeignKey(
                        db_column="run_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        db_column="assessment_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.assessment",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        db_column="pool_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="valuation.costpool",
                    ),
                ),
                ("kind", models.TextField()),
                ("reason", models.TextField()),
                ("amount_minor", models.BigIntegerField()),
                ("state", models.TextField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "runs_proposal",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "pool"), name="proposal_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("write_down", "reversal", "write_off"))),
                        name="proposal_kind_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("proposed", "approved", "returned", "posted"))),
                        name="proposal_state_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="PlanDecision",
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
                    "plan_action",
                    models.ForeignKey(
                        db_column="plan_action_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.planaction",
                    ),
                ),
                ("status", models.TextField()),
                ("decided_on", lowmark.store.fields.DayField()),
                ("document", models.TextField()),
                ("draft", models.TextField()),
                ("because", models.TextField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_column="decided_by",
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
                "db_table": "runs_plan_decision",
                "indexes": [models.Index(fields=["plan_action"], name="plan_decision_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="plan_decision_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("accepted", "rejected", "withdrawn", "done"))),
                        name="plan_decision_status_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="ProposalLayer",
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
                    "run",
                    models.ForeignKey(
                        db_column="run_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        db_column="proposal_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.proposal",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        db_column="pool_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="valuation.costpool",
                    ),
                ),
                (
                    "layer_move",
                    models.ForeignKey(
                        db_column="layer_move_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.stockmove",
                    ),
                ),
                ("remaining_micro", models.BigIntegerField()),
                ("held_minor", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "runs_proposal_layer",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "layer_move"), name="proposal_layer_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("remaining_micro__gt", 0)), name="proposal_layer_remaining_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held_minor__gte", 0)), name="proposal_layer_held_minor_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Review",
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
                    "run",
                    models.ForeignKey(
                        db_column="run_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        db_column="proposal_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.proposal",
                    ),
                ),
                ("decision", models.TextField()),
                ("run_hash", models.BinaryField()),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        db_column="reviewed_by",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "authority_of",
                    models.ForeignKey(
                        db_column="authority_of",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("comment", models.TextField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "runs_review",
                "indexes": [models.Index(fields=["run"], name="review_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="review_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ("accepted", "returned"))), name="review_decision_ck"
                    ),
                ],
            },
        ),
    ]
