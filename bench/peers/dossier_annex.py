"""Annex from a frozen pack to a sealed file, as a worker does it; and signed, where a folder of keys is given.

Prints how long it took by the clock: to get ready, which a worker does once, and then stage by stage. After the
word `again` it keeps a process waiting as a worker does and makes the file twice: getting ready includes the first
time, and until the next process waits.
"""

import json
import os
import sys
import time
from pathlib import Path

began = time.monotonic()
source, target, *keys = sys.argv[1:]
again = keys == ["again"]
if again:
    keys = []
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
if keys:
    os.environ |= {
        "SIGNING_PKCS12": f"{keys[0]}/signer.p12",
        "SIGNING_LEVEL": "b-lta",
        "SIGNING_TRUST": f"{keys[0]}/root.pem",
        "TSA_PKCS12": f"{keys[0]}/authority.p12",
    }

import django  # noqa: E402 the settings come first

django.setup()

from django.conf import settings  # noqa: E402

from audits.dossiers import Pack, render  # noqa: E402
from audits.dossiers.sheets.room import ROOM  # noqa: E402
from governance.apart import Limits, keep_ready, spares  # noqa: E402

if keys:
    from audits import credentials
    from audits.dossiers.signing import sign


class Clock:
    """How long each stage took; rendering tells when the next one begins."""

    def __init__(self, began: float) -> None:
        self.stages: dict[str, float] = {}
        self.stage, self.since = "start", began

    def __call__(self, stage: str, _done: int, _total: int) -> None:
        now = time.monotonic()
        self.stages[self.stage] = self.stages.get(self.stage, 0.0) + now - self.since
        self.stage, self.since = stage, now


pack = Pack.from_json(json.loads(Path(source).read_text(encoding="utf-8")))
limits = Limits(**settings.DOSSIER_LIMITS)
if again:
    keep_ready(ROOM.module)
    render(pack, lambda *_: None, limits=limits, processes=settings.DOSSIER_PROCESSES)
    while not spares.ready():
        time.sleep(0.05)
clock = Clock(began)
pdf = render(pack, clock, limits=limits, processes=settings.DOSSIER_PROCESSES)
if keys:
    clock("signing", 0, 1)
    pdf = sign(pdf, credentials.configured())
clock("end", 0, 0)
Path(target).write_bytes(pdf)
print(json.dumps({stage: round(seconds, 2) for stage, seconds in clock.stages.items()}))
