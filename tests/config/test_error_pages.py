"""出错页：every way a request can fail ends with a Chinese page and a code, or a problem document for programs."""

import logging
import os
import subprocess
import sys

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from luoqiao.config.urls import handler400, handler403, handler404, handler500  # noqa: F401 the site's own pages


def fail(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("secret detail")


def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


urlpatterns = [path("fail/", fail), path("api/fail/", fail), path("read/", read)]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def reader() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def test_a_page_that_is_not_there(reader: Client) -> None:
    answer = reader.get("/lost/")
    assert answer.status_code == 404
    assert "LQ-4040" in answer.content.decode()
    assert "没有这一页" in answer.content.decode()


def test_a_fault_shows_a_code_that_stands_in_the_log_and_nothing_of_the_fault(
    reader: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = reader.get("/fail/")
    page = answer.content.decode()
    code = next(r.getMessage().split()[0] for r in caplog.records if r.name == "luoqiao.errors")
    assert answer.status_code == 500
    assert code.startswith("LQ-5000-")
    assert code in page
    assert "secret detail" not in page
    assert "ZeroDivisionError" not in page


def test_a_form_from_elsewhere_is_refused(reader: Client) -> None:
    answer = reader.post("/read/", {"a": "b"})
    assert answer.status_code == 403
    assert "表单已经过期" in answer.content.decode()


def test_too_much_is_refused_with_the_limit() -> None:
    answer = Client(raise_request_exception=False).post("/read/", {"a": "长" * 3_000_000})
    assert answer.status_code == 400
    assert "2.5 兆字节" in answer.content.decode()


def test_an_unknown_host_name_is_explained(reader: Client) -> None:
    answer = reader.get("/read/", headers={"host": "other.example"})
    assert answer.status_code == 400
    assert "HOSTS=" in answer.content.decode()


@pytest.mark.parametrize(("address", "status"), [("/api/lost", 404), ("/api/fail/", 500)])
def test_programs_get_a_problem_document(reader: Client, address: str, status: int) -> None:
    answer = reader.get(address)
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["code"].startswith("LQ-")


def test_every_page_comes_under_the_content_policy_with_a_new_nonce(reader: Client) -> None:
    policies = {reader.get("/lost/").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3
    assert all("style-src 'self';" in policy and "unsafe" not in policy for policy in policies)


@override_settings(DEBUG=False)
def test_pages_may_not_be_framed_or_sniffed(reader: Client) -> None:
    headers = reader.get("/lost/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


ASK_WITHOUT_DATABASE = """
import django; django.setup()
from django.conf import settings
from django.test import Client
settings.DEBUG = False
client = Client(raise_request_exception=False)
for cookie in ("", "somebody-signed-in-before"):
    client.cookies["sessionid"] = cookie
    for address in ("/account/login/", "/lost/", "/policies/"):
        answer = client.get(address)
        print(address, answer.status_code, "LQ-5000-" in answer.text or "LQ-4040" in answer.text, "Traceback" in answer.text)
"""


def test_pages_of_errors_are_drawn_while_the_database_is_gone() -> None:
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings", "PYTHONPATH": os.pathsep.join(sys.path),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1", "HOSTS": "testserver", "LUOQIAO_DEBUG": "1",
        "LUOQIAO_SECRET_KEY": "only-for-this-test-0123456789-0123456789-0123456789",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", ASK_WITHOUT_DATABASE], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = [line.split() for line in done.stdout.splitlines()]
    assert [status for address, status, *_ in told if address == "/policies/"] == ["500", "500"]
    assert all(line[2:] == ["True", "False"] for line in told if line[1] != "200")
