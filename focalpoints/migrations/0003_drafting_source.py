"""A person whom a focal point lets draft has a first version too."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('focalpoints', '0002_outdated_translations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='revision',
            name='revision_source_known',
        ),
        migrations.AlterField(
            model_name='revision',
            name='source',
            field=models.CharField(choices=[('review', 'review'), ('direct_edit', 'direct edit by the Secretariat'), ('own_contact', 'own contact page'), ('drafting', 'giving of a drafting right'), ('import', 'import'), ('reference', 'reference data'), ('sample', 'sample data'), ('restore', 'restored')], max_length=11, verbose_name='source'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['review', 'direct_edit', 'own_contact', 'drafting', 'import', 'reference', 'sample', 'restore'])), name='revision_source_known'),
        ),
    ]
