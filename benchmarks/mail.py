"""Figures of mail: messages a second, against the fastest that SMTP goes without a database.

They are measured in a process of their own, as a worker is one, on a PostgreSQL that really
commits: the throw-away server of the other figures does not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from network.demo.embedded import Postgres, temporary_data
from network.demo.embedded.home import find_home

_MEASURE = "import django; django.setup(); from benchmarks.mail_runs import main; main()"


def figures() -> Iterator[Figure]:
    with temporary_data() as data:
        server = Postgres(find_home(data, say=print), log=data / "postgres.log", say=print)
        server.start()
        try:
            with subprocess.Popen(
                [sys.executable, "-c", _MEASURE],
                cwd=Path(__file__).resolve().parent.parent,
                env={**os.environ, "DATABASE_URL": server.url},
                stdout=subprocess.PIPE,
            ) as measuring:
                assert measuring.stdout is not None
                for line in measuring.stdout:
                    yield Figure(**json.loads(line))
            if measuring.returncode:
                raise RuntimeError("The mail figures could not be measured; see above.")
        finally:
            server.stop()
