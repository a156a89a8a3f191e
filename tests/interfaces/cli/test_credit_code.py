"""luoqiao credit-code: an answer for people and for programs, status 1 for a code that is wrong."""

from __future__ import annotations

import json

import pytest

from luoqiao.interfaces.cli.main import main


def test_a_valid_code_is_told_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["credit-code", "91350504ma00001700", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "valid": True, "code": "91350504MA00001700", "authority": "市场监管", "kind": "企业", "division": "350504",
        "organisation_code": "MA0000170", "problems": [],
    }  # fmt: skip


def test_a_wrong_code_is_told_with_place_and_expected_character(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["credit-code", "91350504MA00001701", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert not answer["valid"]
    assert [(p["place"], p["expected"]) for p in answer["problems"]] == [(18, "0")]


def test_people_read_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["credit-code", "91350504MA00001700"]) == 0
    assert capsys.readouterr().out.startswith("91350504MA00001700 写法正确：登记管理部门 市场监管，机构类别 企业")
    assert main(["credit-code", "9135050 4MA0000170"]) == 1
    printed = capsys.readouterr()
    assert "应是 18 位，这里是 17 位" in printed.out
    assert printed.err == ""
