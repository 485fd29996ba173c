"""Addresses of the app, all under the language prefix."""

from __future__ import annotations

from django.urls import path

from initiatives.views import initiatives, plans, versions, worldmap

app_name = "initiatives"
urlpatterns = [
    path("map/", worldmap.map, name="map"),
    path("initiatives/", initiatives.initiatives, name="initiatives"),
    path("initiatives/<slug:slug>/", initiatives.initiative, name="initiative"),
    path(
        "initiatives/<slug:slug>/versions/",
        versions.initiative_versions,
        name="initiative-versions",
    ),
    path(
        "initiatives/<slug:slug>/versions/<int:number>/restore/",
        versions.initiative_restore,
        name="initiative-restore",
    ),
    path("plans/", plans.plans, name="plans"),
    path("plans/<slug:slug>/", plans.plan, name="plan"),
    path("plans/<slug:slug>/versions/", versions.plan_versions, name="plan-versions"),
    path(
        "plans/<slug:slug>/versions/<int:number>/restore/",
        versions.plan_restore,
        name="plan-restore",
    ),
]
