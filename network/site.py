"""The Secretariat's admin site: unfold's, signed in to through allauth."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from unfold.sites import UnfoldAdminSite

from network.admin_deletion import NamesWhatIsLost
from network.fields import naming_languages
from network.history_admin import ShowsHistory

View = Callable[..., HttpResponseBase]


class PortalAdminSite(UnfoldAdminSite):
    """A password alone never passes here: sign-in goes through allauth and its second factor.

    For an account without the right to it the admin does not exist.
    """

    # Rights come from the Secretariat's group and from designations; addresses and second
    # factors belong to the account's owner. None of these is a page of its own.
    HIDDEN: ClassVar[frozenset[str]] = frozenset(
        {"auth.group", "account.emailaddress", "account.emailconfirmation", "mfa.authenticator"}
    )

    def register(
        self, model_or_iterable: Any, admin_class: type | None = None, **options: Any
    ) -> None:
        is_one = isinstance(model_or_iterable, type)
        models: list[Any] = [model_or_iterable] if is_one else list(model_or_iterable)
        for model in models:
            if model._meta.label_lower in self.HIDDEN:
                continue
            shown = admin_class and type(admin_class.__name__, (NamesWhatIsLost, admin_class), {})
            if shown and hasattr(model, "pgh_event_models"):
                # The audit trail as its history, whoever wrote the admin of the model.
                shown = type(shown.__name__, (ShowsHistory, shown), {})
            super().register(model, shown, **options)

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """To the portal's own sign-in, with its limits; the admin has no form for it."""
        return secure_admin_login(super().login)(request, extra_context)

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

    A browser sends every line of a text with CRLF. Saved so, a text that nobody touched would be
    another one, and the history would say that it was changed.
    """
    plain = sent.copy()
    for name, values in sent.lists():
        plain.setlist(name, [str(value).replace("\r\n", "\n") for value in values])
    return plain
