"""The index of the search: a row for each entry that can be found, which triggers write."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from network.values.constraints import one_of


class Audience(models.IntegerChoices):
    """Who may find an entry; each sees what the one before sees, and more."""

    EVERYBODY = 0, _("everybody")
    MEMBERS = 1, _("members")
    SECRETARIAT = 2, _("Secretariat")


class SearchEntry(models.Model):
    """What one entry is found by. Triggers keep it (network.search.indexing); nobody edits it.

    It prepares the search and decides nothing: what a reader is shown is asked of the entry's own
    table again, through `visible_to(user)`.
    """

    kind = models.CharField(_("type"), max_length=20)
    key = models.BigIntegerField(_("key"))
    # {language: folded names}; under "" what belongs to no language, such as codes and aliases.
    names = models.JSONField(_("names"))
    words = SearchVectorField(_("words"))
    # Within a kind the smaller first.
    rank = models.BigIntegerField(_("rank"))
    audience = models.PositiveSmallIntegerField(_("who may find it"), choices=Audience)
    # The member whose drafters find it, whatever the audience.
    owner = models.BigIntegerField(_("member"), null=True)

    class Meta:
        verbose_name = _("entry of the search")
        verbose_name_plural = _("entries of the search")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="searchentry_once"),
            one_of("audience", *Audience.values),
        ]
        indexes = [
            # Written at once, for a list of what is pending would be read by every search.
            GinIndex(fields=["words"], name="searchentry_words", fastupdate=False),
            GinIndex(
                Func(F("names"), function="portal_near_words"),
                name="searchentry_near",
                fastupdate=False,
            ),
            models.Index(fields=["kind", "rank"], name="searchentry_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
