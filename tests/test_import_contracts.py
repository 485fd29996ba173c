"""What `make check` refuses of imports: each breach is planted in a copy of the portal."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.guard

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
APPS = ("network", "focalpoints", "meetings", "initiatives", "newsletters")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portal's modules and the contracts, nothing else."""
    folder = tmp_path_factory.mktemp("portal")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            place = folder / path.relative_to(ROOT)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
    return folder


@pytest.fixture
def planted(copy: Path) -> Iterator[Path]:
    """The copy, in which whatever was planted is taken out again."""
    before = {path: path.read_bytes() for path in copy.rglob("*.py")}
    yield copy
    for path in copy.rglob("*.py"):
        if path not in before:
            path.unlink()
        elif path.read_bytes() != before[path]:
            path.write_bytes(before[path])


def plant(folder: Path, module: str, line: str) -> None:
    path = folder / f"{module.replace('.', '/')}.py"
    if path.with_suffix("").is_dir():
        path = path.with_suffix("") / "__init__.py"
    known = path.read_text(encoding="utf-8") if path.exists() else '"""Planted."""\n'
    path.write_text(f"{known}\n{line}\n", encoding="utf-8")


def lint_imports(folder: Path) -> tuple[int, str]:
    """The exit code of `lint-imports` and its output, contracts by their names."""
    done = subprocess.run(
        [BIN / "lint-imports", "--cache-dir", folder / "cache"],
        cwd=folder,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout


def test_the_portal_as_it_is_keeps_every_contract(copy: Path) -> None:
    code, said = lint_imports(copy)
    assert code == 0, said


ROOMS = "The rooms of network import downwards only"
INSIDE = "Inside an app imports run downwards too"


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        pytest.param("network.values.periods", "import network.web.views", ROOMS, id="room-up"),
        pytest.param("network.clock", "import network.values.lists", ROOMS, id="below-all-rooms"),
        pytest.param("network.values.lists", "import network.models", ROOMS, id="room-to-root"),
        pytest.param("network.mail.queue", "import network.documents.disk", ROOMS, id="neighbour"),
        pytest.param("network.loose", "", ROOMS, id="unnamed-in-network"),
        pytest.param("focalpoints.loose", "", INSIDE, id="unnamed-in-an-app"),
        pytest.param("meetings.models", "import meetings.views", INSIDE, id="inside-an-app"),
        pytest.param(
            "focalpoints.models",
            "import meetings.troika",
            "Apps import downwards only",
            id="app-up",
        ),
        pytest.param(
            "initiatives.models",
            "import meetings.troika",
            "Apps import downwards only",
            id="neighbouring-app",
        ),
        pytest.param(
            "network.values.lists",
            "import network.values.periods\n\ndef late():\n    import network.values.styles",
            "No modules of one package import each other in a circle",
            id="circle-hidden-in-a-function",
        ),
    ],
)
def test_a_breach_fails(planted: Path, module: str, line: str, broken: str) -> None:
    if "styles" in line:
        plant(planted, "network.values.styles", "import network.values.lists")
    plant(planted, module, line)
    code, said = lint_imports(planted)
    assert code == 1, said
    assert f"{broken} BROKEN" in " ".join(said.split()), said


def test_an_import_inside_a_function_fails() -> None:
    done = subprocess.run(
        [BIN / "ruff", "check", "--no-cache", "--stdin-filename", "network/values/late.py", "-"],
        cwd=ROOT,
        input='"""Late."""\n\n\ndef late() -> None:\n    import network.web.views\n',
        capture_output=True,
        text=True,
    )
    assert "PLC0415" in done.stdout


# Where an import may be inside a function, and why; each has `noqa: PLC0415`.
LATE = {
    "network/apps.py": "what registers itself needs models, which are there only in ready()",
}
# Where a module is named by a string, and why.
BY_STRING = {"network/apps.py": "the `contributions` of each app, by the registry's own rule"}


def product() -> list[tuple[str, ast.Module]]:
    paths = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return [
        (str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(paths)
        if "migrations" not in path.parts
    ]


def test_no_import_hides_in_a_function_but_those_that_say_why() -> None:
    late = {
        name
        for name, tree in product()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert late == set(LATE)


def test_no_module_is_named_by_a_string_to_get_round_the_order() -> None:
    found = {
        name
        for name, tree in product()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute | ast.alias)
        and {getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", "")}
        & {"import_string", "import_module", "__import__", "autodiscover_modules"}
    }
    assert found == set(BY_STRING)


def test_the_root_of_network_stays_small() -> None:
    loose = {path.stem for path in (ROOT / "network").glob("*.py")} - {"__init__"}
    assert len(loose) <= 10, sorted(loose)


def test_every_room_says_what_it_holds() -> None:
    silent = []
    for room in sorted((ROOT / "network").iterdir()):
        module = room / "__init__.py"
        if module.exists() and module.stat().st_size:
            tree = ast.parse(module.read_text(encoding="utf-8"))
            if not ast.get_docstring(tree):
                silent.append(room.name)
    assert silent == []
