"""Colours: every pair of text and ground has the contrast that the look promises, in both themes."""

import re
from pathlib import Path

import pytest

from luoqiao.interfaces.portal.components_view import NAMES, TOKENS, contrast, read_tokens

STYLES = TOKENS.parent
CSS = TOKENS.read_text(encoding="utf-8")
THEMES = {"light": read_tokens(CSS, ":root"), "dark": read_tokens(CSS, ':root[data-theme="dark"]')}

TEXT = [
    *[(ink, ground) for ink in ("ink", "ink2", "ink3", "water") for ground in ("paper", "sheet", "sunk")],
    *[(ink, "watert") for ink in ("ink", "ink2", "water", "green")],
    *[("red", ground) for ground in ("paper", "sheet", "redt")],
    *[("green", ground) for ground in ("paper", "sheet", "greent")],
    ("onwater", "water"),
    ("paper", "ink"),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(theme: str, text: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "sheet"])
def test_edges_of_controls_can_be_seen(theme: str, ground: str) -> None:
    assert contrast(THEMES[theme]["ctl"], THEMES[theme][ground]) >= 3


def test_the_readers_own_dark_equals_the_chosen_dark() -> None:
    own = re.search(r':root\[data-theme="auto"\] \{(.*?)\n  \}', CSS, re.DOTALL)
    assert own is not None
    assert dict(re.findall(r"--([a-z0-9]+): (#[0-9A-F]{6});", own[1])) == THEMES["dark"]


def test_both_themes_set_the_same_tokens_and_the_sheet_shows_them() -> None:
    assert THEMES["light"].keys() == THEMES["dark"].keys()
    assert THEMES["light"].keys() - NAMES.keys() == {"onwater", "w1"}


@pytest.mark.parametrize(
    "sheet",
    [path for path in STYLES.glob("*.css") if path.stem not in {"tokens", "chart", "print"}],
    ids=lambda p: p.stem,
)
def test_colours_are_written_only_in_the_tokens(sheet: Path) -> None:
    assert (
        re.findall(r"#[0-9A-Fa-f]{3,8}\b(?![^{]*\{)|rgba?\(|hsla?\(", sheet.read_text(encoding="utf-8")) == []
    )


def test_every_token_used_is_defined() -> None:
    defined = set(re.findall(r"(--[a-z0-9-]+):", CSS))
    used = {
        name
        for path in STYLES.glob("*.css")
        for name in re.findall(r"var\((--[a-z0-9-]+)", path.read_text("utf-8"))
    }
    assert used <= defined


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
