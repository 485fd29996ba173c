import django.db.models.constraints
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('focalpoints', '0006_people_in_order'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='memberinstitution',
            name='memberinstitution_once_per_member',
        ),
        migrations.AlterField(
            model_name='category',
            name='code',
            field=models.SlugField(help_text='Files refer to the category by this code. It cannot be changed later.', max_length=40, unique=True, verbose_name='code'),
        ),
        migrations.AlterField(
            model_name='category',
            name='order',
            field=models.PositiveSmallIntegerField(default=100, help_text='Categories with lower numbers come first.', verbose_name='order of protocol'),
        ),
        migrations.AlterField(
            model_name='categoryevent',
            name='code',
            field=models.SlugField(db_index=False, help_text='Files refer to the category by this code. It cannot be changed later.', max_length=40, verbose_name='code'),
        ),
        migrations.AlterField(
            model_name='categoryevent',
            name='order',
            field=models.PositiveSmallIntegerField(default=100, help_text='Categories with lower numbers come first.', verbose_name='order of protocol'),
        ),
        migrations.AddConstraint(
            model_name='memberinstitution',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], fields=('member', 'name'), name='memberinstitution_once_per_member'),
        ),
    ]
