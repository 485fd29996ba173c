"""Forms of readers: subscribing and preferences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from network.values.form_fields import CleanCharField, CleanEmailField
from newsletters.models import Subscription, Topic


def own_names() -> list[tuple[str, str]]:
    """The six languages, each by its own name, as readers look for it."""
    names = []
    for code, _name in settings.LANGUAGES:
        local = str(get_language_info(code)["name_local"])
        names.append((code, local[:1].upper() + local[1:]))
    return names


class PreferencesForm(forms.Form):
    """The language and the topics."""

    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("An issue that has no text in your language is sent in English."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        choices=Topic,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("To receive every issue, choose none."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = own_names()

    @property
    def chosen(self) -> dict[str, Any]:
        """`language` and `topics`; all topics are the same as none, so that new ones count too."""
        topics = self.cleaned_data["topics"]
        return {
            "language": self.cleaned_data["language"],
            "topics": [] if len(topics) == len(Topic) else topics,
        }


class SubscribeForm(PreferencesForm):
    """An address that asks for the newsletter."""

    email = CleanEmailField(
        label=_("Email"),
        max_length=Subscription._meta.get_field("email").max_length,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address."),
            "invalid": _("Enter an email address such as name@example.org."),
        },
    )
    # People do not see this field; a filled one reveals a program.
    website = CleanCharField(required=False)
    field_order = ["email", "language", "topics", "website"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"language": get_language() or "en"})
        super().__init__(*args, **kwargs)

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.cleaned_data.get("website"))
