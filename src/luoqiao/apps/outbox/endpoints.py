"""推送地址: systems outside that are told; added and ended by a system administrator, each with a secret of its own.

Secrets are not stored: each follows from the key of the site, the endpoint and a number that changing it raises.
"""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from luoqiao.apps.outbox.models import Endpoint


def secret_of(endpoint: Endpoint) -> str:
    """密钥: what the receiver checks signatures with, 64 hexadecimal figures."""
    salt = "luoqiao.apps.outbox.endpoints"
    return salted_hmac(salt, f"{endpoint.identifier}:{endpoint.secret_number}", algorithm="sha256").hexdigest()
