"""Each template that takes the place of one of a package still has one to take the place of."""

from __future__ import annotations

from pathlib import Path

import django.contrib.admin
import pytest
import unfold
from django.conf import settings
from django.contrib import admin

pytestmark = pytest.mark.guard

TEMPLATES = Path(settings.BASE_DIR) / "templates"
UNFOLD = Path(unfold.__file__).parent / "templates"
DJANGO = Path(django.contrib.admin.__file__).parent / "templates"
APPS = ("focalpoints", "initiatives", "meetings", "network", "newsletters")
# Of the pages of the admin itself, those that the portal draws in its own way.
PAGES_OF_THE_ADMIN = {
    "admin/base_site.html",
    "admin/change_list.html",
    "admin/delete_confirmation.html",
    "admin/index.html",
}


def files_of(folder: str) -> set[str]:
    return {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / folder).rglob("*.html")}


def in_a_package(name: str) -> bool:
    return (UNFOLD / name).is_file() or (DJANGO / name).is_file()


def pages_of_models() -> set[str]:
    """Where Django looks first for the page of a registered model's row, list and so on."""
    return {
        f"admin/{model._meta.app_label}/{model._meta.model_name}/{page.name}"
        for model in admin.site._registry
        for page in (DJANGO / "admin").glob("*.html")
    }


def sources() -> str:
    """All code and templates in which a template can be named."""
    root = Path(settings.BASE_DIR)
    files = [
        *TEMPLATES.rglob("*.html"),
        *(path for app in APPS for path in (root / app).rglob("*.py")),
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_unfold_has_every_part_that_the_portal_replaces() -> None:
    replaced = files_of("unfold")
    assert replaced
    assert sorted(name for name in replaced if not (UNFOLD / name).is_file()) == []


def test_the_pages_of_the_admin_that_the_portal_replaces_exist() -> None:
    assert {name for name in files_of("admin") if in_a_package(name)} == PAGES_OF_THE_ADMIN


def test_every_other_template_of_the_admin_is_used() -> None:
    """So that what replaced a page is not taken for a page of the portal's own."""
    own = files_of("admin") - PAGES_OF_THE_ADMIN - pages_of_models()
    text = sources()
    assert sorted(name for name in own if f'"{name}"' not in text) == []


def test_templates_and_static_files_have_one_home_each() -> None:
    """`templates/` and `static/` at the root, those of the admin in `templates/admin/<app>/`."""
    root = Path(settings.BASE_DIR)
    assert [
        str(path.relative_to(root))
        for app in APPS
        for name in ("templates", "static")
        for path in (root / app).rglob(name)
    ] == []
    assert [app for app in APPS if (TEMPLATES / app / "admin").exists()] == []
