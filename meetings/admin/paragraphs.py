"""The paragraphs of a communiqué: a page for each language.

The English page adds, orders and removes paragraphs; every other shows the English text, its
changes since the translation was made, and a field for the translation, so that the identities stay
those of the English text.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from meetings.admin.communique_steps import is_out_of_step
from meetings.characters import unshown_in
from meetings.models import Communique, Paragraph
from meetings.services.communique import fixed_languages
from meetings.services.texts import write_paragraph
from meetings.translations import Outdated, outdated_text
from network.accounts.models import User
from network.adminsite.translations import changed_english
from network.values import form_fields
from network.values.translations import LANGUAGES, SOURCE_LANGUAGE, own_name

# Greater than any number that a person types; the service renumbers the paragraphs anyway.
LAST = 32_000

# The form outside the page's own whose buttons confirm a translation: a button inside it would
# save what was typed elsewhere too, and be pressed by Enter in the title.
CONFIRM_FORM = "confirm-translation"


class ShownText(forms.CharField):
    """What the page showed beside a field: sent back with the form, never changed."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, strip=False)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def state_badge(state: str, label: Any) -> SafeString:
    return format_html('<span class="text-state text-state--{}">{}</span>', state, label)


def confirm_button(item: Outdated) -> SafeString:
    """That a translation is outdated, and the button that confirms it all the same."""
    return format_html(
        '{} <button type="submit" class="admin-button" form="{}" name="key" value="{}">'
        '{}<span class="visually-hidden"> ({})</span></button>',
        state_badge("outdated", _("outdated")),
        CONFIRM_FORM,
        item.key,
        _("Still right"),
        item.place,
    )


class ParagraphWidget(UnfoldAdminTextareaWidget):
    """The text of a paragraph, with a warning under it where no PDF could show it."""

    def render(self, name: Any, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        warning = unshown_in(str(value or ""))
        if not warning:
            plain: SafeString = super().render(name, value, attrs, renderer)
            return plain
        note = f"{(attrs or {}).get('id', name)}_unshown"
        described = {**(attrs or {}), "aria-describedby": note}
        field = super().render(name, value, described, renderer)
        return format_html('{}<p class="panel-warning" id="{}">{}</p>', field, note, warning)


class ParagraphForm(forms.ModelForm):
    """A row of the English page. If its number is that of another, it goes before that one."""

    language = SOURCE_LANGUAGE
    text = form_fields.CleanTextField(max_length=5_000)

    class Meta:
        model = Paragraph
        fields = ["number"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prepare_text(self, self.language)
        if "number" in self.fields:
            self.fields["number"].required = False

    def clean_number(self) -> int:
        number: int | None = self.cleaned_data.get("number")
        return LAST if number is None else min(number, LAST)

    def _get_validation_exclusions(self) -> set[str]:
        # The numbers are made unique by `number_paragraphs`, before the constraint is looked at.
        return {*super()._get_validation_exclusions(), "number"}  # type: ignore[misc]


class TranslationForm(forms.ModelForm):
    """A paragraph in one other language, and the English text that its translator sees."""

    language: str
    text = form_fields.CleanTextField(max_length=5_000, required=False)
    english = ShownText()

    class Meta:
        model = Paragraph
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prepare_text(self, self.language)
        if "english" in self.fields and self.instance.pk:
            self.fields["english"].initial = self.instance.said_in(SOURCE_LANGUAGE)


def prepare_text(form: forms.ModelForm, language: str) -> None:
    """Give the form's text its language: what it says now, its label and its direction."""
    if "text" not in form.fields:
        return
    field = form.fields["text"]
    info = get_language_info(language)
    field.label = own_name(language)
    field.widget = ParagraphWidget(
        {"rows": 4, "lang": language, "dir": "rtl" if info["bidi"] else "ltr"}
    )
    field.widget.is_required = field.required
    if form.instance.pk:
        field.initial = form.instance.said_in(language)


class TextFormSet(forms.BaseInlineFormSet):
    """Writes the texts of one language through the service, in the name of `by`."""

    by: User
    language = SOURCE_LANGUAGE

    def write(self, form: Any, row: Paragraph) -> None:
        if "text" in form.changed_data:
            data = form.cleaned_data
            write_paragraph(
                row, self.language, data["text"], by=self.by, translates=data.get("english")
            )


class ParagraphFormSet(TextFormSet):
    def validate_unique(self) -> None:
        """Two rows may be typed with one number; they are numbered when saved."""

    def save_new(self, form: Any, commit: bool = True) -> Paragraph:
        row: Paragraph = super().save_new(form, commit)
        self.write(form, row)
        return row

    def save_existing(self, form: Any, obj: Paragraph, commit: bool = True) -> Paragraph:
        row: Paragraph = super().save_existing(form, obj, commit)
        self.write(form, row)
        return row


class TranslationFormSet(TextFormSet):
    """Writes one language and nothing else, into paragraphs that are still there."""

    def save_existing(self, form: Any, obj: Paragraph, commit: bool = True) -> Paragraph:
        self.write(form, obj)
        return obj


class ParagraphInline(TabularInline):
    model = Paragraph
    language = SOURCE_LANGUAGE
    hide_title = True
    extra = 0
    verbose_name = _("paragraph")
    verbose_name_plural = _("Paragraphs")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Paragraph]:
        found: models.QuerySet[Paragraph] = super().get_queryset(request)
        return found.prefetch_related("texts")

    def is_fixed(self, communique: Communique | None) -> bool:
        """Whether adoption has fixed this language, or the paragraphs themselves."""
        return communique is not None and self.language in fixed_languages(communique)

    def is_settled(self, request: HttpRequest, communique: Communique | None) -> bool:
        """Whether the communiqué is adopted, and its paragraphs stay as they are."""
        if communique is None or not communique.is_adopted:
            return False
        return not is_out_of_step(request, communique)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_fixed = self.is_fixed(obj) and self.is_settled(request, obj)
        return bool(super().has_change_permission(request, obj)) and not is_fixed

    def text_fields(self, request: HttpRequest, obj: Any) -> list[str]:
        """The text, read-only where it is fixed."""
        is_open = obj is None or self.has_change_permission(request, obj)
        return ["text"] if is_open else ["shown_text"]

    @display(description=_("text"))
    def shown_text(self, paragraph: Paragraph) -> str:
        info = get_language_info(self.language)
        return format_html(
            '<span lang="{}" dir="{}">{}</span>',
            self.language,
            "rtl" if info["bidi"] else "ltr",
            paragraph.said_in(self.language),
        )


class EnglishInline(ParagraphInline):
    form = ParagraphForm
    formset = ParagraphFormSet

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["number", *self.text_fields(request, obj)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # What was adopted in any language keeps its order.
        return ["number", "shown_text"] if self.is_settled(request, obj) else ["shown_text"]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj and obj.paragraphs.exists() else 3

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # An adopted text keeps its paragraphs, whatever languages it was adopted in.
        may = super().has_add_permission(request, obj)
        return bool(may) and not self.is_settled(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return bool(may) and not self.is_settled(request, obj)


class TranslationInline(ParagraphInline):
    form = TranslationForm
    formset = TranslationFormSet
    max_num = 0
    can_delete = False
    readonly_fields = [
        "shown_number",
        "shown_english",
        "shown_text",
        "shown_state",
        "state_or_button",
    ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if "text" in self.text_fields(request, obj):
            return ["shown_number", "shown_english", "text", "state_or_button", "english"]
        return ["shown_number", "shown_english", "shown_text", "shown_state"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def outdated(self, paragraph: Paragraph) -> Outdated | None:
        return outdated_text(paragraph, self.language)

    @display(description=_("number"))
    def shown_number(self, paragraph: Paragraph) -> str:
        return str(paragraph.number)

    @display(description=_("English"))
    def shown_english(self, paragraph: Paragraph) -> str:
        item = self.outdated(paragraph)
        if item is not None:
            return changed_english(item)
        return format_html(
            '<span lang="en" dir="ltr">{}</span>', paragraph.said_in(SOURCE_LANGUAGE)
        )

    @display(description=_("status"))
    def state_or_button(self, paragraph: Paragraph) -> str:
        item = self.outdated(paragraph)
        return confirm_button(item) if item is not None else self.shown_state(paragraph)

    @display(description=_("status"))
    def shown_state(self, paragraph: Paragraph) -> str:
        if self.outdated(paragraph) is not None:
            return state_badge("outdated", _("outdated"))
        if paragraph.said_in(self.language):
            return state_badge("complete", _("up to date"))
        return state_badge("missing", _("missing"))


def _translation(language: str) -> type[TranslationInline]:
    """The rows of one language."""
    name = language.replace("-", "_")
    return type(
        f"Translation_{name}",
        (TranslationInline,),
        {
            "language": language,
            "form": type(f"TranslationForm_{name}", (TranslationForm,), {"language": language}),
            "formset": type(f"Formset_{name}", (TranslationFormSet,), {"language": language}),
        },
    )


INLINES: dict[str, type[ParagraphInline]] = {
    language: EnglishInline if language == SOURCE_LANGUAGE else _translation(language)
    for language in LANGUAGES
}
