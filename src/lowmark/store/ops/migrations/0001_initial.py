from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.TextField()),
                ("request", models.TextField()),
                ("user_id", models.BigIntegerField(null=True)),
                ("state", models.TextField(default="waiting")),
                ("done", models.BigIntegerField(default=0)),
                ("of", models.BigIntegerField(default=0)),
                ("cancel_asked", models.BooleanField(default=False)),
                ("response", models.TextField(default="")),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "ops_job",
                "indexes": [],
                "constraints": [],
            },
        ),
    ]
