"""A place where rows lie, as an administrator named it; no person who plans a measurement can name another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audits.fairness.thresholds import Misstated

FIELDS = frozenset({"at", "tables", "units"})


@dataclass(frozen=True)
class Source:
    """A database by its address, or a folder by its path; with `tables` or `units`, only those and for those.

    In a folder, a table is a folder of Parquet parts below it.
    """

    name: str
    at: str
    tables: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def is_folder(self) -> bool:
        """Whether the rows lie in files."""
        return "://" not in self.at

    def offers(self, table: str) -> bool:
        """Return whether this table may be measured; whether it exists is seen when it is read."""
        return bool(table) and (not self.tables or table in self.tables)

    def serves(self, unit_path: str) -> bool:
        """Return whether systems of a unit may be measured here."""
        return not self.units or any(unit_path.startswith(path) for path in self.units)

    @classmethod
    def from_setting(cls, name: str, value: object) -> "Source":
        """Return the source that a setting states: an address, or `at` with `tables` and `units`.

        Raises: Misstated.
        """
        stated: Mapping[str, Any] = {"at": value} if isinstance(value, str) else _object(name, value)
        at, lists = stated.get("at"), [stated.get("tables", []), stated.get("units", [])]
        if not isinstance(at, str) or not at:
            raise Misstated(name, "needs the address of a database or the path of a folder.")
        if not all(isinstance(names, list) and all(isinstance(n, str) for n in names) for names in lists):
            raise Misstated(name, "tables and units are lists of names.")
        return cls(name, at, tuple(lists[0]), tuple(lists[1]))


def _object(name: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not value.keys() <= FIELDS:
        raise Misstated(name, "is an address, or an object of at, tables and units.")
    return value
