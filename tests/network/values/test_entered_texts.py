"""Every text that people enter comes in by one rule, wherever it is entered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib.admin.utils import quote
from django.core.management import CommandError, call_command
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from focalpoints.models import Person
from meetings.models import Communique
from network.accounts.models import Invitation, User
from network.values import form_fields
from network.values.partial_dates import PartialDateField
from network.values.text_fields import CleanText, CleanTextField
from newsletters.models import Subscription
from tests import factories
from tests.meetings.texts import written
from tests.network.adminsite.test_admin_pages import pages, rows_of
from tests.proof import prove
from tests.sent import sent_by
from tests.test_architecture import APPS, own_models

# Columns of text that nobody types, or that are kept as they were sent.
NOT_ENTERED = {
    "focalpoints.ProposedChange.label": "taken from the draft",
    "focalpoints.ReviewStep.by_name": "taken from the account",
    "meetings.CommuniqueVersion.digest": "computed",
    "focalpoints.Notification.kind": "names a kind",
    "focalpoints.NotificationRecipient.address": "as it is sent",
    "network.DocumentBuild.digest": "computed",
    "network.DocumentBuild.kind": "names a kind",
    "network.DocumentBuild.last_error": "said by machines",
    "network.DocumentBuild.name": "made by the portal",
    "network.DocumentBuild.sha256": "computed",
    "network.DocumentBuild.subject": "made by the portal",
    "network.DocumentBuild.title": "made by the portal",
    "network.ImportedRow.identity": "made by the portal",
    "network.ImportedRow.label": "made by the portal",
    "network.ImportedRow.mark": "computed",
    "focalpoints.ConfirmationRequest.token_digest": "computed",
    "focalpoints.EmailChange.token_digest": "computed",
    "network.Invitation.token_digest": "computed",
    "network.JournalEntry.key": "made by the portal",
    "network.JournalEntry.kind": "names a kind",
    "network.ListExport.format": "names a format",
    "network.ListExport.model": "names a model",
    "network.LoadedRow.key": "out of a file",
    "network.LoadedRow.model": "names a model",
    "network.MailAttachment.content_type": "as it is sent",
    "network.MailAttachment.name": "as it is sent",
    "network.OutgoingMail.address": "as it is sent",
    "network.OutgoingMail.body_html": "as it is sent",
    "network.OutgoingMail.body_text": "as it is sent",
    "network.OutgoingMail.envelope_sender": "as it is sent",
    "network.OutgoingMail.last_error": "said by machines",
    "network.OutgoingMail.message_id": "made by the portal",
    "network.OutgoingMail.subject": "as it is sent",
    "network.PrivateFile.content_type": "told from the content",
    "network.PrivateFile.kind": "names a kind",
    "network.PrivateFile.original_name": "as it was uploaded",
    "network.PrivateFile.owner": "made by the portal",
    "network.PublicFile.content_type": "told from the content",
    "network.PublicFile.original_name": "as it was uploaded",
    "network.SampleRow.key": "out of a file",
    "network.SampleRow.model": "names a model",
    "network.SearchEntry.kind": "names a kind",
    "network.SpreadsheetImport.kind": "names a kind",
    "network.SpreadsheetImport.separator": "told from the content",
    "network.SweepTurn.job": "names a job",
    "network.User.password": "a password's digest",
    "network.User.session_epoch": "made by the portal",
    "newsletters.Delivery.address": "as it is sent",
    "newsletters.Delivery.envelope_sender": "as it is sent",
    "newsletters.Delivery.last_error": "said by machines",
    "newsletters.Delivery.message_id": "made by the portal",
    "newsletters.Delivery.token": "made by the portal",
    "newsletters.Subscription.token": "made by the portal",
}
SPOILT = "Women\x1bPeace"
TYPED, KEPT = "W\x96e\u0301", "W–é"


@pytest.mark.guard
def test_every_column_of_text_holds_the_rule_and_a_length() -> None:
    plain, endless, seen = set(), set(), set()
    for model in own_models():
        if hasattr(model, "pgh_tracked_model") or model._meta.proxy:
            continue
        for field in model._meta.local_concrete_fields:
            if not isinstance(field, models.CharField | models.TextField):
                continue
            name = f"{model._meta.label}.{field.name}"
            if field.choices or isinstance(field, PartialDateField):
                continue
            if isinstance(field, CleanText):
                if not field.max_length:
                    endless.add(name)
            elif name in NOT_ENTERED:
                seen.add(name)
            else:
                plain.add(name)
    assert (plain, endless) == (set(), set())
    assert set(NOT_ENTERED) - seen == set()


def own_forms(of: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for form in of.__subclasses__():
        if form.__module__.split(".")[0] in APPS:
            yield form
        yield from own_forms(form)


CODE_FORMS = ("CodeForm", "CodeAgainForm")


@pytest.mark.guard
def test_every_field_of_text_of_a_form_holds_the_rule() -> None:
    found = {f"{form.__module__}.{form.__name__}": form for form in own_forms()}
    assert len(found) > 15
    plain = {
        f"{where}.{name}"
        for where, form in found.items()
        for name, field in form.base_fields.items()  # type: ignore[attr-defined]
        if isinstance(field, forms.CharField)
        and not isinstance(field, form_fields.CleanCharField)
        and not isinstance(field.widget, forms.HiddenInput | forms.PasswordInput)
    }
    # A code is compared with the one that is due, and never kept.
    codes = {f"network.accounts.second_factor_forms.{name}.code" for name in CODE_FORMS}
    assert plain <= codes


def test_a_field_tells_its_length_and_lets_no_browser_cut() -> None:
    field = form_fields.CleanTextField(max_length=2_000, help_text="In short.")
    assert field.help_text == "In short. At most 2,000 characters."
    assert "maxlength" not in field.widget.attrs
    assert "maxlength" not in form_fields.CleanCharField(max_length=20).widget.attrs
    with pytest.raises(forms.ValidationError, match=r"at most 2000 characters \(it has 2001\)"):
        field.clean("x" * 2_001)
    # A browser counts the end of a line once and sends it as two characters.
    assert len(field.clean("x\r\n" * 999 + "yy")) == 2_000


@pytest.mark.django_db
def test_what_is_stored_too_long_stays_and_is_reported_at_its_next_edit() -> None:
    initiative = factories.InitiativeFactory.create(summary_en="long " * 1_000)
    initiative.save()
    initiative.refresh_from_db()
    assert initiative.summary_en == "long " * 1_000
    with pytest.raises(forms.ValidationError, match=r"it has 5000") as refused:
        initiative.full_clean()
    assert set(refused.value.message_dict) == {"summary_en"}


@pytest.mark.django_db
def test_what_the_files_bring_holds_the_rule(request_of_staff: HttpRequest) -> None:
    """Reference data and samples: nothing that a form would change or refuse."""
    for model in own_models():
        if hasattr(model, "pgh_tracked_model") or model._meta.proxy:
            continue
        columns = [field for field in model._meta.concrete_fields if isinstance(field, CleanText)]
        for row in model._base_manager.all():
            for field in columns:
                value = getattr(row, field.attname)
                if value:
                    assert field.clean(value, row) == value, (row, field)


def texts_of(form: forms.BaseForm) -> dict[str, form_fields.CleanCharField]:
    """The text fields of a form on a page, by the names that are sent."""
    return {
        form.add_prefix(name): field
        for name, field in form.fields.items()
        if isinstance(field, form_fields.CleanCharField) and not field.disabled
    }


@pytest.mark.django_db
def test_every_form_of_the_admin_holds_the_rule(
    request_of_staff: HttpRequest, secretariat_client: Client
) -> None:
    prove(secretariat_client)
    draft = written(paragraphs=1)
    refused, kept = set(), set()
    for name, page in pages():
        rows = rows_of(page, request_of_staff)
        # Those of the samples are adopted, and read only.
        for row in [*rows, draft] if page.model is Communique else rows:
            address = reverse(f"{name}_change", args=[quote(row.pk)])
            answer = secretariat_client.get(address)
            shown = answer.content.decode()
            if 'name="_save"' not in shown:
                continue
            sent = sent_by(shown, "_save")
            forms_shown = [answer.context["adminform"].form]
            for one in answer.context["inline_admin_formsets"]:
                forms_shown += one.formset.initial_forms
            fields = {
                key: field
                for form in forms_shown
                for key, field in texts_of(form).items()
                if key in sent
            }
            model = page.model._meta.model_name
            # A form of which a row before has shown every field says nothing new.
            if {f"{model}.{key}" for key in fields} <= refused:
                continue
            spoilt = {**sent, **{key: [SPOILT] for key in fields}}
            answer = secretariat_client.post(address, spoilt)
            assert answer.status_code == 200, address
            page_again = answer.content.decode()
            assert page_again.count("U+001B, escape") >= len(fields), address
            for key in fields:
                refused.add(f"{model}.{key}")
            free = {
                key
                for key, field in fields.items()
                if type(field) in {form_fields.CleanCharField, form_fields.CleanTextField}
                and (field.max_length or 0) > 20
            }
            answer = secretariat_client.post(address, {**sent, **{key: [TYPED] for key in free}})
            if 'name="acknowledge"' in (shown := answer.content.decode()):
                # The English was changed, which the translations beside it do not follow.
                again = {**sent_by(shown, "_save"), "acknowledge": ["1"]}
                answer = secretariat_client.post(address, again)
            assert answer.status_code == 302, (address, answer.context["errors"])
            again = sent_by(secretariat_client.get(address).content.decode(), "_save")
            for key in free:
                assert KEPT in again[key][0], (address, key)
                kept.add(f"{model}.{key}")
    assert {one.split(".")[0] for one in refused} >= {
        "communique",
        "initiative",
        "meeting",
        "nationalactionplan",
        "newsletter",
        "opportunity",
        "organisation",
        "person",
        "presidency",
        "user",
    }
    assert {"newsletter.texts-0-body", "newsletter.texts-0-subject"} <= kept
    assert "communique.paragraphs-0-text" in kept


@pytest.mark.django_db
def test_an_invitation_is_refused_beside_its_fields(secretariat_client: Client) -> None:
    address = reverse("admin:network_invitation_add")
    asked = {"email": "new@example.org", "name": SPOILT, "language": "en"}
    page = secretariat_client.post(address, asked).content.decode()
    assert "is not allowed: U+001B, escape" in page
    assert not Invitation.objects.exists()
    secretariat_client.post(address, {**asked, "name": TYPED})
    assert Invitation.objects.get().name == KEPT


@pytest.mark.django_db
def test_the_command_that_invites_refuses_it_too() -> None:
    with pytest.raises(CommandError, match=r"U\+001B, escape"):
        call_command("invite_secretariat", "new@example.org", name=SPOILT, wait=0)


@pytest.mark.django_db
def test_an_own_contact_is_refused_beside_its_fields(
    focal_point_client: Client, focal_point: User
) -> None:
    person = Person.objects.get(user=focal_point)
    address = reverse("focalpoints:own-contact")
    sent = {"given_name": "Fabiola", "family_name": "Spain", "email": person.email, "phone": ""}
    override = {**sent, "position": "Advi\u202eser", "institution": "x" * 201}
    page = focal_point_client.post(address, override).content.decode()
    assert "U+202E, right-to-left override" in page
    assert "at most 200 characters (it has 201)" in page
    assert "x" * 201 in page
    arabic = "وزارة\u200f (می\u200cخواهم)"
    focal_point_client.post(address, {**sent, "position": TYPED, "institution": arabic})
    person.refresh_from_db()
    assert (person.position, person.institution) == (KEPT, arabic)


@pytest.mark.django_db
@pytest.mark.parametrize("spoilt", ['"a\x07"@example.org', "a\x00@example.org", "a\u202e@b.org"])
def test_an_address_of_email_is_refused_beside_its_field(visitor: Client, spoilt: str) -> None:
    page = visitor.post(
        reverse("newsletters:subscribe"), {"email": spoilt, "language": "en"}
    ).content.decode()
    assert "U+" in page
    assert not Subscription.objects.exists()
    for name, field in (("account_login", "login"), ("account_reset_password", "email")):
        answer = visitor.post(reverse(name), {field: spoilt, "password": "x" * 12})
        assert answer.status_code == 200, name
        assert answer.context["form"].errors[field], name


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["\x1b", "\u202e", "x" * 300])
def test_words_to_search_for_filter_nothing_where_they_cannot_be(
    secretariat_client: Client, text: str
) -> None:
    lists = ("/members/", "/initiatives/", "/plans/", "/directory/", "/admin/focalpoints/person/")
    for address in lists:
        answer = secretariat_client.get(address, {"q": text}, follow=True)
        assert answer.status_code == 200, address


@pytest.mark.django_db
def test_words_are_found_however_their_accents_were_typed(
    visitor: Client, secretariat_client: Client
) -> None:
    factories.InitiativeFactory.create(title_en="Médiation au Sahel")
    factories.PersonFactory.create(family_name="Pérez")
    assert "Médiation" in visitor.get("/initiatives/", {"q": "Me\u0301diation"}).content.decode()
    page = secretariat_client.get("/admin/focalpoints/person/", {"q": "Pe\u0301rez"})
    assert "Pérez" in page.content.decode()


@pytest.mark.django_db
def test_more_than_the_portal_takes_is_answered_in_its_own_words(
    focal_point_client: Client, settings: Any
) -> None:
    address = reverse("focalpoints:own-contact")
    answer = focal_point_client.post(address, {"position": "x" * 6_000_000})
    assert answer.status_code == 413
    page = answer.content.decode()
    assert "takes at most 5.0\xa0MB at a time" in page
    many = {f"field{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert focal_point_client.post(address, many).status_code == 413
    assert (
        f'content="{settings.DATA_UPLOAD_MAX_MEMORY_SIZE}"'
        in focal_point_client.get(address).content.decode()
    )


@pytest.mark.django_db
def test_an_expression_mixes_a_column_with_other_texts() -> None:
    person = factories.PersonFactory.create(given_name="Ana", family_name="Sample")
    rows = Person.objects.annotate(whole=Concat("given_name", Value(" "), "family_name"))
    assert rows.get(whole="Ana Sample") == person
    assert rows.values_list("whole", "given_name").get() == ("Ana Sample", "Ana")


def test_a_text_of_several_lines_is_a_column_like_any_other_to_migrations() -> None:
    field = CleanTextField("text", max_length=10, blank=True)
    assert field.deconstruct()[1:] == (
        "django.db.models.TextField",
        [],
        {"verbose_name": "text", "blank": True},
    )
