"""The settings under test: the real ones, on an environment of their own, with the slow parts made quick."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Short, because a unix socket's path may have 107 characters; one for each process of pytest-xdist.
SCRATCH = Path(tempfile.mkdtemp(prefix="annex-tests-", dir="/tmp"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)

os.environ |= {
    "SECRET_KEY": "only-for-tests-and-never-for-anything-that-can-be-reached",
    "DEBUG": "false",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "CSRF_TRUSTED_ORIGINS": "",
    "SECURE_HTTPS": "false",
    "DATA_DIR": str(SCRATCH / "data"),
    # Nothing listens there until a test asks for `redis` or `worker`.
    "BROKER_URL": f"redis+socket://{SCRATCH}/redis.sock",
    "CACHE_URL": "",
    "LOG_LEVEL": "INFO",
}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{SCRATCH}/annex.sqlite3")

from config.settings import *  # noqa: E402, F403, TID251 a settings module may read a settings module
from config.settings import DATABASES, STORAGES  # noqa: E402, TID251

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that a worker process of its own sees the same rows.
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The live server finds static files where they lie; WhiteNoise only wants its folder to exist.
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
