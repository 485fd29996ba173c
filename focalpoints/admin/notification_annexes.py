"""The annexes of a notification on its page: uploaded, renamed and removed by services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import UnfoldAdminFileFieldWidget

from focalpoints.models import NotificationAnnex
from focalpoints.notifications.annexes import RULE
from focalpoints.notifications.writing import add_annex, remove_annex, rename_annex
from network.accounts.models import User
from network.documents import disk


class AnnexInput(UnfoldAdminFileFieldWidget):
    """Without a link to the stored file: annexes have an address of their own, with rights."""

    def is_initial(self, value: Any) -> bool:
        return False


class AnnexForm(forms.ModelForm):
    """A title, and the file of a new annex; another file is another annex."""

    upload = forms.FileField(
        label=_("File"),
        required=False,
        widget=AnnexInput,
        help_text=_("PDF, JPEG or PNG, 10 MB at most."),
    )

    class Meta:
        model = NotificationAnnex
        fields = ("title",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["upload"]
        else:
            self.fields["upload"].widget.attrs["accept"] = RULE.accept

    def clean_upload(self) -> Any:
        upload = self.cleaned_data.get("upload")
        if not upload:
            raise forms.ValidationError(_("Choose the file."), code="required")
        RULE.type_of(upload)
        return upload


class AnnexFormSet(PaginationInlineFormSet):
    """The annexes of one notification, written in the name of `by`."""

    by: User

    def save_new(self, form: Any, commit: bool = True) -> NotificationAnnex:
        data = form.cleaned_data
        full = _("The annex cannot be stored: the portal's disk is full. Nothing was saved.")
        with disk.refusing_full_disk(full, field="upload"):
            return add_annex(self.instance, data["upload"], title=data["title"], by=self.by)

    def save_existing(
        self, form: Any, obj: NotificationAnnex, commit: bool = True
    ) -> NotificationAnnex:
        return rename_annex(obj, title=form.cleaned_data["title"], by=self.by)

    def delete_existing(self, obj: NotificationAnnex, commit: bool = True) -> None:
        remove_annex(obj, by=self.by)


class AnnexInline(TabularInline):
    model = NotificationAnnex
    form = AnnexForm
    formset = AnnexFormSet
    fields = ("title", "upload", "stored")
    readonly_fields = ("stored",)
    extra = 0
    verbose_name = _("annex")
    verbose_name_plural = _("Annexes")

    def get_queryset(self, request: HttpRequest) -> QuerySet[NotificationAnnex]:
        found: QuerySet[NotificationAnnex] = super().get_queryset(request)
        return found.select_related("file", "notification")

    @display(description=_("stored file"))
    def stored(self, annex: NotificationAnnex) -> Any:
        if annex.pk is None:
            return "–"
        url = reverse("private-file", args=[annex.file_id])
        return format_html('<a href="{}">{}</a>', url, annex.file.original_name)
