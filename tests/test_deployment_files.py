"""What the files of deployment and development name exists: a rename breaks a test, not a site."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from network import celery_app
from network.demo.embedded import Postgres

pytestmark = pytest.mark.guard

PROJECT = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "wps-portal"}
# What others than the settings read: the interpreter, the C library, our scripts.
SERVE = (PROJECT / "scripts" / "serve").read_text()
READ_ELSEWHERE = {
    *("PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "MALLOC_ARENA_MAX"),
    *re.findall(r"\$\{([A-Z_]+):-", SERVE),
}


def settings_variables() -> set[str]:
    """The environment variables that the settings read."""
    source = (PROJECT / "network" / "settings.py").read_text()
    return set(re.findall(r'(?:env\.\w+|_required|_server)\(\s*"([A-Z][A-Z_]+)"', source))


def dockerfile() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with their arguments, continued lines joined."""
    text = re.sub(r"^#.*\n", "", (PROJECT / "Dockerfile").read_text(), flags=re.MULTILINE)
    joined = text.replace("\\\n", " ")
    return [
        (word, rest)
        for word, _, rest in (line.partition(" ") for line in joined.splitlines())
        if word
    ]


def our_commands() -> Iterator[tuple[str, list[str]]]:
    """Every command line that runs in our image, as words, with its place."""
    for word, rest in dockerfile():
        if word == "CMD":
            yield "Dockerfile CMD", list(yaml.safe_load(rest))
        elif word == "RUN" and "manage.py" in rest:
            yield "Dockerfile RUN", shlex.split(rest)
    for name, service in OURS.items():
        for command in (service.get("command"), service.get("healthcheck", {}).get("test")):
            if command:
                yield name, [part for word in command for part in shlex.split(word)]


def test_the_variables_of_the_settings_are_found() -> None:
    assert {"PORTAL_MODE", "DATABASE_URL", "SECRET_KEY", "SITE_URL"} <= settings_variables()


@pytest.mark.parametrize(("where", "words"), [*our_commands()], ids=lambda value: str(value)[:40])
def test_every_command_of_the_image_exists(where: str, words: list[str]) -> None:
    if "manage.py" in words:
        asked = [after for word, after in pairwise(words) if word == "manage.py"]
        assert set(asked) <= set(get_commands()), where
    for word, after in pairwise([*words, ""]):
        if word.startswith("scripts/"):
            assert (PROJECT / word).is_file(), f"{where} runs {word}"
        if word == "scripts/serve":
            assert f"  {after})" in SERVE


def test_what_the_processes_are_started_from_exists() -> None:
    assert set(re.findall(r"celery -A (\w+)", SERVE)) == {celery_app.main}
    (module, name) = re.findall(r"gunicorn ([\w.]+):(\w+)", SERVE)[0]
    assert hasattr(importlib.import_module(module), name)
    lock = (PROJECT / "requirements.lock").read_text()
    for program in re.findall(r'exec "\$python" -m (\w+)', SERVE):
        assert f"\n{program}" in lock


def test_every_variable_that_is_set_is_read() -> None:
    known = settings_variables() | READ_ELSEWHERE
    for word, rest in dockerfile():
        if word == "ENV":
            assert {name for name, _, _ in (pair.partition("=") for pair in rest.split())} <= known
        if word == "RUN":
            assert set(re.findall(r"(?:^|\s)([A-Z][A-Z_]+)=\S", rest)) <= known
    for name, service in OURS.items():
        variables = {key.removesuffix("_FILE") for key in service["environment"]}
        assert variables <= known, f"the service {name}"


def test_what_production_cannot_do_without_is_given_by_compose() -> None:
    source = (PROJECT / "network" / "settings.py").read_text()
    required = set(re.findall(r'(?:_required|_server)\(\s*"([A-Z_]+)"', source))
    for service in OURS.values():
        assert required <= {key.removesuffix("_FILE") for key in service["environment"]}


def test_the_first_start_of_production_finds_an_empty_database_and_fills_it(
    spare_postgres: Postgres, tmp_path: Path
) -> None:
    _sh, _c, script = SERVICES["migrate"]["command"]
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PORTAL_MODE": "production",
        "DATABASE_URL": spare_postgres.url,
        "PORTAL_DATA_DIR": str(tmp_path),
        "SECRET_KEY": "x1" * 30,
        "SITE_URL": "https://portal.example.org",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "DEFAULT_FROM_EMAIL": "secretariat@example.org",
    }
    set_up = subprocess.run(
        ["sh", "-c", script], cwd=PROJECT, env=environment, capture_output=True, text=True
    )
    assert set_up.returncode == 0, set_up.stderr[-2000:]


def test_every_secret_is_declared_and_handed_to_who_reads_it() -> None:
    for service in SERVICES.values():
        secrets = set(service.get("secrets", ()))
        assert secrets <= COMPOSE["secrets"].keys()
        for name, value in service.get("environment", {}).items():
            if name.endswith("_FILE"):
                assert Path(value).name in secrets, name
        for path in re.findall(r"/run/secrets/(\w+)", " ".join(service.get("command", ()))):
            assert path in secrets


def test_volumes_and_services_that_are_named_exist() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", ()):
            assert volume.split(":")[0] in COMPOSE["volumes"]
        assert service.get("depends_on", {}).keys() <= SERVICES.keys()


def test_only_this_machine_reaches_a_published_port() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert published
    assert all(str(port).startswith("127.0.0.1:") for port in published)


def test_what_the_dockerfile_copies_exists_and_is_not_ignored() -> None:
    ignored = set((PROJECT / ".dockerignore").read_text().split())
    for word, rest in dockerfile():
        if word == "COPY" and not rest.startswith("--from"):
            *sources, _target = rest.split()
            for source in sources:
                assert (PROJECT / source).exists()
                assert source not in ignored
    for needed in ("scripts", "locale", "templates", "static"):
        assert needed not in ignored


def test_the_image_runs_a_python_that_the_project_allows_and_never_as_root() -> None:
    required = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["requires-python"]
    images = [rest.split()[0] for word, rest in dockerfile() if word == "FROM"]
    assert images
    for image in images:
        version = re.search(r":(\d+\.\d+)", image)
        assert version
        assert required == f">={version[1]}"
    assert [rest for word, rest in dockerfile() if word == "USER"] == ["portal"]
    assert any("--require-hashes" in rest for word, rest in dockerfile() if word == "RUN")


def test_what_the_makefile_runs_exists_and_can_be_run() -> None:
    text = (PROJECT / "Makefile").read_text()
    for script in re.findall(r"scripts/\w+(?:\.py)?", text):
        path = PROJECT / script
        assert path.is_file(), script
        assert path.suffix == ".py" or os.access(path, os.X_OK), script
    assert os.access(PROJECT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("page", ["README.md", "docs/operations.md"])
def test_the_commands_and_variables_of_the_documents_exist(page: str) -> None:
    text = (PROJECT / page).read_text()
    makefile = (PROJECT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    assert set(re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z]+)", text)) <= targets
    commands = set(re.findall(r"(?:manage\.py|scripts/manage) ([a-z_]+)", text))
    assert commands <= set(get_commands())
    for script in re.findall(r"scripts/\w+(?:\.py)?", text):
        assert (PROJECT / script).is_file(), script
    tabled = set(re.findall(r"^\| `([A-Z_]+)`", text, flags=re.MULTILINE))
    assert tabled <= settings_variables() | READ_ELSEWHERE | {"PORTAL_SERVER_USER"}


def test_every_variable_of_the_settings_is_documented() -> None:
    text = (PROJECT / "docs" / "operations.md").read_text()
    tabled = set(re.findall(r"^\| `([A-Z_]+)`", text, flags=re.MULTILINE))
    # Set by scripts/serve for the processes that need it, and by nobody else.
    assert settings_variables() - tabled == {"PORTAL_MODE", "PORTAL_KEEP_CONNECTIONS"}


def test_the_unit_of_the_document_stops_a_worker_gently_and_runs_what_exists() -> None:
    text = (PROJECT / "docs" / "operations.md").read_text()
    [unit] = [block for block in re.findall(r"```\n(.*?)```", text, re.DOTALL) if "[Unit]" in block]
    settings = dict(re.findall(r"^(\w+)=(.*)$", unit, flags=re.MULTILINE))
    # Without it systemd tells the worker's children to stop as well, in the middle of a message.
    assert settings["KillMode"] == "mixed"
    assert settings["RestartPreventExitStatus"] == str(os.EX_CONFIG)
    script = Path(settings["ExecStart"].split()[0]).relative_to(settings["WorkingDirectory"])
    assert os.access(PROJECT / script, os.X_OK)
    variables = dict(re.findall(r"^([A-Z_]+)=(.*)$", text, flags=re.MULTILINE))
    source = (PROJECT / "network" / "settings.py").read_text()
    assert set(re.findall(r'(?:_required|_server)\(\s*"([A-Z_]+)"', source)) <= variables.keys()


def test_the_hooks_run_what_is_installed_and_fetch_nothing() -> None:
    config = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text())
    lock = (PROJECT / "requirements-dev.lock").read_text()
    for repository in config["repos"]:
        assert repository["repo"] == "local"
        for hook in repository["hooks"]:
            program = Path(hook["entry"].split()[0]).name
            package = {"lint-imports": "import-linter"}.get(program, program)
            assert f"\n{package}==" in lock


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_files_name_no_place(name: str) -> None:
    text = (PROJECT / name).read_text()
    assert not re.search(r"https?://|file:|(^|\s)/", text, flags=re.MULTILINE)
    pinned = re.findall(r"^[a-zA-Z0-9][^\s=]*==", text, flags=re.MULTILINE)
    assert len(pinned) > 30
    assert text.count("--hash=sha256:") >= len(pinned)
