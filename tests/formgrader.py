"""A Jupyter server with formgrader, as an instructor starts it, and its pages by HTTP."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from tests.support import ROOT

START_SECONDS = 90
ANSWER_SECONDS = 120
TOKEN = "a-token-for-this-test"  # noqa: S105
EXTENSION = "nbgrader.server_extensions.formgrader"


class Formgrader(Struct, frozen=True):
    """A running server."""

    url: str

    def page(self, path: str) -> str:
        """An HTML page; every fault of the server is an exception."""
        return self._fetch("GET", path)

    def ask(self, method: str, what: str, body: object = None) -> Any:
        """What formgrader's own pages ask for."""
        return json.loads(self._fetch(method, f"/formgrader/api/{what}", body))

    def find(self, what: str, student: str) -> dict[str, Any]:
        """One student's entry of a list."""
        (found,) = [one for one in self.ask("GET", what) if one["student"] == student]
        entry: dict[str, Any] = found
        return entry

    def _fetch(self, method: str, path: str, body: object = None) -> str:
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.url}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {TOKEN}"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            text: str = answer.read().decode()
            return text


@contextlib.contextmanager
def formgrader(books: Path) -> Iterator[Formgrader]:
    """Start one in a course folder; it is stopped at the end."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",  # nbgrader calls alembic
            "PYTHONPATH": str(ROOT),
            "JUPYTER_NO_CONFIG": "1",  # no other extensions of this machine
            "JUPYTER_RUNTIME_DIR": home,
            "JUPYTER_CONFIG_DIR": home,
        }
        command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"]
        command += ["--ServerApp.port=0", f"--IdentityProvider.token={TOKEN}"]
        command += [f"--ServerApp.jpserver_extensions={EXTENSION}=True"]
        log = Path(home, "log")
        with (
            log.open("w") as said,
            subprocess.Popen(
                command, cwd=books, env=environment, stdout=said, stderr=said
            ) as server,
        ):
            try:
                yield Formgrader(_url(server, Path(home), log))
            finally:
                server.terminate()


def _url(server: subprocess.Popen[bytes], home: Path, log: Path) -> str:
    """Where it listens, once it does."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        for path in home.glob("jpserver-*.json"):
            with contextlib.suppress(ValueError):  # it is being written
                about = json.loads(path.read_text())
                return f"http://127.0.0.1:{about['port']}"
        time.sleep(0.05)
    raise AssertionError(f"no server after {START_SECONDS} s:\n{log.read_text()}")
