"""The paragraphs of a communiqué: a page for each language.

The English page makes, orders and removes paragraphs; every other shows the English text and
takes its translation, so that the identities stay those of the English text.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from meetings.documents import LANGUAGES, own_name, text_in
from meetings.models import Communique, Paragraph
from meetings.services.communique import fixed_languages

# Behind every number that a person types; the service numbers the paragraphs anew anyway.
LAST = 32_000


class ParagraphForm(forms.ModelForm):
    """A row of the English page. Its number may be that of another: then it goes before it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "number" in self.fields:
            self.fields["number"].required = False

    def clean_number(self) -> int:
        number: int | None = self.cleaned_data.get("number")
        return LAST if number is None else min(number, LAST)

    def _get_validation_exclusions(self) -> set[str]:
        # The numbers are made unique by `number_paragraphs`, before the constraint is looked at.
        return {*super()._get_validation_exclusions(), "number"}  # type: ignore[misc]


class ParagraphFormSet(forms.BaseInlineFormSet):
    def validate_unique(self) -> None:
        """Two rows may be typed with one number; they are numbered when saved."""


class TranslationFormSet(forms.BaseInlineFormSet):
    """Writes one language and nothing else, into paragraphs that are still there."""

    language: str

    def save_existing(self, form: Any, obj: Paragraph, commit: bool = True) -> Paragraph:
        column = to_attribute("text", self.language)
        if commit:
            Paragraph.objects.filter(pk=obj.pk).update(**{column: form.cleaned_data[column]})
        return obj


class ParagraphInline(TabularInline):
    model = Paragraph
    language = "en"
    hide_title = True
    extra = 0

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.TextField):
            info = get_language_info(self.language)
            kwargs["label"] = own_name(self.language)
            kwargs["widget"] = UnfoldAdminTextareaWidget(
                {
                    "rows": 4,
                    "lang": self.language,
                    "dir": "rtl" if info["bidi"] else "ltr",
                }
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def is_fixed(self, communique: Communique | None) -> bool:
        """Whether adoption has fixed this language, or the paragraphs themselves."""
        return communique is not None and self.language in fixed_languages(communique)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(super().has_change_permission(request, obj)) and not self.is_fixed(obj)


class EnglishInline(ParagraphInline):
    form = ParagraphForm
    formset = ParagraphFormSet
    fields = ["number", "text_en"]
    verbose_name = _("paragraph")
    verbose_name_plural = _("Paragraphs")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # What was adopted in any language keeps its order.
        return ["number"] if obj and obj.is_adopted else []

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj and obj.paragraphs.exists() else 3

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # An adopted text keeps its paragraphs, whatever languages it was adopted in.
        return bool(super().has_add_permission(request, obj)) and not (obj and obj.is_adopted)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(super().has_delete_permission(request, obj)) and not (obj and obj.is_adopted)


class TranslationInline(ParagraphInline):
    formset = TranslationFormSet
    max_num = 0
    can_delete = False
    readonly_fields = ["shown_number", "shown_english"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description=_("number"))
    def shown_number(self, paragraph: Paragraph) -> str:
        return str(paragraph.number)

    @display(description=_("English"))
    def shown_english(self, paragraph: Paragraph) -> str:
        return text_in(paragraph, "text", "en")


def _translation(language: str) -> type[TranslationInline]:
    """The rows of one language."""
    formset = type(f"Formset_{language}", (TranslationFormSet,), {"language": language})
    return type(
        f"Translation_{language.replace('-', '_')}",
        (TranslationInline,),
        {
            "language": language,
            "formset": formset,
            "fields": ["shown_number", "shown_english", to_attribute("text", language)],
            "verbose_name_plural": _("Paragraphs"),
        },
    )


INLINES: dict[str, type[ParagraphInline]] = {
    language: EnglishInline if language == "en" else _translation(language)
    for language in LANGUAGES
}
