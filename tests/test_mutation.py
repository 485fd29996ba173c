"""The program behind `make mutate`: what it finds, and what it makes of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import FunctionType

import pytest

from scripts.mutate import noticed
from scripts.mutate.alike import ALIKE
from scripts.mutate.checks import Mutant, Operator, compiles, find_all, sources
from scripts.mutate.named import ONCE_UNNOTICED, is_named
from scripts.mutate.reach import Reach
from scripts.mutate.warm import exchange

ROOT = Path(__file__).resolve().parent.parent
PLANTED = """
def require_owner(by, row):
    if row.owner != by:
        raise Refusal("not yours")

@signed_in
def page(request):
    rows = Row.objects.visible_to(request.user)
    require_owner(request.user, rows.get())
    if not request.user.is_staff or rows.is_shut:
        raise Http404
    return render(request, "page.html", {"may": request.user.has_perm("a.b")})

class RowQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(is_open=True, owner=user)

class RowAdmin(ReadOnlyAdmin, ModelAdmin):
    def has_add_permission(self, request):
        return False

    @action(permissions=["change"])
    def shut(self, request):
        return redirect("/")
"""


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return sources(ROOT)


@pytest.fixture(scope="module")
def mutants(files: dict[str, bytes]) -> list[Mutant]:
    return find_all(files)


def without(planted: str) -> dict[tuple[str, str], str]:
    """Each mutant of a text, by operator and original, with its replacement."""
    found = find_all({"network/planted.py": planted.encode()})
    return {(mutant.operator.name, mutant.before): mutant.after for mutant in found}


def test_every_kind_of_planted_check_is_found() -> None:
    found = without(PLANTED)
    assert found[("GUARD", "row.owner != by")] == "False"
    assert found[("DECORATOR", "@signed_in")] == ""
    assert found[("FILTER", "Row.objects.visible_to(request.user)")] == "Row.objects.all()"
    assert found[("CALL", "require_owner(request.user, rows.get())")] == "pass"
    assert found[("OPERAND", "not request.user.is_staff or rows.is_shut")] == "(rows.is_shut)"
    assert found[("GUARD", "not request.user.is_staff or rows.is_shut")] == "False"
    assert found[("RIGHT", 'request.user.has_perm("a.b")')] == "True"
    assert found[("FILTER", "self.filter(is_open=True, owner=user)")] == "self"
    assert ("CONDITION", "self.filter(is_open=True, owner=user)") in found
    assert found[("YES", "False")] == "True"
    assert found[("PERMISSION", '["change"]')] == "None"


def test_a_base_class_that_refuses_is_dropped() -> None:
    base = (
        "class ReadOnlyAdmin:\n    def has_add_permission(self, request):\n        return False\n"
    )
    assert without(base + PLANTED)[("MIXIN", "ReadOnlyAdmin, ModelAdmin")] == "ModelAdmin"


def test_a_check_is_deleted_and_nothing_else() -> None:
    source = PLANTED.encode()
    for mutant in find_all({"network/planted.py": source}):
        changed = mutant.applied_to(source)
        assert changed[: mutant.start] == source[: mutant.start]
        assert changed.endswith(source[mutant.end :])
        assert changed != source


def test_the_portals_checks_are_found(mutants: list[Mutant]) -> None:
    """Those that were once tried by hand among them; far fewer would be a fault of the search."""
    counts = Counter(mutant.operator for mutant in mutants)
    assert len(mutants) >= 300
    assert {operator for operator in Operator if not counts[operator]} == set()
    said = {f"{mutant.path} {mutant.function} {mutant.before}" for mutant in mutants}
    for known in ONCE_UNNOTICED:
        assert any(one.startswith(known) for one in said), known


def test_the_checks_that_carry_their_name_come_without_being_asked_for(
    mutants: list[Mutant],
) -> None:
    named = [one for one in mutants if is_named(one)]
    kept_back = [one for one in mutants if not is_named(one)]
    for rule in ("visible_to", "_permission", "require_", "changes_drafted_by"):
        assert any(rule in one.function for one in named), rule
        assert not any(one.function.endswith(rule) for one in kept_back), rule
    for operator in (Operator.CALL, Operator.MIDDLEWARE):
        assert not [one for one in kept_back if one.operator is operator]
    assert len(named) >= 300
    assert kept_back


def test_every_mutant_compiles_and_has_a_name_of_its_own(
    mutants: list[Mutant], files: dict[str, bytes]
) -> None:
    assert [str(one) for one in mutants if not compiles(one, files[one.path])] == []
    assert len({mutant.key for mutant in mutants}) == len(mutants)


def test_what_is_known_to_change_nothing_is_still_found(mutants: list[Mutant]) -> None:
    found = {known: [one for one in mutants if known.is_of(one)] for known in ALIKE}
    assert [known for known, those in found.items() if len(those) != 1] == []
    assert [known for known in ALIKE if not known.reason.endswith(".")] == []


def test_a_running_function_gets_its_code_without_the_check(tmp_path: Path) -> None:
    path = tmp_path / "planted.py"
    source = "def may_enter(by):\n    return by is not None\n"
    space: dict[str, object] = {}
    exec(compile(source, str(path), "exec"), space)
    may_enter = space["may_enter"]
    assert isinstance(may_enter, FunctionType)
    assert may_enter(None) is False
    [mutant] = find_all({"network/planted.py": source.encode()})
    assert exchange([may_enter], str(path), mutant.applied_to(source.encode()))
    assert may_enter(None) is True
    assert not exchange([may_enter], str(path), mutant.applied_to(source.encode()))


def test_a_method_that_no_longer_asks_its_base_class_is_exchanged_too(tmp_path: Path) -> None:
    path = tmp_path / "planted.py"
    source = (
        "class Base:\n    def may_enter(self):\n        return False\n"
        "class Door(Base):\n    def may_enter(self):\n"
        "        return self.is_open and super().may_enter()\n    is_open = True\n"
    )
    space: dict[str, object] = {}
    exec(compile(source, str(path), "exec"), space)
    door = space["Door"]
    assert isinstance(door, type)
    assert door().may_enter() is False
    [mutant] = [
        one
        for one in find_all({"network/planted.py": source.encode()})
        if one.after == "(self.is_open)"
    ]
    assert exchange([door.may_enter], str(path), mutant.applied_to(source.encode()))
    assert door().may_enter() is True


def test_what_speaks_of_a_setting_is_tried_before_the_tests_of_rights() -> None:
    source = b'MIDDLEWARE = ["network.middleware.NoStoreMiddleware"]\n'
    [mutant] = find_all({"network/settings.py": source})
    cache_test = "tests/network/test_no_store.py::test_nothing_of_the_signed_in_is_kept"
    rights = "tests/test_staff_rights.py::test_who_may_only_look_is_offered_no_action_on_a_list"
    other = "tests/network/test_days.py::test_a_day_in_words"
    reach = Reach(seconds={other: 0.1, rights: 0.2, cache_test: 3.0}, known={mutant.path: ""})
    tests, _seconds = reach.tests_for(mutant, source)
    assert tests == [cache_test, rights, other]


def test_what_noticed_a_mutant_is_known_to_the_next_run_while_the_mutant_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noticed, "FILE", tmp_path / "noticed.json")
    assert noticed.read() == {}
    noticed.write({"one": "tests/test_a.py::test_a", "two": ""}, mutant_keys={"one", "two"})
    assert noticed.read() == {"one": "tests/test_a.py::test_a"}
    noticed.write({"two": "tests/test_b.py::test_b[x y]"}, mutant_keys={"two"})
    assert noticed.read() == {"two": "tests/test_b.py::test_b[x y]"}
