import django.db.models.deletion
import lowmark.store.creating
import lowmark.store.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("entities", "0001_initial"),
        ("items", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        lowmark.store.creating.CreateTable(
            name="DemandCorrection",
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
                    "location",
                    models.ForeignKey(
                        db_column="location_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.location",
                    ),
                ),
                ("demand_on", lowmark.store.fields.DayField()),
                ("quantity_micro", models.BigIntegerField()),
                ("because", models.TextField()),
                (
                    "corrected_by",
                    models.ForeignKey(
                        db_column="corrected_by",
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
                "db_table": "evidence_demand_correction",
                "indexes": [models.Index(fields=["entity", "item", "demand_on"], name="demand_correction_i1")],
                "constraints": [models.UniqueConstraint(fields=("entity", "known_seq"), name="demand_correction_u1")],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="DemandForecast",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.item",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_column="location_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.location",
                    ),
                ),
                ("category", models.TextField()),
                ("made_on", lowmark.store.fields.DayField()),
                ("horizon_days", models.BigIntegerField()),
                ("mean_micro", models.BigIntegerField()),
                ("quantiles", models.TextField()),
                ("method", models.TextField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "evidence_demand_forecast",
                "indexes": [models.Index(fields=["entity", "item", "made_on"], name="demand_forecast_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="demand_forecast_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("mean_micro__gte", 0)), name="demand_forecast_mean_micro_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Evidence",
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
                ("document", models.TextField()),
                ("line", models.TextField()),
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
                ("kind", models.TextField()),
                ("condition", models.TextField()),
                ("channel", models.TextField()),
                ("amount_micro", models.BigIntegerField()),
                ("currency", models.TextField()),
                ("quantity_micro", models.BigIntegerField()),
                ("observed_on", lowmark.store.fields.DayField()),
                ("confirms_date", models.BooleanField()),
                ("standing", models.TextField()),
                ("file_hash", models.BinaryField(null=True)),
                (
                    "asserted_by",
                    models.ForeignKey(
                        db_column="asserted_by",
                        db_index=False,
                        null=True,
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
                "db_table": "evidence_evidence",
                "indexes": [models.Index(fields=["item", "observed_on"], name="evidence_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "document", "line"), name="evidence_u1"),
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="evidence_u2"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "post_period_sale",
                                    "firm_contract",
                                    "price_list",
                                    "quote",
                                    "recent_sale",
                                    "scrap_tender",
                                    "replacement_cost",
                                    "cost_to_complete",
                                    "cost_to_sell",
                                ),
                            )
                        ),
                        name="evidence_kind_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("condition__in", ("", "quarantine", "damaged", "expired"))),
                        name="evidence_condition_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_micro__gte", 0)), name="evidence_amount_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity_micro__gt", 0)), name="evidence_quantity_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", ("source_matched", "verified", "asserted"))),
                        name="evidence_standing_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="ForecastScore",
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
                ("made_on", lowmark.store.fields.DayField()),
                ("horizon_days", models.BigIntegerField()),
                ("demand_class", models.TextField()),
                ("model", models.TextField()),
                ("n", models.BigIntegerField()),
                ("rmsse_micro", models.BigIntegerField(null=True)),
                ("pinball_micro", models.BigIntegerField(null=True)),
                ("pinball_as_number_micro", models.BigIntegerField(null=True)),
                ("bias_micro", models.BigIntegerField(null=True)),
                ("rmsse_by_item_micro", models.BigIntegerField(null=True)),
                ("mase_micro", models.BigIntegerField(null=True)),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "evidence_forecast_score",
                "indexes": [models.Index(fields=["entity", "made_on"], name="forecast_score_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="forecast_score_u1"),
                    models.CheckConstraint(condition=models.Q(("n__gte", 0)), name="forecast_score_n_ck"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="PlanTerm",
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
                ("document", models.TextField()),
                ("line", models.TextField()),
                ("action", models.TextField()),
                (
                    "item",
                    models.ForeignKey(
                        db_column="item_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.item",
                    ),
                ),
                ("category", models.TextField()),
                ("location", models.TextField()),
                ("partner", models.TextField()),
                ("amount_micro", models.BigIntegerField(null=True)),
                ("rate_micro", models.BigIntegerField(null=True)),
                ("cost_micro", models.BigIntegerField()),
                ("fixed_minor", models.BigIntegerField()),
                ("limit_micro", models.BigIntegerField(null=True)),
                ("minimum_micro", models.BigIntegerField()),
                ("elasticity_micro", models.BigIntegerField(null=True)),
                ("lead_days", models.BigIntegerField()),
                ("valid_from", lowmark.store.fields.DayField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "evidence_plan_term",
                "indexes": [models.Index(fields=["entity", "document", "line"], name="plan_term_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="plan_term_u1"),
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
                                    "nothing",
                                ),
                            )
                        ),
                        name="plan_term_action_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_micro__gte", 0)), name="plan_term_amount_micro_ck"
                    ),
                    models.CheckConstraint(condition=models.Q(("rate_micro__gte", 0)), name="plan_term_rate_micro_ck"),
                    models.CheckConstraint(condition=models.Q(("cost_micro__gte", 0)), name="plan_term_cost_micro_ck"),
                    models.CheckConstraint(
                        condition=models.Q(("fixed_minor__gte", 0)), name="plan_term_fixed_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("limit_micro__gte", 0)), name="plan_term_limit_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minimum_micro__gte", 0)), name="plan_term_minimum_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("elasticity_micro__gte", 0)), name="plan_term_elasticity_micro_ck"
                    ),
                    models.CheckConstraint(condition=models.Q(("lead_days__gte", 0)), name="plan_term_lead_days_ck"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Policy",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.book",
                    ),
                ),
                (
                    "head",
                    models.ForeignKey(
                        db_column="head_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.entity",
                    ),
                ),
                ("path", models.TextField()),
                ("valid_from", lowmark.store.fields.DayField()),
                ("value", models.TextField(null=True)),
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
                "db_table": "evidence_policy",
                "indexes": [models.Index(fields=["entity", "path", "valid_from"], name="policy_i1")],
                "constraints": [models.UniqueConstraint(fields=("entity", "known_seq"), name="policy_u1")],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="PolicyDocument",
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
                ("policy_hash", models.BinaryField()),
                ("text", models.TextField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "evidence_policy_document",
                "indexes": [],
                "constraints": [models.UniqueConstraint(fields=("entity", "policy_hash"), name="policy_document_u1")],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Rate",
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
                ("source", models.TextField()),
                ("from_currency", models.TextField()),
                ("to_currency", models.TextField()),
                ("numerator", models.BigIntegerField()),
                ("denominator", models.BigIntegerField()),
                ("valid_from", lowmark.store.fields.DayField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "evidence_rate",
                "indexes": [],
                "constraints": [models.UniqueConstraint(fields=("entity", "known_seq"), name="rate_u1")],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="StandardCost",
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
                    "cost_basis",
                    models.ForeignKey(
                        db_column="cost_basis_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.costbasis",
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
                ("price_micro", models.BigIntegerField()),
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
                "db_table": "evidence_standard_cost",
                "indexes": [models.Index(fields=["cost_basis", "item", "valid_from"], name="standard_cost_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="standard_cost_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("price_micro__gte", 0)), name="standard_cost_price_micro_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="EvidenceVerification",
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
                    "evidence",
                    models.ForeignKey(
                        db_column="evidence_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.evidence",
                    ),
                ),
                ("because", models.TextField()),
                (
                    "verified_by",
                    models.ForeignKey(
                        db_column="verified_by",
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
                "db_table": "evidence_evidence_verification",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "evidence"), name="evidence_verification_u1"),
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="evidence_verification_u2"),
                ],
            },
        ),
    ]
