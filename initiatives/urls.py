"""Addresses of the app, all under the language prefix."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "initiatives"
urlpatterns: list[URLPattern] = []
