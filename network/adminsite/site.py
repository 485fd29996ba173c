"""The Secretariat's admin site: unfold's, with sign-in through allauth."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.urls import path
from django.utils.functional import SimpleLazyObject
from unfold.admin import ModelAdmin
from unfold.sites import UnfoldAdminSite

from network.adminsite.bulk_actions import AsksFirst
from network.adminsite.deletion import NamedDeletions, delete_rows
from network.adminsite.list_search import CleanListSearch, FoldedListSearch
from network.adminsite.lookups import RestrictedLookups, offered_for_picking
from network.adminsite.row_keys import SafeRowKeys, page_of_row
from network.adminsite.search import search_page
from network.audit.row_history import RowHistory
from network.audit.undo_pages import OffersUndo
from network.values.translated import naming_languages

View = Callable[..., HttpResponseBase]


class PortalAdminSite(UnfoldAdminSite):
    """A password alone never passes here: sign-in goes through allauth and its second factor.

    Accounts without the right to use it get 404.
    """

    # Rights come from the Secretariat's group and from designations; addresses and second
    # factors belong to the account's owner. None of these is a page of its own.
    HIDDEN: ClassVar[frozenset[str]] = frozenset(
        {"auth.group", "account.emailaddress", "account.emailconfirmation", "mfa.authenticator"}
    )

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.add_action(delete_rows, "delete_selected")

    def register(
        self, model_or_iterable: Any, admin_class: type | None = None, **options: Any
    ) -> None:
        is_one = isinstance(model_or_iterable, type)
        models: list[Any] = [model_or_iterable] if is_one else list(model_or_iterable)
        for model in models:
            if model._meta.label_lower in self.HIDDEN:
                continue
            given = admin_class or ModelAdmin
            # Behind the given one, so that a page may search in a way of its own.
            bases = (CleanListSearch, RestrictedLookups, NamedDeletions, given, FoldedListSearch)
            shown = type(given.__name__, bases, {})
            if hasattr(model, "pgh_event_models"):
                # The audit trail as its history, also for admins of other packages.
                shown = type(shown.__name__, (RowHistory, OffersUndo, shown), {})
            shown = type(shown.__name__, (AsksFirst, SafeRowKeys, shown), {})
            super().register(model, shown, **options)

    def get_urls(self) -> list[Any]:
        def view_on_site(
            request: HttpRequest, content_type_id: str, object_id: str
        ) -> HttpResponse:
            return page_of_row(request, self._registry, content_type_id, object_id)

        # Before Django's own, which looks into every table that there is.
        on_site = path(
            "r/<path:content_type_id>/<path:object_id>/",
            self.admin_view(view_on_site),
            name="view_on_site",
        )
        return [on_site, *super().get_urls()]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Django's list of all models, which the portal's menu takes the place of: if asked for."""
        return SimpleLazyObject(
            lambda: super(PortalAdminSite, self).get_app_list(request, app_label)
        )

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """To the portal's own sign-in, with its limits; the admin has no form for it."""
        return secure_admin_login(super().login)(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Redirect to the portal's own page, which has rate limits and notifies the owner."""
        return redirect("account_change_password")

    def search(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Rows of every list that the account may open; unfold's search knows no such limit."""
        return search_page(self, request)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Rows to pick from, for a relation that some form of the admin offers; 403 for others."""
        asked = (request.GET.get(name, "") for name in ("app_label", "model_name", "field_name"))
        offered = {
            (model._meta.app_label, model._meta.model_name, name)
            for model, name in offered_for_picking(self._registry, request)
        }
        if tuple(asked) not in offered:
            raise PermissionDenied
        answer: HttpResponse = super().autocomplete_view(request)
        return answer

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def hidden(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            if request.method == "POST":
                request.POST = with_plain_lines(request.POST)  # type: ignore[assignment]
            token = naming_languages.set(True)
            try:
                response: HttpResponseBase = guarded(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
            finally:
                naming_languages.reset(token)
            return response

        return hidden


def with_plain_lines(sent: QueryDict) -> QueryDict:
    """What was sent, with lines that end as the portal keeps them.

    A browser sends every line of a text with CRLF. Without this, an unedited text would be saved as
    another one, and the history would show a change.
    """
    plain = sent.copy()
    for name, values in sent.lists():
        plain.setlist(name, [str(value).replace("\r\n", "\n") for value in values])
    return plain
