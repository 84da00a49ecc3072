"""Importing a prediction log."""

from typing import Any

from django import forms

from governance.forms.fields import Typed, VersionField, offer
from governance.models import AISystem, SystemVersion


class LogForm(forms.Form):
    """A file of predictions, and the version that made them."""

    file = forms.FileField(
        label="File",
        max_length=200,
        help_text="CSV, TSV, XLSX, Parquet or Arrow, with column names. Rows are deleted once counted.",
    )
    version = VersionField(
        label="Made by version",
        queryset=SystemVersion.objects.none(),
        empty_label=None,
        help_text="The version of the system whose predictions these are.",
    )

    def __init__(self, data: Typed, files: Any = None, *, system: AISystem) -> None:  # noqa: ANN401 Django's
        super().__init__(data, files)
        offer(self, "version", system.versions.order_by("-number"))
