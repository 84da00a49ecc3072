"""The pack as a contract: read, written, named by its digest, refused by path."""

import hashlib
import json
from copy import deepcopy
from functools import reduce
from operator import getitem
from typing import Any

import pytest

from audits.packs import Malformed, Pack, canonical, digest, settled
from tests.audits.dossiers.samples import pack, raw


@pytest.mark.parametrize("name", ["compas", "probation", "empty"])
def test_a_pack_survives_its_own_bytes(name: str):
    before = pack(name)

    after = Pack.from_json(json.loads(canonical(before)))

    assert canonical(after) == canonical(before)
    assert digest(after) == digest(before)


def test_the_digest_is_the_sha_256_of_the_bytes():
    assert digest(pack("compas")) == hashlib.sha256(canonical(pack("compas"))).hexdigest()


def test_settling_changes_nothing_that_the_digest_covers():
    assert canonical(settled(pack("compas"))) == canonical(pack("compas"))


def test_the_order_of_keys_in_a_result_does_not_change_the_digest():
    turned = raw("compas")
    turned["fairness"][0]["result"] = dict(reversed(turned["fairness"][0]["result"].items()))

    assert digest(Pack.from_json(turned)) == digest(pack("compas"))


def test_every_single_value_of_a_pack_is_covered_by_the_digest():
    whole = raw("probation")
    known = digest(Pack.from_json(whole))

    for path in _texts(whole):
        changed = deepcopy(whole)
        *above, last = path
        owner = reduce(getitem, above, changed)
        owner[last] += "x"
        if path != ("schema",):
            assert digest(Pack.from_json(changed)) != known, path


def _texts(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all texts in a JSON value."""
    if isinstance(value, str):
        return [path]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [leaf for key, part in items for leaf in _texts(part, (*path, key))]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"document": {"reference": "DOS-1"}}, "pack.document.created_at: missing"),
        ({"surprise": 1}, "pack.surprise: unknown key"),
        ({"answers": "none"}, "pack.answers: expected a list"),
        ({"answers": [{"fact": "a"}]}, "pack.answers[0].question: missing"),
        ({"system": {"name": 4}}, "pack.system.name: expected str, found int"),
        ({"organisation": {"public_body": "yes"}}, "pack.organisation.public_body: expected bool or null"),
        ({"finding": []}, "pack.finding: expected an object"),
        ({"trail": {"seq": True}}, "pack.trail.seq: expected int or null, found bool"),
    ],
)
def test_a_malformed_pack_is_refused_with_the_path_of_the_fault(change: dict[str, Any], complaint: str):
    with pytest.raises(Malformed, match=complaint.replace("[", r"\[").replace("]", r"\]")):
        Pack.from_json({**raw("empty"), **change})


def test_a_pack_of_another_schema_is_refused():
    with pytest.raises(Malformed, match=r"pack\.schema"):
        Pack.from_json({**raw("empty"), "schema": "annex/dossier-pack/2"})


def test_packs_frozen_before_parts_were_added_keep_their_digests():
    """Computed by the Annex that knew no kind but the system dossier."""
    assert digest(pack("compas")) == "4dc84d72970e8eeaa0cbcb041847f58e72715b78d1fcc923024a5532acef7aeb"
    assert digest(pack("probation")) == "bc98f7c9036ed17fb9d7619bd850a0b276e51ccd5987484abf0f0e69d829df3f"
