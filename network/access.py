"""Who may open a page: not signed in goes to sign-in, signed in without the right gets 404."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from network.models import User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def only(may: Callable[[User], bool]) -> Callable[[View[P]], View[P]]:
    """A decorator for views that only those see of whom `may(user)` holds.

    A page that one has no right to does not exist: 404 tells nobody that it does.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            user = request.user
            if not isinstance(user, User):
                return redirect_to_login(request.get_full_path())
            if not may(user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def signed_in(view: View[P]) -> View[P]:
    """For everybody with an account."""
    return only(lambda user: user.is_active)(view)


def secretariat_only(view: View[P]) -> View[P]:
    """For Secretariat staff."""
    return only(lambda user: user.is_secretariat)(view)
