"""The filters of a list, read from its address: one class for a page, its table and its export.

A list's FilterSet stands in its app's `filters.py` (docs/filters.md). A wrong value gets a sentence
beside its field and filters nothing; the other values still do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, FilterSet
from django_filters import ChoiceFilter as DjangoChoiceFilter

from network.values.form_fields import NamesSelect, SearchField
from network.web.kept_pages import keep_for_valid

# The same first choice in every list: the label says what it is about.
ALL = _("All")
PAGE = "page"

Choices = list[tuple[str, Any]] | Callable[[], list[tuple[str, Any]]]


class FilterForm(forms.Form):
    """The fields of a list's filters; `needs` names those that mean nothing without another."""

    needs: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The search of the frame has a field of the same name.
        super().__init__(*args, **{"auto_id": "filter_%s", **kwargs})

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for name, other in self.needs.items():
            if data.get(name) and not data.get(other):
                self.add_error(
                    name,
                    gettext("This filter needs a choice in “%(other)s” too. It is not applied.")
                    % {"other": self.fields[other].label},
                )
        return data


class ChoiceFilter(DjangoChoiceFilter):
    """One of some choices, or all."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", ALL)
        kwargs.setdefault("widget", NamesSelect)
        kwargs.setdefault(
            "error_messages",
            {"invalid_choice": _("“%(value)s” is not one of the choices. It is not applied.")},
        )
        super().__init__(**kwargs)


class SearchFilter(CharFilter):
    """Words to search for. They come last, so that similar ones are sought among what is left."""

    field_class = SearchField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # The field is never required, and says so itself.
        self.extra.pop("required")


@dataclass(frozen=True)
class ActiveFilter:
    """A filter that narrows the list; `url` is the list without it."""

    label: Any
    value: Any
    url: str


class ListFilter(FilterSet):
    """The filters of a list. `qs` is the list, in its order.

    The page of a list has the `request`, whose address holds the whole state.
    """

    # The filter without which another means nothing: {"role": "member"}.
    needs: ClassVar[Mapping[str, str]] = {}
    # The ones that a phone shows at once, where the others are behind a button.
    shown_at_once: ClassVar[Sequence[str]] = ()
    # Whether an admin exports what the list shows (network.importing.exports.ListPage).
    is_exported: ClassVar[bool] = True

    class Meta:
        form = FilterForm

    def __init__(self, request: HttpRequest, queryset: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(request.GET, queryset, request=request, **kwargs)
        for name, choices in self.choices().items():
            self.filters[name].extra["choices"] = choices
        keep_for_valid(request, self.form)

    @classmethod
    def kept_parameters(cls) -> tuple[str, ...]:
        """The parameters by which visitors' pages are kept; a search is made each time."""
        return tuple(
            name for name, each in cls.base_filters.items() if not isinstance(each, SearchFilter)
        )

    def choices(self) -> Mapping[str, Choices]:
        """The choices of filters that are only known when a page is asked for.

        What is given as a function is asked for only where a value is read or the form is drawn,
        which a kept page or part does not.
        """
        return {}

    def get_form_class(self) -> type[forms.Form]:
        form: type[forms.Form] = super().get_form_class()
        return type(form.__name__, (form,), {"needs": self.needs})

    def filter_queryset(self, queryset: Any) -> Any:
        searched = []
        for name, value in self.form.cleaned_data.items():
            if isinstance(self.filters[name], SearchFilter):
                searched.append((name, value))
            else:
                queryset = self.filters[name].filter(queryset, value)
        for name, value in searched:
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @cached_property
    def values(self) -> dict[str, Any]:
        """The valid values that filter something."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def is_filtered(self) -> bool:
        return bool(self.values)

    @property
    def active(self) -> list[ActiveFilter]:
        """What narrows the list, in the order of the fields."""
        return [
            ActiveFilter(
                self.form.fields[name].label, self._shown(name, value), self._without(name)
            )
            for name, value in self.values.items()
        ]

    @property
    def address(self) -> str:
        """The first page of the list as it is filtered, without empty fields."""
        return self._without()

    @property
    def cleared_url(self) -> str:
        """The list without any filter."""
        return self._without(*self.filters)

    @property
    def at_once(self) -> list[forms.BoundField]:
        """The fields that a phone shows at once."""
        chosen = self.shown_at_once or list(self.filters)
        return [self.form[name] for name in self.filters if name in chosen]

    @property
    def folded(self) -> list[forms.BoundField]:
        """The fields behind a button on a phone."""
        chosen = self.shown_at_once or list(self.filters)
        return [self.form[name] for name in self.filters if name not in chosen]

    @property
    def folded_count(self) -> int:
        """How many of the folded fields filter something."""
        return len(self.values.keys() & {field.name for field in self.folded})

    @property
    def folded_is_refused(self) -> bool:
        """Whether a folded field has something to say."""
        return any(field.errors for field in self.folded)

    def _shown(self, name: str, value: Any) -> Any:
        """A value as its field shows it."""
        choices: Any = getattr(self.form.fields[name], "choices", ())
        return dict(choices).get(value, value)

    def _without(self, *names: str) -> str:
        """The address without these filters and those that need them; of the first page."""
        gone = {*names, *(name for name, other in self.needs.items() if other in names), PAGE}
        address = self.request.GET.copy()
        for name in list(address):
            if name in gone or not any(address.getlist(name)):
                del address[name]
        query = address.urlencode()
        return f"{self.request.path}?{query}" if query else str(self.request.path)
