"""Where counts came from, as whoever counted them states it: digest and size of the data, and what was read as 1."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from governance.api.fields import Text
from governance.api.shapes import In

SIDES = frozenset({"0", "1"})
COLUMNS = frozenset({"outcome", "prediction"})
MOST_WORDS, LONGEST = 100, 200


class DatasetIn(In):
    """What was counted, stated by whoever did: Annex has not seen it."""

    sha256 = serializers.RegexField(r"\A[0-9a-f]{64}\Z", allow_null=True, required=False)
    rows = serializers.IntegerField(min_value=0, required=False)
    bytes = serializers.IntegerField(min_value=0, required=False)
    format = Text(max_length=20, required=False)


class LabelsField(serializers.DictField):
    """Which words of the outcome and of the prediction were read as 1, and which as 0."""

    def to_internal_value(self, data: Any) -> dict[str, dict[str, list[str]]]:  # noqa: ANN401
        told = super().to_internal_value(data)
        if not told.keys() <= COLUMNS or not all(_sides(value) for value in told.values()):
            words = 'Say it like {"prediction": {"1": ["hired"], "0": ["rejected"]}}.'
            raise ValidationError([ErrorDetail(words, code="labels")])
        return told


def _sides(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and value.keys() <= SIDES
        and all(isinstance(words, list) and len(words) <= MOST_WORDS for words in value.values())
        and all(isinstance(w, str) and 0 < len(w) <= LONGEST for words in value.values() for w in words)
    )
