"""The public archive of newsletters."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info

from network.web.kept_pages import kept_for_visitors, page_asked_for
from newsletters.forms import own_names
from newsletters.models import Newsletter

PER_PAGE = 20


@kept_for_visitors("page")
def newsletters(request: HttpRequest) -> HttpResponse:
    issues = Newsletter.objects.in_archive().with_sent_subject().order_by("-number")
    page = page_asked_for(request, Paginator(issues, PER_PAGE))
    return render(request, "newsletters/newsletters.html", {"page_obj": page})


@kept_for_visitors()
def newsletter(request: HttpRequest, slug: str) -> HttpResponse:
    archive = Newsletter.objects.in_archive()
    issue = get_object_or_404(archive, slug=slug)
    wanted = get_language() or "en"
    language, copy = issue.sent_in(wanted)
    neighbours = archive.with_sent_subject()
    return render(
        request,
        "newsletters/newsletter.html",
        {
            "newsletter": issue,
            "copy": copy,
            "language": language,
            "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
            "is_other_language": language != wanted,
            "languages": [
                (code, name, translate_url(request.path, code))
                for code, name in own_names()
                if code in issue.sent_content
            ],
            "previous": neighbours.filter(number__lt=issue.number).order_by("-number").first(),
            "next": neighbours.filter(number__gt=issue.number).order_by("number").first(),
        },
    )
