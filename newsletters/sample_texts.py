"""The texts of the demo's newsletters and opportunities, all fictitious."""

from __future__ import annotations

from dataclasses import dataclass, field

# language: (subject, body)
SENT: dict[str, tuple[str, str]] = {
    "en": (
        "A portal for the Network, and what it can do for you",
        "<p>Dear readers,</p>"
        "<p>this is the first newsletter that reaches you through the Network’s own portal. It is "
        "a sample: the people and the offers in it are invented, to show what an issue looks "
        "like.</p>"
        "<h2>What is new</h2>"
        "<ul><li><strong>One map for all plans.</strong> Each National Action Plan that we have a "
        "record of, with its period and its source.</li>"
        "<li><strong>Members write their own entries.</strong> A focal point proposes, the "
        "Secretariat reviews, and everybody sees how fresh an entry is.</li>"
        "<li><strong>Communiqués to look up.</strong> Text by text, in the languages in which they "
        "were adopted.</li></ul>"
        "<h2>From practice</h2>"
        "<p>A fictitious defence college tells how it doubled the number of women in its "
        "staff-officer course within three years: by asking those who had left why they did, and "
        "by changing the hours first and the posters last.</p>"
        "<blockquote><p>We stopped looking for more applicants and began to look at why the ones "
        "we had gave up.</p></blockquote>"
        "<h2>To read</h2>"
        '<p>The text that it all goes back to is still short enough for one evening: <a href="'
        'https://docs.un.org/en/S/RES/1325(2000)">resolution 1325</a>, adopted on 31 October '
        "2000.</p>"
        "<p>With kind regards<br>The Secretariat</p>",
    ),
    "fr": (
        "Un portail pour le Réseau, et ce qu’il peut faire pour vous",
        "<p>Chères lectrices, chers lecteurs,</p>"
        "<p>voici la première lettre d’information qui vous parvient par le portail du Réseau. "
        "C’est un exemple : les personnes et les offres y sont inventées.</p>"
        "<h2>Les nouveautés</h2>"
        "<ul><li><strong>Une carte pour tous les plans.</strong> Chaque plan d’action national "
        "connu de nous, avec sa période et sa source.</li>"
        "<li><strong>Les membres rédigent leurs fiches.</strong> Un point focal propose, le "
        "Secrétariat examine, et chacun voit la date de mise à jour.</li></ul>"
        "<p>Bien à vous<br>Le Secrétariat</p>",
    ),
    "es": (
        "Un portal para la Red y lo que puede hacer por usted",
        "<p>Estimadas lectoras, estimados lectores:</p>"
        "<p>este es el primer boletín que les llega a través del portal de la Red. Es una muestra: "
        "las personas y las ofertas que aparecen son inventadas.</p>"
        "<h2>Novedades</h2>"
        "<ul><li><strong>Un mapa para todos los planes.</strong> Cada plan de acción nacional del "
        "que tenemos constancia, con su período y su fuente.</li>"
        "<li><strong>Los miembros redactan sus fichas.</strong> Un punto focal propone, la "
        "Secretaría revisa y todos ven la fecha de actualización.</li></ul>"
        "<p>Cordialmente,<br>La Secretaría</p>",
    ),
    "ar": (
        "بوابة للشبكة وما يمكن أن تقدمه لكم",
        "<p>أعزاءنا القراء،</p>"
        "<p>هذه أول نشرة إخبارية تصلكم عبر بوابة الشبكة. وهي نموذج للعرض: الأشخاص والفرص الواردة "
        "فيها من نسج الخيال.</p>"
        "<h2>ما الجديد</h2>"
        "<ul><li><strong>خريطة واحدة لجميع الخطط.</strong> كل خطة عمل وطنية معروفة لدينا مع مدتها "
        "ومصدرها.</li>"
        "<li><strong>الأعضاء يكتبون صفحاتهم.</strong> تقترح جهة التنسيق، وتراجع الأمانة، ويرى "
        "الجميع تاريخ آخر تحديث.</li></ul>"
        "<p>مع أطيب التحيات<br>الأمانة</p>",
    ),
}

DRAFT: dict[str, tuple[str, str]] = {
    "en": (
        "Courses and funds of this season",
        "<p>Dear readers,</p>"
        "<p>a draft to play with: edit it, look at the preview, send yourself a test. The offers "
        "are invented.</p>"
        "<h2>Three offers in brief</h2>"
        "<ol><li>A course for gender advisers, two weeks, in English and French.</li>"
        "<li>A small fund for the first year of a National Action Plan.</li>"
        "<li>A call for cases on women in mediation teams.</li></ol>"
        "<p>All open offers stand on the portal’s page of opportunities.</p>",
    ),
    "fr": (
        "Formations et financements de la saison",
        "<p>Chères lectrices, chers lecteurs,</p>"
        "<p>un brouillon pour essayer : modifiez-le, regardez l’aperçu, envoyez-vous un essai. Les "
        "offres sont inventées.</p>",
    ),
}


@dataclass(frozen=True)
class SampleOpportunity:
    """An invented opportunity; days count from the day on which the sample is loaded."""

    slug: str
    kind: str
    title: str
    summary: str
    provider: str
    closes_in_days: int | None
    published_days_ago: int | None = 10
    titles: dict[str, str] = field(default_factory=dict)


OPPORTUNITIES = [
    SampleOpportunity(
        "sample-course-gender-advisers",
        "training",
        "Course for gender advisers in peace operations",
        "Two weeks of case work for officers and civilians who take up a post as gender adviser.\n"
        "\nLanguages: English and French. Members of the Network may nominate two people each.",
        "Sample Staff College",
        38,
        titles={
            "fr": "Cours pour conseillères et conseillers pour les questions de genre",
            "es": "Curso para asesores de género en operaciones de paz",
        },
    ),
    SampleOpportunity(
        "sample-fund-first-year",
        "funding",
        "Small grants for the first year of a National Action Plan",
        "For ministries and civil-society partners that begin to carry out a plan: the set-up of "
        "monitoring, translation into national languages, or the first local consultations.",
        "Sample Foundation",
        61,
        titles={"fr": "Petites subventions pour la première année d’un plan d’action national"},
    ),
    SampleOpportunity(
        "sample-call-mediation-cases",
        "call",
        "Call for cases: women in mediation teams",
        "Cases of up to 2,000 words that say what a mixed team did differently, and what came of "
        "it. Chosen cases are discussed at an expert meeting.",
        "Sample Institute for Mediation",
        19,
    ),
    SampleOpportunity(
        "sample-seminar-monitoring",
        "event",
        "Online seminar: indicators that somebody uses",
        "Ninety minutes on how three fictitious ministries cut their list of indicators from "
        "sixty to nine.",
        "Sample Monitoring Forum",
        12,
    ),
    SampleOpportunity(
        "sample-roster-police",
        "vacancy",
        "Roster of women police officers for deployment",
        "Members may put forward officers of all ranks at any time.",
        "Sample Police Division",
        None,
    ),
    SampleOpportunity(
        "sample-draft-fellowship",
        "training",
        "Fellowship for young researchers",
        "Not published yet: the host still settles the dates.",
        "Sample University",
        120,
        published_days_ago=None,
    ),
    SampleOpportunity(
        "sample-closed-call-good-practice",
        "call",
        "Call for good practice in recruiting women to the armed forces",
        "Closed. The answers were passed on in the first newsletter.",
        "Sample Defence Network",
        -30,
        published_days_ago=95,
    ),
    SampleOpportunity(
        "sample-closed-training-planning",
        "training",
        "Workshop on writing a National Action Plan",
        "Closed. A second workshop is planned.",
        "Sample Regional Centre",
        -75,
        published_days_ago=140,
    ),
]
