"""Addresses of the app, all under the language prefix."""

from __future__ import annotations

from django.urls import include, path

from focalpoints.views import letters, members, own_contact
from focalpoints.views.versions import version_paths

app_name = "focalpoints"
urlpatterns = [
    path("members/", members.members, name="members"),
    path("members/<slug:slug>/", members.member, name="member"),
    *version_paths("member", "members/<slug:slug>/"),
    *version_paths("person", "people/<int:pk>/"),
    path("directory/", members.directory, name="directory"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("desk/me/", own_contact.own_contact, name="own-contact"),
    path("desk/", include("focalpoints.desk_urls")),
]
