import django.db.models.constraints
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0003_search_columns'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='plandocument',
            name='plandocument_once_per_plan',
        ),
        migrations.AddConstraint(
            model_name='plandocument',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], fields=('plan', 'url'), name='plandocument_once_per_plan'),
        ),
    ]
