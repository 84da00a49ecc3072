"""From the tables of a TOML file to a blank, refusing what it does not understand."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from audits.sheets.blank import Blank, Choice, Field, Ground, Need, Part, Type
from audits.sheets.lists import LISTS
from risk.engine.provisions import provision

KEYS: Mapping[str, tuple[str, str]] = {
    "blank": (
        "id edition law page title short about basis owed_by duties part field",
        "notes ground registers reduced_by",
    ),
    "part": ("id title", "about"),
    "ground": ("says provision", "rule fact value excludes condition"),
    "field": (
        "id label part point asks help",
        "type need owed_by prefill draws_on choice list non_public",
    ),
    "choice": ("id label", ""),
}
CHOOSING = (Type.CHOICE, Type.SEVERAL)


class BadBlank(Exception):
    """A blank that cannot be used; `faults` has one sentence each."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


def blank(draft: Mapping[str, Any], known: frozenset[str]) -> Blank:
    """Return the blank that a file describes; `known` are the names that `prefill` and `draws_on` may use.

    Raises: BadBlank, with every fault found.
    """
    if faults := [*_shape_faults(draft)] or [*_sense_faults(draft, known)]:
        raise BadBlank(faults)
    page = draft["page"]
    fields = [_field(raw, draft) for raw in draft["field"]]
    texts = {name: draft[name] for name in ("id", "edition", "law", "title", "short", "about")}
    return Blank(
        **texts,
        basis=provision(draft["basis"], page),
        owed_by=tuple(draft["owed_by"]),
        duties=tuple(draft["duties"]),
        notes=tuple(draft.get("notes", ())),
        grounds=tuple(_ground(raw, page) for raw in draft.get("ground", ())),
        parts=tuple(_part(raw, fields) for raw in draft["part"]),
        registers=draft.get("registers", False),
        reduced_by=tuple(draft.get("reduced_by", ())),
    )


def _part(raw: Mapping[str, Any], fields: Sequence[Field]) -> Part:
    own = tuple(field for field in fields if field.part == raw["id"])
    return Part(raw["id"], raw["title"], raw.get("about", ""), own)


def _ground(raw: Mapping[str, Any], page: str) -> Ground:
    return Ground(**{**raw, "provision": provision(raw["provision"], page)})


def _field(raw: Mapping[str, Any], draft: Mapping[str, Any]) -> Field:
    chosen = LISTS[raw["list"]] if "list" in raw else ()
    return Field(
        id=raw["id"],
        label=raw["label"],
        part=raw["part"],
        point=provision(raw["point"], draft["page"]),
        asks=raw["asks"],
        help=raw["help"],
        type=Type(raw.get("type", "text")),
        need=Need(raw.get("need", "always")),
        owed_by=raw.get("owed_by", draft["owed_by"][0]),
        prefill=tuple(raw.get("prefill", ())),
        draws_on=tuple(raw.get("draws_on", ())),
        choices=tuple(Choice(**one) for one in raw.get("choice", ())) or chosen,
        non_public=raw.get("non_public", False),
    )


def _shape_faults(draft: Mapping[str, Any]) -> Iterator[str]:
    yield from _key_faults("blank", draft, "the blank")
    for kind in ("part", "ground", "field"):
        for raw in draft.get(kind, ()):
            yield from _key_faults(kind, raw, f"{kind} {raw.get('id', raw.get('says', '?'))}")
    for raw in draft.get("field", ()):
        for choice in raw.get("choice", ()):
            yield from _key_faults("choice", choice, f"field {raw.get('id', '?')}, choice")


def _key_faults(kind: str, raw: Mapping[str, Any], where: str) -> Iterator[str]:
    needed, allowed = (set(names.split()) for names in KEYS[kind])
    yield from (f"{where}: {key!r} is missing" for key in sorted(needed - raw.keys()))
    yield from (f"{where}: unknown key {key!r}" for key in sorted(raw.keys() - needed - allowed))


def _sense_faults(draft: Mapping[str, Any], known: frozenset[str]) -> Iterator[str]:
    parts = [raw["id"] for raw in draft["part"]]
    for kind, ids in (("part", parts), ("field", [raw["id"] for raw in draft["field"]])):
        yield from (f"{kind} {name} appears twice" for name, count in Counter(ids).items() if count > 1)
    filled = {raw["part"] for raw in draft["field"]}
    yield from (f"part {name}: no field belongs to it" for name in parts if name not in filled)
    for raw in draft.get("ground", ()):
        if ("rule" in raw) == ("fact" in raw):
            yield f"ground {raw['says']}: name either a rule or a fact"
    for raw in draft["field"]:
        if raw["part"] not in parts:
            yield f"field {raw['id']}: there is no part {raw['part']!r}"
        yield from (f"field {raw['id']}: {fault}" for fault in _field_faults(raw, known))


def _field_faults(raw: Mapping[str, Any], known: frozenset[str]) -> Iterator[str]:
    kind, need = raw.get("type", "text"), raw.get("need", "always")
    if kind not in set(Type):
        yield f"there is no type {kind!r}"
    if need not in set(Need):
        yield f"there is no need {need!r}"
    if raw.get("list", "member_states") not in LISTS:
        yield f"there is no list {raw['list']!r}"
    if (kind in CHOOSING) != ("list" in raw or "choice" in raw):
        yield "exactly what is chosen from has choices"
    named = [*raw.get("prefill", ()), *raw.get("draws_on", ())]
    yield from (f"nothing is known as {name!r}" for name in named if name not in known)
