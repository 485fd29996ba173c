"""Pages of the ground floor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "network/home.html")


def after_login(request: HttpRequest) -> HttpResponse:
    return redirect("home")


def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "network/styleguide.html")


def health(request: HttpRequest) -> JsonResponse:
    return JsonResponse({})
