"""示例的名字: made-up names of enterprises and people, drawn under a key from `names.toml`; meant for nobody."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from luoqiao.core.parties.draws import part
from luoqiao.core.parties.uscc import complete_uscc

MOST_ATTEMPTS = 1000


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


def pick(key: str, options: Sequence[str]) -> str:
    """One of the options, the same for ever under the key."""
    return options[part(key, 0, len(options) - 1)]


def enterprise_names(keys: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A name for each (key, industry), none twice."""
    words = _words()
    used: set[str] = set()
    for key, industry in keys:
        for attempt in range(MOST_ATTEMPTS):
            told = f"{key}/name/{attempt}"
            brand = pick(f"{told}/1", words["first"]) + pick(f"{told}/2", words["second"])
            trade = pick(f"{told}/3", words["trades"].get(industry, words["trades"]["other"]))
            name = f"{pick(f'{told}/4', words['places'])}{brand}{trade}{pick(f'{told}/5', words['forms'])}"
            if name not in used:
                break
        used.add(name)
        yield name


def brand(name: str) -> str:
    """The two characters by which an enterprise is called."""
    places = sorted(set(_words()["places"]), key=len, reverse=True)
    return next((name[len(place) :] for place in places if name.startswith(place)), name)[:2]


def person_name(key: str) -> str:
    """A person's name."""
    return pick(f"{key}/surname", _words()["surnames"]) + pick(f"{key}/given", _words()["given"])


def credit_code(number: int) -> str:
    """The credit code of the enterprise with this number: formed and checked as the standard says, given to nobody."""
    return complete_uscc(f"91350504MADM{number:04d}")


def seller(key: str) -> tuple[str, str]:
    """Who sells: a name and a credit code."""
    sellers = _words()["sellers"]
    at = part(key, 0, len(sellers) - 1)
    return sellers[at], credit_code(9000 + at)


def service(key: str, clause: str) -> str:
    """What stands on an invoice for a clause."""
    services = _words()["services"]
    return pick(key, services.get(clause, services["other"]))
