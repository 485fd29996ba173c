"""Form fields for texts that people enter: Django's own, with the rule of `network.values.texts`.

Each also says how long its text may be. None lets the browser enforce it (`maxlength`), which would
silently cut what somebody pastes. Instead the server reports the length of the text, and all of it
stays in the form.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.urls import reverse_lazy
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.values import rich_text
from network.values.mail_addresses import normalised
from network.values.texts import cleaned
from network.values.translated import EnglishText

_SELECTED = SafeString(" selected")
_IN_ENGLISH = SafeString(' lang="en" dir="ltr"')


class CleanCharField(forms.CharField):
    """A text of one line. Its help text says `max_length`."""

    several_lines = False
    tells_length = True
    _own_help: Any = ""

    def to_python(self, value: Any) -> Any:
        # Before anything is stripped: to Python some control characters are spaces.
        if value not in self.empty_values:
            value = cleaned(str(value), lines=self.several_lines)
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    @property
    def help_text(self) -> Any:
        if not self.tells_length or not self.max_length:
            return self._own_help
        number = number_format(self.max_length, force_grouping=True)
        length = _("At most %(number)s characters.") % {"number": number}
        return f"{self._own_help} {length}" if self._own_help else length

    @help_text.setter
    def help_text(self, text: Any) -> None:
        self._own_help = text


class CleanTextField(CleanCharField):
    """A text of several lines."""

    several_lines = True
    widget = forms.Textarea


class RichTextField(CleanTextField):
    """A text with links and lists; its help says how they are written.

    The page's script may show it as readers will see it (static/js/rich-text-preview.js).
    """

    def widget_attrs(self, widget: forms.Widget) -> Any:
        return {
            **super().widget_attrs(widget),
            "data-preview-url": reverse_lazy("rich-text-preview"),
            "data-preview-label": gettext_lazy("Preview"),
            "data-preview-failed": gettext_lazy(
                "The preview cannot be shown now. Try again in a minute."
            ),
        }

    @property
    def help_text(self) -> Any:
        own = super().help_text
        return f"{rich_text.HELP} {own}" if own else rich_text.HELP

    @help_text.setter
    def help_text(self, text: Any) -> None:
        self._own_help = text


class CleanEmailField(CleanCharField, forms.EmailField):
    """An email address, in the one form in which it is kept (`network.values.mail_addresses`)."""

    tells_length = False

    def to_python(self, value: Any) -> Any:
        # Without surrounding space an empty one is empty; anything else is judged as an address.
        if value in self.empty_values or not str(value).strip():
            return super().to_python(value)
        try:
            return super().to_python(normalised(str(value)))
        except ValidationError as error:
            code = getattr(error, "code", None)
            if code is not None and code in self.error_messages:
                # The form's own words for it, as Django's validators are given.
                error.message = self.error_messages[code]
            raise


class CleanURLField(CleanCharField, forms.URLField):
    """A web address; what is typed without a scheme is https, as it will be from Django 6."""

    tells_length = False

    def __init__(self, *, assume_scheme: str = "https", **kwargs: Any) -> None:
        super().__init__(assume_scheme=assume_scheme, **kwargs)


class CleanSlugField(CleanCharField, forms.SlugField):
    tells_length = False


class SearchField(CleanCharField):
    """The words that a list is searched for."""

    tells_length = False

    def __init__(self, *, max_length: int = 100, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"type": "search"}))
        super().__init__(max_length=max_length, required=False, **kwargs)


class NamesSelect(forms.Select):
    """A list to choose from whose names may be English if the reader's language has none.

    It is drawn in one step, as Django's own would be with a template for each of 197 States. Where
    names stand in groups, Django draws it, without the mark of what is English.
    """

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        choices = list(self.choices)
        if any(isinstance(label, list | tuple) for _key, label in choices):
            return super().render(name, value, attrs, renderer)
        chosen = set(self.format_value(value))
        return format_html(
            '<select name="{}"{}>\n{}\n</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join(
                "\n",
                '<option value="{}"{}{}>{}</option>',
                (
                    (
                        "" if key is None else key,
                        _SELECTED if str("" if key is None else key) in chosen else "",
                        _IN_ENGLISH if isinstance(label, EnglishText) else "",
                        label,
                    )
                    for key, label in choices
                ),
            ),
        )
