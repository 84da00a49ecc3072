"""Bodies as JSON that every database can keep."""

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class KeepableJSON(JSONParser):
    """Refuses what a text column cannot hold: NUL characters and halves of surrogate pairs."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        body = super().parse(stream, media_type, parser_context)
        try:
            text = json.dumps(body, ensure_ascii=False)
            text.encode()
        except (UnicodeEncodeError, RecursionError) as fault:
            raise ParseError("The body holds characters that are not Unicode text.") from fault
        if "\\u0000" in text:
            raise ParseError("The body holds a NUL character.")
        return body
