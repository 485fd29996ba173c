"""Fictitious initiatives of the demonstration. None of them exists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SampleInitiative:
    """One made-up initiative; `owner` is a country's iso3 or an organisation's code.

    `published` and `confirmed` are days before today.
    """

    slug: str
    owner: str
    title: dict[str, str]
    summary: dict[str, str]
    pillars: tuple[str, ...]
    themes: tuple[str, ...] = ()
    scope: str = "national"
    countries: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    partners: str = ""
    starts_on: str = ""
    ends_on: str = ""
    status: str = "under_way"
    seeks: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    contact: str = ""
    visibility: str = "public"
    published: int = 30
    confirmed: int | None = None


INITIATIVES = (
    SampleInitiative(
        slug="sample-mediators-school",
        owner="ESP",
        title={
            "en": "School for women mediators of the Mediterranean",
            "es": "Escuela de mediadoras del Mediterráneo",
            "fr": "École de médiatrices de la Méditerranée",
            "ar": "مدرسة الوسيطات في البحر الأبيض المتوسط",
        },
        summary={
            "en": "Two courses a year bring together women who mediate in local conflicts round "
            "the Mediterranean. They practise with experienced negotiators and stay in touch "
            "as a group that ministries can call upon.",
            "es": "Dos cursos al año reúnen a mujeres que median en conflictos locales en torno "
            "al Mediterráneo. Practican con negociadoras de experiencia y forman después un "
            "grupo al que pueden acudir los ministerios.",
            "fr": "Deux cours par an réunissent des femmes qui font œuvre de médiation dans des "
            "conflits locaux autour de la Méditerranée.",
            "ar": "دورتان في السنة تجمعان نساءً يتوسطن في نزاعات محلية حول البحر الأبيض المتوسط.",
        },
        pillars=("participation", "prevention"),
        themes=("mediation", "capacity"),
        scope="multi_country",
        countries=("ESP", "MAR", "TUN", "ITA", "JOR"),
        members=("MAR", "ITA"),
        partners="Two universities of Andalusia",
        starts_on="2024-03",
        offers=("expertise",),
        contact="Office for women, peace and security (sample)",
        published=12,
    ),
    SampleInitiative(
        slug="sample-gender-advisers-missions",
        owner="ESP",
        title={
            "en": "A gender adviser in every mission abroad",
            "es": "Una asesora de género en cada misión en el exterior",
        },
        summary={
            "en": "Every contingent that leaves for a peace operation takes a trained adviser "
            "along. The course lasts three weeks, and places are kept for other members.",
            "es": "Cada contingente que parte hacia una operación de paz lleva consigo a una "
            "persona asesora con formación. El curso dura tres semanas y reserva plazas "
            "para otros miembros.",
        },
        pillars=("participation",),
        themes=("security_sector", "peacekeeping", "capacity"),
        countries=("ESP",),
        starts_on="2022",
        offers=("expertise",),
        published=410,
    ),
    SampleInitiative(
        slug="sample-nap-budget-lines",
        owner="DEU",
        title={"en": "Budget lines that follow the plan", "fr": "Des budgets qui suivent le plan"},
        summary={
            "en": "Each ministry marks what it spends on the plan. The figures are gathered once "
            "a year, and a short guide tells other members how the marking works.",
            "fr": "Chaque ministère signale ses dépenses pour le plan ; les chiffres sont réunis "
            "une fois par an.",
        },
        pillars=("participation", "protection"),
        themes=("nap_design", "funding", "data"),
        countries=("DEU",),
        starts_on="2023-01",
        ends_on="2027",
        offers=("expertise", "funding"),
        published=64,
    ),
    SampleInitiative(
        slug="sample-shelters-police",
        owner="DEU",
        title={"en": "Police contact points in shelters for displaced women"},
        summary={
            "en": "Trained officers hold weekly hours in shelters in three countries, so that "
            "displaced women can report violence without a journey to a station."
        },
        pillars=("protection", "relief"),
        themes=("policing", "justice"),
        scope="multi_country",
        countries=("DEU", "POL", "MDA"),
        members=("POL", "MDA"),
        starts_on="2022-06",
        ends_on="2025-12",
        status="completed",
        published=150,
    ),
    SampleInitiative(
        slug="sample-women-in-peacekeeping-namibia",
        owner="NAM",
        title={"en": "More women in Namibia's police contingents"},
        summary={
            "en": "A preparatory course and child care during training help more women to pass "
            "the selection for formed police units."
        },
        pillars=("participation",),
        themes=("policing", "peacekeeping", "security_sector"),
        countries=("NAM",),
        starts_on="2023",
        seeks=("funding",),
        contact="Police gender desk (sample)",
        published=96,
    ),
    SampleInitiative(
        slug="sample-resource-centre-windhoek",
        owner="NAM",
        title={"en": "Peace resource centre for southern Africa"},
        summary={
            "en": "A library, a yearly course and small grants for women's organisations that "
            "prevent conflict over water and land."
        },
        pillars=("prevention", "participation"),
        themes=("climate", "capacity", "youth"),
        scope="multi_country",
        countries=("NAM", "ZAF", "LSO", "MOZ"),
        members=("ZAF", "LSO"),
        starts_on="2021-10",
        seeks=("funding", "expertise"),
        published=420,
        confirmed=400,
    ),
    SampleInitiative(
        slug="sample-barriers-study",
        owner="CAN",
        title={
            "en": "What keeps women out of peace operations: a study in six forces",
            "fr": "Ce qui tient les femmes à l’écart des opérations de paix : six armées à l’étude",
        },
        summary={
            "en": "Interviews and figures from six armed forces show where women drop out "
            "between recruitment and deployment. Each force chooses two barriers to remove.",
            "fr": "Des entretiens et des chiffres tirés de six armées montrent où les femmes "
            "sont perdues entre le recrutement et le déploiement.",
        },
        pillars=("participation",),
        themes=("security_sector", "peacekeeping", "data"),
        scope="multi_country",
        countries=("CAN", "GHA", "SEN", "URY", "NOR", "ZMB"),
        members=("SEN", "URY", "NOR"),
        starts_on="2024",
        ends_on="2026",
        offers=("funding", "expertise"),
        published=21,
    ),
    SampleInitiative(
        slug="sample-defenders-fund",
        owner="CAN",
        title={"en": "Quick help for women who defend human rights"},
        summary={
            "en": "Small grants within ten days for women who have to leave their home because "
            "of their work. Members name cases through their focal points."
        },
        pillars=("protection",),
        themes=("funding", "justice"),
        scope="multi_country",
        starts_on="2023-09",
        offers=("funding",),
        visibility="members",
        published=75,
    ),
    SampleInitiative(
        slug="sample-disarmament-voices",
        owner="URY",
        title={
            "en": "Women's voices in the control of small arms",
            "es": "Voces de mujeres en el control de armas pequeñas",
        },
        summary={
            "en": "Neighbourhood groups in four cities keep count of armed violence and speak "
            "before the commissions that write the rules.",
            "es": "Grupos de barrio de cuatro ciudades llevan la cuenta de la violencia armada "
            "y hablan ante las comisiones que redactan las normas.",
        },
        pillars=("prevention", "protection"),
        themes=("disarmament", "data"),
        countries=("URY",),
        starts_on="2024-05",
        seeks=("expertise",),
        published=48,
    ),
    SampleInitiative(
        slug="sample-relief-after-earthquakes",
        owner="JPN",
        title={"en": "Women lead relief after earthquakes"},
        summary={
            "en": "Local women's groups are trained to run shelters in the first days after a "
            "disaster. The handbook is shared with coastal States of the Pacific."
        },
        pillars=("relief", "protection"),
        themes=("climate", "capacity"),
        scope="multi_country",
        countries=("JPN", "IDN", "PHL"),
        members=("IDN", "PHL"),
        starts_on="2023-04",
        offers=("expertise",),
        published=33,
    ),
    SampleInitiative(
        slug="sample-young-negotiators",
        owner="JPN",
        title={"en": "Young women at the negotiating table"},
        summary={
            "en": "A year of mentoring for twenty young women from ministries of foreign affairs "
            "and civil society, ending with a simulated negotiation."
        },
        pillars=("participation",),
        themes=("mediation", "youth", "capacity"),
        countries=("JPN",),
        starts_on="2026-04",
        status="planned",
        seeks=("expertise",),
        published=9,
    ),
    SampleInitiative(
        slug="sample-nordic-mediators-exchange",
        owner="NOR",
        title={"en": "Exchange of mediators' networks"},
        summary={
            "en": "Regional networks of women mediators meet once a year and agree on how they "
            "answer requests together."
        },
        pillars=("participation", "prevention"),
        themes=("mediation",),
        scope="multi_country",
        countries=("NOR", "FIN", "SWE", "ESP", "ZAF"),
        members=("FIN", "SWE", "ESP", "ZAF"),
        starts_on="2022",
        offers=("expertise", "funding"),
        published=120,
    ),
    SampleInitiative(
        slug="sample-detention-monitors",
        owner="NOR",
        title={"en": "Monitors for places of detention"},
        summary={
            "en": "A roster of women doctors and lawyers who visit places of detention in "
            "conflicts. Names are known to members only."
        },
        pillars=("protection",),
        themes=("justice",),
        starts_on="2024-11",
        visibility="members",
        published=55,
    ),
    SampleInitiative(
        slug="sample-african-results-framework",
        owner="AU",
        title={"en": "One set of indicators for the continent"},
        summary={
            "en": "Member States report on the same twenty indicators every two years; a small "
            "team helps those that report for the first time."
        },
        pillars=("participation", "prevention", "protection", "relief"),
        themes=("data", "nap_design"),
        scope="regional",
        countries=("ETH", "NAM", "SEN", "KEN", "UGA", "RWA", "ZAF"),
        starts_on="2022-02",
        seeks=("funding",),
        published=88,
    ),
    SampleInitiative(
        slug="sample-police-women-network",
        owner="OSCE",
        title={"en": "A network of women in border police"},
        summary={
            "en": "Officers of fourteen services exchange placements of two weeks and advise "
            "their chiefs on recruitment."
        },
        pillars=("participation",),
        themes=("policing", "security_sector"),
        scope="regional",
        countries=("MDA", "GEO", "UKR", "SRB", "ARM", "KAZ"),
        starts_on="2023",
        ends_on="2026",
        published=40,
    ),
    SampleInitiative(
        slug="sample-early-warning-women",
        owner="ECOWAS",
        title={"en": "Women's groups in early warning of conflict"},
        summary={
            "en": "Reports of local groups reach the regional early-warning centre by text "
            "message; each gets an answer within two days."
        },
        pillars=("prevention",),
        themes=("data", "mediation"),
        scope="regional",
        countries=("NGA", "GHA", "SEN", "SLE", "LBR", "CIV", "MLI"),
        starts_on="2021",
        status="suspended",
        seeks=("funding", "expertise"),
        published=500,
        confirmed=480,
    ),
    SampleInitiative(
        slug="sample-land-courts",
        owner="COL",
        title={
            "en": "Land courts that listen to displaced women",
            "es": "Tribunales de tierras que escuchan a las mujeres desplazadas",
        },
        summary={
            "en": "Travelling courts decide on claims of women who were driven from their land; "
            "interpreters of four languages go along.",
            "es": "Tribunales itinerantes resuelven las demandas de mujeres expulsadas de sus "
            "tierras, con intérpretes de cuatro lenguas.",
        },
        pillars=("relief", "protection"),
        themes=("justice",),
        countries=("COL",),
        starts_on="2023-07",
        published=27,
    ),
    SampleInitiative(
        slug="sample-county-peace-committees",
        owner="KEN",
        title={"en": "Women chair county peace committees"},
        summary={
            "en": "One third of the committees are chaired by women; a handbook and a telephone "
            "line support them in their first year."
        },
        pillars=("participation", "prevention"),
        themes=("mediation", "youth"),
        countries=("KEN",),
        starts_on="2024",
        seeks=("funding",),
        published=18,
    ),
)
