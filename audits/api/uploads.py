"""Files in a request body, refused by their announced length before a byte is read."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import APIException
from rest_framework.parsers import DataAndFiles, MultiPartParser

# What the form around a file may add to its length.
WRAPPING = 64 * 1024


class FileTooLarge(APIException):
    """The file is larger than this installation takes."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = f"The file is larger than {settings.LOG_UPLOAD_MAX_BYTES} bytes."
    default_code = "too_large"


class BoundedMultiPart(MultiPartParser):
    """multipart/form-data up to the length of the largest log."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> "DataAndFiles[Any, Any]":
        announced = int((parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0)
        if announced > settings.LOG_UPLOAD_MAX_BYTES + WRAPPING:
            raise FileTooLarge
        return super().parse(stream, media_type, parser_context)
