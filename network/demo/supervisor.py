"""The parent of all processes of the demo: it starts them, watches them and stops them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from network.demo.children import (
    MARK,
    Child,
    GivingUpError,
    RestartedProcess,
    end_leftovers,
    fresh_log,
)
from network.demo.embedded import Servers, serve
from network.demo.embedded.errors import EmbeddedError
from network.demo.embedded.home import PROJECT
from network.demo.embedded.ports import free_port, is_taken
from network.demo.embedded.processes import die_with_parent, stop, tail
from network.demo.pages import status_of
from network.documents.disk import is_disk_full

PATIENCE = 180.0  # for the first page, on a slow machine that has just loaded everything
_PAUSE = 0.2
_LOGS = ("postgres", "redis", "prepare", "web", "worker", "beat", "mail")


class Stopped(BaseException):
    """The person at the terminal, or the machine, asked the demo to stop."""


class Demo:
    """The demo on one data folder and one port."""

    def __init__(self, data: Path, *, port: int, say: Callable[[str], None]) -> None:
        self.data = data
        self.port = port
        self.site = f"http://localhost:{port}"
        self._say = say
        self._asked_to_stop = False
        self._kept: list[RestartedProcess] = []

    def run(self) -> int:
        """Run until a signal says stop (0), or something will not work (1)."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # `nohup` ignores SIGHUP on purpose.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._ask_to_stop)
        try:
            if is_taken(self.port):
                self._say(
                    f"Port {self.port} is in use by another program. Choose another one, as in "
                    f"`PORT={self.port + 1} make demo`, or stop that program."
                )
                return 1
            self._say("Starting PostgreSQL and Redis ...")
            for name in _LOGS:
                fresh_log(self.data / "log" / f"{name}.log")
            with serve(self.data, what=f"the demo at {self.site}/", say=self._say) as servers:
                self._run_with(servers)
        except Stopped:
            self._say("Stopped.")
            return 0
        except (EmbeddedError, GivingUpError) as reason:
            self._say(str(reason))
            return 1
        except OSError as error:
            if not is_disk_full(error):
                raise
            self._say(f"The disk that holds {self.data} is full. Make room and start again.")
            return 1
        return 0

    def _run_with(self, servers: Servers) -> None:
        end_leftovers(self.data)
        mail_port = free_port()
        servers.publish(
            EMAIL_URL=f"smtp://127.0.0.1:{mail_port}", SITE_URL=self.site, PORT=str(self.port)
        )
        environment = {
            **os.environ,
            **servers.environment(),
            "PORTAL_MODE": "demo",
            "DJANGO_SETTINGS_MODULE": "network.settings",
            "PORTAL_PYTHON": sys.executable,
            "PORTAL_BIND": "127.0.0.1",
            "PYTHONUNBUFFERED": "1",
            # WeasyPrint's fonts are looked up in a cache; the home folder may be missing.
            "XDG_CACHE_HOME": str(self.data / "cache"),
            MARK: str(self.data),
        }
        self._prepare(environment)
        self._say("Starting the pages, the worker, its clock and the mail server ...")
        children = self._children(environment, mail_port)
        running = {"PostgreSQL": servers.postgres, "Redis": servers.redis}
        with contextlib.ExitStack() as stack:
            for child in reversed(children.values()):  # the stack stops the last one first
                stack.callback(child.stop)
            for child in children.values():
                child.start()
            self._kept = [
                RestartedProcess(name, server, self._say)
                for name, server in running.items()
                if server
            ] + [RestartedProcess(name, child, self._say) for name, child in children.items()]
            stack.callback(lambda: self._say("Stopping ..."))
            self._wait_for_pages()
            self._say(self._welcome())
            while True:
                self._look()

    def _children(self, environment: dict[str, str], mail_port: int) -> dict[str, Child]:
        """What runs, in the order in which it is stopped.

        The pages stop first, so that no request meets a portal that has half stopped.
        """
        logs = self.data / "log"
        serve_script = str(PROJECT / "scripts" / "serve")
        return {
            "The web server": Child([serve_script, "web"], logs / "web.log", environment),
            "The worker": Child(
                [serve_script, "worker"],
                logs / "worker.log",
                environment,
                patience=20,
                # With us its servers die too, and each of its own ways of stopping waits for
                # answers that cannot come; the rows remember what was under way.
                death_signal=signal.SIGKILL,
            ),
            "The worker's clock": Child([serve_script, "beat"], logs / "beat.log", environment),
            "The mail server": Child(
                [sys.executable, "manage.py", "demo_mail_server", "--port", str(mail_port)],
                logs / "mail.log",
                environment,
            ),
        }

    def _prepare(self, environment: dict[str, str]) -> None:
        """Bring the data folder up to date, in a process that a signal can end."""
        self._say("Preparing the data folder ...")
        log = self.data / "log" / "prepare.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "network.demo.prepare"],
                cwd=PROJECT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent(os.getpid(), signal.SIGKILL),
            )
        try:
            while process.poll() is None:
                self._pause()
        finally:
            # Every step is one transaction or may be repeated: it can be cut short.
            stop(process, ask=signal.SIGTERM, patience=5)
        if process.returncode == 1:
            raise GivingUpError(f"All of it stands in {log}.")  # the sentence was said
        if process.returncode:
            raise GivingUpError(f"The data could not be prepared. The end of {log}:\n{tail(log)}")

    def _wait_for_pages(self) -> None:
        deadline = time.monotonic() + PATIENCE
        for path in ("/", "/health/"):
            while (status := status_of(self.port, path)) != 200:
                # A process that dies twice before the first page would die a third time.
                self._look(allowed=2)
                if time.monotonic() > deadline:
                    raise GivingUpError(
                        f"{self.site}{path} does not answer as it should (status {status}). The "
                        f"end of {self.data / 'log' / 'web.log'}:\n"
                        f"{tail(self.data / 'log' / 'web.log')}"
                    )

    def _look(self, **options: int) -> None:
        self._pause()
        for kept in self._kept:
            kept.look(now=time.monotonic(), **options)

    def _pause(self) -> None:
        time.sleep(_PAUSE)
        if self._asked_to_stop:
            raise Stopped

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        # Only noted: an exception from here could fall between a start and its record.
        self._asked_to_stop = True

    def _welcome(self) -> str:
        return f"""
Portal ready at {self.site}/

  Sign in as     secretariat@example.org    the Secretariat
                 editor@example.org         a second member of its staff
                 spain@example.org          focal points, each of a member:
                 germany@example.org, namibia@example.org, canada@example.org,
                 uruguay@example.org, japan@example.org, norway@example.org
                 colleague.spain@example.org, mission.germany@example.org,
                 former.spain@example.org   who may draft, or may no longer
                 finland@example.org        who took over last month
  Password       demo-portal                the same for all, in the demo only
  Sent mail      {self.site}/mailbox/
  Data and logs  {self.data}

Stop with Ctrl-C.
"""
