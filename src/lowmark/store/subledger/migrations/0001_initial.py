import django.db.models.deletion
import lowmark.store.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("entities", "0001_initial"),
        ("ledger", "0001_initial"),
        ("runs", "0001_initial"),
        ("stock", "0001_initial"),
        ("valuation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AllowanceMove",
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
                ("kind", models.TextField()),
                ("reason", models.TextField()),
                ("fiscal_year", models.BigIntegerField()),
                ("accounting_on", lowmark.store.fields.DayField()),
                ("known_seq", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("base_micro", models.BigIntegerField(null=True)),
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
                (
                    "cause_move",
                    models.ForeignKey(
                        db_column="cause_move_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.stockmove",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_column="entry_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "db_table": "subledger_allowance_move",
                "indexes": [
                    models.Index(fields=["book", "pool", "layer_move"], name="allowance_move_i1"),
                    models.Index(
                        fields=["book", "accounting_on", "known_seq", "amount_minor"], name="allowance_move_i2"
                    ),
                    models.Index(fields=["entry"], name="allowance_move_i3"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ("opening", "charge", "reverse", "release", "use", "transfer", "restore", "other"),
                            )
                        ),
                        name="allowance_move_kind_ck",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CostFlow",
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
                    "move",
                    models.ForeignKey(
                        db_column="move_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.stockmove",
                    ),
                ),
                ("kind", models.TextField()),
                ("accounting_on", lowmark.store.fields.DayField()),
                ("known_seq", models.BigIntegerField()),
                ("quantity_micro", models.BigIntegerField()),
                ("value_minor", models.BigIntegerField()),
                (
                    "entry",
                    models.ForeignKey(
                        db_column="entry_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "db_table": "subledger_cost_flow",
                "indexes": [
                    models.Index(
                        fields=["cost_basis", "accounting_on", "known_seq", "value_minor"], name="cost_flow_i1"
                    ),
                    models.Index(fields=["pool", "accounting_on", "known_seq"], name="cost_flow_i2"),
                    models.Index(fields=["entry"], name="cost_flow_i3"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("receipt", "issue", "adjust", "revalue", "re_pool"))),
                        name="cost_flow_kind_ck",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LayerAllowance",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "book_id",
                        "pool_id",
                        "layer_move_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
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
                ("reason", models.TextField()),
                ("fiscal_year", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("base_micro", models.BigIntegerField()),
                ("released_micro", models.BigIntegerField()),
            ],
            options={
                "db_table": "subledger_layer_allowance",
                "indexes": [],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 0)), name="layer_allowance_amount_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("base_micro__gte", 0)), name="layer_allowance_base_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("released_micro__gte", 0)), name="layer_allowance_released_micro_ck"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostFlowComponent",
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
                    "flow",
                    models.ForeignKey(
                        db_column="flow_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subledger.costflow",
                    ),
                ),
                ("component", models.TextField()),
                ("value_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "subledger_cost_flow_component",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("flow", "component"), name="cost_flow_component_u1"),
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
                        name="cost_flow_component_component_ck",
                    ),
                ],
            },
        ),
    ]
