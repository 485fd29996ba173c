"""Addresses of the app, all under the language prefix."""

from __future__ import annotations

from django.urls import path

from focalpoints.views.versions import version_paths
from initiatives.views import initiatives, plans, worldmap

app_name = "initiatives"
urlpatterns = [
    path("map/", worldmap.map, name="map"),
    path("initiatives/", initiatives.initiatives, name="initiatives"),
    path("initiatives/<slug:slug>/", initiatives.initiative, name="initiative"),
    *version_paths("initiative", "initiatives/<slug:slug>/"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<slug:slug>/", plans.plan, name="plan"),
    *version_paths("plan", "plans/<slug:slug>/"),
]
