"""What a form says of the register when somebody else was quicker."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict

from governance.views.stale import Difference, differences, follow


class Sheet(forms.Form):
    name = forms.CharField(label="What it is called", required=False)
    day = forms.DateField(required=False)
    kind = forms.ChoiceField(choices=[("a", "The first"), ("b", "The second")])


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ({"name": "Ada"}, [Difference("What it is called", "Ada")]),
        ({"name": ""}, [Difference("What it is called", "nothing")]),
        ({"day": date(2027, 12, 2)}, [Difference("Day", "2 December 2027")]),
        ({"day": None}, [Difference("Day", "nothing")]),
        ({"kind": "b"}, [Difference("Kind", "The second")]),
        ({"name": "typed", "day": date(2026, 1, 1), "kind": "a"}, []),
    ],
)
def test_what_differs_is_told_in_words(stored, shown):
    form = Sheet({"name": "typed", "day": "2026-01-01", "kind": "a"})
    assert form.is_valid()

    assert list(differences(form, stored)) == shown


def test_a_form_that_follows_keeps_every_value_typed():
    form = Sheet(QueryDict("name=x&kind=a&kind=b&revision=1"))

    follow(form, 7)

    assert form.data.getlist("kind") == ["a", "b"]
    assert form.data["revision"] == "7"
    assert form.data["name"] == "x"
