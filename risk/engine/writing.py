"""Findings as JSON text: what many of them share is written once."""

import json
from collections.abc import Mapping


class Fragment(dict[str, object]):
    """A part of findings that many of them share, with its text; it is read and never changed."""

    __slots__ = ("text",)

    def __init__(self, told: Mapping[str, object]) -> None:
        super().__init__(told)
        self.text = json.dumps(told)


class FindingEncoder(json.JSONEncoder):
    """Writes a finding as `json.dumps` does, several times faster where it is made of fragments."""

    def encode(self, o: object) -> str:
        if not isinstance(o, dict) or not all(isinstance(key, str) for key in o):
            return super().encode(o)
        parts = [f"{super(FindingEncoder, self).encode(key)}: {self._part(part)}" for key, part in o.items()]
        return "{" + ", ".join(parts) + "}"

    def _part(self, part: object) -> str:
        if not isinstance(part, list) or not all(isinstance(one, Fragment) for one in part):
            return super().encode(part)
        return "[" + ", ".join([one.text for one in part]) + "]"
