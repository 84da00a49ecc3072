"""Whom duties address is said in words."""

from risk import rulebook
from risk.vocabulary import ADDRESSEES, addressee


def test_every_role_a_duty_names_has_words():
    named = {
        duty.role for name in rulebook.edition_ids() for duty in rulebook.edition(name).obligations.values()
    }

    assert named <= set(ADDRESSEES)
    assert addressee("model_provider") == "Provider of a model"


def test_a_role_of_an_edition_to_come_is_shown_as_it_is():
    assert addressee("insurer") == "insurer"
