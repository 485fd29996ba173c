"""The texts of a newsletter: English on the form itself, every other language behind a tab."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline
from unfold.contrib.forms.widgets import WysiwygWidget
from unfold.forms import PaginationInlineFormSet

from network.accounts.models import User
from network.adminsite.optimistic_lock import OptimisticLockForm
from network.values import form_fields
from network.values.optimistic_lock import mark_of
from network.values.texts import cleaned
from newsletters.markup import clean, for_editor
from newsletters.models import Item, Newsletter, NewsletterText
from newsletters.models.texts import LONGEST_BODY
from newsletters.services import remove_text, write_text


class BodyWidget(WysiwygWidget):
    """The editor, given the text in a shape that it preserves."""

    class Media:
        js = ["js/no-files.js"]

    def format_value(self, value: Any) -> str | None:
        return for_editor(value) if value else None


class TextForm(OptimisticLockForm):
    """The subject of a language, and the text of the issue's only item.

    An issue of several items shows its text here and is not written as one.
    """

    body = form_fields.CleanTextField(label=_("Text"), max_length=LONGEST_BODY, widget=BodyWidget)

    class Meta:
        model = NewsletterText
        fields = ["subject"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # As it is saved: validation writes what was typed into the instance.
        saved = self.instance.body if self.instance.pk else ""
        # The editor gives every text another shape; what is cleaned tells whether it changed.
        self.unchanged = {saved, cleaned(clean(for_editor(saved)), lines=True)}
        if self.instance.pk and "body" in self.fields:
            self.fields["body"].initial = saved

    def marks(self) -> dict[str, str]:
        return {**super().marks(), "body": mark_of(self.instance.body)}

    def clean_body(self) -> str:
        """Only what the closed list allows is kept, so that the preview is exact."""
        # Once more by the rule of texts: `&#x202E;` has become a character only now.
        body = cleaned(clean(self.cleaned_data["body"]), lines=True)
        if not body:
            raise forms.ValidationError(_("Write the text of this language."), code="required")
        if self.instance.newsletter_id and body not in self.unchanged and self._has_several_items():
            raise forms.ValidationError(
                _(
                    "This newsletter is made of several items; their texts cannot be written as "
                    "one. What you typed is not saved."
                )
            )
        return body

    def _has_several_items(self) -> bool:
        issue = self.instance.newsletter_id
        return Item.objects.filter(section__newsletter=issue)[:2].count() > 1

    def refuse(self, changed: list[str]) -> None:
        """Beside the field; a whole letter does not fit into a sentence."""
        sentence = _(
            "A colleague has changed this text since you opened the page. Open it in another tab "
            "and merge the two texts there; saving here again replaces what is saved."
        )
        for name in changed:
            self.add_error(name, sentence)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        text = self.instance
        written = NewsletterText.objects.filter(
            newsletter=text.newsletter_id, language=text.language
        ).exclude(pk=text.pk)
        if text.newsletter_id and written.exists():
            self.add_error(
                "subject",
                _(
                    "A colleague has written this language since you opened the page. Open it in "
                    "another tab and merge the two texts there."
                ),
            )
        return data


class TextFormSet(PaginationInlineFormSet):
    """The one text of a language, or the place for it; written in the name of `by`."""

    language: str
    by: User

    def save_new(self, form: Any, commit: bool = True) -> NewsletterText:
        return self._write(form)

    def save_existing(self, form: Any, obj: NewsletterText, commit: bool = True) -> NewsletterText:
        return self._write(form)

    def delete_existing(self, obj: NewsletterText, commit: bool = True) -> None:
        remove_text(self.instance, self.language, by=self.by)

    def _write(self, form: Any) -> NewsletterText:
        data = form.cleaned_data
        is_same = form.instance.pk and data["body"] in form.unchanged
        body = None if is_same else data["body"]
        return write_text(
            self.instance, self.language, subject=data["subject"], body=body, by=self.by
        )

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.instance.language = self.language
        return form


class TextInline(StackedInline):
    model = NewsletterText
    form = TextForm
    language: str
    max_num = 1
    # A count on the tab tells which languages are written.
    show_count = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[NewsletterText]:
        found: QuerySet[NewsletterText] = super().get_queryset(request)
        return found.filter(language=self.language)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, validate_max=True, **kwargs)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1

    def get_count(self, request: HttpRequest, obj: Newsletter | None) -> int:
        return obj.texts.filter(language=self.language).count() if obj and obj.pk else 0

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.language != "en" and bool(super().has_delete_permission(request, obj))


def _inline(language: str) -> type[TextInline]:
    name = capfirst(get_language_info(language)["name_local"])
    title = _("Text in English (required)") if language == "en" else name
    return type(
        f"Text_{language.replace('-', '_')}",
        (TextInline,),
        {
            "language": language,
            "formset": type(f"Texts_{language}", (TextFormSet,), {"language": language}),
            "tab": language != "en",
            "hide_title": language == "en",
            "verbose_name": title,
            "verbose_name_plural": title,
        },
    )


INLINES = [_inline(code) for code, _name in settings.LANGUAGES]
