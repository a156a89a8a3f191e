"""导入的企业总体: its table."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('whatif', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PopulationFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('digest', models.CharField(max_length=64, verbose_name='文件的摘要')),
                ('content', models.BinaryField(verbose_name='文件')),
                ('stated', models.BinaryField(verbose_name='逐家事实（压缩的 JSON）')),
                ('pack', models.CharField(max_length=100, verbose_name='方案包')),
                ('rows', models.PositiveIntegerField(verbose_name='家数')),
                ('bad_rows', models.PositiveIntegerField(verbose_name='读不成的行数')),
                ('loaded_by', models.CharField(max_length=100, verbose_name='谁导入的')),
                ('loaded_at', models.DateTimeField(verbose_name='导入时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤下时间')),
            ],
            options={
                'verbose_name': '导入的企业总体',
                'verbose_name_plural': '导入的企业总体',
                'ordering': ('-loaded_at', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='whatif_file_digest_is_sha256'), models.CheckConstraint(condition=models.Q(('rows__gt', 0)), name='whatif_file_has_rows')],
            },
        ),
    ]
