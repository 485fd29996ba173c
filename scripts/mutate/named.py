"""The checks that carry their name: what `make mutate` deletes unless it is told `--all`.

They are the rules of who may see and do what, and where these rules are asked: `visible_to` and
its like, the rights of a member, `require_*`, `has_*_permission`, the middlewares, and what had no
test when checks were deleted by hand for the first time.
"""

from __future__ import annotations

import re

from scripts.mutate import rights
from scripts.mutate.checks import Mutant, Operator

RULE = re.compile(
    r"visible_to|changes_\w+_by|members_\w+_for|members_of|with_letter_for|held_by"
    r"|may_draft|may_submit|may_decide|require_\w+|has_\w*permission|\w+Middleware"
)
OWN_ROWS = re.compile(rf"\b({'|'.join(sorted(rights.OWN_ROWS))})\(")
# Each begins with path, function and text of a check that no test noticed when it was deleted by
# hand, or that another one hid.
ONCE_UNNOTICED = (
    "meetings/models/communique.py CommuniqueQuerySet.visible_to self.filter(is_public=True",
    "focalpoints/models/designation.py DesignationQuerySet.held_by self.active_on(day)",
    "network/accounts/admin/accounts.py UserAdmin.has_add_permission False",
    "network/accounts/admin/accounts.py UserAdmin.has_delete_permission False",
    "meetings/admin/communique_steps.py CommuniqueSteps.retry_view get_object_or_404(",
    "meetings/admin/communique_steps.py CommuniqueSteps._editable not self.has_change",
    "newsletters/admin/issue_pages.py preview_html not model_admin.has_view_permission",
    "focalpoints/review/drafts.py withdraw require_submitter(by, change.member)",
    "network/accounts/invitations.py accept_with_account by.email.lower()",
    "network/accounts/views.py _join_with_account isinstance(user, User) and user.email",
    "network/accounts/models/user.py User.is_secretariat not self.is_active",
    "network/web/middleware.py SecondFactorMiddleware.process_view",
)


def is_named(mutant: Mutant) -> bool:
    if mutant.operator in {Operator.CALL, Operator.MIDDLEWARE}:
        return True
    if any(RULE.fullmatch(name) for name in mutant.function.split(".")):
        return True
    asks = mutant.operator is Operator.FILTER and OWN_ROWS.search(mutant.before)
    if asks and not OWN_ROWS.search(mutant.after):
        return True
    return f"{mutant.path} {mutant.function} {mutant.before}".startswith(ONCE_UNNOTICED)
