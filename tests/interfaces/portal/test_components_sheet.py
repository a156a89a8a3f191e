"""The component sheet as markup: nothing inline, every field named, every class and link known, every quote in the document."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

import luoqiao.policies
from luoqiao.core.kernel.text import drop_blanks
from luoqiao.interfaces.portal.components_samples import clause, forms, lists, source, tables
from luoqiao.interfaces.portal.components_view import TOKENS, components
from luoqiao.interfaces.portal.parts import ClauseRow, PanelSection, Passage, Piece, Quote, Trouble

STYLES = TOKENS.parent
TEMPLATES = STYLES.parents[2] / "templates"
SOURCE = Path(luoqiao.policies.__file__).parent / "luojiang_2022_31" / "source.txt"

pytestmark = [pytest.mark.urls("tests.interfaces.portal.component_urls"), pytest.mark.django_db]


class Elements(HTMLParser):
    """Collects start tags with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def page() -> str:
    return components(RequestFactory().get("/_components")).content.decode()


@pytest.fixture
def elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    return Elements(page).found


def test_nothing_is_written_inline(elements: list[tuple[str, dict[str, str | None]]]) -> None:
    for tag, attributes in elements:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith(("on", "hx-on"))]
        assert tag != "script" or attributes.get("src")


def test_identifiers_are_unique_and_inner_links_lead_somewhere(
    elements: list[tuple[str, dict[str, str | None]]],
) -> None:
    counted = Counter(attributes["id"] for _, attributes in elements if "id" in attributes)
    assert [name for name, times in counted.items() if times > 1] == []
    for tag, attributes in elements:
        target = attributes.get("href") or ""
        if tag == "a" and target.startswith("#") and target != "#":
            assert target[1:] in counted, target


def test_every_field_has_a_label_and_its_description_exists(
    elements: list[tuple[str, dict[str, str | None]]],
) -> None:
    known = {attributes.get("id") for _, attributes in elements}
    labelled = {attributes.get("for") for tag, attributes in elements if tag == "label"}
    for tag, attributes in elements:
        if tag in {"input", "select", "textarea"} and attributes.get("type") != "radio":
            assert attributes.get("id") in labelled
        for name in (attributes.get("aria-describedby") or "").split():
            assert name in known
        if (named := attributes.get("aria-labelledby")) is not None:
            assert named in known


def test_every_class_in_use_has_a_style(elements: list[tuple[str, dict[str, str | None]]]) -> None:
    styled = {
        name
        for path in STYLES.glob("*.css")
        for name in re.findall(r"\.([a-z][\w-]*)", path.read_text("utf-8"))
    }
    used = {name for _, attributes in elements for name in (attributes.get("class") or "").split()}
    unstyled = {"estimate", "standing", "tiers-3"}
    assert used - styled == unstyled


@pytest.mark.parametrize(
    "part", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda path: path.stem
)
def test_every_part_says_what_it_takes(part: Path) -> None:
    assert "{% comment %}" in part.read_text(encoding="utf-8")[:80]


def quotes_in(value: Any) -> Iterator[str]:
    """All words of the document that a sample holds."""
    if isinstance(value, Quote):
        yield value.text
    elif isinstance(value, Passage):
        yield "".join(piece.text for piece in value.pieces)
    elif isinstance(value, Piece):
        yield value.text
    elif isinstance(value, tuple):
        for item in value:
            yield from quotes_in(item)
    elif isinstance(value, PanelSection):
        yield value.words
        yield from quotes_in(value.quotes)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from quotes_in(getattr(value, name))


def test_every_quote_of_the_samples_is_in_the_document() -> None:
    document = drop_blanks(re.sub(r"<[^>]+>", "", SOURCE.read_text(encoding="utf-8")))
    texts = [
        text
        for module in (clause, forms, lists, source, tables)
        for name in dir(module)
        if name.isupper()
        for text in quotes_in(getattr(module, name))
    ]
    assert len(texts) > 40
    assert [text for text in texts if drop_blanks(text) not in document] == []


def test_the_samples_add_up() -> None:
    rows = lists.ROWS
    for row in rows:
        assert sum(tier.fen or 0 for tier in row.tiers) == row.total
    assert lists.CLAUSES.total == sum(row.total or 0 for row in rows)
    for at, tier in enumerate(lists.CLAUSES.tiers):
        assert tier.fen == sum(row.tiers[at].fen or 0 for row in rows)


def test_words_of_the_document_run_on_without_white_space() -> None:
    pieces = (*source.PARAGRAPHS[2].pieces, Piece("。", page_break=True))
    shown = render_to_string("components/pieces.html", {"pieces": pieces})
    words = re.sub(r"<[^>]+>", "", re.sub(r'<span class="side-note.*?</a></span>', "", shown))
    assert words == "".join(f"⏎{piece.text}" if piece.page_break else piece.text for piece in pieces)


def test_what_a_user_wrote_is_escaped() -> None:
    nasty = "<script>alert(1)</script>"
    row = ClauseRow(
        nasty,
        nasty,
        "#",
        lists.ROWS[0].tiers,
        1,
        (Quote(nasty, tier=nasty, emphasis=("alert",)),),
        hint=nasty,
    )
    for name, context in {
        "clause_row": {"row": row, "number": 1, "scale": 1},
        "error_box": {"trouble": Trouble(nasty, nasty, nasty, nasty, (nasty,))},
        "page_head": {"title": nasty, "eyebrow": nasty, "facts": [nasty], "lead": nasty},
        "remark": {"text": nasty, "title": nasty},
        "pieces": {"pieces": [Piece(nasty, "clause", nasty, starts=True)]},
    }.items():
        shown = render_to_string(f"components/{name}.html", context)
        assert "<script" not in shown, name
        assert "&lt;" in shown, name


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_error_pages_say_what_was_kept_what_next_and_the_code(status: int) -> None:
    shown = render_to_string(f"errors/{status}.html", {"code": "LQ-0000-ab"})
    assert "没有" in shown
    assert "LQ-0000-ab" in shown
    assert "回到首页" in shown


@pytest.mark.parametrize("theme", ["dark", "auto", "nonsense"])
def test_the_theme_is_chosen_by_the_address(theme: str) -> None:
    shown = components(RequestFactory().get("/_components", {"theme": theme})).content.decode()
    assert f'data-theme="{theme if theme != "nonsense" else "light"}"' in shown
