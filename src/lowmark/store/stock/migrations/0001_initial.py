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
        ("items", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        lowmark.store.creating.CreateTable(
            name="Count",
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
                (
                    "location",
                    models.ForeignKey(
                        db_column="location_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.location",
                    ),
                ),
                ("owner", models.TextField()),
                ("counted_on", lowmark.store.fields.DayField()),
                ("quantity_micro", models.BigIntegerField()),
                ("damaged_micro", models.BigIntegerField()),
                (
                    "counted_by",
                    models.ForeignKey(
                        db_column="counted_by",
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
                "db_table": "stock_count",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "document", "line"), name="count_u1"),
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="count_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity_micro__gte", 0)), name="count_quantity_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("damaged_micro__gte", 0)), name="count_damaged_micro_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="CountPosting",
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
                ("tolerance_micro", models.BigIntegerField()),
                ("posted_on", lowmark.store.fields.DayField()),
                ("value_minor", models.BigIntegerField()),
                (
                    "posted_by",
                    models.ForeignKey(
                        db_column="posted_by",
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
                "db_table": "stock_count_posting",
                "indexes": [models.Index(fields=["entity", "document"], name="count_posting_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="count_posting_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("tolerance_micro__gte", 0)), name="count_posting_tolerance_micro_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="FormulaChange",
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
                ("document", models.TextField()),
                ("replaces", models.TextField()),
                ("method", models.TextField()),
                ("item_class", models.TextField()),
                ("begins_on", lowmark.store.fields.DayField()),
                ("application", models.TextField()),
                ("impracticable", models.TextField()),
                ("because", models.TextField()),
                (
                    "drafted_by",
                    models.ForeignKey(
                        db_column="drafted_by",
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
                "db_table": "stock_formula_change",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="formula_change_u1"),
                    models.UniqueConstraint(fields=("cost_basis", "document"), name="formula_change_u2"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "replaces__in",
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
                        name="formula_change_replaces_ck",
                    ),
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
                        name="formula_change_method_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("application__in", ("prospective", "from_a_day", "retrospective"))),
                        name="formula_change_application_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Hold",
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
                ("held_on", lowmark.store.fields.DayField()),
                ("released_on", lowmark.store.fields.DayField(null=True)),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "stock_hold",
                "indexes": [
                    models.Index(fields=["item", "state"], name="hold_i1"),
                    models.Index(fields=["entity", "document"], name="hold_i2"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("held", "released"))), name="hold_state_ck"
                    )
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="KitLine",
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
                    "kit",
                    models.ForeignKey(
                        db_column="kit_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.item",
                    ),
                ),
                (
                    "component",
                    models.ForeignKey(
                        db_column="component_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.item",
                    ),
                ),
                ("quantity_micro", models.BigIntegerField()),
                ("valid_from", lowmark.store.fields.DayField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "stock_kit_line",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="kit_line_u1"),
                    models.UniqueConstraint(fields=("entity", "kit", "valid_from", "component"), name="kit_line_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity_micro__gt", 0)), name="kit_line_quantity_micro_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="OrderLine",
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
                ("side", models.TextField()),
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
                ("is_firm", models.BooleanField()),
                ("quantity_micro", models.BigIntegerField()),
                ("amount_micro", models.BigIntegerField()),
                ("currency", models.TextField()),
                ("due_on", lowmark.store.fields.DayField()),
                ("stated_on", lowmark.store.fields.DayField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "stock_order_line",
                "indexes": [
                    models.Index(fields=["entity", "document", "line"], name="order_line_i1"),
                    models.Index(fields=["entity", "item"], name="order_line_i2"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="order_line_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ("purchase", "sale"))), name="order_line_side_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity_micro__gte", 0)), name="order_line_quantity_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_micro__gte", 0)), name="order_line_amount_micro_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="PlaceFreeze",
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
                (
                    "location",
                    models.ForeignKey(
                        db_column="location_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.location",
                    ),
                ),
                ("event", models.TextField()),
                ("effective_on", lowmark.store.fields.DayField()),
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
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "stock_place_freeze",
                "indexes": [
                    models.Index(fields=["location", "known_seq"], name="place_freeze_i1"),
                    models.Index(fields=["entity", "document"], name="place_freeze_i2"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="place_freeze_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("event__in", ("frozen", "thawed"))), name="place_freeze_event_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Production",
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
                ("effective_on", lowmark.store.fields.DayField()),
                ("accounting_on", lowmark.store.fields.DayField()),
                ("labour_minor", models.BigIntegerField()),
                ("depreciation_minor", models.BigIntegerField()),
                ("other_overhead_minor", models.BigIntegerField()),
                ("at_normal_capacity", models.BooleanField()),
                ("idle_minor", models.BigIntegerField()),
                ("abnormal_micro", models.BigIntegerField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "stock_production",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "document"), name="production_u1"),
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="production_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("labour_minor__gte", 0)), name="production_labour_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("depreciation_minor__gte", 0)), name="production_depreciation_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("other_overhead_minor__gte", 0)), name="production_other_overhead_minor_ck"
                    ),
                    models.CheckConstraint(condition=models.Q(("idle_minor__gte", 0)), name="production_idle_minor_ck"),
                    models.CheckConstraint(
                        condition=models.Q(("abnormal_micro__gte", 0)), name="production_abnormal_micro_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Reservation",
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
                (
                    "location",
                    models.ForeignKey(
                        db_column="location_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.location",
                    ),
                ),
                ("quantity_micro", models.BigIntegerField()),
                ("state", models.TextField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "stock_reservation",
                "indexes": [
                    models.Index(fields=["item", "state"], name="reservation_i1"),
                    models.Index(fields=["entity", "document"], name="reservation_i2"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity_micro__gt", 0)), name="reservation_quantity_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("held", "used", "released"))), name="reservation_state_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Stratum",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "location_id",
                        "item_id",
                        "lot_key",
                        "owner",
                        "received_on",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_column="location_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.location",
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
                ("lot_key", models.BigIntegerField()),
                ("owner", models.TextField()),
                ("received_on", lowmark.store.fields.DayField()),
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
            ],
            options={
                "db_table": "stock_stratum",
                "indexes": [
                    models.Index(fields=["item", "lot"], name="stratum_i1"),
                    models.Index(fields=["entity", "item"], name="stratum_i2"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("lot_key__gte", 0)), name="stratum_lot_key_ck"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity_micro__gt", 0)), name="stratum_quantity_micro_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="FormulaChangeDecision",
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
                    "formula_change",
                    models.ForeignKey(
                        db_column="formula_change_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.formulachange",
                    ),
                ),
                ("decision", models.TextField()),
                ("figures_hash", models.BinaryField()),
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
                "db_table": "stock_formula_change_decision",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="formula_change_decision_u1"),
                    models.UniqueConstraint(fields=("entity", "formula_change"), name="formula_change_decision_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ("approved", "returned"))),
                        name="formula_change_decision_decision_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="FormulaChangeEffect",
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
                    "formula_change",
                    models.ForeignKey(
                        db_column="formula_change_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.formulachange",
                    ),
                ),
                ("fiscal_year", models.BigIntegerField()),
                ("expense", models.TextField()),
                ("amount_minor", models.BigIntegerField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "stock_formula_change_effect",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="formula_change_effect_u1"),
                    models.UniqueConstraint(
                        fields=("formula_change", "fiscal_year", "expense"), name="formula_change_effect_u2"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="FormulaChangeItem",
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
                    "formula_change",
                    models.ForeignKey(
                        db_column="formula_change_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.formulachange",
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
                ("replaces", models.TextField()),
                ("method", models.TextField()),
                ("begins_on", lowmark.store.fields.DayField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "stock_formula_change_item",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="formula_change_item_u1"),
                    models.UniqueConstraint(fields=("cost_basis", "item", "begins_on"), name="formula_change_item_u2"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "replaces__in",
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
                        name="formula_change_item_replaces_ck",
                    ),
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
                        name="formula_change_item_method_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="StockMove",
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
                (
                    "from_location",
                    models.ForeignKey(
                        db_column="from_location_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.location",
                    ),
                ),
                (
                    "to_location",
                    models.ForeignKey(
                        db_column="to_location_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.location",
                    ),
                ),
                ("owner", models.TextField()),
                ("to_owner", models.TextField()),
                ("terms", models.TextField()),
                ("reason", models.TextField()),
                ("quantity_micro", models.BigIntegerField()),
                ("unit", models.TextField()),
                ("unit_quantity_micro", models.BigIntegerField(null=True)),
                ("value_minor", models.BigIntegerField(null=True)),
                ("effective_on", lowmark.store.fields.DayField()),
                ("accounting_on", lowmark.store.fields.DayField()),
                (
                    "returns_move",
                    models.ForeignKey(
                        db_column="returns_move_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.stockmove",
                    ),
                ),
                (
                    "production",
                    models.ForeignKey(
                        db_column="production_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.production",
                    ),
                ),
                ("share_micro", models.BigIntegerField(null=True)),
                (
                    "formula_change",
                    models.ForeignKey(
                        db_column="formula_change_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.formulachange",
                    ),
                ),
                ("restated_minor", models.BigIntegerField(null=True)),
                ("received_on", lowmark.store.fields.DayField(null=True)),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "stock_stock_move",
                "indexes": [
                    models.Index(fields=["item", "accounting_on", "known_seq"], name="stock_move_i1"),
                    models.Index(fields=["returns_move"], name="stock_move_i2"),
                    models.Index(fields=["production"], name="stock_move_i3"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "document", "line"), name="stock_move_u1"),
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="stock_move_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity_micro__gt", 0)), name="stock_move_quantity_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit_quantity_micro__gt", 0)), name="stock_move_unit_quantity_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value_minor__gte", 0)), name="stock_move_value_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share_micro__gt", 0)), name="stock_move_share_micro_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="CatchWeight",
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
                    "move",
                    models.ForeignKey(
                        db_column="move_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.stockmove",
                    ),
                ),
                ("unit", models.TextField()),
                ("quantity_micro", models.BigIntegerField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "stock_catch_weight",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="catch_weight_u1"),
                    models.UniqueConstraint(fields=("entity", "move"), name="catch_weight_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity_micro__gt", 0)), name="catch_weight_quantity_micro_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="CostChange",
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
                ("kind", models.TextField()),
                ("component", models.TextField()),
                (
                    "move",
                    models.ForeignKey(
                        db_column="move_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.stockmove",
                    ),
                ),
                ("value_minor", models.BigIntegerField()),
                ("effective_on", lowmark.store.fields.DayField()),
                ("accounting_on", lowmark.store.fields.DayField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "stock_cost_change",
                "indexes": [models.Index(fields=["move", "accounting_on"], name="cost_change_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "document", "line", "move"), name="cost_change_u1"),
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="cost_change_u2"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ("freight", "duty", "insurance", "invoice", "rebate", "credit", "price_protection"),
                            )
                        ),
                        name="cost_change_kind_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "component__in",
                                (
                                    "purchase",
                                    "freight_duty",
                                    "labour",
                                    "depreciation",
                                    "other_overhead",
                                    "intercompany_margin",
                                ),
                            )
                        ),
                        name="cost_change_component_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="KitPart",
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
                    "move",
                    models.ForeignKey(
                        db_column="move_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.stockmove",
                    ),
                ),
                (
                    "kit",
                    models.ForeignKey(
                        db_column="kit_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.item",
                    ),
                ),
                ("kit_line", models.TextField()),
                ("kit_micro", models.BigIntegerField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "stock_kit_part",
                "indexes": [models.Index(fields=["entity", "kit"], name="kit_part_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="kit_part_u1"),
                    models.UniqueConstraint(fields=("entity", "move"), name="kit_part_u2"),
                    models.CheckConstraint(condition=models.Q(("kit_micro__gt", 0)), name="kit_part_kit_micro_ck"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="OpeningMargin",
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
                    "move",
                    models.ForeignKey(
                        db_column="move_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.stockmove",
                    ),
                ),
                ("seller", models.TextField()),
                ("sold_on", lowmark.store.fields.DayField()),
                ("currency", models.TextField()),
                ("margin_minor", models.BigIntegerField()),
                ("opening_on", lowmark.store.fields.DayField()),
                (
                    "declared_by",
                    models.ForeignKey(
                        db_column="declared_by",
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
                "db_table": "stock_opening_margin",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="opening_margin_u1"),
                    models.UniqueConstraint(fields=("move", "seller", "sold_on"), name="opening_margin_u2"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Shipment",
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
                    "move",
                    models.ForeignKey(
                        db_column="move_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.stockmove",
                    ),
                ),
                (
                    "to_location",
                    models.ForeignKey(
                        db_column="to_location_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.location",
                    ),
                ),
                ("received_micro", models.BigIntegerField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "stock_shipment",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "move"), name="shipment_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("received_micro__gte", 0)), name="shipment_received_micro_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="IntercompanyMove",
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
                ("side", models.TextField()),
                ("counterparty", models.TextField()),
                ("reference", models.TextField()),
                (
                    "move",
                    models.ForeignKey(
                        db_column="move_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.stockmove",
                    ),
                ),
                ("currency", models.TextField()),
                ("amount_minor", models.BigIntegerField()),
                (
                    "declared_by",
                    models.ForeignKey(
                        db_column="declared_by",
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
                "db_table": "stock_intercompany_move",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="intercompany_move_u1"),
                    models.UniqueConstraint(fields=("entity", "move"), name="intercompany_move_u2"),
                    models.UniqueConstraint(
                        fields=("entity", "side", "counterparty", "reference"), name="intercompany_move_u3"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ("sale", "purchase"))), name="intercompany_move_side_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 0)), name="intercompany_move_amount_minor_ck"
                    ),
                ],
            },
        ),
    ]
