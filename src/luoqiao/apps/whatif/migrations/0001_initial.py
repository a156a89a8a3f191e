"""存下的方案: the first table."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identifier', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('key', models.UUIDField(unique=True, verbose_name='提交标记')),
                ('owner', models.CharField(max_length=64, verbose_name='所属浏览器')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('clause', models.CharField(max_length=100, verbose_name='条款')),
                ('clause_title', models.CharField(max_length=200, verbose_name='条款名称')),
                ('query', models.TextField(verbose_name='试算的字段')),
                ('pack', models.CharField(max_length=100, verbose_name='方案包')),
                ('pack_digest', models.CharField(max_length=64, verbose_name='方案包版本')),
                ('population', models.CharField(max_length=200, verbose_name='总体')),
                ('result', models.JSONField(verbose_name='存下时的结果')),
                ('saved_at', models.DateTimeField(verbose_name='存下的时间')),
            ],
            options={
                'verbose_name': '存下的方案',
                'verbose_name_plural': '存下的方案',
                'ordering': ('-saved_at', '-pk'),
                'indexes': [models.Index(fields=['owner', '-saved_at'], name='whatif_by_owner')],
                'constraints': [models.CheckConstraint(condition=models.Q(('owner__regex', '^[0-9a-f]{64}$')), name='whatif_owner_is_sha256'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='whatif_name_is_not_empty'), models.CheckConstraint(condition=models.Q(('query__length__lte', 4000)), name='whatif_query_is_short')],
            },
        ),
    ]
