"""对到企业：by code, by name, by a former name; a doubt is never guessed away."""

from __future__ import annotations

import pytest

from luoqiao.core.cases.list_match import Known, MatchState, match_row

A, B, C = "91350504MA2000019C", "91350504MA20000277", "91350504MA2000035X"
KNOWN = Known(
    {A: "泉州甲机械有限公司", B: "泉州乙鞋业有限公司", C: "泉州乙鞋业有限公司"},
    {"泉州甲机械有限公司": frozenset({A}), "泉州乙鞋业有限公司": frozenset({B, C})},
    {"泉州老甲厂": frozenset({A}), "泉州同名厂": frozenset({B, C})},
)


@pytest.mark.parametrize(
    ("name", "uscc", "state", "code", "candidates"),
    [
        ("泉州甲机械有限公司", A, MatchState.EXACT, A, ()),
        ("泉州甲机械有限公司", "", MatchState.BY_NAME, A, ()),
        ("泉州 甲机械 有限公司", "", MatchState.BY_NAME, A, ()),
        ("泉州老甲厂", "", MatchState.BY_FORMER_NAME, A, ()),
        ("泉州老甲厂", A, MatchState.EXACT, A, ()),
        ("", A, MatchState.EXACT, A, ()),
        ("泉州乙鞋业有限公司", "", MatchState.AMBIGUOUS, "", (B, C)),
        ("泉州同名厂", "", MatchState.AMBIGUOUS, "", (B, C)),
        ("泉州乙鞋业有限公司", A, MatchState.AMBIGUOUS, "", (A, B, C)),
        ("别的公司", A, MatchState.AMBIGUOUS, "", (A,)),
        ("泉州甲机械有限公司", "91350504MA2000043R", MatchState.AMBIGUOUS, "", (A,)),
        ("厦门某公司", "91350200MA2000043R", MatchState.NONE, "", ()),
        ("厦门某公司", "", MatchState.NONE, "", ()),
    ],
)
def test_a_row_means(name: str, uscc: str, state: MatchState, code: str, candidates: tuple[str, ...]) -> None:
    found = match_row(name, uscc, KNOWN)
    assert (found.state, found.uscc, found.candidates) == (state, code, candidates)
    assert found.said or found.state in (MatchState.EXACT, MatchState.BY_NAME)
