"""The form of the checkup: the whole state is what was sent."""

from __future__ import annotations

from luoqiao.policies.pack import Pack
from tests.interfaces.portal.checkup_builder import a_checkup, a_form

APP = "industrial_app.apps[{}].last_year_service_expenditure"


def test_names_that_no_clause_knows_are_passed_over(pack: Pack) -> None:
    form = a_form(pack, {"nonsense": "1", "cloud_adoption.nonsense": "2"}, aside=["nowhere"])
    assert not form.typed
    assert not form.set_aside


def test_a_field_is_cut_to_what_a_field_can_mean(pack: Pack) -> None:
    form = a_form(pack, {"cloud_adoption.annual_service_fee": "9" * 100_000})
    assert len(form.typed["cloud_adoption.annual_service_fee"]) == 200


def test_a_removed_item_lets_the_later_ones_move_up(pack: Pack) -> None:
    sent = {"items:industrial_app.apps": "3", APP.format(1): "1", APP.format(2): "2", APP.format(3): "3"}
    sent[f"unit:{APP.format(3)}"] = "元"
    form = a_form(pack, sent, button="remove:industrial_app.apps[2]")
    assert form.items["industrial_app.apps"] == 2
    assert form.typed == {APP.format(1): "1", APP.format(2): "3"}
    assert form.unit_of(APP.format(2)) == "元"


def test_the_last_item_is_emptied_not_removed(pack: Pack) -> None:
    form = a_form(pack, {APP.format(1): "1"}, button="remove:industrial_app.apps[1]")
    assert form.items["industrial_app.apps"] == 1
    assert not form.typed


def test_buttons_that_make_no_sense_change_nothing(pack: Pack) -> None:
    plain = a_form(pack)
    for button in (
        "remove:",
        "remove:x[1]",
        "add:nothing",
        "aside",
        "nonsense:1",
        "remove:industrial_app.apps[999]",
    ):
        assert a_form(pack, button=button).typed == plain.typed
        assert a_form(pack, button=button).items == plain.items


def test_the_rest_is_set_aside_and_what_was_answered_stays(pack: Pack) -> None:
    page = a_checkup(pack, {"cloud_adoption.annual_service_fee": "40"}, button="rest")
    assert [had.identifier for had in page.had] == ["cloud_adoption"]
    assert not page.open
    assert len(page.aside) == len(pack.clauses) - 1


def test_what_was_typed_under_a_clause_set_aside_waits_but_does_not_count(pack: Pack) -> None:
    sent = {"cloud_adoption.annual_service_fee": "四十"}
    page = a_checkup(pack, sent, aside=["cloud_adoption"])
    assert not page.wrong
    (aside,) = page.aside
    assert ("cloud_adoption.annual_service_fee", "四十") in aside.kept
    back = a_checkup(pack, sent, aside=["cloud_adoption"], button="back:cloud_adoption")
    assert len(back.wrong) == 1
