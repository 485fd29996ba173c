"""Model fields for texts that people enter: Django's own, with the rule of `network.values.texts`.

The rule holds when a row is validated (`Model.full_clean`, as every form, the admin and an import
do) and in the form field that each makes of itself. Saving alone changes no text, so an older text
stays as it is until somebody edits it.

To migrations they are Django's own classes, without the length of a text of several lines: that is
validated, and is no property of the column.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.expressions import Col
from django.utils.functional import cached_property

from network.values import form_fields
from network.values.mail_addresses import normalised
from network.values.texts import cleaned

if TYPE_CHECKING:
    # What the columns read and write, for the type checker only.
    TextColumn = models.Field[Any, str]
    CharColumn = models.CharField[Any, str]
    LongColumn = models.TextField[Any, str]
    EmailColumn = models.EmailField[Any, str]
    URLColumn = models.URLField[Any, str]
    SlugColumn = models.SlugField[Any, str]
else:
    TextColumn = models.Field
    CharColumn = models.CharField
    LongColumn = models.TextField
    EmailColumn = models.EmailField
    URLColumn = models.URLField
    SlugColumn = models.SlugField


class CleanText(TextColumn):
    """The common part of the fields below."""

    several_lines: ClassVar[bool] = False
    form_class: ClassVar[type[forms.CharField]]

    def cleaned(self, value: Any) -> Any:
        """`value` by the rule; raises ValidationError where it cannot be kept."""
        return cleaned(value, lines=self.several_lines) if isinstance(value, str) else value

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(self.cleaned(value), model_instance)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": self.form_class, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self._django_class().__name__}", args, kwargs

    @classmethod
    def _django_class(cls) -> type[models.Field[Any, Any]]:
        return next(one for one in cls.__mro__ if one.__module__.startswith("django."))

    @cached_property
    def _in_sql(self) -> models.Field[Any, Any]:
        """This column as Django's own class, which is what an expression compares types by.

        `Concat` and the like refuse a CharField beside a column of any other class.
        """
        column = copy.copy(self)
        column.__class__ = self._django_class()  # type: ignore[assignment]
        return column

    def get_col(self, alias: str, output_field: models.Field[Any, Any] | None = None) -> Col:
        asked = output_field or self
        return Col(alias, self, asked._in_sql if isinstance(asked, CleanText) else asked)

    @cached_property
    def cached_col(self) -> Col:
        return self.get_col(self.model._meta.db_table)


class CleanCharField(CleanText, CharColumn):
    form_class = form_fields.CleanCharField


class CleanTextField(CleanText, LongColumn):
    """A text of several lines and of at most `max_length` characters."""

    several_lines = True
    form_class = form_fields.CleanTextField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:  # None only where Django takes a copy for a migration
            self.validators.append(MaxLengthValidator(self.max_length))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, path, args, kwargs


class RichTextField(CleanTextField):
    """A text with links and lists, written and shown as `network.values.rich_text` says."""

    form_class = form_fields.RichTextField


class CleanEmailField(CleanText, EmailColumn):
    """An email address, in the one form in which it is kept (`network.values.mail_addresses`)."""

    form_class = form_fields.CleanEmailField

    def cleaned(self, value: Any) -> Any:
        return normalised(value) if isinstance(value, str) and value.strip() else value


class CleanURLField(CleanText, URLColumn):
    form_class = form_fields.CleanURLField


class CleanSlugField(CleanText, SlugColumn):
    form_class = form_fields.CleanSlugField


def cleaned_values(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` of columns of `model`, with the rule applied to texts: for rows from files.

    Raises ValidationError where one cannot be kept.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: field.cleaned(value) if isinstance(field := fields.get(name), CleanText) else value
        for name, value in values.items()
    }
