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
        ("runs", "0001_initial"),
    ]

    operations = [
        lowmark.store.creating.CreateTable(
            name="Account",
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
                ("name", models.TextField()),
                ("kind", models.TextField()),
                ("section", models.TextField()),
                ("caption", models.TextField()),
                ("cash_flow", models.TextField()),
                ("nature", models.TextField()),
                ("sort_order", models.BigIntegerField()),
            ],
            options={
                "db_table": "ledger_account",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "code"), name="account_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("control", "normal"))), name="account_kind_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("section__in", ("asset", "liability", "equity", "income", "expense"))),
                        name="account_section_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cash_flow__in", ("cash", "result", "non_cash", "operating", "investing", "financing"))
                        ),
                        name="account_cash_flow_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Entry",
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
                ("journal", models.TextField()),
                ("fiscal_year", models.BigIntegerField()),
                ("number", models.BigIntegerField()),
                ("accounting_on", lowmark.store.fields.DayField()),
                ("event", models.TextField()),
                ("document", models.TextField()),
                ("source", models.TextField()),
                ("n_lines", models.BigIntegerField()),
                (
                    "reverses",
                    models.ForeignKey(
                        db_column="reverses_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_column="run_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.run",
                    ),
                ),
                (
                    "approval",
                    models.ForeignKey(
                        db_column="approval_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="runs.approval",
                    ),
                ),
                ("policy_hash", models.BinaryField(null=True)),
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
                "db_table": "ledger_entry",
                "indexes": [models.Index(fields=["book", "accounting_on", "known_seq"], name="entry_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("book", "journal", "fiscal_year", "number"), name="entry_u1"),
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="entry_u2"),
                    models.UniqueConstraint(fields=("reverses",), name="entry_u3"),
                    models.CheckConstraint(
                        condition=models.Q(("journal__in", ("stock", "write_downs", "general"))),
                        name="entry_journal_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ("subledger", "manual"))), name="entry_source_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="EntryExport",
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
                ("from_seq", models.BigIntegerField()),
                ("to_seq", models.BigIntegerField()),
                ("up_to", lowmark.store.fields.DayField()),
                ("n_entries", models.BigIntegerField()),
                ("n_lines", models.BigIntegerField()),
                ("debit_minor", models.BigIntegerField()),
                ("content_digest", models.BinaryField()),
                (
                    "exported_by",
                    models.ForeignKey(
                        db_column="exported_by",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "ledger_entry_export",
                "indexes": [models.Index(fields=["book", "to_seq"], name="entry_export_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="entry_export_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("debit_minor__gte", 0)), name="entry_export_debit_minor_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="ExpectedReturn",
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
                ("sold_from", lowmark.store.fields.DayField()),
                ("as_of", lowmark.store.fields.DayField()),
                ("rate_micro", models.BigIntegerField()),
                ("recovery_micro", models.BigIntegerField()),
                ("sold_micro", models.BigIntegerField()),
                ("returned_micro", models.BigIntegerField()),
                ("cost_minor", models.BigIntegerField()),
                ("expected_micro", models.BigIntegerField()),
                ("asset_minor", models.BigIntegerField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_expected_return",
                "indexes": [models.Index(fields=["book", "as_of"], name="expected_return_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="expected_return_u1"),
                    models.UniqueConstraint(fields=("entity", "document", "item"), name="expected_return_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("rate_micro__gt", 0)), name="expected_return_rate_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recovery_micro__gte", 0)), name="expected_return_recovery_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sold_micro__gt", 0)), name="expected_return_sold_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("returned_micro__gte", 0)), name="expected_return_returned_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost_minor__gte", 0)), name="expected_return_cost_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expected_micro__gte", 0)), name="expected_return_expected_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asset_minor__gte", 0)), name="expected_return_asset_minor_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="JournalCounter",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "book_id",
                        "journal",
                        "fiscal_year",
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
                ("journal", models.TextField()),
                ("fiscal_year", models.BigIntegerField()),
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
                ("last_number", models.BigIntegerField()),
            ],
            options={
                "db_table": "ledger_journal_counter",
                "indexes": [],
                "constraints": [],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="ShrinkageAccrual",
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
                ("sold_from", lowmark.store.fields.DayField()),
                ("sold_to", lowmark.store.fields.DayField()),
                ("as_of", lowmark.store.fields.DayField()),
                ("rate_micro", models.BigIntegerField()),
                ("sold_minor", models.BigIntegerField()),
                ("accrual_minor", models.BigIntegerField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_shrinkage_accrual",
                "indexes": [models.Index(fields=["book", "known_seq"], name="shrinkage_accrual_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="shrinkage_accrual_u1"),
                    models.UniqueConstraint(fields=("entity", "document", "item"), name="shrinkage_accrual_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("rate_micro__gte", 0)), name="shrinkage_accrual_rate_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sold_minor__gte", 0)), name="shrinkage_accrual_sold_minor_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accrual_minor__gte", 0)), name="shrinkage_accrual_accrual_minor_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="JournalDraft",
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
                ("document", models.TextField()),
                ("kind", models.TextField()),
                ("purpose", models.TextField()),
                ("first_on", lowmark.store.fields.DayField()),
                ("until_on", lowmark.store.fields.DayField(null=True)),
                ("origin_year", models.BigIntegerField(null=True)),
                ("because", models.TextField()),
                ("n_lines", models.BigIntegerField()),
                ("draft_hash", models.BinaryField()),
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
                "db_table": "ledger_journal_draft",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="journal_draft_u1"),
                    models.UniqueConstraint(fields=("book", "document"), name="journal_draft_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("once", "reversing", "recurring"))),
                        name="journal_draft_kind_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ("ordinary", "adjusting", "audit", "formula_change_tax"))),
                        name="journal_draft_purpose_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="DimensionValue",
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
                ("dimension", models.TextField()),
                ("code", models.TextField()),
                ("name", models.TextField()),
            ],
            options={
                "db_table": "ledger_dimension_value",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "dimension", "code"), name="dimension_value_u1")
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="OpeningItem",
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
                ("kind", models.TextField()),
                ("document", models.TextField()),
                ("line", models.TextField()),
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
                ("partner", models.TextField()),
                ("quantity_micro", models.BigIntegerField(null=True)),
                ("amount_minor", models.BigIntegerField()),
                ("arose_on", lowmark.store.fields.DayField()),
                ("opening_on", lowmark.store.fields.DayField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_opening_item",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="opening_item_u1"),
                    models.UniqueConstraint(fields=("book", "kind", "document", "line"), name="opening_item_u2"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "received_not_invoiced",
                                    "landed_cost_not_invoiced",
                                    "sold_not_received",
                                    "rebate_due",
                                    "return_not_credited",
                                ),
                            )
                        ),
                        name="opening_item_kind_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Consolidation",
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
                ("as_of", lowmark.store.fields.DayField()),
                ("framework", models.TextField()),
                ("currency", models.TextField()),
                ("policy_hash", models.BinaryField()),
                ("run_hash", models.BinaryField()),
                ("asked", models.TextField()),
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
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_consolidation",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="consolidation_u1"),
                    models.UniqueConstraint(fields=("entity", "code"), name="consolidation_u2"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="AccountBalance",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "book_id",
                        "account_id",
                        "month_on",
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
                    "account",
                    models.ForeignKey(
                        db_column="account_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                ("month_on", lowmark.store.fields.DayField()),
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
                ("amount_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "ledger_account_balance",
                "indexes": [],
                "constraints": [],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="AccountRole",
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
                ("role", models.TextField()),
                ("reason", models.TextField()),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
            ],
            options={
                "db_table": "ledger_account_role",
                "indexes": [],
                "constraints": [models.UniqueConstraint(fields=("entity", "role", "reason"), name="account_role_u1")],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="TrialBalanceLine",
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
                ("document", models.TextField()),
                ("as_of", lowmark.store.fields.DayField()),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("includes_seq", models.BigIntegerField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_trial_balance_line",
                "indexes": [models.Index(fields=["book", "as_of"], name="trial_balance_line_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="trial_balance_line_u1"),
                    models.UniqueConstraint(fields=("book", "document", "account"), name="trial_balance_line_u2"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="DimensionRule",
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
                    "account",
                    models.ForeignKey(
                        db_column="account_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                ("dimension", models.TextField()),
                ("demand", models.TextField()),
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
                "db_table": "ledger_dimension_rule",
                "indexes": [models.Index(fields=["account", "dimension", "valid_from"], name="dimension_rule_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="dimension_rule_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("demand__in", ("required", "allowed", "refused"))),
                        name="dimension_rule_demand_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="BudgetLine",
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
                ("document", models.TextField()),
                ("ends_on", lowmark.store.fields.DayField()),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_budget_line",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="budget_line_u1"),
                    models.UniqueConstraint(fields=("book", "document", "ends_on", "account"), name="budget_line_u2"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="AccountMapping",
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
                ("parent", models.TextField()),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                ("group_account", models.TextField()),
                ("translated_at", models.TextField()),
                ("counterparty", models.TextField()),
                ("is_investment", models.BooleanField()),
                ("is_capital", models.BooleanField()),
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
                "db_table": "ledger_account_mapping",
                "indexes": [models.Index(fields=["entity", "parent", "account"], name="account_mapping_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="account_mapping_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("translated_at__in", ("closing", "average", "historical"))),
                        name="account_mapping_translated_at_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Line",
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
                    "entry",
                    models.ForeignKey(
                        db_column="entry_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                ("line_no", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("reason", models.TextField()),
                ("item_class", models.TextField()),
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
                ("tx_currency", models.TextField(null=True)),
                ("tx_amount_minor", models.BigIntegerField(null=True)),
                (
                    "rate",
                    models.ForeignKey(
                        db_column="rate_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.rate",
                    ),
                ),
            ],
            options={
                "db_table": "ledger_line",
                "indexes": [models.Index(fields=["account", "entry"], name="line_i1")],
                "constraints": [models.UniqueConstraint(fields=("entry", "line_no"), name="line_u1")],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="EntryClassification",
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
                    "entry",
                    models.ForeignKey(
                        db_column="entry_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                ("classified", models.TextField()),
                ("origin_year", models.BigIntegerField()),
                (
                    "restating",
                    models.ForeignKey(
                        db_column="restating_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                ("because", models.TextField()),
                (
                    "classified_by",
                    models.ForeignKey(
                        db_column="classified_by",
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
                "db_table": "ledger_entry_classification",
                "indexes": [
                    models.Index(fields=["entry"], name="entry_classification_i1"),
                    models.Index(fields=["restating"], name="entry_classification_i2"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="entry_classification_u1"),
                    models.UniqueConstraint(fields=("book", "entry"), name="entry_classification_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("classified__in", ("estimate", "immaterial_error", "material_error"))),
                        name="entry_classification_classified_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="JournalDraftLine",
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
                    "draft",
                    models.ForeignKey(
                        db_column="draft_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journaldraft",
                    ),
                ),
                ("line_no", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("item_class", models.TextField()),
                ("dimensions", models.TextField()),
                ("tx_currency", models.TextField(null=True)),
                ("tx_amount_minor", models.BigIntegerField(null=True)),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_journal_draft_line",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="journal_draft_line_u1"),
                    models.UniqueConstraint(fields=("draft", "line_no"), name="journal_draft_line_u2"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="JournalDecision",
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
                    "draft",
                    models.ForeignKey(
                        db_column="draft_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journaldraft",
                    ),
                ),
                ("decision", models.TextField()),
                ("draft_hash", models.BinaryField()),
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
                "db_table": "ledger_journal_decision",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="journal_decision_u1"),
                    models.UniqueConstraint(fields=("entity", "draft"), name="journal_decision_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ("approved", "returned", "passed"))),
                        name="journal_decision_decision_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="JournalPosting",
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
                    "draft",
                    models.ForeignKey(
                        db_column="draft_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journaldraft",
                    ),
                ),
                ("occurrence", models.BigIntegerField()),
                ("leg", models.TextField()),
                ("accounting_on", lowmark.store.fields.DayField()),
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
                "db_table": "ledger_journal_posting",
                "indexes": [models.Index(fields=["entry"], name="journal_posting_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="journal_posting_u1"),
                    models.UniqueConstraint(fields=("draft", "occurrence", "leg"), name="journal_posting_u2"),
                    models.UniqueConstraint(fields=("entity", "entry"), name="journal_posting_u3"),
                    models.CheckConstraint(
                        condition=models.Q(("leg__in", ("posted", "reversed"))), name="journal_posting_leg_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="CommitmentChange",
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
                    "draft",
                    models.ForeignKey(
                        db_column="draft_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journaldraft",
                    ),
                ),
                ("document", models.TextField()),
                ("line", models.TextField()),
                ("as_of", lowmark.store.fields.DayField()),
                ("kind", models.TextField()),
                ("quantity_micro", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_commitment_change",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="commitment_change_u1"),
                    models.UniqueConstraint(fields=("draft", "document", "line", "kind"), name="commitment_change_u2"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("charged", "reversed", "used"))),
                        name="commitment_change_kind_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity_micro__gte", 0)), name="commitment_change_quantity_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 0)), name="commitment_change_amount_minor_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="LineDimension",
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
                    "entry",
                    models.ForeignKey(
                        db_column="entry_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                ("line_no", models.BigIntegerField()),
                ("dimension", models.TextField()),
                (
                    "value",
                    models.ForeignKey(
                        db_column="value_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.dimensionvalue",
                    ),
                ),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_line_dimension",
                "indexes": [models.Index(fields=["value"], name="line_dimension_i1")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="line_dimension_u1"),
                    models.UniqueConstraint(fields=("entry", "line_no", "dimension"), name="line_dimension_u2"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="ConsolidationMember",
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
                    "consolidation",
                    models.ForeignKey(
                        db_column="consolidation_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.consolidation",
                    ),
                ),
                ("member", models.TextField()),
                ("method", models.TextField()),
                ("share", models.TextField()),
                ("figures_of", lowmark.store.fields.DayField()),
                ("as_known_seq", models.BigIntegerField()),
                ("is_late", models.BooleanField()),
                ("figures_hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_consolidation_member",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("consolidation", "member"), name="consolidation_member_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ("full", "equity"))), name="consolidation_member_method_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="ConsolidationLine",
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
                    "consolidation",
                    models.ForeignKey(
                        db_column="consolidation_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.consolidation",
                    ),
                ),
                ("line_no", models.BigIntegerField()),
                ("entry_no", models.BigIntegerField()),
                ("kind", models.TextField()),
                ("member", models.TextField()),
                ("counterparty", models.TextField()),
                ("account", models.TextField()),
                ("amount_minor", models.BigIntegerField()),
                ("because", models.TextField()),
            ],
            options={
                "db_table": "ledger_consolidation_line",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("consolidation", "line_no"), name="consolidation_line_u1"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "translated",
                                    "balances",
                                    "sales",
                                    "opening_profit",
                                    "closing_profit",
                                    "tax_on_profit",
                                    "retest",
                                    "investment",
                                    "non_controlling",
                                ),
                            )
                        ),
                        name="consolidation_line_kind_ck",
                    ),
                ],
            },
        ),
    ]
