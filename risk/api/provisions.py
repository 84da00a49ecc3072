"""Where the law says it, as programs read it."""

from typing import Any

from rest_framework import serializers


class ProvisionOut(serializers.Serializer[Any]):
    """One place in the Act."""

    cite = serializers.CharField(help_text="As lawyers cite it: Art. 6(3)(a).")
    anchor = serializers.CharField(help_text="As the rulebook names it: art-6-3-a.")
    url = serializers.CharField(help_text="Where to read it in the Official Journal.")
