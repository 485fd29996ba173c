"""The portal's addresses. Public and member pages carry the language; tools do not."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from network.accounts import views as account_views
from network.privacy import views as privacy_views
from network.search import views as search_views
from network.web import documents, views
from network.web.health import health
from network.web.own_origin import own_origin_is_enough

handler400 = "network.web.errors.bad_request"
handler429 = "network.web.errors.too_many"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health/", health, name="health"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("uploads/<slug:key>.pdf", documents.public_file, name="public-file"),
    path("i18n/setlang/", own_origin_is_enough(set_language), name="set_language"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("after-login/", account_views.after_login, name="after-login"),
        path("invitation/<str:token>/", account_views.invitation, name="invitation"),
        path("search/", search_views.search, name="search"),
        path("search/box/", search_views.search_box, name="search-box"),
        path("privacy/", views.privacy, name="privacy"),
        path("privacy/retention/", privacy_views.retention, name="retention"),
        path("my-data/", privacy_views.my_data, name="my-data"),
        path("my-data/erasure/", privacy_views.my_erasure, name="my-erasure"),
        path("my-data/erasure/back/", privacy_views.my_erasure_back, name="my-erasure-back"),
        path("my-data/json/", privacy_views.my_data_json, name="my-data-json"),
        path("my-data/pdf/", privacy_views.my_data_pdf, name="my-data-pdf"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("rich-text/", views.rich_text_preview, name="rich-text-preview"),
        path("styleguide/", views.styleguide, name="styleguide"),
        path("documents/<int:pk>/", documents.document, name="document"),
        path("documents/<int:pk>/again/", documents.document_again, name="document-again"),
        path("documents/<int:pk>/file/", documents.document_file, name="document-file"),
        path("files/<int:pk>/", documents.private_file, name="private-file"),
        path("accounts/", include("network.accounts.urls")),
        path("", include("focalpoints.urls")),
        path("", include("meetings.urls")),
        path("", include("initiatives.urls")),
        path("", include("newsletters.urls")),
        prefix_default_language=False,
    ),
]

handler500 = "network.web.errors.server_error"

if not settings.IS_PRODUCTION:
    urlpatterns.append(path("mailbox/", include("network.demo.mailbox.urls")))
