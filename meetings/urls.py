"""Addresses of the app, all under the language prefix."""

from __future__ import annotations

from django.urls import path

from meetings import views

app_name = "meetings"
urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/<slug:slug>/", views.meeting, name="meeting"),
    path(
        "communiques/<int:communique>/v<int:number>/<slug:language>.pdf",
        views.communique_pdf,
        name="communique-pdf",
    ),
    path("presidency/", views.presidency, name="presidency"),
]
