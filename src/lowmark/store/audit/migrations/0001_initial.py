import django.db.models.deletion
import lowmark.store.creating
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
            name="Audit",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("operation", models.TextField()),
                ("subject", models.TextField()),
                ("before_hash", models.BinaryField(null=True)),
                ("after_hash", models.BinaryField(null=True)),
                ("because", models.TextField()),
                ("request_key", models.TextField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("hash_v", models.BigIntegerField()),
                ("content_hash", models.BinaryField()),
            ],
            options={
                "db_table": "audit_audit",
                "indexes": [],
                "constraints": [models.UniqueConstraint(fields=("entity", "known_seq"), name="audit_u1")],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Command",
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
                ("request_key", models.TextField()),
                ("operation", models.TextField()),
                ("body_hash", models.BinaryField()),
                (
                    "user",
                    models.ForeignKey(
                        db_column="user_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("response", models.TextField()),
                ("known_seq", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "audit_command",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "request_key"), name="command_u1"),
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="command_u2"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="ImportedFile",
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
                ("table_name", models.TextField()),
                ("file_name", models.TextField()),
                ("file_hash", models.BinaryField()),
                ("n_rows", models.BigIntegerField()),
                ("quantity_micro", models.BigIntegerField()),
                ("value_minor", models.BigIntegerField()),
                (
                    "imported_by",
                    models.ForeignKey(
                        db_column="imported_by",
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
                "db_table": "audit_imported_file",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "table_name", "file_hash"), name="imported_file_u1"),
                    models.UniqueConstraint(fields=("entity", "known_seq"), name="imported_file_u2"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Seal",
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
                ("seal_no", models.BigIntegerField()),
                ("from_seq", models.BigIntegerField()),
                ("to_seq", models.BigIntegerField()),
                ("n_leaves", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("n_facts", models.BigIntegerField()),
                ("facts_root", models.BinaryField()),
                ("previous_root", models.BinaryField(null=True)),
                ("chained", models.BinaryField()),
                ("sealed_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "audit_seal",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "seal_no"), name="seal_u1"),
                    models.UniqueConstraint(fields=("entity", "to_seq"), name="seal_u2"),
                ],
            },
        ),
    ]
