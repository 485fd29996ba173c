"""Notifications in fixed words, which nobody types: one person sends them.

The words stand here in all languages, and not in the catalogues of translations, because the
database holds them too: the trigger `sent_by_two` of `Notification` lets one person send exactly
these. Who changes a word makes a migration with it, and what was sent before stays as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

CONFIRM_RECORD = "confirm-record"

# By the kind of the notification: each column of a text.
FIXED_WORDS: Mapping[str, Mapping[str, str]] = {
    CONFIRM_RECORD: {
        "subject_en": "Is your record as a focal point still correct?",
        "subject_fr": "Votre fiche de point focal est-elle toujours exacte ?",
        "subject_es": "¿Sigue siendo correcta su ficha de punto focal?",
        "subject_ru": "Верны ли ещё ваши данные координатора?",
        "subject_ar": "هل ما زالت بياناتك كجهة تنسيق صحيحة؟",
        "subject_zh_hans": "您的协调人记录是否仍然正确？",
        "body_en": (
            "The Secretariat asks you to look at what the Network has on record of you, and to "
            "confirm it or correct it.\n\n"
            "The email has a link that opens your record without a password. It works once. You "
            "can also sign in and confirm under *My contact details*."
        ),
        "body_fr": (
            "Le Secrétariat vous prie de vérifier les données que le Réseau conserve à votre "
            "sujet, puis de les confirmer ou de les corriger.\n\n"
            "Le courriel contient un lien qui ouvre votre fiche sans mot de passe et ne sert "
            "qu’une fois. Vous pouvez aussi vous connecter et confirmer sous *Mes coordonnées*."
        ),
        "body_es": (
            "La Secretaría le ruega que compruebe los datos que la Red conserva sobre usted y "
            "que los confirme o los corrija.\n\n"
            "El correo contiene un enlace que abre su ficha sin contraseña y sirve una sola vez. "
            "También puede iniciar sesión y confirmar en *Mis datos de contacto*."
        ),
        "body_ru": (
            "Секретариат просит вас проверить данные о вас, которые хранит Сеть, и подтвердить "
            "или исправить их.\n\n"
            "В электронном письме есть ссылка, которая открывает ваши данные без пароля и "
            "действует один раз. Можно также войти и подтвердить их в разделе *Мои контактные "
            "данные*."
        ),
        "body_ar": (
            "ترجو منك الأمانة أن تراجع ما لدى الشبكة من بيانات عنك وأن تؤكدها أو تصححها.\n\n"
            "تحتوي رسالة البريد الإلكتروني على رابط يفتح بياناتك دون كلمة مرور ويعمل مرة واحدة. "
            "ويمكنك أيضا تسجيل الدخول والتأكيد في *بيانات الاتصال الخاصة بي*."
        ),
        "body_zh_hans": (
            "秘书处请您查看网络所存的有关您的记录，并予以确认或更正。\n\n"
            "电子邮件中的链接无需密码即可打开您的记录，且仅可使用一次。您也可以登录后在"
            "*我的联系信息*中确认。"
        ),
        "action_en": "Confirm or correct your record.",
        "action_fr": "Confirmez ou corrigez votre fiche.",
        "action_es": "Confirme o corrija su ficha.",
        "action_ru": "Подтвердите или исправьте свои данные.",
        "action_ar": "أكد بياناتك أو صححها.",
        "action_zh_hans": "请确认或更正您的记录。",
    },
}


def digest_of(words: Mapping[str, str], columns: Iterable[str]) -> str:
    """What the database compares: SHA-256 of the columns in their order.

    Between them stands a control character that no text of the portal holds.
    """
    joined = "\x1f".join(words[column] for column in columns)
    return hashlib.sha256(joined.encode()).hexdigest()


def sent_alone(columns: Iterable[str]) -> str:
    """The condition in SQL that a row says exactly the fixed words of its kind."""
    names = list(columns)
    said = ", ".join(f'NEW."{name}"' for name in names)
    digest = f"encode(sha256(convert_to(concat_ws(chr(31), {said}), 'UTF8')), 'hex')"
    known = (
        f"(NEW.\"kind\" = '{kind}' AND {digest} = '{digest_of(words, names)}')"
        for kind, words in FIXED_WORDS.items()
    )
    return " OR ".join(known)
