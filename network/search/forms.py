"""What a reader asks the search for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.search.kinds import kinds_for
from network.values.form_fields import SearchField


class SearchForm(forms.Form):
    """The words, and perhaps one kind of entries (`in`), which the reader may search."""

    q = SearchField(label=_("Search the portal"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in"] = forms.ChoiceField(
            required=False,
            choices=[("", ""), *((kind.name, kind.label) for kind in kinds_for(user))],
            error_messages={
                "invalid_choice": _("“%(value)s” is not one of the choices. It is not applied.")
            },
        )
