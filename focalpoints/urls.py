"""Addresses of the app, all under the language prefix."""

from __future__ import annotations

from django.urls import include, path

from focalpoints.views import letters, members, own_contact, versions

app_name = "focalpoints"
urlpatterns = [
    path("members/", members.members, name="members"),
    path("members/<slug:slug>/", members.member, name="member"),
    path("members/<slug:slug>/versions/", versions.member_versions, name="member-versions"),
    path(
        "members/<slug:slug>/versions/<int:number>/restore/",
        versions.member_restore,
        name="member-restore",
    ),
    path("people/<int:pk>/versions/", versions.person_versions, name="person-versions"),
    path(
        "people/<int:pk>/versions/<int:number>/restore/",
        versions.person_restore,
        name="person-restore",
    ),
    path("directory/", members.directory, name="directory"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("desk/me/", own_contact.own_contact, name="own-contact"),
    path("desk/", include("focalpoints.desk_urls")),
]
