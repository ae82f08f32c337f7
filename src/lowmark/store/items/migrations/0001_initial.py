import django.db.models.deletion
import lowmark.store.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("entities", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
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
                ("shelf_life_days", models.BigIntegerField(null=True)),
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
                ],
            },
        ),
        migrations.CreateModel(
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
                                    "vendor",
                                    "customer",
                                    "production",
                                    "scrap",
                                    "opening",
                                    "adjustment",
                                ),
                            )
                        ),
                        name="location_kind_ck",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
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
            ],
            options={
                "db_table": "items_lot",
                "indexes": [],
                "constraints": [models.UniqueConstraint(fields=("entity", "item", "code"), name="lot_u1")],
            },
        ),
    ]
