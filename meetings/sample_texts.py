"""What the sample terms and the sample communiqué say: fictitious, written for the demo."""

TERM_THEMES = [
    # A term of one holder, and a joint one.
    {
        "en": "Plans that are carried out",
        "fr": "Des plans mis en œuvre",
        "es": "Planes que se cumplen",
        "ar": "خطط توضع موضع التنفيذ",
    },
    {
        "en": "A seat and a voice",
        "fr": "Un siège et une voix",
        "es": "Un asiento y una voz",
        "ar": "مقعد وصوت",
    },
]

COMMUNIQUE_TITLE = {
    "en": "Joint communiqué: Women at the peace table",
    "fr": "Communiqué conjoint : les femmes à la table de paix",
    "ar": "بيان مشترك: المرأة على طاولة السلام",
}

COMMUNIQUE_PARAGRAPHS = [
    {
        "en": "We, the focal points for women, peace and security of States and regional "
        "organisations, met at the invitation of the presidency to exchange what we have "
        "learned about women's part in peace processes.",
        "fr": "Nous, points focaux pour les femmes, la paix et la sécurité d'États et "
        "d'organisations régionales, nous sommes réunis à l'invitation de la présidence pour "
        "partager nos enseignements sur la place des femmes dans les processus de paix.",
        "ar": "نحن، جهات التنسيق المعنية بالمرأة والسلام والأمن في الدول والمنظمات الإقليمية، "
        "اجتمعنا بدعوة من الرئاسة لتبادل ما تعلمناه عن دور المرأة في عمليات السلام.",
    },
    {
        "en": "We recall Security Council resolution 1325 (2000) and the resolutions that "
        "followed it, and we hold that a peace which leaves out half of society will not last.",
        "fr": "Nous rappelons la résolution 1325 (2000) du Conseil de sécurité et celles qui "
        "l'ont suivie, et nous tenons qu'une paix qui écarte la moitié de la société ne dure "
        "pas.",
        "ar": "نذكّر بقرار مجلس الأمن 1325 (2000) والقرارات التي تلته، ونرى أن السلام الذي "
        "يستبعد نصف المجتمع لن يدوم.",
    },
    {
        "en": "We heard from mediators of three regions that women are often invited late, "
        "when the agenda is already settled. We will ask for their presence from the first "
        "exploratory talks.",
        "fr": "Des médiatrices de trois régions nous ont dit que les femmes sont souvent "
        "conviées tard, quand l'ordre du jour est déjà arrêté. Nous demanderons leur présence "
        "dès les premiers contacts.",
        "ar": "استمعنا إلى وسيطات من ثلاث مناطق أفدن بأن المرأة كثيراً ما تُدعى متأخرة بعد أن "
        "يكون جدول الأعمال قد استقر. وسنطالب بحضورها منذ المحادثات الاستكشافية الأولى.",
    },
    {
        "en": "We encourage each member to name at least one woman with authority to decide in "
        "every delegation that it sends to peace talks, and to report on it at our next "
        "meeting.",
        "fr": "Nous encourageons chaque membre à désigner, dans toute délégation qu'il envoie à "
        "des pourparlers de paix, au moins une femme ayant pouvoir de décision, et à en rendre "
        "compte à notre prochaine réunion.",
        "ar": "نشجع كل عضو على أن يعيّن في كل وفد يوفده إلى محادثات السلام امرأة واحدة على "
        "الأقل تملك سلطة اتخاذ القرار، وأن يقدم تقريراً عن ذلك في اجتماعنا المقبل.",
    },
    {
        "en": "We note that a National Action Plan without money is a promise without a date. "
        "Members that have put a budget line behind their plan offered to show others how.",
        "fr": "Nous constatons qu'un plan d'action national sans crédits est une promesse sans "
        "échéance. Les membres qui ont doté leur plan d'une ligne budgétaire proposent "
        "d'expliquer aux autres comment ils ont procédé.",
        "ar": "نلاحظ أن خطة العمل الوطنية بلا تمويل وعدٌ بلا موعد. وقد عرض الأعضاء الذين خصصوا "
        "بنداً في الميزانية لخطتهم أن يبيّنوا للآخرين كيفية ذلك.",
    },
    {
        "en": "We welcome the local networks of women who keep dialogue open where officials "
        "cannot go, and we will look for ways to protect those who are threatened because of "
        "that work.",
        "fr": "Nous saluons les réseaux locaux de femmes qui maintiennent le dialogue là où les "
        "autorités ne peuvent se rendre, et nous chercherons comment protéger celles que ce "
        "travail expose à des menaces.",
        "ar": "نرحب بالشبكات النسائية المحلية التي تبقي الحوار مفتوحاً حيث يتعذر وصول المسؤولين، "
        "وسنبحث عن سبل لحماية من يتعرضن للتهديد بسبب هذا العمل.",
    },
    {
        "en": "We ask the Secretariat to gather the examples that were shared, with their "
        "sources, and to send them to all members within six weeks.",
        "fr": "Nous prions le Secrétariat de réunir les exemples présentés, avec leurs sources, "
        "et de les transmettre à tous les membres dans un délai de six semaines.",
        "ar": "نطلب إلى الأمانة أن تجمع الأمثلة التي عُرضت مع مصادرها وأن ترسلها إلى جميع "
        "الأعضاء في غضون ستة أسابيع.",
    },
    {
        "en": "We thank the presidency for its hospitality, and we will take stock of these "
        "points when we meet again.",
        "fr": "Nous remercions la présidence de son hospitalité et ferons le point sur ces "
        "engagements à notre prochaine rencontre.",
        "ar": "نشكر الرئاسة على حسن ضيافتها، وسنستعرض ما تحقق من هذه النقاط عندما نلتقي من جديد.",
    },
]

# A draft for the coming meeting. Its English was reworded after the translations were made.
DRAFT_TITLE = {
    "en": "Joint communiqué: Women in peace operations",
    "fr": "Communiqué conjoint : les femmes dans les opérations de paix",
    "ar": "بيان مشترك: المرأة في عمليات السلام",
}

DRAFT_PARAGRAPHS = [
    {
        "en": "We, the focal points for women, peace and security, met to discuss what keeps "
        "women from serving in peace operations, and what has removed it.",
        "fr": "Nous, points focaux pour les femmes, la paix et la sécurité, nous sommes réunis "
        "pour examiner ce qui empêche les femmes de servir dans les opérations de paix, et ce qui "
        "a levé ces obstacles.",
        "ar": "نحن، جهات التنسيق المعنية بالمرأة والسلام والأمن، اجتمعنا لمناقشة ما يمنع المرأة "
        "من الخدمة في عمليات السلام، وما أزال تلك العوائق.",
    },
    {
        "en": "We will report on the measures that we have taken by April.",
        "fr": "Nous rendrons compte des mesures que nous aurons prises d'ici à avril.",
        "ar": "سنقدم تقريراً عن التدابير التي اتخذناها بحلول نيسان/أبريل.",
    },
    {
        "en": "We ask the Secretariat to gather them on one page.",
        "fr": "Nous prions le Secrétariat de les réunir sur une même page.",
        "ar": "نطلب إلى الأمانة أن تجمعها في صفحة واحدة.",
    },
]

DRAFT_REWORDED = {2: "We will report on the measures that we have taken by November."}
