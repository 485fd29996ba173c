"""Subscribing, and the pages behind the links in mail.

Links in mail are opened by scanners and previews: GET only shows, POST does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from network.accounts.rate_limits import may_ask
from network.values.refusals import Refusal
from network.web.own_origin import own_origin_is_enough
from newsletters import services
from newsletters.forms import PreferencesForm, SubscribeForm
from newsletters.models import Subscription

# Per client: enough for an office behind one address, little for somebody with a list.
ASK_TIMES, ASK_SECONDS = 10, 600
_PLAIN = "text/plain; charset=utf-8"

ASKED = "newsletters.asked"

TokenView = Callable[[HttpRequest, str], HttpResponse]


@own_origin_is_enough
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for the newsletter. The answer reveals nothing about the address."""
    if request.method != "POST":
        return render(request, "newsletters/subscribe.html", {"form": SubscribeForm()})
    form = SubscribeForm(_with_language(request))
    if not form.is_valid():
        return render(request, "newsletters/subscribe.html", {"form": form})
    if not may_ask(request, action="subscribe", times=ASK_TIMES, seconds=ASK_SECONDS):
        form.add_error(None, _("Too many requests came from your network. Try again later."))
        return render(request, "newsletters/subscribe.html", {"form": form}, status=429)
    if not form.is_from_a_program:
        services.ask_for_subscription(email=form.cleaned_data["email"], **form.chosen)
    # For the next page, masked as on the pages behind a link; signed, so that nobody can forge it,
    # and in the address, so that a reader needs no session.
    masked = Subscription(email=form.cleaned_data["email"]).masked_email
    asked = reverse("newsletters:subscribe-asked")
    return redirect(f"{asked}?to={signing.dumps(masked, salt=ASKED)}")


def _with_language(request: HttpRequest) -> QueryDict:
    """What was posted; the small box asks for the address only, so the page's language counts."""
    data = request.POST.copy()
    data.setdefault("language", getattr(request, "LANGUAGE_CODE", "en"))
    return data


def subscribe_asked(request: HttpRequest) -> HttpResponse:
    try:
        address = signing.loads(request.GET.get("to", ""), salt=ASKED, max_age=ASK_SECONDS)
    except signing.BadSignature:
        address = ""
    return render(request, "newsletters/subscribe_asked.html", {"address": address})


def _behind_a_link(view: Callable[[HttpRequest, Subscription], HttpResponse]) -> TokenView:
    """A page that is found by the key in a link: not kept by caches, not listed by engines."""

    @never_cache
    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        subscription = Subscription.objects.filter(token=token).first()
        if subscription is None:
            response = render(
                request,
                "newsletters/link_unknown.html",
                {"is_test": token == services.TEST_KEY},
                status=200 if token == services.TEST_KEY else 404,
            )
        else:
            response = view(request, subscription)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return found


def _page(
    request: HttpRequest, name: str, subscription: Subscription, **context: object
) -> HttpResponse:
    return render(request, f"newsletters/{name}.html", {"subscription": subscription, **context})


@_behind_a_link
def confirm(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    """GET shows a button; POST confirms."""
    refusal = ""
    if request.method == "POST":
        try:
            services.confirm(subscription)
        except Refusal as refused:
            refusal = refused.sentence
        else:
            messages.success(
                request,
                _("Your subscription is confirmed. Below you may choose language and topics."),
            )
            return redirect("newsletters:preferences", subscription.token)
    return _page(request, "confirm", subscription, refusal=refusal)


@_behind_a_link
def preferences(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    """Language and topics of a confirmed subscriber, and the button to unsubscribe."""
    if subscription.state != Subscription.State.CONFIRMED:
        return redirect(
            "newsletters:confirm"
            if subscription.state == Subscription.State.UNCONFIRMED
            else "newsletters:unsubscribe",
            subscription.token,
        )
    chosen = {"language": subscription.language, "topics": subscription.topics}
    form = PreferencesForm(request.POST or None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_preferences(subscription, **form.chosen)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Your choices are saved."))
            return redirect("newsletters:preferences", subscription.token)
    return _page(request, "preferences", subscription, form=form)


@_behind_a_link
def _unsubscribe_page(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    if request.method == "POST":
        services.unsubscribe(subscription, by=None)
        return redirect("newsletters:unsubscribe", subscription.token)
    return _page(request, "unsubscribe", subscription)


@csrf_exempt
def unsubscribe(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET shows a button; POST unsubscribes.

    A mail program's one-click POST (RFC 8058) comes from no page and carries no cookie, so it
    alone is free of the CSRF check: its body must be what the RFC says. All it can do is to
    stop mail, and only with the key. It is answered without a redirect, as the RFC wants.
    """
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        return _one_click(request, token)
    return csrf_protect(_unsubscribe_page)(request, token)


@never_cache
def _one_click(request: HttpRequest, token: str) -> HttpResponse:
    subscription = Subscription.objects.filter(token=token).first()
    if subscription is None:
        return HttpResponse(_("This link is not known."), status=404, content_type=_PLAIN)
    services.unsubscribe(subscription, by=None)
    return HttpResponse(_("You are unsubscribed."), content_type=_PLAIN)


@require_POST
@_behind_a_link
def subscribe_again(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    """Undo an unsubscription, from the page that reports it."""
    try:
        services.subscribe_again(subscription)
    except Refusal as refused:
        messages.error(request, refused.sentence)
        return redirect("newsletters:subscribe")
    messages.success(request, _("You are subscribed again."))
    return redirect("newsletters:preferences", subscription.token)
