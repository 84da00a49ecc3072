"""What lies between two findings, as REST says it: of what may be, and of what a change of the law did."""

from typing import Any

from rest_framework import serializers

from risk.api.provisions import ProvisionOut


class MovedOut(serializers.Serializer[Any]):
    """One thing that moved, or would move."""

    what = serializers.CharField(
        help_text="rule, opened, fallen, dated, amended, announced, withdrawn; rescheduled by a new law only."
    )
    id = serializers.CharField()
    title = serializers.CharField()
    provision = ProvisionOut()
    was = serializers.CharField(allow_blank=True)
    now = serializers.CharField(allow_blank=True)
    role = serializers.CharField(allow_blank=True)
