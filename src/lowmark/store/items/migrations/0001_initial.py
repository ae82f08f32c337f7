import django.db.models.deletion
import lowmark.store.creating
import lowmark.store.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("entities", "0001_initial"),
    ]

    operations = [
        lowmark.store.creating.CreateTable(
            name="Item",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
                ("code", models.TextField()),
                ("name", models.TextField()),
                ("item_class", models.TextField()),
                ("category", models.TextField()),
                ("base_unit", models.TextField()),
                ("tracking", models.TextField()),
                ("weight_micro", models.BigIntegerField(null=True)),
                ("volume_micro", models.BigIntegerField(null=True)),
                ("shelf_life_days", models.BigIntegerField(null=True)),
                ("status", models.TextField(null=True)),
                (
                    "superseded_by",
                    models.ForeignKey(
                        db_column="superseded_by_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.item",
                    ),
                ),
                ("catch_unit", models.TextField(null=True)),
                ("minimum_remaining_days", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "items_item",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("catalogue", "code"), name="item_u1"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "item_class__in",
                                (
                                    "raw_materials",
                                    "work_in_process",
                                    "finished_goods",
                                    "merchandise",
                                    "supplies",
                                    "spare_parts",
                                ),
                            )
                        ),
                        name="item_item_class_ck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tracking__in", ("none", "lot", "serial"))), name="item_tracking_ck"
                    ),
                    models.CheckConstraint(condition=models.Q(("weight_micro__gt", 0)), name="item_weight_micro_ck"),
                    models.CheckConstraint(condition=models.Q(("volume_micro__gt", 0)), name="item_volume_micro_ck"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("active", "discontinued", "superseded"))),
                        name="item_status_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Location",
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
                ("path", models.TextField()),
                ("kind", models.TextField()),
            ],
            options={
                "db_table": "items_location",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "path"), name="location_u1"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "stock",
                                    "quarantine",
                                    "damaged",
                                    "in_transit",
                                    "consignment",
                                    "consignment_in",
                                    "site",
                                    "warehouse",
                                    "zone",
                                    "bin",
                                    "supply_room",
                                    "truck",
                                    "unit",
                                    "room",
                                    "cabinet",
                                    "vendor",
                                    "customer",
                                    "production",
                                    "scrap",
                                    "opening",
                                    "adjustment",
                                    "provisional",
                                ),
                            )
                        ),
                        name="location_kind_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="BillLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
                (
                    "parent",
                    models.ForeignKey(
                        db_column="parent_id",
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
                ("batch_micro", models.BigIntegerField()),
                ("quantity_micro", models.BigIntegerField()),
                ("scrap_micro", models.BigIntegerField()),
                ("valid_from", lowmark.store.fields.DayField()),
            ],
            options={
                "db_table": "items_bill_line",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("parent", "valid_from", "component"), name="bill_line_u1"),
                    models.CheckConstraint(condition=models.Q(("batch_micro__gt", 0)), name="bill_line_batch_micro_ck"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity_micro__gt", 0)), name="bill_line_quantity_micro_ck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scrap_micro__gte", 0)), name="bill_line_scrap_micro_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="ItemStatus",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
                ("valid_from", lowmark.store.fields.DayField()),
                ("status", models.TextField()),
                (
                    "superseded_by",
                    models.ForeignKey(
                        db_column="superseded_by_id",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.item",
                    ),
                ),
            ],
            options={
                "db_table": "items_item_status",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "valid_from"), name="item_status_u1"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("active", "discontinued", "superseded"))),
                        name="item_status_status_ck",
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="ItemUnit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
                ("unit", models.TextField()),
                ("numerator", models.BigIntegerField()),
                ("denominator", models.BigIntegerField()),
            ],
            options={
                "db_table": "items_item_unit",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "unit"), name="item_unit_u1"),
                    models.CheckConstraint(condition=models.Q(("numerator__gte", 0)), name="item_unit_numerator_ck"),
                    models.CheckConstraint(
                        condition=models.Q(("denominator__gte", 0)), name="item_unit_denominator_ck"
                    ),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Lot",
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
                ("code", models.TextField()),
                ("made_on", lowmark.store.fields.DayField(null=True)),
                ("expires_on", lowmark.store.fields.DayField(null=True)),
                ("best_before_on", lowmark.store.fields.DayField(null=True)),
                ("potency_micro", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "items_lot",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "item", "code"), name="lot_u1"),
                    models.CheckConstraint(condition=models.Q(("potency_micro__gt", 0)), name="lot_potency_micro_ck"),
                ],
            },
        ),
        lowmark.store.creating.CreateTable(
            name="Substitute",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
                    "substitute",
                    models.ForeignKey(
                        db_column="substitute_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="items.item",
                    ),
                ),
                ("rank", models.BigIntegerField()),
            ],
            options={
                "db_table": "items_substitute",
                "indexes": [],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "substitute"), name="substitute_u1"),
                    models.CheckConstraint(condition=models.Q(("rank__gte", 0)), name="substitute_rank_ck"),
                ],
            },
        ),
    ]
