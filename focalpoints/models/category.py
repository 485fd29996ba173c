"""Categories of designation: what the Secretariat has decided about each."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.audit.tracking import tracked
from network.values.text_fields import CleanCharField, CleanSlugField
from network.values.translated import Translated
from network.values.translation_triggers import translations_follow_english
from network.values.translations import FollowsEnglish

# The designations of a category carry its rule, for a constraint sees one table only. Whoever
# writes a designation at the same moment either is seen here or waits for this change.
HAND_DOWN_THE_RULE = """
    UPDATE focalpoints_designation
    SET one_holder_since = NEW.one_holder_since
    WHERE category_id = NEW.id;
    RETURN NULL;
"""


class CategoryQuerySet(models.QuerySet["Category"]):
    def in_order(self) -> CategoryQuerySet:
        """In the order of protocol."""
        return self.order_by("order", "pk")


@tracked(exclude=("translates",))
class Category(FollowsEnglish):
    """What a member designates somebody as, and what follows from it.

    `one_holder_since` is the day from which a member has at most one active holder; None lets it
    have several. What was recorded of the time before that day stays as it was.
    """

    code = CleanSlugField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("Files refer to the category by this code. It cannot be changed later."),
    )
    name = Translated(CleanCharField(_("name"), max_length=80))
    order = models.PositiveSmallIntegerField(
        _("order of protocol"),
        default=100,
        help_text=_("Categories with lower numbers come first."),
    )
    may_submit = models.BooleanField(
        _("may submit"),
        default=False,
        help_text=_(
            "Its holders submit changes to the Secretariat, confirm entries and let colleagues "
            "draft. Without it, they only draft."
        ),
    )
    one_holder_since = models.DateField(
        _("one active holder, since"), null=True, blank=True, editable=False
    )
    is_public = models.BooleanField(
        _("shown to the public"),
        default=True,
        help_text=_("Without it, only members and the Secretariat see that there is a holder."),
    )
    is_for_members = models.BooleanField(
        _("shown to members"),
        default=True,
        db_default=True,
        help_text=_(
            "Without it, only the holder's member and the Secretariat see that there is one. A "
            "category can hide what its holders share; it never shows more."
        ),
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category of designation")
        verbose_name_plural = _("categories of designation")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="category_public_is_for_members",
                condition=models.Q(is_public=False) | models.Q(is_for_members=True),
                violation_error_message=_("What is shown to the public is shown to members too."),
            )
        ]
        triggers = [
            translations_follow_english(),
            pgtrigger.Trigger(
                name="hand_down_the_rule",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("one_holder_since"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Condition(
                    "OLD.one_holder_since IS DISTINCT FROM NEW.one_holder_since"
                ),
                func=HAND_DOWN_THE_RULE,
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def has_one_holder(self) -> bool:
        return self.one_holder_since is not None
