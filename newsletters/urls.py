"""Addresses of the app, all under the language prefix."""

from __future__ import annotations

from django.urls import path

from newsletters.views import newsletters, opportunities, subscriptions

app_name = "newsletters"
urlpatterns = [
    path("newsletters/", newsletters.newsletters, name="newsletters"),
    path("newsletters/<slug:slug>/", newsletters.newsletter, name="newsletter"),
    path("opportunities/", opportunities.opportunities, name="opportunities"),
    path("opportunities/<slug:slug>/", opportunities.opportunity, name="opportunity"),
    path("subscription/", subscriptions.subscribe, name="subscribe"),
    path("subscription/asked/", subscriptions.subscribe_asked, name="subscribe-asked"),
    path("subscription/<slug:token>/", subscriptions.preferences, name="preferences"),
    path("subscription/<slug:token>/confirm/", subscriptions.confirm, name="confirm"),
    path("subscription/<slug:token>/unsubscribe/", subscriptions.unsubscribe, name="unsubscribe"),
    path("subscription/<slug:token>/again/", subscriptions.subscribe_again, name="subscribe-again"),
]
