"""Run the demonstration: make its database, start what production runs, do the work, then serve it."""

import argparse
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from processes import GaveUp, Together

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "demo"
# Certificates that say in their own names that they prove nothing, made at the first run.
KEYS = HOME / "signing"
PYTHON = sys.executable
# A unix socket's path has room for 107 bytes.
LONGEST_SOCKET = 100


class Refused(Exception):
    """The demonstration cannot run here and now; the message says why and what to do."""


def main() -> int:
    """Return the exit code."""
    parser = argparse.ArgumentParser(prog="script/demo", description="Install Annex and show it at work.")
    parser.add_argument("--port", type=int, default=8000, help="where to serve (8000)")
    parser.add_argument("--no-serve", action="store_true", help="end once the files are made")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        with only_one():
            if not options.no_serve:
                check_port(options.port)
            return show(options.port, serve=not options.no_serve)
    except (Refused, GaveUp) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0 if not options.no_serve else 130


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the demonstration's folder for this process alone."""
    HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                "The demonstration is running already, from another terminal. Stop it there first."
            ) from None
        yield


def check_port(port: int) -> None:
    """Raise Refused when somebody else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise Refused(
                f"Port {port} is not free ({error}). Choose another one: script/demo --port {port + 1}"
            ) from None


def environment(socket_path: Path) -> dict[str, str]:
    """Return the settings of the demonstration: a database and files of its own, under var/demo."""
    return {
        **os.environ,
        "DEBUG": "false",
        "SECURE_HTTPS": "false",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "DATA_DIR": str(HOME),
        "DATABASE_URL": f"sqlite:///{HOME}/annex.sqlite3",
        "BROKER_URL": f"redis+socket://{socket_path}",
        "CACHE_URL": "",
        "SIGNING_PKCS12": str(KEYS / "signer.p12"),
        "SIGNING_LEVEL": "b-lta",
        "SIGNING_TRUST": str(KEYS / "root.pem"),
        "TSA_PKCS12": str(KEYS / "authority.p12"),
        "PYTHONUNBUFFERED": "1",
    }


def show(port: int, *, serve: bool) -> int:
    """Do the demonstration's work with everything running that production runs; then serve, if asked."""
    with tempfile.TemporaryDirectory(prefix="annex-") as short:
        preferred = HOME / "redis.sock"
        socket_path = preferred if len(str(preferred)) <= LONGEST_SOCKET else Path(short) / "redis.sock"
        env = environment(socket_path)
        certify = ("-m", "audits.management.demonstration.certificates", str(KEYS))
        subprocess.run([PYTHON, *certify], cwd=ROOT, check=True)  # noqa: S603
        manage(env, "migrate", "--verbosity", "0")
        with Together(HOME / "log", env) as processes:
            start_background(processes, socket_path)
            code = processes.run(PYTHON, "manage.py", "demo", LOG_LEVEL="WARNING")
            if code == 0 and serve:
                serve_until_stopped(processes, port)
            return code


def manage(env: Mapping[str, str], *words: str) -> None:
    """Run a management command that must succeed."""
    subprocess.run([PYTHON, "manage.py", *words], env=env, check=True)  # noqa: S603


def start_background(processes: Together, socket_path: Path) -> None:
    """Start Redis on its socket, the worker and the scheduler."""
    processes.start("redis", "redis-server", "--port", "0", "--unixsocket", str(socket_path), "--save", "")
    wait_for(processes, lambda: answers(socket_path), what="Redis")
    celery = (PYTHON, "-m", "celery", "-A", "config")
    processes.start("worker", *celery, "worker", "--concurrency", "2", "--loglevel", "INFO")
    beat = ("beat", "--schedule", str(HOME / "beat"), "--pidfile=", "--loglevel", "INFO")
    processes.start("scheduler", *celery, *beat)


def serve_until_stopped(processes: Together, port: int) -> None:
    """Serve the pages and look after all processes until Ctrl-C."""
    # Of the packages' files only those that a page of ours names.
    unused = ("--ignore", "redoc", "--ignore", "rest_framework")
    manage(processes.env, "collectstatic", "--no-input", "--verbosity", "0", *unused)
    gunicorn = (PYTHON, "-m", "gunicorn", "config.wsgi", "--worker-class", "gthread", "--workers", "2")
    processes.start("web", *gunicorn, "--threads", "4", "--bind", f"127.0.0.1:{port}")
    wait_for(processes, lambda: responds(port), what="the web server")
    print(f"\nAnnex is at http://127.0.0.1:{port} until you press Ctrl-C. Logs: var/demo/log/", flush=True)
    while True:
        processes.look_after()
        time.sleep(0.5)


def wait_for(processes: Together, is_up: Callable[[], bool], *, what: str, seconds: int = 60) -> None:
    """Wait until something is up; raise Refused when it takes too long."""
    deadline = time.monotonic() + seconds
    while not is_up():
        processes.look_after()
        if time.monotonic() > deadline:
            raise Refused(f"{what} did not come up within {seconds} s; see var/demo/log/.")
        time.sleep(0.1)


def answers(path: Path) -> bool:
    """Say whether something listens on a unix socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


def responds(port: int) -> bool:
    """Say whether the web server answers with anything but an error of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
