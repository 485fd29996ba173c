"""What officials speak and know: the languages of ISO 639-1 and the fields of the agenda."""

from __future__ import annotations

import icu
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.values.collation import in_alphabetical_order

# ISO 639-1, without languages that nobody grows up with any more and those that were made.
_CODES = """
    aa ab af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cs cv cy da
    de dv dz ee el en es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht
    hu hy hz id ig ii ik is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky lb
    lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn nr nv ny oc
    oj om or os pa pl ps pt qu rm rn ro ru rw sc sd se sg si sk sl sm sn so sq sr ss st
    su sv sw ta te tg th ti tk tn to tr ts tt ty ug uk ur uz ve vi wa wo xh yi yo za zh
    zu
"""
LANGUAGE_CODES = tuple(_CODES.split())
OFFICIAL = ("ar", "en", "es", "fr", "ru", "zh")


def language_name(code: str) -> str:
    """What the active language calls a language (CLDR)."""
    active = (get_language() or "en").replace("-", "_")
    return str(icu.Locale(code).getDisplayLanguage(icu.Locale(active)))


def languages_in_order() -> list[tuple[str, str]]:
    """The languages in the alphabetical order of the active one."""
    named = [(code, language_name(code)) for code in LANGUAGE_CODES]
    return in_alphabetical_order(named, key=lambda choice: choice[1])


class Expertise(models.TextChoices):
    """Fields of the agenda in which an official has worked."""

    PLANS = "plans", _("National Action Plans")
    PARTICIPATION = "participation", _("Women in politics and peace processes")
    MEDIATION = "mediation", _("Mediation")
    PREVENTION = "prevention", _("Prevention of conflict")
    PROTECTION = "protection", _("Protection from sexual and gender-based violence")
    JUSTICE = "justice", _("Justice and accountability")
    RELIEF = "relief", _("Relief and recovery")
    MILITARY = "military", _("Armed forces and peacekeeping")
    POLICING = "policing", _("Policing")
    DISARMAMENT = "disarmament", _("Disarmament")
    EXTREMISM = "extremism", _("Preventing violent extremism")
    CLIMATE = "climate", _("Climate and security")
    YOUTH = "youth", _("Youth, peace and security")
    FUNDING = "funding", _("Funding")
    DATA = "data", _("Data and monitoring")
