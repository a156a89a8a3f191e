from django.apps.registry import Apps as StateApps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def follow_the_version_that_it_began_with(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("cases", "Case").objects.update(procedure_digest=F("pack_digest"))


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_recognition_lists'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='procedure_digest',
            field=models.CharField(default='', max_length=64, verbose_name='流程版本'),
            preserve_default=False,
        ),
        migrations.RunPython(follow_the_version_that_it_began_with, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(
                condition=models.Q(('procedure_digest__regex', '^[0-9a-f]{64}$')), name='cases_steps_digest_is_sha256'
            ),
        ),
    ]
