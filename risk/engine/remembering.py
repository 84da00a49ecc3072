"""What was found lately, kept within bounds: most systems share most of their findings."""

from collections.abc import Hashable
from typing import Generic, TypeVar

ENOUGH = 8192
Found = TypeVar("Found")


class Memory(Generic[Found]):
    """Two generations of what was found: once the younger one is full, the older one is forgotten.

    So what is in use is never forgotten, and no more than twice as much as is enough is ever kept.
    """

    def __init__(self) -> None:
        self.young: dict[Hashable, Found] = {}
        self.old: dict[Hashable, Found] = {}

    def recall(self, key: Hashable) -> Found | None:
        """Return what was found, unless it is forgotten.

        Source: none in the Act.
        """
        found = self.young.get(key)
        if found is None and (found := self.old.get(key)) is not None:
            self.keep(key, found)
        return found

    def keep(self, key: Hashable, found: Found) -> Found:
        """Keep what was found, and return it.

        Source: none in the Act.
        """
        if len(self.young) >= ENOUGH:
            self.old, self.young = self.young, {}
        self.young[key] = found
        return found
