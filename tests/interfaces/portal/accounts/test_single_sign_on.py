"""统一身份认证：a real OpenID Connect provider on loopback says who somebody is; account and second factor are our own."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import psycopg
import pytest
import requests
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from jwt.algorithms import RSAAlgorithm

from luoqiao.adapters.postgres.cluster import Cluster
from luoqiao.adapters.processes.children import Child, stop_children
from tests.interfaces.portal.accounts.test_accounts_browser import made_admin
from tests.live_site import DATABASE, START_SECONDS, free_port

KEY = generate_private_key(65537, 2048)
CLIENT = "luoqiao"


class Provider(BaseHTTPRequestHandler):
    """一个身份提供方: discovery, authorisation at once for whoever is set, token, keys, who it is."""

    person: ClassVar[str] = ""

    def do_GET(self) -> None:
        base, asked = f"http://{self.headers['Host']}", urlsplit(self.path)
        if asked.path == "/authorize":
            query = parse_qs(asked.query)
            back = urlencode({"code": "one-time", "state": query["state"][0]})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri'][0]}?{back}")
            self.end_headers()
            return
        answers: dict[str, Any] = {
            "/.well-known/openid-configuration": {
                "issuer": base, "authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token",
                "userinfo_endpoint": f"{base}/userinfo", "jwks_uri": f"{base}/keys",
            },
            "/keys": {"keys": [json.loads(RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "1"}]},
            "/userinfo": {"sub": f"sub-{self.person}", "preferred_username": self.person},
        }  # fmt: skip
        self._send(answers[asked.path])

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = {"iss": f"http://{self.headers['Host']}", "aud": CLIENT, "sub": f"sub-{self.person}", "iat": now,
                  "exp": now + 60, "preferred_username": self.person}  # fmt: skip
        token = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"})
        self._send({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def _send(self, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def provider() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(live_site: str, provider: str, test_cluster: Cluster, tmp_path: Path) -> Iterator[str]:
    """A second web server on the database of the site, with the provider in its environment."""
    port = free_port()
    environment = {
        **os.environ, "DATA": str(tmp_path), "PORT": str(port), "DATABASE_URL": test_cluster.url(DATABASE), "WEB_WORKERS": "1",
        "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings", "PYTHONPATH": os.pathsep.join(sys.path), "LUOQIAO_DEBUG": "1",
        "OIDC_SERVER": f"{provider}/.well-known/openid-configuration", "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": "secret",
        "OIDC_NAME": "闽政通", "LUOQIAO_SECRET_KEY": "only-for-this-test-0123456789-0123456789-0123456789",
    }  # fmt: skip
    web = Child("web", "网页", "luoqiao.config.serve_web", tmp_path / "web.log", environment)
    web.start()
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            assert time.monotonic() < deadline, (tmp_path / "web.log").read_text()
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop_children([web], seconds=4.0)


def _answers(port: int) -> bool:
    asking = HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(asking):
        try:
            asking.request("GET", "/account/login/")
            return asking.getresponse().status < 500
        except (OSError, HTTPException):
            return False


def test_somebody_comes_in_by_the_provider_and_still_needs_the_code(site: str, test_cluster: Cluster, tmp_path: Path) -> None:
    with psycopg.connect(test_cluster.url(DATABASE)) as connection:
        connection.execute("UPDATE accounts_user SET is_active = false WHERE id IN (SELECT user_id FROM accounts_postheld)")
    name, _ = made_admin(test_cluster, "audit", tmp_path)
    with psycopg.connect(test_cluster.url(DATABASE)) as connection:
        connection.execute("UPDATE accounts_user SET must_change_password = false WHERE username = %s", [name])
    assert "闽政通登录" in requests.get(f"{site}/account/login/", timeout=20).text

    Provider.person = "nobody-here"
    stranger = requests.get(f"{site}/account/oidc/oidc/login/", timeout=20)
    assert (stranger.status_code, "LQ-5203" in stranger.text) == (403, True)

    Provider.person = name
    person = requests.Session()
    page = person.get(f"{site}/account/oidc/oidc/login/", timeout=20)
    page = person.get(f"{site}/policies/", timeout=20)
    assert page.url.endswith("/account/second-factor/set-up/")
    secret = page.text.partition('<code id="secret">')[2].partition("<")[0]
    token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    person.post(page.url, {"code": code, "csrfmiddlewaretoken": token}, headers={"Referer": page.url}, timeout=20)
    assert "审计管理员" in person.get(f"{site}/policies/", timeout=20).text

    again = requests.get(f"{site}/account/oidc/oidc/login/", timeout=20)
    assert again.url == f"{site}/account/code/"
