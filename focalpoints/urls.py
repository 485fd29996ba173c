"""Addresses of the app, all under the language prefix."""

from __future__ import annotations

from django.urls import include, path

from focalpoints.views import (
    confirmation,
    directory,
    letters,
    members,
    notifications,
    own_contact,
)
from focalpoints.views.versions import version_paths

app_name = "focalpoints"
urlpatterns = [
    path("members/", members.members, name="members"),
    path("members/<slug:slug>/", members.member, name="member"),
    *version_paths("member", "members/<slug:slug>/"),
    *version_paths("person", "people/<int:pk>/"),
    path("directory/", directory.directory, name="directory"),
    path("directory/selection/", directory.directory_selection, name="directory-selection"),
    path("directory/<int:pk>/card.vcf", directory.directory_card, name="directory-card"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/feed/", notifications.notification_feed, name="notification-feed"),
    path(
        "notifications/received/<int:pk>/acknowledge/",
        notifications.notification_acknowledge,
        name="notification-acknowledge",
    ),
    path(
        "notifications/received/<int:pk>/answer/",
        notifications.notification_answer,
        name="notification-answer",
    ),
    path("notifications/<int:year>/<int:serial>/", notifications.notification, name="notification"),
    path(
        "notifications/<int:year>/<int:serial>/annexes/<int:pk>/",
        notifications.notification_annex,
        name="notification-annex",
    ),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("confirmation/done/", confirmation.confirm_record_done, name="confirm-record-done"),
    path("confirmation/email/<slug:token>/", confirmation.confirm_email, name="confirm-email"),
    path("confirmation/<slug:token>/", confirmation.confirm_record, name="confirm-record"),
    path("desk/me/confirm/", own_contact.own_contact_confirm, name="own-contact-confirm"),
    path("desk/me/keep-email/", own_contact.own_contact_keep_email, name="own-contact-keep-email"),
    path("desk/me/", own_contact.own_contact, name="own-contact"),
    path("desk/", include("focalpoints.desk_urls")),
]
