"""The choice of topics on the Secretariat's forms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from network.adminsite.optimistic_lock import OptimisticLockForm
from newsletters.models import Topic


class TopicsForm(OptimisticLockForm):
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        choices=Topic,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def clean_topics(self) -> list[str]:
        """The chosen ones; in their stored order if they are the same, so that nothing changes."""
        chosen: list[str] = self.cleaned_data["topics"]
        stored: list[str] = self.instance.topics
        return stored if sorted(stored) == sorted(chosen) else chosen
