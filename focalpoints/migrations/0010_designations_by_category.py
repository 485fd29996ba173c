"""Load the five categories, and give each designation its own.

Nobody's designation is ended. Where members have several National Focal Points now or later, that
category goes on to allow several; the report names them.
"""

from django.db import migrations

from network import clock

# code, order, may submit, one holder at a time; names in en, fr, es, ar, ru, zh.
CATEGORIES = (
    ("focal_point", 10, True, True, (
        "National Focal Point", "Point focal national", "Punto focal nacional",
        "جهة التنسيق الوطنية", "Национальный координатор", "国家协调人",
    )),
    ("alternate", 20, True, False, (
        "Alternate focal point", "Point focal suppléant", "Punto focal suplente",
        "جهة التنسيق المناوبة", "Заместитель координатора", "候补协调人",
    )),
    ("military", 30, False, False, (
        "Military Gender Adviser", "Conseiller militaire pour les questions de genre",
        "Asesor militar en cuestiones de género", "مستشار عسكري للشؤون الجنسانية",
        "Военный советник по гендерным вопросам", "军事性别平等顾问",
    )),
    ("police", 40, False, False, (
        "Police Gender Adviser or Focal Point",
        "Conseiller ou point focal de la police pour les questions de genre",
        "Asesor o punto focal policial en cuestiones de género",
        "مستشار الشرطة للشؤون الجنسانية أو جهة التنسيق لديها",
        "Советник или координатор полиции по гендерным вопросам", "警察性别平等顾问或协调人",
    )),
    ("mission", 50, False, False, (
        "Mission contact in New York", "Contact à la mission à New York",
        "Contacto en la misión en Nueva York", "جهة الاتصال في البعثة بنيويورك",
        "Контакт в представительстве в Нью-Йорке", "驻纽约代表团联系人",
    )),
)
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh_hans")


def load(apps, schema_editor):
    category_of, designation = apps.get_model("focalpoints", "Category"), apps.get_model("focalpoints", "Designation")
    event = apps.get_model("focalpoints", "DesignationEvent")
    for code, order, may_submit, has_one_holder, names in CATEGORIES:
        several = at_once(designation, code) if has_one_holder else {}
        category = category_of.objects.create(
            code=code,
            order=order,
            may_submit=may_submit,
            one_holder_since=clock.today() if has_one_holder and not several else None,
            **{f"name_{language}": name for language, name in zip(LANGUAGES, names)},
        )
        designation.objects.filter(category=code).update(
            held_as=category, one_holder_since=category.one_holder_since
        )
        event.objects.filter(category=code).update(held_as=category)
        report(category, several)


def at_once(designation, code):
    """Periods and people, by member, where periods from today on overlap."""
    today = clock.today()
    rows = designation.objects.filter(category=code).exclude(ends_on__lt=today)
    by_member = {}
    for row in rows.select_related("person", "member__country", "member__organisation"):
        by_member.setdefault(row.member, []).append(row)

    def meet(one, other):
        first = max(one.starts_on, other.starts_on, today)
        return all(row.ends_on is None or row.ends_on >= first for row in (one, other))

    return {
        member: [one for one in held if any(meet(one, other) for other in held if other != one)]
        for member, held in by_member.items()
        if any(meet(one, other) for one in held for other in held if other != one)
    }


def report(category, several):
    if not several:
        return
    print(
        f"\n    {len(several)} member(s) have several holders of the category "
        f"“{category.name_en}” today or later. All designations stay as they are, and the "
        "category allows several. When one is left of each, tick “One active holder at a time” "
        "on the category's page in the admin."
    )
    for member, held in several.items():
        identity = member.country or member.organisation
        people = "; ".join(
            f"{row.person.given_name} {row.person.family_name}".strip()
            + f" from {row.starts_on} to {row.ends_on or 'further notice'}"
            for row in held
        )
        print(f"    - {identity.name_en}: {people}")


class Migration(migrations.Migration):

    dependencies = [
        ('focalpoints', '0009_categories'),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
