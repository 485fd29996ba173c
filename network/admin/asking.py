"""Buttons of the admin that ask before they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from unfold.admin import ModelAdmin

from network.confirmation import ask
from network.models import User
from network.reauthentication import require_recent_proof
from network.refusals import Refusal


def actor(request: HttpRequest) -> User:
    """The member of staff who is signed in (the admin is open to accounts only)."""
    assert isinstance(request.user, User)
    return request.user


class AskingAdmin(ModelAdmin):
    """An admin whose buttons ask before they do."""

    def ask_then(
        self,
        request: HttpRequest,
        row: Any,
        service: Callable[..., Any],
        *,
        title: str,
        sentence: str,
        button: str,
        done: str,
        is_dangerous: bool = True,
        asks_for_proof: bool = False,
    ) -> HttpResponse:
        """GET asks; POST calls `service(row, by=)` and says `done`, or what it refused.

        With `asks_for_proof` the password or the second factor is asked for again before that.
        That it was done is noted in the row's history, also where it changes no column of it.
        """
        name = f"{self.opts.app_label}_{self.opts.model_name}_change"
        back = reverse(f"admin:{name}", args=[row.pk])
        if request.method != "POST":
            return ask(
                self,
                request,
                row,
                title=title,
                sentence=sentence,
                button=button,
                back=back,
                is_dangerous=is_dangerous,
            )
        if asks_for_proof:
            require_recent_proof(request)
        try:
            with transaction.atomic():
                service(row, by=actor(request))
                self.log_change(request, row, done)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, done)
        return redirect(back)
