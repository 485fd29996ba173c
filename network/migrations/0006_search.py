"""The index of the search (network.search); its triggers are made after the migrations."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from network.search.words import CREATE_FUNCTIONS, DROP_FUNCTIONS


class Migration(migrations.Migration):

    dependencies = [("network", "0005_mail_states")]

    operations = [
        migrations.RunSQL(CREATE_FUNCTIONS, DROP_FUNCTIONS),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='type')),
                ('key', models.BigIntegerField(verbose_name='key')),
                ('names', models.JSONField(verbose_name='names')),
                ('words', django.contrib.postgres.search.SearchVectorField(verbose_name='words')),
                ('rank', models.BigIntegerField(verbose_name='rank')),
                ('audience', models.PositiveSmallIntegerField(choices=[(0, 'everybody'), (1, 'members'), (2, 'Secretariat')], verbose_name='who may find it')),
                ('owner', models.BigIntegerField(null=True, verbose_name='member')),
            ],
            options={
                'verbose_name': 'entry of the search',
                'verbose_name_plural': 'entries of the search',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['words'], name='searchentry_words'), django.contrib.postgres.indexes.GinIndex(models.Func(models.F('names'), function='portal_near_words'), fastupdate=False, name='searchentry_near'), models.Index(fields=['kind', 'rank'], name='searchentry_rank')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='searchentry_once'), models.CheckConstraint(condition=models.Q(('audience__in', [0, 1, 2])), name='searchentry_audience_known')],
            },
        ),
    ]
