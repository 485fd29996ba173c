"""The demonstration's notifications: one half acknowledged, a public one, one that waits."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from translated_fields import to_attribute

from focalpoints.models import Notification, NotificationRecipient, Region
from focalpoints.notifications.acknowledgement import acknowledge, answer
from focalpoints.notifications.approval import approve_notification, submit_notification
from focalpoints.notifications.audience import addressees, seen_mark
from network import clock
from network.accounts.models import User
from network.importing.samples import load_once
from network.mail.models import OutgoingMail, SendingState

DAY = datetime.timedelta(days=1)
WRITER, APPROVER = "secretariat@example.org", "editor@example.org"

# Of each language: subject, text, action.
EXPERTS = {
    "en": (
        "Call for experts: online exchange on women in mediation",
        "The Secretariat prepares an online exchange of experts on women in mediation.\n\n"
        "Members are invited to name:\n\n- one expert from the capital\n- one from a mission",
        "Name up to two experts in your answer.",
    ),
    "fr": (
        "Appel à experts : échange en ligne sur les femmes dans la médiation",
        "Le Secrétariat prépare un échange en ligne d’experts sur les femmes dans la médiation.\n\n"
        "Les membres sont invités à désigner :\n\n- un expert de la capitale\n- un d’une mission",
        "Désignez jusqu’à deux experts dans votre réponse.",
    ),
    "es": (
        "Convocatoria de expertos: intercambio en línea sobre las mujeres en la mediación",
        "La Secretaría prepara un intercambio en línea de expertos sobre las mujeres en la "
        "mediación.\n\nSe invita a los miembros a nombrar:\n\n- un experto de la capital\n"
        "- uno de una misión",
        "Nombre hasta dos expertos en su respuesta.",
    ),
    "ar": (
        "دعوة إلى تسمية خبراء: تبادل عبر الإنترنت بشأن المرأة في الوساطة",
        "تُعدّ الأمانة تبادلاً عبر الإنترنت بين الخبراء بشأن المرأة في الوساطة.\n\n"
        "ويُدعى الأعضاء إلى تسمية:\n\n- خبير من العاصمة\n- خبير من إحدى البعثات",
        "سمّوا خبيرين على الأكثر في ردكم.",
    ),
    "ru": (
        "Приглашение назвать экспертов: онлайн-обмен опытом об участии женщин в посредничестве",
        "Секретариат готовит онлайн-обмен опытом экспертов об участии женщин в посредничестве.\n\n"
        "Членам предлагается назвать:\n\n- одного эксперта из столицы\n- одного из миссии",
        "Назовите в ответе не более двух экспертов.",
    ),
    "zh-hans": (
        "征集专家：关于妇女参与调解的在线交流",
        "秘书处正在筹备一次关于妇女参与调解的专家在线交流。\n\n请各成员提名：\n\n"
        "- 一名来自首都的专家\n- 一名来自特派团的专家",
        "请在答复中提名至多两名专家。",
    ),
}
PORTAL = {
    "en": (
        "The portal is open",
        "The Network’s portal is open to focal points and to the public. Each focal point finds "
        "what is asked of them on their desk.",
        "",
    ),
    "fr": (
        "Le portail est ouvert",
        "Le portail du Réseau est ouvert aux points focaux et au public. Chaque point focal trouve "
        "sur son bureau ce qui lui est demandé.",
        "",
    ),
}
CONFIRMING = {
    "en": (
        "Please confirm who speaks for your member",
        "The register is gone through once a year. Please look at the record of your member.",
        "Confirm the record of your member in the portal.",
    ),
}
Texts = dict[str, tuple[str, str, str]]


def load() -> None:
    """Add what was never loaded; what people changed since stays as they left it."""
    writer = User.objects.filter(email=WRITER, is_staff=True).first()
    approver = User.objects.filter(email=APPROVER, is_staff=True).first()
    if writer is None or approver is None:
        return

    def public() -> Notification:
        draft = _draft(PORTAL, visibility=Notification.Visibility.PUBLIC)
        return _sent(draft, 40, writer, approver)

    def half() -> Notification:
        draft = _draft(EXPERTS, asks_answer=True, act_by=clock.today() + 21 * DAY)
        return _half_answered(_sent(draft, 9, writer, approver))

    def waiting() -> Notification:
        draft = _draft(CONFIRMING, act_by=clock.today() + 30 * DAY, regions=[Region.AFRICA])
        return submit_notification(draft, by=writer)

    _once("portal", PORTAL, public)
    _once("experts", EXPERTS, half)
    _once("confirming", CONFIRMING, waiting)


def _once(key: str, texts: Texts, make: Callable[[], Notification]) -> None:
    known = Notification.objects.filter(subject_en=texts["en"][0], is_sample=True)
    load_once(key, known, make)


def _draft(texts: Texts, **values: object) -> Notification:
    said = {
        to_attribute(name, code): text
        for code, parts in texts.items()
        for name, text in zip(("subject", "body", "action"), parts, strict=True)
    }
    return Notification.objects.create(is_sample=True, **said, **values)


def _sent(draft: Notification, days_ago: int, writer: User, approver: User) -> Notification:
    """Sent by two people so many days ago; no server is given any of it."""
    with clock.set_to(clock.now() - days_ago * DAY) as time:
        submit_notification(draft, by=writer)
        time.advance(hours=2)
        seen = seen_mark(draft, addressees(draft, clock.today()))
        sent = approve_notification(draft, seen=seen, by=approver)
        rows = NotificationRecipient.objects.filter(notification=sent)
        mails = OutgoingMail.objects.filter(pk__in=list(rows.values_list("mail", flat=True)))
        mails.update(state=SendingState.IN_FLIGHT)
        mails.update(
            state=SendingState.SENT, sent_at=clock.now(), due_at=None, body_text="", body_html=""
        )
    return sent


def _half_answered(sent: Notification) -> Notification:
    """Of those with an account every second has seen it, and some of these have answered."""
    held = NotificationRecipient.objects.filter(notification=sent).with_names()
    rows = held.filter(designation__person__user__isnull=False)
    with clock.set_to(clock.now() - 7 * DAY) as time:
        for number, row in enumerate(rows.order_by("pk")):
            by = row.person.user
            if number % 2 or by is None:
                continue
            time.advance(hours=5)
            if number % 4:
                acknowledge(row, by=by)
            else:
                answer(row, "Dr. Alex Sample, Ministry of Foreign Affairs", by=by)
    return sent
