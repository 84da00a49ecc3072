"""The counters behind human references such as SYS-0042."""

from typing import ClassVar

from django.db import models


class Series(models.Model):
    """The last number given out under a prefix."""

    personal: ClassVar[frozenset[str]] = frozenset()

    prefix = models.CharField(max_length=10, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix} {self.last}"
