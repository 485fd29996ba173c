"""Requests to the admin that reach one check of it, and nothing before it."""

from __future__ import annotations

from django.http import HttpRequest
from django.test import RequestFactory

from network.accounts.models import User


def request_by(user: User) -> HttpRequest:
    request = RequestFactory().get("/admin/")
    request.user = user
    return request
