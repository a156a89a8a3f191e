from django.db import migrations, models

AS_ASKED = """
UPDATE cases_case AS c SET told_amounts = asked.amounts
FROM (
    SELECT DISTINCT ON (case_id) case_id, "values" -> 'amounts' AS amounts
    FROM cases_caseevent WHERE kind = 'submitted' ORDER BY case_id, seq DESC
) AS asked
WHERE asked.case_id = c.id AND c.stage <> 'closed' AND NOT c.decided
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_steps_of_another_version'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='told_amounts',
            field=models.JSONField(null=True, verbose_name='企业看到的各级金额（分）'),
        ),
        migrations.RunSQL("UPDATE cases_case SET told_amounts = amounts", migrations.RunSQL.noop),
        migrations.RunSQL(AS_ASKED, migrations.RunSQL.noop),
    ]
