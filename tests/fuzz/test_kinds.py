"""Every fault that was found once, asked of every address of its kind.

None is an error 500 (`World.ask` raises Fault for that); what is asked besides is the right answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import RequestFactory
from django.urls import reverse

from focalpoints.models import Country, Organisation, ProposedChange
from initiatives.models import Initiative
from network.adminsite.row_keys import MOST_ROWS
from network.mail.models import OutgoingMail
from newsletters.models import Newsletter
from tests.fuzz.addresses import Address, addresses, hostile_paths
from tests.fuzz.page import Form, read
from tests.fuzz.request import Request, Upload
from tests.fuzz.world import World, without_rows

pytestmark = pytest.mark.django_db

NO_KEYS = ("word", "9" * 20, "9" * 5_000, "²", b"\xff\xfe")
ADDRESSES = addresses()
WITH_ARGUMENTS = [address for address in ADDRESSES if address.arguments]
PLAIN = [address for address in ADDRESSES if not address.arguments]
MODELS = sorted(admin.site._registry, key=lambda model: str(model._meta.label))
MOVED, MISSING, REFUSED = 302, 404, 400


def _name(value: Any) -> str:
    return value.name if isinstance(value, Address) else value._meta.label_lower


def _page(model: Any, page: str, *keys: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=keys)


def _status(world: World, path: str, *, role: str = "secretariat", **more: Any) -> int:
    with world.undone():
        return int(world.ask(Request(role, path, **more)).status_code)


def _form(world: World, path: str, named: str, role: str = "secretariat") -> Form:
    """The form of a page that has a control of that name."""
    with world.undone():
        forms, _links = read(world.ask(Request(role, path)).content.decode())
    return next(form for form in forms if named in form.names)


def _sent(form: Form, **other: str) -> tuple[tuple[str, str], ...]:
    kept = [(name, value) for name, value in form.sent if name not in other]
    return (*kept, *other.items())


def test_the_admin_has_a_row_of_every_model_to_ask_for(world: World) -> None:
    assert without_rows() == []


@pytest.mark.usefixtures("bare_404")
@pytest.mark.parametrize("address", WITH_ARGUMENTS, ids=_name)
def test_what_is_no_key_leads_to_no_page(address: Address, world: World) -> None:
    """A word in `.../history/`, digits beyond 64 bits and beyond what Python reads as a number."""
    role = "secretariat" if address.is_admin else "focal_point"
    for path in hostile_paths(address, world, NO_KEYS):
        # A method that is not taken, a list that says so, a page for keys of letters: no more.
        assert _status(world, path, role=role) in {
            200,
            301,
            MOVED,
            REFUSED,
            403,
            MISSING,
            405,
            410,
        }, path
        assert _status(world, path, role=role, method="POST", fields=()) != 500


def _one_of_each_argument() -> list[Address]:
    """The first address of the portal, and of the admin, for each name of an argument."""
    found: dict[tuple[bool, str], Address] = {}
    for address in WITH_ARGUMENTS:
        for name in address.arguments:
            found.setdefault((address.is_admin, name), address)
    return list(dict.fromkeys(found.values()))


@pytest.mark.parametrize("value", NO_KEYS, ids=lambda value: ascii(value)[:12])
def test_what_is_missing_is_said_by_the_portals_own_page(value: Any, world: World) -> None:
    """The tests around go without it, for it costs as much as the rest of a request."""
    answered = set()
    for address in _one_of_each_argument():
        role = "secretariat" if address.is_admin else "focal_point"
        for path in hostile_paths(address, world, [value]):
            with world.undone():
                answer = world.ask(Request(role, path))
            if answer.status_code == MISSING:
                assert "There is no such page here" in answer.content.decode(), path
                answered.add(address.is_admin)
    assert answered == {False, True}


@pytest.mark.usefixtures("bare_404")
@pytest.mark.parametrize("model", MODELS, ids=_name)
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_a_row_that_is_none_leads_back_or_is_missing(page: str, model: Any, world: World) -> None:
    for key in ("word", "9" * 20, "9" * 5_000):
        assert _status(world, _page(model, page, key)) in {MOVED, MISSING, 403}


@pytest.mark.parametrize("address", ADDRESSES, ids=_name)
def test_a_nul_in_an_address_is_not_understood(address: Address, world: World) -> None:
    path = address.path(address.arguments_in(world)[0])
    assert _status(world, path, query=(("q", "a\0b"),)) == REFUSED
    assert _status(world, path, query=(("a\0b", ""),)) == REFUSED
    for with_nul in hostile_paths(address, world, ["a\0b"]):
        assert _status(world, with_nul) == REFUSED


def test_the_answer_to_what_is_not_understood_is_a_page_of_the_portal(world: World) -> None:
    with world.undone():
        answer = world.ask(Request("visitor", "/fr/members/", query=(("q", "\0"),)))
    assert (answer.status_code, 'lang="fr"' in answer.content.decode()) == (REFUSED, True)


@pytest.mark.parametrize("address", PLAIN, ids=_name)
def test_numbers_of_pages_and_marks_of_lists_may_be_anything(
    address: Address, world: World
) -> None:
    role = "secretariat" if address.is_admin else "focal_point"
    for value in ("word", "-1", "9" * 20, "9" * 5_000, b"\xff"):
        query = tuple((name, value) for name in ("page", "p", "o", "e", "on", "_popup", "all"))
        assert _status(world, address.path({}), role=role, query=query) != 500


@pytest.mark.parametrize("model", MODELS, ids=_name)
def test_a_list_counts_by_its_filters_or_has_no_button_for_it(model: Any, world: World) -> None:
    """The trail's "Show counts" was an error; every other list's must work."""
    path = _page(model, "changelist")
    with world.undone():
        plain = world.ask(Request("secretariat", path)).content.decode()
        counted = world.ask(Request("secretariat", path, query=(("_facets", "True"),)))
    assert counted.status_code == 200
    if model._meta.label == "pghistory.MiddlewareEvents":
        assert "_facets" not in plain


@pytest.mark.parametrize("model", MODELS, ids=_name)
def test_what_is_ticked_in_a_list_is_the_key_of_a_row(model: Any, world: World) -> None:
    path = _page(model, "changelist")
    with world.undone():
        forms, _links = read(world.ask(Request("secretariat", path)).content.decode())
    for form in forms:
        for action in filter(None, form.choices.get("action", [])):
            for key in ("word", "a\0b", "9" * 5_000):
                fields = (("action", action), ("_selected_action", key), ("index", key))
                assert _status(world, path, method="POST", fields=fields) == REFUSED


def _picked() -> Iterator[Any]:
    request = RequestFactory().get("/")
    for model in MODELS:
        for name in admin.site._registry[model].get_autocomplete_fields(request):
            yield pytest.param(model, name, id=f"{model._meta.label_lower}-{name}")


@pytest.mark.parametrize(("model", "name"), list(_picked()))
def test_a_picker_says_beside_it_that_a_word_is_no_choice(
    model: Any, name: str, world: World
) -> None:
    path = _page(model, "add")
    form = _form(world, path, name)
    for word in ("word", "a\0b", "9" * 20, "9" * 5_000):
        if "\0" not in word:
            assert _status(world, path, query=((name, word),)) == 200
        with world.undone():
            answer = world.ask(
                Request("secretariat", path, "POST", fields=_sent(form, **{name: word}))
            )
        assert name in answer.context["adminform"].form.errors


COUNTS = ("", "word", "-1", "0", "1", "7", "9" * 20, "9" * 5_000, "\0")


@pytest.mark.parametrize("model", MODELS, ids=_name)
@pytest.mark.parametrize("page", ["add", "change"])
def test_the_number_of_rows_of_a_form_may_be_anything(
    page: str, model: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # More than the one number above that is answered with rows; most of the time goes into those.
    monkeypatch.setattr("network.adminsite.row_keys.MOST_ROWS", 8)
    path = _page(model, page, *(world.keys(model)[:1] if page == "change" else ()))
    with world.undone():
        answer = world.ask(Request("secretariat", path))
    forms = read(answer.content.decode())[0] if answer.status_code == 200 else []
    for form in forms:
        # Numbers of rows apart from keys of rows, which nobody reads where a number is wrong.
        for ends in (("-TOTAL_FORMS", "-INITIAL_FORMS"), ("-0-id", "-__prefix__-id")):
            names = [name for name in form.names if name.endswith(ends)]
            for first in range(len(COUNTS) if names else 0):
                # Each name gets each of these values once, beside other values of the others.
                values = [COUNTS[(first + at) % len(COUNTS)] for at in range(len(names))]
                sent = _sent(form, **dict(zip(names, values, strict=True)))
                assert _status(world, path, method="POST", fields=sent) != 500


def test_no_number_of_rows_asks_for_more_than_a_form_may_have(world: World) -> None:
    path = _page(Organisation, "change", world.keys(Organisation)[0])
    form = _form(world, path, "_save")
    [name] = [name for name in form.names if name.endswith("-TOTAL_FORMS")]
    with world.undone():
        fields = _sent(form, **{name: "9" * 20})
        answer = world.ask(Request("secretariat", path, "POST", fields=fields))
    [rows] = answer.context["inline_admin_formsets"]
    assert len(rows.formset.forms) == MOST_ROWS


@pytest.mark.parametrize("name", ["event_model", "model", "obj", "method"])
def test_the_trail_knows_no_kind_that_there_is_not(name: str, world: World) -> None:
    path = reverse("admin:pghistory_middlewareevents_changelist")
    wrong = ["word", "network.user:word", "network.user:" + "9" * 20, "9" * 5_000, "auth.group"]
    for value in wrong:
        assert _status(world, path, query=((name, value),)) == MISSING
    key = world.cast.users["secretariat"].pk
    right = (("obj", f"network.User:{key}"), ("method", "tracks"))
    assert _status(world, path, query=right) == 200


@pytest.mark.usefixtures("bare_404")
def test_only_rows_of_the_admin_are_shown_on_the_site(world: World) -> None:
    """`/admin/r/` asked tables that do not exist."""
    found = Initiative.objects.order_by("pk").first()
    assert found is not None
    shown = ContentType.objects.get_for_model(Initiative)
    assert _status(world, reverse("admin:view_on_site", args=[shown.pk, found.pk])) == MOVED
    for kind in ContentType.objects.exclude(pk=shown.pk):
        for key in ("1", "word"):
            path = reverse("admin:view_on_site", args=[kind.pk, key])
            assert _status(world, path) in {MOVED, MISSING}
    assert _status(world, reverse("admin:view_on_site", args=[shown.pk, "word"])) == MISSING


@pytest.mark.parametrize("value", ["word", "9" * 20, "9" * 5_000, "\0", "²"])
def test_an_entry_that_is_none_cannot_be_begun(value: str, world: World) -> None:
    slug = world.cast.spain.slug
    path = reverse("focalpoints:change-start", kwargs={"slug": slug, "key": "initiative"})
    fields = (("entry", value),)
    assert _status(world, path, role="focal_point", method="POST", fields=fields) == MISSING


@pytest.mark.parametrize("value", ["word", "9" * 20, "9" * 5_000, "\0"])
def test_a_draft_keeps_what_was_understood_beside_what_was_not(value: str, world: World) -> None:
    change = ProposedChange.objects.filter(author=world.cast.users["focal_point"], state="draft")
    path = reverse("focalpoints:change-edit", args=[change.order_by("pk").first().pk])  # type: ignore[union-attr]
    form = _form(world, path, "countries", role="focal_point")
    spain = str(Country.objects.get(iso3="ESP").pk)
    for name in ("countries", "members"):
        fields = [pair for pair in form.sent if pair[0] != name]
        fields += [(name, value), *([(name, spain)] if name == "countries" else [])]
        with world.undone():
            answer = world.ask(Request("focal_point", path, "POST", fields=tuple(fields)))
            assert name in answer.context["form"].errors
            if name == "countries":
                assert change.model.objects.get(pk=answer.context["change"].pk).draft[name] == [
                    int(spain)
                ]


@pytest.mark.parametrize("part", ["year", "month", "day"])
@pytest.mark.parametrize("number", ["9" * 20, "-" + "9" * 20, "9" * 5_000, "word"])
def test_a_date_of_many_digits_is_refused_beside_it(part: str, number: str, world: World) -> None:
    meeting = reverse("admin:meetings_meeting_add")
    form = _form(world, meeting, "starts_on_year")
    date = {"starts_on_year": "2026", "starts_on_month": "5", "starts_on_day": "5"}
    fields = _sent(form, **{**date, f"starts_on_{part}": number})
    with world.undone():
        answer = world.ask(Request("secretariat", meeting, "POST", fields=fields))
        page = answer.content.decode()
    assert "starts_on" in answer.context["adminform"].form.errors
    assert part == "month" or f'value="{number}"' in page, "what was typed stays"


def test_a_test_of_an_issue_is_mailed_in_a_language_that_there_is(world: World) -> None:
    issue = Newsletter.objects.filter(state="draft").first()
    assert issue is not None
    path = reverse("admin:newsletters_newsletter_test", args=[issue.pk])
    for language in ("\0", "word", "9" * 5_000):
        fields = (("language", language),)
        assert _status(world, path, method="POST", fields=fields) == MISSING
        assert not OutgoingMail.objects.filter(subject__startswith="[Test]").exists()


def test_a_letter_with_a_form_that_comes_again_is_no_error(world: World) -> None:
    path = reverse("admin:focalpoints_designation_add")
    form = _form(world, path, "letter")
    letter: Upload = ("letter", "letter.pdf", "application/pdf", b"%PDF-1.4 a letter")
    with world.undone():
        answer = world.ask(
            Request("secretariat", path, "POST", fields=tuple(form.sent), uploads=(letter,))
        )
    assert "member" in answer.context["adminform"].form.errors
