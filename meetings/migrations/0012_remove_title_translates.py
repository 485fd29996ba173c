from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0011_translations_followed'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='communique',
            name='title_translates',
        ),
        migrations.RemoveField(
            model_name='communiqueevent',
            name='title_translates',
        ),
    ]
