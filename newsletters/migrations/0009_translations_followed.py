from django.db import migrations

# What is there is taken for right beside the English of now.
FOLLOWED = """
    UPDATE newsletters_opportunity SET translates = '{}';
    UPDATE newsletters_section SET translates = '{}';
    UPDATE newsletters_newslettertext SET translates = jsonb_build_object(
        'subject', source.subject
    )
    FROM newsletters_newslettertext AS source
    WHERE source.newsletter_id = newsletters_newslettertext.newsletter_id
        AND source.language = 'en' AND newsletters_newslettertext.language <> 'en';
    UPDATE newsletters_itemtext SET translates = jsonb_build_object(
        'title', source.title, 'body', source.body
    )
    FROM newsletters_itemtext AS source
    WHERE source.item_id = newsletters_itemtext.item_id
        AND source.language = 'en' AND newsletters_itemtext.language <> 'en';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('newsletters', '0008_translations_follow_english'),
    ]

    operations = [migrations.RunSQL(FOLLOWED, migrations.RunSQL.noop)]
