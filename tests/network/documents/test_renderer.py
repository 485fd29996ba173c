"""The renderer: one for a worker, a process for each document, and none is left behind."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from network.documents.pdf import Limits, PdfInterrupted, PdfRefused, engine, render
from tests.network.documents.test_pdf import document


def renderers(of: int | None = None) -> dict[int, set[int]]:
    """The living renderers of this process (or of another), each with its children."""
    return {
        pid: children_of(pid)
        for pid in children_of(of or os.getpid())
        if b"renderer.py" in Path(f"/proc/{pid}/cmdline").read_bytes()
    }


def children_of(pid: int) -> set[int]:
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with contextlib.suppress(FileNotFoundError):
            found |= {int(number) for number in (task / "children").read_text().split()}
    return found


def test_one_renderer_makes_all_documents_each_in_a_process_that_ends() -> None:
    engine.end_renderer()
    render(document("<p>One</p>"), identifier="one")
    [(first, children)] = renderers().items()
    assert children == set()
    render(document("<p>Two</p>"), identifier="two")
    assert renderers() == {first: set()}


def test_a_document_after_one_that_broke_off_gets_a_fresh_renderer() -> None:
    """What the killed child was at is never taken for the next one's."""
    slow = f"<table>{'<tr><td>cell</td></tr>' * 3_000}</table>"
    with pytest.raises(PdfInterrupted):
        render(document(slow), identifier="slow", limits=Limits(wall_seconds=1))
    assert render(document("<p>Next</p>"), identifier="next").pages == 1


def test_a_renderer_that_was_killed_is_started_again() -> None:
    render(document("<p>One</p>"), identifier="one")
    [first] = renderers()
    os.kill(first, signal.SIGKILL)
    while first in renderers():
        time.sleep(0.01)
    assert render(document("<p>Two</p>"), identifier="two").pages == 1
    assert first not in renderers()


def test_a_renderer_that_is_killed_at_work_interrupts_the_document() -> None:
    def kill() -> None:
        [working] = renderers()
        os.kill(working, signal.SIGKILL)

    slow = f"<table>{'<tr><td>cell</td></tr>' * 3_000}</table>"
    with pytest.raises(PdfInterrupted, match="stopped before it finished"):
        render(document(slow), identifier="killed", heartbeat=kill, beat_seconds=0.2)
    assert renderers() == {}


def test_a_worker_that_is_killed_takes_its_renderer_and_the_document_with_it() -> None:
    work = (
        "import django; django.setup()\n"
        "from network.documents.pdf import render\n"
        "rows = '<tr><td>cell</td></tr>' * 20_000\n"
        "render(f'<html lang=en><title>A</title><table>{rows}</table>', identifier='x',"
        " heartbeat=lambda: print('at it', flush=True), beat_seconds=0.5)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", work], stdout=subprocess.PIPE, cwd=settings.BASE_DIR, text=True
    ) as worker:
        assert worker.stdout is not None
        while not (at_work := [one for one in renderers(worker.pid).items() if one[1]]):
            worker.stdout.readline()
        [(renderer, children)] = at_work
        worker.kill()
    until = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in {renderer, *children}):
        assert time.monotonic() < until, "left behind"
        time.sleep(0.05)


def test_fonts_that_found_no_room_are_unpacked_again(tmp_path: Path) -> None:
    """A half-written font file would show boxes instead of letters until it is removed."""
    engine.end_renderer()
    base = tmp_path / "static"
    shutil.copytree(settings.BASE_DIR / "static" / "css", base / "css")
    shutil.copytree(settings.BASE_DIR / "static" / "fonts", base / "fonts")
    renderer = engine.Renderer(base)
    try:
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        order = {
            "html": document("<p>Peace</p>"),
            "identifier": "0" * 32,
            "limits": dataclasses.asdict(Limits()),
        }
        (scratch / "order.json").write_text(json.dumps(order))
        resource.prlimit(renderer.process.pid, resource.RLIMIT_FSIZE, (1_000, -1))
        assert renderer.run(scratch, Limits(), lambda: None, 5.0) == 1
        resource.prlimit(renderer.process.pid, resource.RLIMIT_FSIZE, (-1, -1))
        assert renderer.run(scratch, Limits(), lambda: None, 5.0) == 0
    finally:
        renderer.end()
    with pikepdf.open(scratch / "document.pdf") as pdf:
        names = [str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()]
    assert names
    assert all("Network" in name for name in names)


def test_the_numbers_of_the_renderer_are_the_engines() -> None:
    """The engine cannot import them: that would import WeasyPrint into the worker."""
    tree = ast.parse(engine.RENDERER.read_text(encoding="utf-8"))
    numbers = {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    assert numbers["DISK_FULL"] == engine.DISK_FULL
    assert numbers["IDLE_SECONDS"] < engine.LEFT_BEHIND_SECONDS


def test_the_renderer_knows_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its environment holds neither the database's address nor the key."""
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import json, os, pathlib\n"
        "folder = pathlib.Path(input())\n"
        "(folder / 'result.json').write_text(json.dumps({'refused': ' '.join(os.environ)}))\n"
        "print(3, flush=True)\n"
    )
    engine.end_renderer()
    monkeypatch.setattr("network.documents.pdf.engine.RENDERER", spy)
    monkeypatch.setenv("SECRET_KEY", "not for the renderer")
    assert "DATABASE_URL" in os.environ
    with pytest.raises(PdfRefused) as refused:
        render(document(""), identifier="spy")
    engine.end_renderer()
    names = set(str(refused.value).split())
    assert "PATH" in names
    assert names.isdisjoint({"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"})


def test_a_machine_that_is_too_busy_interrupts_and_leaves_no_process() -> None:
    with pytest.raises(PdfInterrupted, match="not ready in time"):
        render(document("<p>x</p>"), identifier="busy", limits=Limits(wall_seconds=0))
    assert renderers() == {}


def test_the_heartbeat_is_heard_and_may_end_the_work() -> None:
    class EnoughError(Exception):
        pass

    beats: list[int] = []

    def beat() -> None:
        beats.append(1)
        if len(beats) == 3:
            raise EnoughError

    rows = "<tr><td>cell</td></tr>" * 3_000
    with pytest.raises(EnoughError):
        render(
            document(f"<table>{rows}</table>"),
            identifier="beat",
            heartbeat=beat,
            beat_seconds=0.05,
        )
    assert len(beats) == 3
    assert renderers() == {}
