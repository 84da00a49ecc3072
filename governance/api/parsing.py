"""Bodies as JSON that every database can keep."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

LONGEST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class TooLarge(APIException):
    """The body is longer than any of ours needs to be."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = f"The body is longer than {LONGEST} bytes."
    default_code = "too_large"


class KeepableJSON(JSONParser):
    """Refuses what a text column cannot hold: NUL characters and halves of surrogate pairs."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        if int((parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0) > LONGEST:
            raise TooLarge
        try:
            body = super().parse(stream, media_type, parser_context)
            text = json.dumps(body, ensure_ascii=False, allow_nan=False)
            text.encode()
        except (ValueError, RecursionError) as fault:
            raise ParseError(
                "The body is nested too deeply, or holds text that is not Unicode or a number beyond all bounds."
            ) from fault
        if "\\u0000" in text:
            raise ParseError("The body holds a NUL character.")
        return body
