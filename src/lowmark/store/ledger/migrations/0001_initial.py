import django.db.models.deletion
import lowmark.store.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("entities", "0001_initial"),
        ("evidence", "0001_initial"),
        ("items", "0001_initial"),
        ("people", "__first__"),
        ("runs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
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
        migrations.CreateModel(
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
        migrations.CreateModel(
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
        migrations.CreateModel(
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
        migrations.CreateModel(
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
        migrations.CreateModel(
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
        migrations.CreateModel(
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
        migrations.CreateModel(
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
        migrations.CreateModel(
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
    ]
