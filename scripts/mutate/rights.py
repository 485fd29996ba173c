"""What in the code speaks of who may do what: by the names that the portal gives such things."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

# Questions of a QuerySet: the rows that somebody may see or change, and what these build on.
QUESTION = re.compile(
    r"visible_to|changes_\w+_by|with_letter_for|members_of|members_\w+_for|held_by"
    r"|entries_of|announced|published|active_on|current|unexpired_on|in_force_on"
    r"|awaiting_confirmation_on|that_may_submit|as_seen|known_to|shared_with|people_to_notify"
)
# The rows of one reader, of those; at a call every row stands for them.
OWN_MEMBERS = {"members_of", "members_drafted_for", "members_submitted_for"}
OWN_ROWS = {
    "visible_to",
    "changes_drafted_by",
    "changes_submitted_by",
    "with_letter_for",
    "held_by",
    *OWN_MEMBERS,
}
# Functions that answer yes or no.
PREDICATE = re.compile(
    r"may_\w+|\w+_may_\w+|has_\w*permission|is_focal_point|is_member|is_secretariat"
    r"|has_desk|has_desk_page"
    r"|user_can_authenticate|is_open_for_signup|used_second_factor|is_mfa_enabled|has_perm"
)
# Functions that refuse, or that choose what is shown or who is let in.
DECISION = re.compile(
    r"require_\w+|reader_of|seen_by|seen_columns|find_visible|guarded|hidden|get_actions_detail"
    r"|get_actions|pre_login|lookup_allowed|to_field_allowed|_locked|_item"
)
REFUSING = re.compile(r"require_\w+")
# Decorators that keep others out of a view; those that ask for a method are not among them.
DECORATOR = re.compile(
    r"only|signed_in|secretariat_only|login_required|permission_required|staff_member_required"
    r"|reauthentication_required|\w*reauth\w*"
)
PEOPLE = {"by", "user", "actor", "account"}
STANDING = {
    "is_secretariat",
    "is_staff",
    "is_superuser",
    "is_active",
    "is_authenticated",
    "is_theirs",
    "user_id",
}
# Questions about people that are not predicates by name.
ASKED = {"entries_of", "account_with", "reader_of", "get_authentication_records"} | OWN_ROWS
TURNING_AWAY = {"none", "redirect_to_login", "respond_user_inactive"}
NO_PAGE = {"Http404", "PermissionDenied", "NotVisible"}
MIDDLEWARE = re.compile(
    r"network\..*|.*\.(CsrfView|Security|XFrameOptions|Authentication)Middleware"
)
# Whether the servers' user may enter a folder, which settings are there, and what the demo's
# people did concern no reader.
OF_NOBODY = re.compile(r"network/demo/|network/environment\.py$|/samples\.py$")


def name_of(node: ast.AST) -> str:
    """The last name of what is called or named: `a.b.c(...)` is `c`."""
    if isinstance(node, ast.Call):
        return name_of(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def calls_own_rows(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.Call) and name_of(part) in OWN_ROWS | {"entries_of"}
        for part in ast.walk(node)
    )


def is_about_people(node: ast.AST) -> bool:
    """Whether an expression asks who somebody is or what they may do."""
    return any(_asks(part) for part in ast.walk(node))


def is_right(node: ast.AST) -> bool:
    """Whether an expression is by itself the answer to "may they?"."""
    if isinstance(node, ast.Call):
        name = name_of(node)
        if name == "getattr" and len(node.args) > 1:
            return isinstance(node.args[1], ast.Constant) and node.args[1].value in STANDING
        return bool(PREDICATE.fullmatch(name)) and not _is_supers(node)
    return isinstance(node, ast.Attribute) and node.attr in STANDING - {"user_id", "is_active"}


def only_narrows(node: ast.AST) -> bool:
    """Whether a condition asks of what type a value is, or whether it is there, and no more."""
    if isinstance(node, ast.BoolOp):
        return all(only_narrows(one) for one in node.values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return only_narrows(node.operand)
    if isinstance(node, ast.Compare):
        last = node.comparators[-1]
        return isinstance(last, ast.Constant) and last.value is None
    if isinstance(node, ast.Attribute):
        return node.attr in {"user_id", "resolver_match"}
    return isinstance(node, ast.Call) and name_of(node) in {"isinstance", "hasattr"}


def only_prepares(node: ast.If) -> bool:
    """Whether an `if` brings a value into shape, or remembers it, and decides nothing."""
    ends = isinstance(node.body[-1], ast.Raise | ast.Return)
    return not ends and only_narrows(node.test)


def asks_for_a_method(node: ast.AST) -> bool:
    """Whether a condition only asks how a request was sent (GET or POST)."""
    return isinstance(node, ast.Compare) and name_of(node.left) == "method"


def is_nothing(node: ast.AST) -> bool:
    """Whether an expression gives nothing, so that to choose it always lets in nobody."""
    return isinstance(node, ast.Constant) and not node.value


def is_text_of_a_column(node: ast.FunctionDef) -> bool:
    """Whether a function only words what a column shows (`@display`)."""
    return any(name_of(one) == "display" for one in node.decorator_list)


def is_error_page(node: ast.AST) -> bool:
    """Whether an expression makes a page with a status of 400 or more."""
    return isinstance(node, ast.Call) and any(
        one.arg == "status" and int(getattr(one.value, "value", 0)) >= 400 for one in node.keywords
    )


def _is_supers(node: ast.Call) -> bool:
    inner = node.func.value if isinstance(node.func, ast.Attribute) else None
    return inner is not None and name_of(inner) == "super"


def _asks(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return bool(PREDICATE.fullmatch(name_of(node))) or name_of(node) in ASKED | {"actor"}
    if isinstance(node, ast.Attribute):
        return node.attr in STANDING | {"user"}
    if isinstance(node, ast.Name):
        return node.id in PEOPLE | STANDING
    return isinstance(node, ast.Constant) and node.value in STANDING


def classes_with_rights(trees: Iterator[ast.AST]) -> set[str]:
    """The names of classes that say in methods of their own who may do what."""
    return {
        part.name
        for tree in trees
        for part in ast.walk(tree)
        if isinstance(part, ast.ClassDef)
        and any(
            isinstance(one, ast.FunctionDef) and PREDICATE.fullmatch(one.name) for one in part.body
        )
    }
