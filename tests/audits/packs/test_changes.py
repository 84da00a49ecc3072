"""Which fields differ between two records, each by its name."""

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from audits.packs import Pack
from audits.packs.changes import changes
from tests.audits.dossiers import samples


def altered(raw, change):
    raw = deepcopy(raw)
    change(raw)
    return Pack.from_json(raw)


def test_a_record_does_not_differ_from_itself():
    assert changes(samples.pack("compas"), samples.pack("compas")) == ()


def test_a_changed_field_is_named_with_both_values():
    raw = samples.raw("compas")
    was = raw["system"]["purpose"]

    (change,) = changes(Pack.from_json(raw), altered(raw, lambda r: r["system"].update(purpose="Another")))

    assert (change.path, change.where, change.state) == ("/system/purpose", ("System", "Purpose"), "changed")
    assert (change.before, change.after) == (was, "Another")
    assert change.material


def test_an_item_put_first_does_not_shift_the_others():
    raw = samples.raw("compas")
    new = {**raw["obligations"][0], "id": "new.duty", "title": "A new duty"}

    (change,) = changes(Pack.from_json(raw), altered(raw, lambda r: r["obligations"].insert(0, new)))

    assert (change.state, change.where) == ("added", ("Obligations", "A new duty"))


def test_the_field_of_an_item_is_named_by_the_item():
    raw = samples.raw("compas")
    duty = raw["obligations"][0]

    (change,) = changes(
        Pack.from_json(raw), altered(raw, lambda r: r["obligations"][0].update(owner="Grace Hopper"))
    )

    assert change.where == ("Obligations", duty["title"], "Owner")
    assert (change.before, change.after) == (duty.get("owner", ""), "Grace Hopper")


def test_a_list_that_was_empty_is_told_item_by_item():
    raw = samples.raw("compas")

    found = changes(altered(raw, lambda r: r.update(obligations=[])), Pack.from_json(raw))

    assert {change.state for change in found} == {"added"}
    assert len(found) == len(raw["obligations"])


def test_what_belongs_to_the_document_alone_is_not_material():
    raw = samples.raw("compas")

    (change,) = changes(
        Pack.from_json(raw), altered(raw, lambda r: r["document"].update(reference="DOS-9999"))
    )

    assert not change.material


@given(st.sampled_from(["system", "organisation"]), st.data())
def test_what_was_changed_back_has_not_changed(part, data):
    raw = samples.raw("compas")
    name = data.draw(st.sampled_from([k for k, v in raw[part].items() if isinstance(v, str)]))
    now = altered(raw, lambda r: r[part].update({name: data.draw(st.text(max_size=20), label="value")}))

    there, back = changes(Pack.from_json(raw), now), changes(now, Pack.from_json(raw))

    assert [(c.path, c.before, c.after) for c in there] == [(c.path, c.after, c.before) for c in back]
