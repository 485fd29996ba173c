"""Finding permission checks by their syntax, and what each file is without one of them."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from scripts.mutate import rights
from scripts.mutate.rights import calls_own_rows, is_about_people, is_right, name_of

APPS = ("network", "focalpoints", "meetings", "initiatives", "newsletters")


class Operator(StrEnum):
    """How a check is taken away."""

    GUARD = "guard deleted"
    ALWAYS = "condition always true"
    FILTER = "filter left out"
    CONDITION = "condition of a filter left out"
    SCOPE = "scope of a look-up left out"
    OPERAND = "operand of and/or left out"
    YES = "predicate says yes"
    RIGHT = "right taken as given"
    CALL = "call of require_* left out"
    DECORATOR = "decorator dropped"
    PERMISSION = "permission of an action dropped"
    MIXIN = "base class dropped"
    MIDDLEWARE = "middleware dropped"
    ADMIN_VIEW = "view not wrapped by the admin"


@dataclass(frozen=True)
class Mutant:
    """A file without one check: `new` replaces the bytes from `start` to `end`.

    `lines` are those whose execution shows that a test reaches the check; empty where only
    importing the module runs it.
    """

    path: str
    line: int
    function: str
    operator: Operator
    before: str
    after: str
    start: int
    end: int
    lines: range
    number: int = 0  # among those that are otherwise alike

    @property
    def app(self) -> str:
        return self.path.split("/", 1)[0]

    @property
    def key(self) -> str:
        """What it is called from run to run, though lines above it may come and go."""
        said = (self.path, self.function, self.operator, self.before, self.after)
        return " | ".join((*said, str(self.number)))

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function}: {self.before}  ->  {self.after}"

    def applied_to(self, source: bytes) -> bytes:
        return source[: self.start] + self.after.encode() + source[self.end :]


def sources(root: Path) -> dict[str, bytes]:
    """The modules that may hold checks, by path."""
    found = {}
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if "/migrations/" in name or rights.OF_NOBODY.search(name):
                continue
            found[name] = path.read_bytes()
    return found


def find_all(files: dict[str, bytes]) -> list[Mutant]:
    """Every check of `files`, each once, in the order of the files."""
    trees = {path: ast.parse(source) for path, source in files.items()}
    mixins = rights.classes_with_rights(iter(trees.values()))
    found = []
    for path, source in files.items():
        seen: Counter[str] = Counter()
        for mutant in sorted(_Finder(path, source, mixins).find(trees[path]), key=_place):
            found.append(replace(mutant, number=seen[mutant.key]))
            seen[mutant.key] += 1
    return found


def _place(mutant: Mutant) -> tuple[int, int, str]:
    return mutant.start, mutant.end, mutant.after


class _Finder:
    """Walks a module and notes what may be taken away."""

    def __init__(self, path: str, source: bytes, mixins: set[str]) -> None:
        self.path, self.source, self.mixins = path, source, mixins
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.scope: list[str] = []
        self.functions: list[ast.FunctionDef] = []
        self.classes: list[str] = []
        # What lets somebody in while it is true; turned round by `not` and by a refusal.
        self.lets_in = True
        self.found: dict[tuple[int, int, str], Mutant] = {}

    def find(self, tree: ast.Module) -> list[Mutant]:
        self._walk(tree)
        return list(self.found.values())

    # --- Where we are ---

    @property
    def inside(self) -> str:
        return self.functions[-1].name if self.functions else ""

    @property
    def is_question(self) -> bool:
        return bool(rights.QUESTION.fullmatch(self.inside))

    @property
    def is_predicate(self) -> bool:
        return bool(rights.PREDICATE.fullmatch(self.inside))

    @property
    def in_middleware(self) -> bool:
        return any(name.endswith("Middleware") for name in self.classes)

    @property
    def decides(self) -> bool:
        """Whether all that this function asks, it asks to let somebody in or not."""
        by_name = rights.DECISION.fullmatch(self.inside)
        return bool(
            self.functions
            and (by_name or self.is_question or self.is_predicate or self.in_middleware)
        )

    def _walk(self, node: ast.AST) -> None:
        if isinstance(node, ast.FunctionDef):
            if rights.is_text_of_a_column(node):
                return
            self._decorators(node)
            for part in (*node.decorator_list, node.args):
                self._walk(part)
            self.functions.append(node)
            self.scope.append(node.name)
            for part in node.body:
                self._walk(part)
            self.scope.pop()
            self.functions.pop()
            return
        if isinstance(node, ast.ClassDef):
            self._bases(node)
            self.scope.append(node.name)
            self.classes.append(node.name)
            for part in ast.iter_child_nodes(node):
                self._walk(part)
            self.classes.pop()
            self.scope.pop()
            return
        is_note = isinstance(node, ast.If) and rights.only_prepares(node)
        look = getattr(self, f"_{type(node).__name__.lower()}", None)
        if look is not None and not is_note:
            look(node)
        if isinstance(node, ast.If):
            if not is_note:
                self._walk_turned(node.test, self._refuses(node))
            for part in (*node.body, *node.orelse):
                self._walk(part)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self._walk_turned(node.operand, True)
        else:
            for part in ast.iter_child_nodes(node):
                self._walk(part)

    def _walk_turned(self, node: ast.AST, turned: bool) -> None:
        before = self.lets_in
        self.lets_in = before != turned
        self._walk(node)
        self.lets_in = before

    def _refuses(self, node: ast.If) -> bool:
        """Whether the body of an `if` turns somebody away: it raises, or gives nothing."""
        last = node.body[-1]
        if isinstance(last, ast.Raise):
            return True
        if not isinstance(last, ast.Return):
            return False
        if self.in_middleware:
            # There "nothing" lets the request pass.
            return not (last.value is None or isinstance(last.value, ast.Constant | ast.Name))
        value = last.value
        if value is None or isinstance(value, ast.Constant):
            return value is None or not value.value
        is_empty = isinstance(value, ast.List | ast.Tuple) and not value.elts
        return is_empty or name_of(value) in rights.TURNING_AWAY or rights.is_error_page(value)

    # --- Statements ---

    def _if(self, node: ast.If) -> None:
        last = node.body[-1]
        raised = name_of(last.exc) if isinstance(last, ast.Raise) and last.exc else ""
        ends = isinstance(last, ast.Raise | ast.Return)
        if rights.asks_for_a_method(node.test):
            return
        if not (self.decides or raised in rights.NO_PAGE or (is_about_people(node.test) and ends)):
            return
        if self._refuses(node):
            self._note(Operator.GUARD, node.test, "False", reach=node.test)
        else:
            self._note(Operator.ALWAYS, node.test, "True", reach=node.test)

    def _return(self, node: ast.Return) -> None:
        value = node.value
        if not self.is_predicate or value is None or isinstance(value, ast.BoolOp):
            return
        if not (isinstance(value, ast.Constant) and value.value is True):
            self._note(Operator.YES, value, "True", reach=node)

    def _expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call) and rights.REFUSING.fullmatch(name_of(node.value)):
            self._note(Operator.CALL, node, "pass", reach=node)

    def _assign(self, node: ast.Assign) -> None:
        if [name_of(target) for target in node.targets] == ["MIDDLEWARE"]:
            for entry in getattr(node.value, "elts", []):
                if rights.MIDDLEWARE.fullmatch(str(getattr(entry, "value", ""))):
                    self._note(Operator.MIDDLEWARE, entry, "*()")
        if isinstance(node.value, ast.Call) and rights.REFUSING.fullmatch(name_of(node.value)):
            return
        self._rights_in(node.value)

    # --- Expressions ---

    def _boolop(self, node: ast.BoolOp) -> None:
        if not self.functions:
            return
        joins = isinstance(node.op, ast.And)
        if joins != self.lets_in:
            return  # without an operand it would let in fewer
        for operand in node.values:
            if self.decides or is_about_people(operand):
                rest = [one for one in node.values if one is not operand]
                text = (" and " if joins else " or ").join(self._bracketed(one) for one in rest)
                self._note(Operator.OPERAND, node, f"({text})", reach=node)

    def _ifexp(self, node: ast.IfExp) -> None:
        # `row.name if row is not None else ""` only keeps clear of an error.
        is_safeguard = rights.only_narrows(node.test) and rights.is_nothing(node.orelse)
        if not self.functions or is_safeguard or rights.asks_for_a_method(node.test):
            return
        if self.decides or is_about_people(node.test):
            if not rights.is_nothing(node.body):
                self._note(Operator.ALWAYS, node.test, "True", reach=node)
            if not rights.is_nothing(node.orelse):
                self._note(Operator.GUARD, node.test, "False", reach=node)

    def _comprehension(self, node: ast.comprehension) -> None:
        for condition in node.ifs:
            if rights.only_narrows(condition):
                continue
            if self.decides or is_about_people(condition):
                self._note(Operator.ALWAYS, condition, "True", reach=condition)

    def _binop(self, node: ast.BinOp) -> None:
        if self.is_question and isinstance(node.op, ast.BitOr | ast.BitAnd):
            for side, other in ((node.left, node.right), (node.right, node.left)):
                if name_of(side) == "Q":
                    self._note(Operator.CONDITION, node, self._text(other), reach=node)

    def _dict(self, node: ast.Dict) -> None:
        for value in node.values:
            self._rights_in(value)

    def _keyword(self, node: ast.keyword) -> None:
        self._rights_in(node.value)
        if node.arg == "permissions" and isinstance(node.value, ast.List | ast.Tuple):
            self._note(Operator.PERMISSION, node.value, "None")

    def _call(self, node: ast.Call) -> None:
        name = name_of(node)
        receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
        if name == "admin_view" and node.args and receiver and name_of(receiver) != "super":
            self._note(Operator.ADMIN_VIEW, node, self._text(node.args[0]))
        if name in {"get_object_or_404", "find_visible"}:
            self._scopes(node)
        if name in rights.OWN_MEMBERS:
            self._note(Operator.FILTER, node, f"{self._text(node)}.model._default_manager.all()")
        elif receiver is not None:
            narrows = name in {"filter", "exclude"}
            in_question = self.is_question and (narrows or rights.QUESTION.fullmatch(name))
            of_own = narrows and calls_own_rows(receiver)
            if in_question or of_own or name in rights.OWN_ROWS:
                self._filter(node, receiver)

    def _filter(self, node: ast.Call, receiver: ast.expr) -> None:
        rows = self._text(receiver)
        rows = f"{rows}.all()" if name_of(receiver) == "objects" else rows
        self._note(Operator.FILTER, node, rows, reach=node)
        conditions = [*node.args, *node.keywords]
        if len(conditions) > 1 and name_of(node) in {"filter", "exclude"}:
            for one in conditions:
                rest = ", ".join(self._text(other) for other in conditions if other is not one)
                self._note(Operator.CONDITION, node, f"{self._text(node.func)}({rest})", reach=node)

    def _scopes(self, node: ast.Call) -> None:
        for one in node.keywords:
            if one.arg in {None, "pk", "slug", "token"} or len(node.keywords) < 2:
                continue
            rest = [*node.args, *(other for other in node.keywords if other is not one)]
            text = f"{self._text(node.func)}({', '.join(map(self._text, rest))})"
            self._note(Operator.SCOPE, node, text, reach=node)

    def _rights_in(self, value: ast.expr) -> None:
        """A right that is noted, shown or handed on, and not asked for on the spot."""
        is_found = name_of(value) == "exists" and calls_own_rows(value)
        if self.functions and (is_right(value) or is_found):
            self._note(Operator.RIGHT, value, "True", reach=value)

    # --- What runs when a module is imported ---

    def _decorators(self, node: ast.FunctionDef) -> None:
        for one in node.decorator_list:
            if rights.DECORATOR.fullmatch(name_of(one)):
                start, end = self._span(one)
                at = self.source.rindex(b"@", 0, start)
                self._keep(Operator.DECORATOR, at, end, "", node.lineno, range(0), [node.name])

    def _bases(self, node: ast.ClassDef) -> None:
        for base in node.bases:
            if name_of(base) in self.mixins and len(node.bases) > 1:
                first, last = node.bases[0], node.bases[-1]
                rest = ", ".join(self._text(one) for one in node.bases if one is not base)
                start, end = self._span(first)[0], self._span(last)[1]
                self._keep(Operator.MIXIN, start, end, rest, node.lineno, range(0), [node.name])

    # --- Noting ---

    def _text(self, node: ast.AST) -> str:
        start, end = self._span(node)
        return self.source[start:end].decode()

    def _bracketed(self, node: ast.expr) -> str:
        text = self._text(node)
        return text if isinstance(node, ast.Call | ast.Name | ast.Attribute) else f"({text})"

    def _span(self, node: ast.AST) -> tuple[int, int]:
        # Only what has a place in the text is asked for.
        place: ast.expr = node  # type: ignore[assignment]
        assert place.end_lineno is not None
        assert place.end_col_offset is not None
        start = self.starts[place.lineno - 1] + place.col_offset
        return start, self.starts[place.end_lineno - 1] + place.end_col_offset

    def _note(
        self, operator: Operator, node: ast.AST, after: str, *, reach: ast.AST | None = None
    ) -> None:
        lines = range(0)
        # The addresses are made once, which may be before any test.
        if self.functions and operator is not Operator.ADMIN_VIEW:
            place: ast.expr = reach or node  # type: ignore[assignment]
            lines = range(place.lineno, (place.end_lineno or place.lineno) + 1)
        start, end = self._span(node)
        line: int = node.lineno  # type: ignore[attr-defined]
        self._keep(operator, start, end, after, line, lines, [])

    def _keep(
        self,
        operator: Operator,
        start: int,
        end: int,
        after: str,
        line: int,
        lines: range,
        inner: list[str],
    ) -> None:
        before = " ".join(self.source[start:end].decode().split())
        function = ".".join([*self.scope, *inner]) or "module"
        # The first to note a change keeps it: two operators may come to the same text.
        self.found.setdefault(
            (start, end, after),
            Mutant(self.path, line, function, operator, before, after, start, end, lines),
        )


def compiles(mutant: Mutant, source: bytes) -> bool:
    try:
        ast.parse(mutant.applied_to(source))
    except SyntaxError:
        return False
    return True
