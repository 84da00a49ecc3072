"""A blank of an earlier state of the law, changed as an amendment changed it."""

from audits.sheets.amending import amended, faults_of

EARLIER = {
    "id": "form",
    "title": "A form",
    "part": [{"id": "one", "title": "1 and 2"}],
    "field": [
        {"id": "name", "label": "Name", "part": "one", "help": "As registered."},
        {"id": "why", "label": "Why", "part": "one"},
    ],
}


def test_what_an_amendment_does_not_name_stays():
    assert amended(EARLIER, {"id": "form"}) == EARLIER


def test_what_it_names_is_changed_in_its_place_and_what_it_removes_is_gone():
    changes = {
        "id": "form",
        "title": "The form",
        "removed": ["why"],
        "part": [{"id": "one", "title": "1"}],
        "field": [{"id": "name", "help": "As usual."}],
    }

    assert amended(EARLIER, changes) == {
        "id": "form",
        "title": "The form",
        "part": [{"id": "one", "title": "1"}],
        "field": [{"id": "name", "label": "Name", "part": "one", "help": "As usual."}],
    }
    assert list(faults_of(EARLIER, changes)) == []


def test_what_is_not_there_can_be_neither_changed_nor_removed():
    changes = {"id": "form", "removed": ["when"], "part": [{"id": "two"}], "field": [{"id": "how"}]}

    assert list(faults_of(EARLIER, changes)) == [
        "there is no part 'two' to change",
        "there is no field 'how' to change",
        "there is no 'when' to remove",
    ]
