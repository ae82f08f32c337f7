import django.db.models.deletion
import lowmark.store.creating
import lowmark.store.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("entities", "0001_initial"),
        ("items", "0001_initial"),
        ("stock", "0001_initial"),
    ]

    operations = [
        lowmark.store.creating.CreateTable(
            name="CostPool",
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
                ("condition", models.TextField()),
                ("owner", models.TextField()),
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
                ("method", models.TextField()),
                ("pool_key", models.TextField()),
            ],
            options={
                "db_table": "valuation_cost_pool",
                "indexes": [models.Index(fields=["item"], name="cost_pool_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("cost_basis", "pool_key"), name="cost_pool_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("condition__in", ("", "quarantine", "damaged"))),
                        name="cost_pool_condition_ck",
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
                        name="cost_pool_method_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="ItemCosting",
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
                ("method", models.TextField()),
            ],
            options={
                "db_table": "valuation_item_costing",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("cost_basis", "item"), name="item_costing_u1"),
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
                        name="item_costing_method_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Layer",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "pool_id", "layer_move_id", blank=True, editable=False, primary_key=True, serialize=False
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
                ("opened_on", lowmark.store.fields.DayField()),
                ("received_on", lowmark.store.fields.DayField()),
                ("known_seq", models.BigIntegerField()),
                ("quantity_micro", models.BigIntegerField()),
                ("value_minor", models.BigIntegerField()),
                ("consumed_micro", models.BigIntegerField()),
            ],
            options={
                "db_table": "valuation_layer",
                "indexes": [models.Index(fields=["entity", "pool"], name="layer_i1")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity_micro__gt", 0)), name="layer_quantity_micro_ck"
                    ),
                    models.CheckConstraint(condition=models.Q(("value_minor__gte", 0)), name="layer_value_minor_ck"),
                    models.CheckConstraint(
                        condition=models.Q(("consumed_micro__gte", 0)), name="layer_consumed_micro_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="PoolBalance",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "pool_id", "closed_on", blank=True, editable=False, primary_key=True, serialize=False
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
                ("closed_on", lowmark.store.fields.DayField()),
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
                ("known_seq", models.BigIntegerField()),
                ("quantity_micro", models.BigIntegerField()),
                ("value_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "valuation_pool_balance",
                "indexes": [],
                "constraints": [],
            },
        ),
    ]
