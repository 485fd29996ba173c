"""Addresses of a member's desk, under `desk/`."""

from __future__ import annotations

from django.urls import path

from focalpoints.views import change, desk, drafting_right, handover, letter_request

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("members/<slug:slug>/", desk.desk_member, name="desk-member"),
    path("members/<slug:slug>/start/<slug:key>/", change.change_start, name="change-start"),
    path(
        "members/<slug:slug>/confirm/<slug:key>/<int:pk>/", desk.entry_confirm, name="entry-confirm"
    ),
    path(
        "members/<slug:slug>/drafters/give/",
        drafting_right.drafting_right_give,
        name="drafting-right-give",
    ),
    path(
        "drafters/<int:pk>/confirm/",
        drafting_right.drafting_right_confirm,
        name="drafting-right-confirm",
    ),
    path(
        "drafters/<int:pk>/revoke/",
        drafting_right.drafting_right_revoke,
        name="drafting-right-revoke",
    ),
    path(
        "drafters/<int:pk>/invite/",
        drafting_right.drafting_right_invite,
        name="drafting-right-invite",
    ),
    path(
        "members/<slug:slug>/letter/",
        letter_request.letter_request_send,
        name="letter-request-send",
    ),
    path(
        "letters/<int:pk>/withdraw/",
        letter_request.letter_request_withdraw,
        name="letter-request-withdraw",
    ),
    path("handover/<int:pk>/", handover.handover, name="handover"),
    path("changes/<int:pk>/", change.change, name="change"),
    path("changes/<int:pk>/edit/", change.change_edit, name="change-edit"),
    path("changes/<int:pk>/cancel/", change.change_cancel, name="change-cancel"),
    path("changes/<int:pk>/preview/", change.change_preview, name="change-preview"),
    path("changes/<int:pk>/submit/", change.change_submit, name="change-submit"),
    path("changes/<int:pk>/take-back/", change.change_take_back, name="change-take-back"),
    path("changes/<int:pk>/withdraw/", change.change_withdraw, name="change-withdraw"),
    path("changes/<int:pk>/take-up/", change.change_take_up, name="change-take-up"),
    path("changes/<int:pk>/conflict/", change.change_conflict, name="change-conflict"),
]
