"""方案包版本及其文件: the first tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PackVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pack", models.CharField(max_length=100, verbose_name="方案包")),
                ("number", models.CharField(max_length=100, verbose_name="文号")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("version", models.CharField(max_length=40, verbose_name="版本")),
                ("digest", models.CharField(max_length=64, verbose_name="全部文件的摘要")),
                ("source_checksum", models.CharField(max_length=64, verbose_name="原文校验值")),
                ("in_force_from", models.DateField(verbose_name="生效日")),
                ("in_force_until", models.DateField(verbose_name="有效期最后一天")),
                ("loaded_at", models.DateTimeField(verbose_name="首次载入")),
                ("current", models.BooleanField(default=False, verbose_name="现行")),
            ],
            options={
                "verbose_name": "方案包版本",
                "verbose_name_plural": "方案包版本",
                "ordering": ("pack", "loaded_at"),
                "constraints": [
                    models.UniqueConstraint(fields=("pack", "digest"), name="policy_one_row_per_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("pack",),
                        name="policy_one_current_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="policy_digest_is_sha256",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("in_force_from__lte", models.F("in_force_until"))),
                        name="policy_in_force_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=200, verbose_name="路径")),
                ("content", models.BinaryField(verbose_name="内容")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="policy.packversion",
                        verbose_name="版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "方案包文件",
                "verbose_name_plural": "方案包文件",
                "ordering": ("path",),
                "constraints": [
                    models.UniqueConstraint(fields=("version", "path"), name="policy_one_file_per_path")
                ],
            },
        ),
    ]
