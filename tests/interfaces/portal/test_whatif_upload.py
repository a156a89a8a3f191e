"""算在谁身上: uploading is for officers, or for all; a file sent is taken whole or not at all, and every bad row is named."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django import Settings

from luoqiao.apps.policy.services import load_packs
from luoqiao.apps.whatif.models import PopulationFile
from luoqiao.core.parties.actor import Role
from tests.apps.accounts.account_builder import a_person, signed_in

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


@pytest.mark.parametrize(
    ("role", "status"), [(Role.OFFICER, 302), (Role.UNIT_HEAD, 302), (Role.TOWN_CLERK, 403), (Role.AUDITOR, 403)]
)
def test_officers_and_heads_of_units_upload_under_their_name(
    officer: Client, settings: Settings, role: Role, status: int
) -> None:
    settings.POPULATION_UPLOAD = False
    client = signed_in(a_person("somebody", (role, "industry_information"), name="陈知行"))
    assert client.post(HERE, {"file": _file(GOOD)}).status_code == status
    assert [kept.loaded_by for kept in PopulationFile.objects.all()] == (["陈知行（网页）"] if status == 302 else [])


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


def test_a_refusal_names_the_file_as_it_was_called(officer: Client) -> None:
    sent = officer.post(HERE, {"file": _file("not a workbook", "洛江企业.xlsx")}).content.decode()
    assert "洛江企业.xlsx" in sent
    long = officer.post(HERE, {"file": _file(GOOD, f"{'长' * 95}.csv")}, follow=True)
    assert long.status_code == 200
    assert PopulationFile.objects.count() == 1


def test_a_file_without_one_good_row_is_refused_with_the_reason_of_every_row(officer: Client) -> None:
    refused = officer.post(HERE, {"file": _file("企业名称,annual_service_fee\n甲,abc\n乙,-5\n")})
    said = refused.content.decode()
    assert refused.status_code == 422
    assert "第 2 行" in said
    assert "第 3 行" in said
    assert said.count("现在的总体没有改动") == 1
    assert not PopulationFile.objects.exists()


def test_names_that_look_like_formulas_or_markup_stay_names(officer: Client) -> None:
    rows = '企业名称,产业,annual_service_fee\n"=HYPERLINK(""http://a"",""点"")",+cmd,200000\n<b>甲</b>,-1+1,200000\n'
    officer.post(HERE, {"file": _file(f"{rows}{'长' * 300},机械装备,200000\n")})
    page = officer.get("/what-if/cloud_adoption/?district.rate=30").content.decode()
    assert "<b>甲" not in page
    assert "&lt;b&gt;甲" in page
    assert "长" * 41 not in page
    book = load_workbook(BytesIO(officer.get("/what-if/cloud_adoption/xlsx/?district.rate=30").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any("长" * 41 in str(cell.value) for cell in cells), "the file holds the name whole"
