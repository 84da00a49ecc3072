"""How much of what a dossier of its kind has to say is there, and what is not."""

from collections.abc import Iterable
from dataclasses import dataclass

from audits.dossiers.blocks import Point, Section


@dataclass(frozen=True)
class Coverage:
    """How many points are filled of those that are required."""

    filled: int
    required: int

    @property
    def words(self) -> str:
        return f"{self.filled} of {self.required} points filled"

    @property
    def percent(self) -> int:
        return 100 * self.filled // self.required if self.required else 100


def covered(points: Iterable[Point]) -> Coverage:
    """Return how many of these points are filled."""
    all_points = tuple(points)
    return Coverage(sum(point.filled for point in all_points), len(all_points))


def coverage(sections: Iterable[Section]) -> Coverage:
    """Return how many points of these sections are filled."""
    return covered(point for section in sections for point in section.points)
