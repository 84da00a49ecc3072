"""The one query, put together: rows grouped as they are stored, and written out once for each group."""

from dataclasses import dataclass, replace

from audits.fairness import sql, weighing
from audits.fairness.coding import Codes
from audits.fairness.spec import Spec
from audits.fairness.sql import NOTHING, RAW_ROWS, Source

CODE = "code"


@dataclass(frozen=True)
class Query:
    """What to count, and from where; with `codes`, texts are grouped by these."""

    spec: Spec
    source: Source
    codes: Codes | None = None

    @property
    def text(self) -> str:
        """Return the query, whose rows `sql.counted` reads: words, people, rows, unusable rows, sums of weights.

        Words come back as spelt; a score comes back as '1' or '0', a banded number as its band, and what is no
        number as it stands. With codes, only the rows that have one are counted.
        """
        spelt = ", ".join(f"{self._spelt(name, text)} AS {name}" for name, text in self._texts.items())
        return (
            f"SELECT {spelt}, {'people' if self.spec.count else 'rows'} AS people, rows, "  # noqa: S608 - built here
            f"* EXCLUDE ({', '.join(self._keys)}, rows, people) FROM ({self._grouped()})"
            f"{' WHERE code IS NOT NULL' if self.codes else ''}"
        )

    def first(self, rows: int) -> "Query":
        """Return the query over some rows, for a first look."""
        table = f"(SELECT * FROM {self.source.table} LIMIT {rows})"  # noqa: S608 - a literal number
        return Query(self.spec, replace(self.source, table=table))

    def rest(self, codes: Codes) -> "Query":
        """Return the query over the rows that have no code."""
        table = f"(SELECT * FROM {self.source.table} WHERE ({codes.number}) IS NULL)"  # noqa: S608 - quoted words
        return Query(self.spec, replace(self.source, table=table))

    def _grouped(self) -> str:
        """Return the grouping, its keys as they are stored."""
        people, unusable = sql.people(self.spec, self.source)
        weights = weighing.sums(sql.weight(self.spec, self.source), sql.line(self.spec, self.source))
        places = ", ".join(str(place + 1) for place in range(len(self._keys)))
        return (
            f"SELECT {', '.join(f'{key} AS {name}' for name, key in self._keys.items())}, count(*) AS rows, "  # noqa: S608 - built here
            f"{people if self.spec.count else NOTHING} AS people, {unusable} AS unusable, {weights} "
            f"FROM {self.source.table} GROUP BY {places} LIMIT {RAW_ROWS}"
        )

    @property
    def _texts(self) -> dict[str, str]:
        return {f"k{i}": text for i, text in enumerate(sql.words(self.spec, self.source))}

    @property
    def _keys(self) -> dict[str, str]:
        """Return what is grouped by, by name; of what has a code, the code."""
        coded = {NOTHING, *(self.codes.words if self.codes else ())}
        apart = {name: text for name, text in self._texts.items() if text not in coded}
        keys = {name: self.source.stored.get(text, text) for name, text in apart.items()}
        return keys | ({CODE: self.codes.number} if self.codes else {})

    def _spelt(self, name: str, text: str) -> str:
        """Return the text of a key after the grouping."""
        if self.codes and text in self.codes.words:
            return self.codes.word(text, CODE)
        return f"CAST({NOTHING if text == NOTHING else name} AS VARCHAR)"
