"""Whoever has not decided keeps name and position from members: the default of new rows alone.

Rows that are there keep their levels, for nobody can tell a choice from the default of before."""

from django.db import migrations, models

SECRETARIAT = ("secretariat", "my member and the Secretariat")
MEMBERS = ("members", "members of the Network")
PUBLIC = ("public", "everybody")


def level(label, *levels):
    return models.CharField(
        choices=list(levels),
        db_default="secretariat",
        default="secretariat",
        max_length=11,
        verbose_name=label,
    )


class Migration(migrations.Migration):
    dependencies = [("focalpoints", "0002_leftovers")]

    operations = [
        migrations.AlterField(model, field, level(label, *levels))
        for model in ("person", "personevent")
        for field, label, levels in (
            ("name_visibility", "who sees my name", (SECRETARIAT, MEMBERS)),
            ("position_visibility", "who sees my position", (SECRETARIAT, MEMBERS, PUBLIC)),
        )
    ]
