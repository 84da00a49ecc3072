"""Generated examples: the same ones every time under CI, new ones at every other run."""

import os

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)

if os.environ.get("CI") == "true":
    settings.load_profile("repeatable")
