"""Addresses of the demo's mailbox; included in the demo and in tests only."""

from __future__ import annotations

from django.urls import path

from network.demo.mailbox import views

app_name = "mailbox"

urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<str:key>/", views.message, name="message"),
    path("<str:key>/html/", views.message_html, name="message-html"),
    path("<str:key>/message.eml", views.message_file, name="message-file"),
]
