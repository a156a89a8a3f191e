"""算在谁身上: uploading is off unless allowed; a file sent is taken whole or not at all, and every bad row is named."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from luoqiao.apps.policy.services import load_packs
from luoqiao.apps.whatif.models import PopulationFile

HERE = "/what-if/population/"


@pytest.fixture
def officer(db: None, settings: Settings) -> Client:
    settings.POPULATION_UPLOAD = True
    load_packs(datetime(2023, 6, 30, tzinfo=UTC))
    return Client()


def _file(text: str, name: str = "firms.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


GOOD = "企业名称,产业,annual_service_fee\n甲,机械装备,80000\n"


def test_uploading_is_off_unless_the_operator_allows_it(officer: Client, settings: Settings) -> None:
    settings.POPULATION_UPLOAD = False
    assert "luoqiao population load" in officer.get(HERE).content.decode()
    refused = officer.post(HERE, {"file": _file(GOOD)})
    assert refused.status_code == 403
    assert "LQ-4509" in refused.content.decode()
    assert not PopulationFile.objects.exists()


def test_uploading_needs_the_token_of_the_form(officer: Client) -> None:
    assert Client(enforce_csrf_checks=True).post(HERE, {"file": _file(GOOD)}).status_code == 403


def test_a_file_takes_the_place_of_the_made_up_enterprises_and_is_withdrawn_again(officer: Client) -> None:
    sent = officer.post(HERE, {"file": _file(GOOD, "../../企业.csv")}, follow=True).content.decode()
    assert "导入：企业.csv" in sent
    assert "1 家" in sent
    assert "导入：企业.csv" in officer.get("/what-if/cloud_adoption/").content.decode()
    assert PopulationFile.objects.get().loaded_by == "127.0.0.1（网页）"
    officer.post(HERE, {"do": "withdraw"})
    assert "合成总体（示例" in officer.get("/what-if/cloud_adoption/").content.decode()


def test_bad_rows_are_named_and_the_others_taken(officer: Client) -> None:
    sent = officer.post(HERE, {"file": _file(f"{GOOD}乙,机械装备,abc\n")}).content.decode()
    assert "第 3 行 annual_service_fee" in sent
    assert "另有 1 行读不成" in sent


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "请选一个文件"),
        ({"file": ("a,b\n1,2\n", "firms.csv")}, "没有导入"),
        ({"file": ("not a workbook", "firms.xlsx")}, "不是 xlsx 文件"),
        ({"file": (GOOD, "firms.exe")}, "不认识这种文件"),
        ({"file": ("", "firms.csv")}, "没有导入"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(
    officer: Client, files: dict[str, tuple[str, str]], said: str
) -> None:
    answer = officer.post(HERE, {name: _file(*given) for name, given in files.items()})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PopulationFile.objects.exists()
