from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('focalpoints', '0017_translations_follow_english'),
    ]

    operations = [
        # The trigger takes what is there for right beside the English of now.
        migrations.RunSQL(
            "UPDATE focalpoints_category SET translates = '{}'", migrations.RunSQL.noop
        )
    ]
