"""From the tables of the edition files to one draft: collected, amended, repealed."""

import copy
from collections.abc import Iterable, Mapping

from risk.engine.edition import Change
from risk.engine.schema import HEADER, KINDS, fits

Table = dict[str, object]
Draft = dict[str, dict[str, Table]]
TOP_LEVEL = {"section", "defaults", "amend", "repeal", "based_on", *HEADER, *KINDS}


class Drafter:
    """Collects the entries of one edition over those of the edition it amends."""

    def __init__(self, base: Mapping[str, Mapping[str, Mapping[str, object]]] | None) -> None:
        self.draft: Draft = {kind: copy.deepcopy(dict((base or {}).get(kind, {}))) for kind in KINDS}  # type: ignore[arg-type]
        self.amending = base is not None
        self.header: Table = {}
        self.changes: list[Change] = []
        self.faults: list[str] = []

    def collect(self, files: Iterable[tuple[str, Mapping[str, object]]]) -> None:
        """Take in the files in order: the header and every entry; each fault names its file and entry."""
        for name, tables in files:
            self.faults += [f"{name}: unknown table or key {key!r}" for key in tables if key not in TOP_LEVEL]
            self.header.update(
                {key: value for key, value in tables.items() if key in HEADER or key == "based_on"}
            )
            for kind in KINDS:
                for entry in _tables(tables.get(kind)):
                    self._add(name, kind, {**_defaults(tables, kind), **entry})
            for entry in _tables(tables.get("amend")):
                self._amend(name, dict(entry))
            for entry in _tables(tables.get("repeal")):
                self._repeal(name, dict(entry))
        for key, wanted in HEADER.items():
            if key not in self.header or not fits(wanted, self.header[key]):
                self.faults.append(f"edition.toml: {key!r} is missing or not {wanted}")

    def _add(self, file: str, kind: str, entry: Table) -> None:
        name = entry.get("id")
        if not isinstance(name, str):
            self.faults.append(f"{file}: a {kind} has no id")
        elif name in self.draft[kind]:
            self.faults.append(f"{file}: {kind} {name}: this id exists already; use [[amend]] to change it")
        else:
            self.draft[kind][name] = {**entry, "file": file}
            self._note("added", kind, name, entry, file)

    def _amend(self, file: str, entry: Table) -> None:
        kind, name = self._target(file, entry)
        if kind:
            old = self.draft[kind][name]
            new = {key: value for key, value in entry.items() if key not in {kind, "by"}}
            if "option" in new:
                new["option"] = _patched(old.get("option"), new["option"])
            self.draft[kind][name] = {**old, **new, "file": file}
            self._note("amended", kind, name, entry, file)

    def _repeal(self, file: str, entry: Table) -> None:
        kind, name = self._target(file, entry)
        if kind:
            del self.draft[kind][name]
            self._note("repealed", kind, name, entry, file)

    def _target(self, file: str, entry: Table) -> tuple[str, str]:
        for kind in KINDS:
            name = entry.get(kind)
            if isinstance(name, str):
                if name in self.draft[kind]:
                    return kind, name
                self.faults.append(f"{file}: {kind} {name}: nothing of this name to amend or repeal")
                return "", ""
        self.faults.append(f"{file}: an amendment names no date, fact, rule, obligation or fine")
        return "", ""

    def _note(self, what: str, kind: str, name: str, entry: Table, file: str) -> None:
        if self.amending:
            by = entry.pop("by", None)
            self.draft[kind].get(name, {}).pop("by", None)
            if not isinstance(by, str) or not by:
                self.faults.append(f"{file}: {kind} {name}: 'by' must name the amending point")
            self.changes.append(Change(what, kind, name, str(by)))


def _tables(raw: object) -> list[Table]:
    return [entry for entry in raw if isinstance(entry, dict)] if isinstance(raw, list) else []


def _defaults(tables: Mapping[str, object], kind: str) -> Table:
    shared = tables.get("defaults")
    found = dict(shared.get(kind, {})) if isinstance(shared, dict) else {}
    if kind == "fact" and "section" in tables:
        found["section"] = tables["section"]
    return found


def _patched(old: object, new: object) -> list[Table]:
    options = {str(option["id"]): option for option in _tables(old)}
    options.update({str(option["id"]): option for option in _tables(new)})
    return list(options.values())
