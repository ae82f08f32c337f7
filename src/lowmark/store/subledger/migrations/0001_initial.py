import django.db.models.deletion
import lowmark.store.creating
import lowmark.store.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("entities", "0001_initial"),
        ("ledger", "0001_initial"),
        ("people", "__first__"),
        ("runs", "0001_initial"),
        ("stock", "0001_initial"),
        ("valuation", "0001_initial"),
    ]

    operations = [
        lowmark.store.creating.CreateTable(
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
        lowmark.store.creating.CreateTable(
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
                    models.Index(
                        fields=[
                            "cost_basis",
                            "pool",
                            "layer_move",
                            "accounting_on",
                            "known_seq",
                            "quantity_micro",
                            "value_minor",
                            "entity",
                        ],
                        name="cost_flow_i3",
                    ),
                    models.Index(fields=["entry"], name="cost_flow_i4"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("receipt", "issue", "adjust", "revalue", "re_pool"))),
                        name="cost_flow_kind_ck",
                    )
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
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
        lowmark.store.creating.CreateTable(
            name="OpeningRetail",
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
                ("pool", models.TextField()),
                ("method", models.TextField()),
                ("fiscal_year", models.BigIntegerField()),
                ("opening_on", lowmark.store.fields.DayField()),
                ("opening_cost_minor", models.BigIntegerField()),
                ("opening_retail_minor", models.BigIntegerField()),
                ("purchases_cost_minor", models.BigIntegerField()),
                ("purchases_retail_minor", models.BigIntegerField()),
                ("freight_in_minor", models.BigIntegerField()),
                ("purchase_returns_cost_minor", models.BigIntegerField()),
                ("purchase_returns_retail_minor", models.BigIntegerField()),
                ("purchase_discounts_minor", models.BigIntegerField()),
                ("purchase_allowances_minor", models.BigIntegerField()),
                ("abnormal_loss_cost_minor", models.BigIntegerField()),
                ("abnormal_loss_retail_minor", models.BigIntegerField()),
                ("markups_minor", models.BigIntegerField()),
                ("markup_cancellations_minor", models.BigIntegerField()),
                ("markdowns_minor", models.BigIntegerField()),
                ("markdown_cancellations_minor", models.BigIntegerField()),
                ("sales_minor", models.BigIntegerField()),
                ("sales_returns_minor", models.BigIntegerField()),
                ("employee_discounts_minor", models.BigIntegerField()),
                ("normal_shrinkage_minor", models.BigIntegerField()),
                ("carried_minor", models.BigIntegerField()),
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
                "db_table": "subledger_opening_retail",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="opening_retail_u1"),
                    models.UniqueConstraint(fields=("book", "pool"), name="opening_retail_u2"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("method__in", ("retail_conventional", "retail_average_cost", "retail_lifo"))
                        ),
                        name="opening_retail_method_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opening_cost_minor__gte", 0)), name="opening_retail_opening_cost_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opening_retail_minor__gte", 0)),
                        name="opening_retail_opening_retail_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purchases_cost_minor__gte", 0)),
                        name="opening_retail_purchases_cost_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purchases_retail_minor__gte", 0)),
                        name="opening_retail_purchases_retail_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("freight_in_minor__gte", 0)), name="opening_retail_freight_in_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purchase_returns_cost_minor__gte", 0)),
                        name="opening_retail_purchase_returns_cost_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purchase_returns_retail_minor__gte", 0)),
                        name="opening_retail_purchase_returns_retail_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purchase_discounts_minor__gte", 0)),
                        name="opening_retail_purchase_discounts_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purchase_allowances_minor__gte", 0)),
                        name="opening_retail_purchase_allowances_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("abnormal_loss_cost_minor__gte", 0)),
                        name="opening_retail_abnormal_loss_cost_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("abnormal_loss_retail_minor__gte", 0)),
                        name="opening_retail_abnormal_loss_retail_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("markups_minor__gte", 0)), name="opening_retail_markups_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("markup_cancellations_minor__gte", 0)),
                        name="opening_retail_markup_cancellations_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("markdowns_minor__gte", 0)), name="opening_retail_markdowns_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("markdown_cancellations_minor__gte", 0)),
                        name="opening_retail_markdown_cancellations_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sales_minor__gte", 0)), name="opening_retail_sales_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sales_returns_minor__gte", 0)),
                        name="opening_retail_sales_returns_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("employee_discounts_minor__gte", 0)),
                        name="opening_retail_employee_discounts_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("normal_shrinkage_minor__gte", 0)),
                        name="opening_retail_normal_shrinkage_minor_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("carried_minor__gte", 0)), name="opening_retail_carried_minor_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="OpeningTaxBase",
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
                ("tax_book", models.TextField()),
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
                ("base_minor", models.BigIntegerField()),
                ("deferred_tax_minor", models.BigIntegerField()),
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
                "db_table": "subledger_opening_tax_base",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="opening_tax_base_u1"),
                    models.UniqueConstraint(fields=("book", "tax_book", "move"), name="opening_tax_base_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("tax_book__in", ("us_tax", "ca_tax"))), name="opening_tax_base_tax_book_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("base_minor__gte", 0)), name="opening_tax_base_base_minor_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="OverlayMove",
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
                    "overlay",
                    models.ForeignKey(
                        db_column="overlay_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.overlay",
                    ),
                ),
                ("item_class", models.TextField()),
                ("kind", models.TextField()),
                ("reason", models.TextField()),
                ("fiscal_year", models.BigIntegerField()),
                ("accounting_on", lowmark.store.fields.DayField()),
                ("known_seq", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                (
                    "entry",
                    models.ForeignKey(
                        db_column="entry_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "db_table": "subledger_overlay_move",
                "indexes": [
                    models.Index(fields=["book", "accounting_on", "known_seq"], name="overlay_move_i1"),
                    models.Index(fields=["entry"], name="overlay_move_i2"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "overlay"), name="overlay_move_u1"),
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
                        name="overlay_move_kind_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="PoolEstimate",
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
                ("pool", models.TextField()),
                ("method", models.TextField()),
                ("as_of", lowmark.store.fields.DayField()),
                ("fiscal_year", models.BigIntegerField()),
                ("is_annual", models.BooleanField()),
                ("opening_base_minor", models.BigIntegerField()),
                ("opening_cost_minor", models.BigIntegerField()),
                ("ending_minor", models.BigIntegerField()),
                ("index_over", models.BigIntegerField()),
                ("index_under", models.BigIntegerField()),
                ("layer_index_over", models.BigIntegerField()),
                ("layer_index_under", models.BigIntegerField()),
                ("ratio_over", models.BigIntegerField()),
                ("ratio_under", models.BigIntegerField()),
                ("inside_minor", models.BigIntegerField()),
                ("lifo_minor", models.BigIntegerField()),
                ("reserve_minor", models.BigIntegerField()),
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
                "db_table": "subledger_pool_estimate",
                "indexes": [
                    models.Index(fields=["book", "pool", "as_of"], name="pool_estimate_i1"),
                    models.Index(fields=["entry"], name="pool_estimate_i2"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="pool_estimate_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ("dollar_value_lifo", "retail_lifo"))),
                        name="pool_estimate_method_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opening_base_minor__gte", 0)), name="pool_estimate_opening_base_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opening_cost_minor__gte", 0)), name="pool_estimate_opening_cost_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ending_minor__gte", 0)), name="pool_estimate_ending_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("inside_minor__gte", 0)), name="pool_estimate_inside_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lifo_minor__gte", 0)), name="pool_estimate_lifo_minor_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="PoolLayer",
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
                    "pool_estimate",
                    models.ForeignKey(
                        db_column="pool_estimate_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subledger.poolestimate",
                    ),
                ),
                ("pool", models.TextField()),
                ("fiscal_year", models.BigIntegerField()),
                ("base_minor", models.BigIntegerField()),
                ("index_over", models.BigIntegerField()),
                ("index_under", models.BigIntegerField()),
                ("ratio_over", models.BigIntegerField()),
                ("ratio_under", models.BigIntegerField()),
                ("cost_minor", models.BigIntegerField()),
                ("used_base_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "subledger_pool_layer",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "pool_estimate", "fiscal_year"), name="pool_layer_u1"),
                    models.CheckConstraint(condition=models.Q(("base_minor__gte", 0)), name="pool_layer_base_minor_ck"),
                    models.CheckConstraint(condition=models.Q(("cost_minor__gte", 0)), name="pool_layer_cost_minor_ck"),
                    models.CheckConstraint(
                        condition=models.Q(("used_base_minor__gte", 0)), name="pool_layer_used_base_minor_ck"
                    ),
                ],
            },
        ),
    ]
