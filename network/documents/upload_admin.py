"""Admins whose forms take uploads for everybody (network.documents.public)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from network.documents.public import AddressOrUploadField, discard_unkept, keep_uploads
from network.values.actors import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The account at a page of the admin: always one that is signed in."""
    by: Any = request.user
    return by  # type: ignore[no-any-return]


class KeepsUploads:
    """Stores what was uploaded on a page of the admin as soon as its forms are read.

    So a full disk is said beside the field like any other error, and a form that is shown again
    offers the file that was uploaded already.
    """

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return _storing(super().get_form(request, obj, change, **kwargs), request)  # type: ignore[misc]

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: Any = None
    ) -> Iterator[tuple[Any, Any]]:
        for formset, inline in super().get_formsets_with_inlines(request, obj):  # type: ignore[misc]
            form = _storing(formset.form, request)
            yield type(formset.__name__, (formset,), {"form": form}), inline

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        except BaseException:
            discard_unkept(request.FILES.values())
            raise


def _storing(form: Any, request: HttpRequest) -> Any:
    """`form`, which stores what was uploaded once it is checked, valid or not."""
    is_asked = any(isinstance(field, AddressOrUploadField) for field in form.base_fields.values())
    if request.method != "POST" or not is_asked:
        return form

    class Storing(form):  # type: ignore[misc, valid-type]
        def full_clean(self) -> None:
            super().full_clean()
            # A row that is to be deleted needs no file.
            if self.is_bound and not self.cleaned_data.get("DELETE"):
                keep_uploads(self, by=actor_of(request))

    return Storing
