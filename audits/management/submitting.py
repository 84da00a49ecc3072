"""Sending counts to an installation of Annex, and hearing what they came to. Rows stay on this machine."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from audits.fairness import Cells
from governance.vocabulary import JobState

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
PATIENCE, LOOK_SECONDS = 30, 1.0
LARGEST_ANSWER = 64 << 20
SENT = ("by", "cells", "favourable", "labels", "stratum", "weight", "scores", "moments")
DATASET = ("sha256", "rows", "bytes", "format")


class Refused(Exception):
    """The other side did not take it, or could not be reached; the message says why."""


class NoRedirect(HTTPRedirectHandler):
    """Follows nobody elsewhere: the token is for the address that was named."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


@dataclass(frozen=True)
class Installation:
    """An Annex by its address, and the token that opens it."""

    address: str
    token: str

    def __post_init__(self) -> None:
        """Refuse an address over which the token could be overheard."""
        parts = urlsplit(self.address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HERE):
            raise Refused("The address must begin with https://, or be this machine.")

    def get(self, path: str) -> dict[str, Any]:
        """Return what lies at a path of the API.

        Raises: Refused.
        """
        return self._asked(path, None)

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to a body.

        Raises: Refused.
        """
        return self._asked(path, json.dumps(body).encode())

    def _asked(self, path: str, body: bytes | None) -> dict[str, Any]:
        request = Request(  # noqa: S310 - the scheme was looked at
            f"{self.address.rstrip('/')}/api/v1/{path}",
            data=body,
            headers={"Authorization": f"Token {self.token}", "Content-Type": "application/json"},
        )
        try:
            with build_opener(NoRedirect).open(request, timeout=PATIENCE) as answer:
                found: dict[str, Any] = json.loads(answer.read(LARGEST_ANSWER))
                return found
        except HTTPError as error:
            raise Refused(_in_words(error)) from error
        except (URLError, TimeoutError, ValueError) as error:
            raise Refused(f"No answer from {self.address}: {error}") from error


def submit(to: Installation, plan: str, cells: Cells, *, name: str, version: str | None) -> str:
    """Send counts for a plan and ask for a run; return its reference.

    Raises: Refused, also where the plan measures what counts cannot carry.
    """
    told = cells.as_json()
    body = {field: told[field] for field in SENT if told.get(field) is not None}
    dataset = {field: told["dataset"][field] for field in DATASET if field in told["dataset"]}
    body |= {"name": name, "dataset": dataset} | ({"version": version} if version else {})
    path = f"fairness/plans/{quote(plan, safe='')}"
    log = to.post(f"{path}/counts", body)
    return str(to.post(f"{path}/runs", {"log": log["id"]})["reference"])


def awaited(to: Installation, run: str, *, seconds: float) -> dict[str, Any]:
    """Return a run once it has ended, with its result where it is done.

    Raises: Refused, where it failed or takes longer.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = to.get(f"fairness/runs/{quote(run, safe='')}")
        if found["state"] == JobState.DONE:
            return found
        if found["state"] in (JobState.FAILED, JobState.CANCELLED):
            raise Refused(f"{run} {found['state']}: {found.get('error') or 'no reason was given'}")
        time.sleep(LOOK_SECONDS)
    raise Refused(f"{run} has not ended within {seconds:.0f} seconds; ask again later.")


def _in_words(error: HTTPError) -> str:
    """Return the other side's own sentences, where it gave any."""
    try:
        told = json.loads(error.read(LARGEST_ANSWER))
        faults = [f"{one.get('attr') or 'request'}: {one['detail']}" for one in told["errors"]]
    except (ValueError, KeyError, TypeError):
        faults = []
    if HTTPStatus.MOVED_PERMANENTLY <= error.code < HTTPStatus.BAD_REQUEST:
        faults = ["the address leads elsewhere; name the one it leads to"]
    return f"{error.code} {error.reason}. " + " ".join(faults)
