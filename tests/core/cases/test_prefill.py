"""预填：never a value that nobody gave, never over what was typed, never from another matter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.cases.prefill import Known, is_blank, prefill

KEYS = ("fee", "kind", "items", "not_asked")
ASKED = ("fee", "kind", "items")
values = st.one_of(
    st.none(), st.just(""), st.just([]), st.text("0123456789是否", min_size=1, max_size=5), st.sampled_from(["yes", "no", "0"]),
    st.lists(st.fixed_dictionaries({"a": st.sampled_from(["1", "2"])}), min_size=1, max_size=2),
)  # fmt: skip
origins = st.sampled_from(["登记", "2022 年度申报"])
knowns = st.lists(st.builds(Known, st.sampled_from(KEYS), values, origins, st.booleans()), max_size=8)
typed = st.dictionaries(st.sampled_from(KEYS), values, max_size=4)


@given(knowns, typed)
def test_every_value_is_one_that_somebody_gave_for_this_very_matter(known: list[Known], given_values: dict[str, object]) -> None:
    filled = prefill(ASKED, known, given_values)
    for key, value in filled.values.items():
        typed_before = given_values.get(key)
        if not is_blank(typed_before):
            assert value == typed_before
        else:
            assert key in ASKED
            assert value in [one.value for one in known if one.key == key and one.same_matter]


@given(knowns, typed)
def test_what_was_typed_is_never_lost_and_blanks_are_never_kept(known: list[Known], given_values: dict[str, object]) -> None:
    filled = prefill(ASKED, known, given_values)
    assert {key: value for key, value in given_values.items() if not is_blank(value)}.items() <= filled.values.items()
    assert not any(is_blank(value) for value in filled.values.values())


@given(knowns, typed)
def test_every_filled_value_says_where_it_is_from_and_no_offer_repeats_it(
    known: list[Known], given_values: dict[str, object]
) -> None:
    filled = prefill(ASKED, known, given_values)
    for key in ASKED:
        value = filled.values.get(key)
        if value is not None and is_blank(given_values.get(key)):
            assert filled.origin_of(key, value) in {one.origin for one in known if one.key == key and one.value == value}
        offer = filled.offer(key, value)
        assert offer is None or (offer.value != value and offer in known)


def test_the_strongest_of_the_same_matter_is_taken_and_another_year_is_only_offered() -> None:
    last_year, fact = Known("fee", "120000", "2022 年度申报", same_matter=False), Known("fee", "172000.00", "凭证")
    assert prefill(["fee"], [last_year], {}).values == {}
    assert prefill(["fee"], [last_year], {}).offer("fee", None) == last_year
    assert prefill(["fee"], [last_year, fact], {}).values == {"fee": "172000.00"}
    assert prefill(["fee"], [fact], {"fee": "1"}).values == {"fee": "1"}
