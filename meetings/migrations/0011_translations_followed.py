from django.db import migrations

# The trigger takes a translation of which nothing is known for right beside the English of now.
# What a communiqué's title follows is known.
FOLLOWED = """
    UPDATE meetings_communique SET translates = jsonb_build_object('title', title_translates);
    UPDATE meetings_meeting SET translates = '{}';
    UPDATE meetings_presidency SET translates = '{}';
"""
BACK = """
    UPDATE meetings_communique SET title_translates = COALESCE(translates -> 'title', '{}');
"""


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0010_translations_follow_english'),
    ]

    operations = [migrations.RunSQL(FOLLOWED, BACK)]
