"""Who may open a page: not signed in goes to sign-in, signed in without the right gets 404."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from network.accounts.models import User

P = ParamSpec("P")
Row = TypeVar("Row", bound=Model)
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class NotVisible(Http404):
    """Nothing that this reader may see is at the address; a visitor is asked to sign in.

    What does not exist gets the same answer as what is hidden, or the difference would tell a
    visitor which meeting is planned but not yet announced.
    """


def find_visible(rows: QuerySet[Row], **by: object) -> Row:
    """The one of `rows`, which the reader may see, that fits `by`; raises NotVisible."""
    try:
        return rows.get(**by)
    except ObjectDoesNotExist as error:
        raise NotVisible from error


def way_back(request: HttpRequest) -> str:
    """The address to return to after sign-in.

    A page that was read is opened again. A button cannot be pressed again after sign-in, and its
    own address shows nothing: the visitor returns to the page with the button.
    """
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    origin = request.headers.get("Referer", "")
    host, is_secure = {request.get_host()}, request.is_secure()
    if url_has_allowed_host_and_scheme(origin, allowed_hosts=host, require_https=is_secure):
        onward = urlsplit(origin)._replace(scheme="", netloc="", fragment="").geturl()
        # A path that begins with two slashes would be read as another host.
        if url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
            return onward
    return reverse("after-login")


def only(may: Callable[[User], bool]) -> Callable[[View[P]], View[P]]:
    """A decorator for views that are open only to users for whom `may(user)` is true.

    Others get 404, which does not reveal that the page exists.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User):
                if request.method == "POST":
                    # Whoever pressed a button was signed in when the page was made.
                    messages.info(
                        request,
                        _("You are no longer signed in. Sign in to return to your page."),
                    )
                return redirect_to_login(way_back(request))
            if not may(user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def signed_in_user(request: HttpRequest) -> User:
    """The signed-in account, in a view that requires one."""
    assert isinstance(request.user, User)
    return request.user


def signed_in(view: View[P]) -> View[P]:
    """For everybody with an account."""
    return only(lambda user: user.is_active)(view)


def secretariat_only(view: View[P]) -> View[P]:
    """For Secretariat staff."""
    return only(lambda user: user.is_secretariat)(view)
