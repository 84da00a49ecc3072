"""ETag and If-Match over the revision of a row: a write says which state it was made from."""

from http import HTTPStatus
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from governance.actions.revisions import Stale
from governance.api.problems import Refusal, Refusals, Refused

STALE = Refusal(
    HTTPStatus.PRECONDITION_FAILED,
    "stale",
    "Somebody changed this since you read it. Read it again and repeat your change on what stands there now.",
)
STALE_MEANWHILE: Refusals = {Stale: STALE}
MISSING = Refusal(
    HTTPStatus.PRECONDITION_REQUIRED,
    "if_match_required",
    "Send If-Match with the ETag of the state your change is based on.",
)


def etag(revision: int) -> str:
    """Return the ETag of a revision."""
    return f'"v{revision}"'


def tagged(body: dict[str, Any], *, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Return an answer that names the revision it shows."""
    return Response(body, status=status, headers={"ETag": etag(body["revision"])})


def check_match(request: Request, revision: int, *, required: bool = True) -> None:
    """Let a write pass that names the row's present revision.

    Raises: Refused, with 428 where none is named and one is required, 412 where another one is.
    """
    named = request.headers.get("If-Match")
    if named is None:
        if required:
            raise Refused(MISSING)
        return
    tags = {tag.strip() for tag in named.split(",")}
    if "*" not in tags and etag(revision) not in tags:
        raise Refused(STALE)
