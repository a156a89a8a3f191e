"""接口测试的准备: the programme loaded, and a caller."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from luoqiao.apps.policy.services import load_packs

AT = datetime(2023, 6, 30, 9, 0, tzinfo=UTC)
Post = Callable[[str, object], Any]


@pytest.fixture
def loaded(db: None) -> str:
    """The programme is loaded; gives the digest of its version."""
    (pack,) = load_packs(AT)
    return pack.digest


@pytest.fixture
def post(loaded: str, client: Client) -> Post:
    """Post JSON (data, or the very text) to an address below /api/v1."""

    def send(address: str, body: object) -> Any:
        text = body if isinstance(body, str | bytes) else None
        return client.post(
            f"/api/v1{address}", body if text is None else text, content_type="application/json"
        )

    return send
