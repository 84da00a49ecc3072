"""JSON Schemas of what leaves the house: a result, and a run with everything that recomputes it."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from audits.fairness.assessment import Assessment
from audits.fairness.spec import Spec

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
NUMBER: Schema = {"type": ["number", "null"]}
BOUNDS: Schema = {
    "oneOf": [{"type": "null"}, {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}],
    "description": "Lower and upper end of an interval; null where there is none.",
}
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
COUNT_OR_WITHHELD: Schema = {"type": ["integer", "null"], "minimum": 0}
SIMPLE: Mapping[Any, Schema] = {
    str: TEXT, int: {"type": "integer"}, float: {"type": "number"}, bool: {"type": "boolean"},
    type(None): {"type": "null"}, Any: {},
}  # fmt: skip
OPTIONAL = ("scores", "regression")


def result_schema() -> Schema:
    """Return the schema of an assessment, as `manage.py measure` prints it and runs store it.

    Source: the fields and types of audits.fairness.Assessment; docs/fairness.md tells what each means.
    """
    told = _of_dataclass(Assessment)
    told["properties"] |= _shapes()
    told["properties"]["by_column"] = _map(
        {"type": "object", "properties": _shapes(), "required": [*_shapes()]}
    )
    told["required"] = [name for name in told["required"] if name not in OPTIONAL]
    return {"$schema": DRAFT, "title": "A fairness result", "description": _said(Assessment), **told}


def run_schema() -> Schema:
    """Return the schema of an exported run: what was asked, the counts, the result, and where they came from.

    Source: audits.queries.run_exports.document.
    """
    texts = ("reference", "plan", "plan_name", "system", "version", "requested_at", "finished_at")
    log = {"name": TEXT, "sha256": TEXT, "imported_at": TEXT}
    cells: dict[str, Schema] = {
        "by": {"type": "array", "items": TEXT}, "cells": {"type": "array", "items": _cell()},
    }  # fmt: skip
    properties = {
        "schema": {"const": "fairness-run"},
        **dict.fromkeys(texts, TEXT),
        "log": _object(log),
        "spec": _of_dataclass(Spec, required=("prediction", "by")),
        "complete": {"type": "boolean", "description": "Whether counts and hidden groups are in it."},
        "cells": {"anyOf": [_object(cells), {"type": "null"}]},
        "result": {name: part for name, part in result_schema().items() if name != "$schema"},
    }
    about = "A run: its specification and result and, where it is complete, the counts that recompute it."
    return {"$schema": DRAFT, "title": "A fairness run", "description": about, **_object(properties)}


SCHEMAS = {"fairness-result": result_schema, "fairness-run": run_schema}


def _shapes() -> dict[str, Schema]:
    """Return the parts that a division holds, with more said of them than their types say."""
    rates = _map(NUMBER)
    return {
        "overall": rates,
        "by_group": _map({"type": "object", "required": ["count"], "additionalProperties": NUMBER}),
        "disparities": _map(_object({"difference": NUMBER, "ratio": NUMBER, "n_groups_defined": COUNT})),
        "headline": rates,
        "undefined": _map(TEXT),
        "intervals": _object({
            "level": {"type": "number"},
            "methods": _map(TEXT),
            "overall": _map(BOUNDS),
            "by_group": _map(_map(BOUNDS)),
            "disparities": _map(_map(BOUNDS)),
        }),
        "tests": _map(_object({
            "global": {"type": ["object", "null"]}, "pairwise": {"type": "array", "items": {"type": "object"}},
        })),
        "impact": _object({
            "rates": rates, "selected": _map(NUMBER), "impact_ratios": rates, "ratio": NUMBER,
            "ratio_without_small_groups": NUMBER, "best_group": {"type": ["string", "null"]},
        }),
        "suppressed": {
            "type": "array",
            "items": _object({"group": TEXT, "n": COUNT_OR_WITHHELD, "display": {"type": "boolean"}}),
        },
    }  # fmt: skip


def _cell() -> Schema:
    digit = {"enum": [0, 1, None]}
    groups = {"type": "array", "items": {"type": ["string", "null"]}, "minItems": 1}
    return _object({"group": groups, "outcome": digit, "prediction": digit, "n": COUNT})


def _of_dataclass(kind: type, *, required: tuple[str, ...] | None = None) -> Schema:
    hints = get_type_hints(kind)
    properties = {field.name: _of(hints[field.name]) for field in fields(kind)}
    told = _object(properties)
    return told if required is None else told | {"required": [*required]}


def _of(hint: Any) -> Schema:  # noqa: ANN401 a type as annotations write it
    """Return the schema of a type: what JSON makes of tuples, mappings, unions, words and dataclasses."""
    if hint in SIMPLE:
        return dict(SIMPLE[hint])
    if is_dataclass(hint) and isinstance(hint, type):
        return _of_dataclass(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [word.value for word in hint]}
    return _of_generic(get_origin(hint), get_args(hint))


def _of_generic(origin: Any, inner: tuple[Any, ...]) -> Schema:  # noqa: ANN401 what typing gives back
    if origin in (Union, UnionType):
        return {"anyOf": [_of(part) for part in inner]}
    if origin is not tuple:
        return _map(_of(inner[1]))
    if inner[-1] is Ellipsis:
        return {"type": "array", "items": _of(inner[0])}
    return {"type": "array", "prefixItems": [_of(p) for p in inner], "minItems": len(inner), "items": False}


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": [*properties]}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _said(kind: type) -> str:
    return " ".join((kind.__doc__ or "").split())
