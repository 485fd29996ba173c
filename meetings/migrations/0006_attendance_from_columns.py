from django.db import migrations

# The columns of a member, the meeting in whose communiqué it was listed, and where that is read.
COLUMNS = {
    "launch_host": (
        "2016-launch",
        "Joint communiqué of the launch http://www.spainun.org/2016/"
        "09/comunicado-conjunto-sobre-el-lanzamiento-de-la-red-de-puntos-focales-nacional"
        "es-de-mujer-paz-y-seguridad/",
    ),
    "at_alicante_2017": (
        "2017-alicante",
        "Joint communiqué of Alicante http://casa-mediterraneo.es/de"
        "stacados/comunicado-conjunto-de-la-primera-reunion-de-la-red-de-puntos-focales-d"
        "e-mujeres-paz-y-seguridad-alicante-2017/",
    ),
    "at_washington_2023": (
        "2023-washington",
        "Joint communiqué of Washington https://wpsfocalpointsnetwor"
        "k.org/2023/11/01/5th-capital-level-meeting-joint-communique/",
    ),
}


def rows_from_columns(apps, schema_editor):
    """Where the meeting is not recorded, there is nothing that the column could hang on."""
    meetings = {row.slug: row for row in apps.get_model("meetings", "Meeting").objects.all()}
    attendance = apps.get_model("meetings", "Attendance")
    for member in apps.get_model("focalpoints", "Member").objects.all():
        for column, (code, source) in COLUMNS.items():
            if getattr(member, column) and code in meetings:
                attendance.objects.get_or_create(
                    meeting=meetings[code],
                    member=member,
                    defaults={"source": source, "confidence": member.confidence},
                )


class Migration(migrations.Migration):

    dependencies = [
        ('focalpoints', '0005_one_clock'),
        ('meetings', '0005_attendance'),
    ]

    # Which takes the columns away.
    run_before = [('focalpoints', '0008_member_joined_and_left')]

    operations = [
        migrations.RunPython(rows_from_columns, migrations.RunPython.noop, elidable=True),
    ]
