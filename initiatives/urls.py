"""Addresses of the app, all under the language prefix."""

from __future__ import annotations

from django.urls import path

from initiatives.views import initiatives, plans, worldmap

app_name = "initiatives"
urlpatterns = [
    path("map/", worldmap.map, name="map"),
    path("initiatives/", initiatives.initiatives, name="initiatives"),
    path("initiatives/<slug:slug>/", initiatives.initiative, name="initiative"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<slug:slug>/", plans.plan, name="plan"),
]
