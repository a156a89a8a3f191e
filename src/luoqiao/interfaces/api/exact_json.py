"""请求内容按精确的 JSON 读: the parser of the API; how numbers stay exact is in `core.kernel.exact_json`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from luoqiao.core.kernel.exact_json import read_json_object


class ExactParser(Parser):
    """读请求内容: floats become Decimal; absurd numbers stay the text they were and are refused where they are used."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The JSON object of a request. Raises Invalid."""
        return read_json_object(request.body)
