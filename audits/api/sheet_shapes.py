"""What comes in and goes out of prescribed documents."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from audits import blanks
from audits.models import Sheet
from governance.api.fields import Flag, Text, Word
from governance.api.shapes import In, Out, Whole


class PrescribedIn(In):
    """Which document to begin, and from which one."""

    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in blanks.KINDS])
    copy_of = Text(
        max_length=20, required=False, help_text="Reference of one of the same kind about the same system."
    )


class StateOfLaw(In):
    """Under which state of the law a document is asked for."""

    edition = serializers.ChoiceField(choices=blanks.editions(), required=False)


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
class Written(serializers.Field[Any, Any, Any, Any]):
    """A text, or a list of what was chosen."""

    def to_internal_value(self, data: object) -> str | list[str]:
        chosen = data if isinstance(data, list) else [data]
        if not all(isinstance(one, str) for one in chosen):
            raise ValidationError(ErrorDetail("Send a text, or a list of texts.", code="invalid"))
        return data  # type: ignore[return-value]  # just checked

    def to_representation(self, value: Any) -> Any:  # noqa: ANN401 whatever was written
        return value


class EntryIn(In):
    """What is said at one field: a value, that it does not apply and why, or that the record is adopted."""

    value = Written(required=False, help_text="Text, or ids of choices. Empty takes back what stood there.")
    applies = Flag(required=False, help_text="false: the value is the reason why it does not apply.")
    adopt = Flag(required=False, help_text="true: take over what the record knows, with its source.")
    evidence = Text(
        max_length=500, allow_blank=True, required=False, help_text="Where it can be seen, https."
    )


class EntriesIn(Whole):
    """Entries by field, beside those written before."""

    entries = serializers.DictField(child=EntryIn(), allow_empty=False)


class PrescribedOut(Out):
    """One document about one version."""

    reference = serializers.CharField()
    kind = serializers.CharField()
    edition = serializers.CharField(
        help_text="The state of the law whose points it fills; a draft's as it was last written in."
    )
    system = serializers.CharField(source="version__system__reference")
    version = serializers.CharField(source="version__label")
    state = Word(Sheet.State)
    created_by = serializers.CharField(source="created_by__email")
    created_at = serializers.DateTimeField()
    finished_by = serializers.CharField(source="finished_by__email", allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    revision = serializers.IntegerField()


class CoverageOut(serializers.Serializer[Any]):
    """How many fields are filled, known to the record but not adopted, missing; and how many count."""

    filled = serializers.IntegerField()
    known = serializers.IntegerField()
    gaps = serializers.IntegerField()
    of = serializers.IntegerField()


class PrescribedDetailOut(serializers.Serializer[Any]):
    """One document, field by field."""

    reference = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    edition = serializers.CharField(
        help_text="The state of the law whose points it fills: a draft's is that under which its version is judged."
    )
    system = serializers.CharField()
    version = serializers.CharField()
    state = Word(Sheet.State)
    finished_at = serializers.DateTimeField(allow_null=True)
    finished_by = serializers.CharField(allow_null=True)
    copied_from = serializers.CharField(allow_null=True)
    revision = serializers.IntegerField()
    owed = serializers.DictField(help_text="Whether it is owed, why, and from which day.")
    non_public = serializers.BooleanField(help_text="Only the reduced set of Art. 49(4) is submitted.")
    coverage = CoverageOut()
    entries = serializers.ListField(child=serializers.DictField(), help_text="In the order of the Act.")


class PaperOut(serializers.Serializer[Any]):
    """One document that the Act prescribes, begun or not."""

    kind = serializers.CharField()
    title = serializers.CharField()
    reference = serializers.CharField(allow_null=True, help_text="Of the newest one about this version.")
    state = serializers.CharField(allow_null=True)
    owed = serializers.DictField(help_text="Whether it is owed, why, and from which day.")
    coverage = CoverageOut()
