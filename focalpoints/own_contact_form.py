"""The form of a person's own contact data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from focalpoints.models import OFFICIAL, SKILLS, Expertise, Person, languages_in_order
from focalpoints.widgets import ChoiceFinder

CONTACT_FIELDS = (
    "title",
    "given_name",
    "family_name",
    "position",
    "institution",
    "email",
    "phone",
)
# What a person may change about themselves; the member decides on their designation.
OWN_FIELDS = (*CONTACT_FIELDS, *SKILLS, *Person.consents)


class OwnContactForm(forms.ModelForm):
    """A person's own data, and who may see them."""

    languages = forms.MultipleChoiceField(
        label=capfirst(Person._meta.get_field("languages").verbose_name),
        required=False,
        widget=ChoiceFinder(search_label=_("Find a language")),
    )
    expertise = forms.MultipleChoiceField(
        label=capfirst(Person._meta.get_field("expertise").verbose_name),
        required=False,
        choices=Expertise.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Person
        # Each beside the choice of who sees it.
        fields = (
            "title",
            "given_name",
            "family_name",
            "name_visibility",
            "position",
            "position_visibility",
            "institution",
            "institution_visibility",
            "email",
            "email_visibility",
            "phone",
            "phone_visibility",
            "languages",
            "expertise",
            "skills_visibility",
        )
        widgets = {
            "given_name": forms.TextInput({"autocomplete": "given-name"}),
            "family_name": forms.TextInput({"autocomplete": "family-name"}),
            "email": forms.EmailInput({"autocomplete": "email"}),
            "phone": forms.TextInput({"autocomplete": "tel", "type": "tel", "dir": "ltr"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            # A choice that was not sent stays as it is: nothing is widened by silence.
            now = {name: getattr(self.instance, name) for name in Person.consents}
            data = self.data.copy()  # type: ignore[attr-defined]
            for name, value in now.items():
                data.setdefault(name, value)
            self.data = data
        self.fields["languages"].choices = _languages()  # type: ignore[attr-defined]
        self.fields["expertise"].help_text = _("Colleagues find you by it in the directory.")
        for name in ("title", "given_name", "family_name", "position", "institution"):
            self.fields[name].widget.attrs["dir"] = "auto"
        self.fields["email"].help_text = _(
            "The address at which colleagues can reach you. The address that you sign in with "
            "does not change."
        )
        for name in ("position_visibility", "institution_visibility"):
            self.fields[name].help_text = _(
                "A position or an institution may identify you, even where your name is not shared."
            )


def _languages() -> list[tuple[Any, list[tuple[str, str]]]]:
    """The languages in two groups, each in the alphabetical order of the active one."""
    named = languages_in_order()
    return [
        (_("Official languages of the United Nations"), [x for x in named if x[0] in OFFICIAL]),
        (_("Other languages"), [x for x in named if x[0] not in OFFICIAL]),
    ]
