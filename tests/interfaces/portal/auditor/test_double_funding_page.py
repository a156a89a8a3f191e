"""重复享受查找的页：both sides open, the workbook holds them, officials come in and others do not, and it fits."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from luoqiao.apps.cases.models import Case
from tests.apps.cases.test_double_funding import two_cases
from tests.chromium import fits
from tests.interfaces.portal.cases.office import Office

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/audit/double-funding/"


def shared_project() -> tuple[str, str]:
    numbers = two_cases()
    Case.objects.update(subject="年产 25 万双鞋技改")
    return numbers


def test_both_sides_are_shown_and_exported(office: Office) -> None:
    one, other = shared_project()
    page = office.auditor.opens(f"{PAGE}?kind=project").content.decode()
    assert f'href="/cases/{one}/"' in page
    assert f'href="/cases/{other}/"' in page
    assert "其中要看 1 处" in page
    book = load_workbook(BytesIO(office.auditor.opens(f"{PAGE}?format=xlsx").content))
    assert {one, other} <= {cell.value for cell in book.worksheets[0]["E"]}
    assert "没有查到" in office.auditor.opens(f"{PAGE}?kind=account").content.decode()
    assert office.auditor.opens(f"{PAGE}?kind=x&page=-1&case=%27").status_code == 200
    assert "同一笔支出有没有领两次" in office.auditor.opens("/audit/").content.decode()


def test_who_may_not_look_does_not_come_in(office: Office) -> None:
    assert office.officer.opens(PAGE).status_code == 200
    for person in (office.agent, office.clerk):
        assert person.opens(PAGE).status_code == 403


def test_a_year_is_chosen_and_kept_in_the_workbook(office: Office) -> None:
    one, other = shared_project()
    Case.objects.filter(number=one).update(year=2022)
    Case.objects.filter(number=other).update(year=2023)
    page = office.auditor.opens(f"{PAGE}?year=2022").content.decode()
    assert 'href="?year=2022&amp;format=xlsx"' in page
    assert 'href="?year=2023"' in page
    assert one in page
    assert one not in office.auditor.opens(f"{PAGE}?year=2020").content.decode()
    assert office.auditor.opens(f"{PAGE}?year=%C2%B2").status_code == 200


def test_the_other_side_of_another_unit_is_only_counted(office: Office) -> None:
    one, other = shared_project()
    Case.objects.filter(number=other).update(units=["commerce"])
    page = office.officer.opens(PAGE).content.decode()
    assert f'href="/cases/{one}/"' in page
    assert other not in page
    assert "其中 1 件不归您看" in page


def test_the_page_of_a_case_names_the_other_side_to_officials_only(office: Office) -> None:
    one, other = shared_project()
    for person in (office.auditor, office.officer):
        page = person.opens(f"/cases/{one}/").content.decode()
        assert "别的案件也在用" in page
        assert f'href="/cases/{other}/"' in page
        assert f"/audit/double-funding/?case={one}" in page
    for person in (office.agent, office.clerk):
        assert "别的案件也在用" not in person.opens(f"/cases/{one}/").content.decode()
    Case.objects.filter(number=other).update(subject="")
    assert "别的案件也在用" not in office.auditor.opens(f"/cases/{one}/").content.decode()


@pytest.mark.parametrize("browser_page", [(1280, 900), (390, 844)], indirect=True)
def test_it_fits_a_desk_and_a_phone(browser_page: Page, live_server: LiveServer, office: Office) -> None:
    one, _ = shared_project()
    session = office.auditor.client.cookies["sessionid"].value
    browser_page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    for address in (PAGE, f"/cases/{one}/", "/audit/chain/", "/audit/"):
        browser_page.goto(f"{live_server.url}{address}")
        assert fits(browser_page), address
