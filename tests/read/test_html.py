"""Web pages: the text and not the site around it, with title, date and publisher as the page says them."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.document import Document, Kind
from graphbuild.read import read

SENTENCE = "The partnership has agreed a plan with the trust and will report on it to the scrutiny committee in the autumn of this year."

GOV = f"""<!DOCTYPE html><html lang="en"><head><title>Inspectors praise Westmere - GOV.UK</title>
<meta property="og:site_name" content="GOV.UK"><meta name="govuk:format" content="news_article">
<meta name="govuk:first-published-at" content="2024-02-09T09:30:00+00:00">
<link rel="canonical" href="https://www.example.org/news/westmere">
<script type="application/ld+json">{{"@context":"http://schema.org",
"@graph":[{{"@type":"NewsArticle",
"headline":"Inspectors praise Westmere",
"datePublished":"2024-02-09T09:30:00+00:00",
"publisher":{{"@type":"Organization","name":"The Inspectorate"}}}}]}}</script></head>
<body><header><nav><a href="/">Home</a></nav></header>
<div id="global-cookie-message" class="gem-c-cookie-banner"><p>We use cookies.</p></div>
<div class="govuk-width-container"><div class="gem-c-breadcrumbs"><ol><li><a>Home</a></li></ol></div><main role="main" id="content">
<div class="gem-c-title"><span class="gem-c-title__context">News story</span><h1>Inspectors praise Westmere</h1></div>
<dl class="gem-c-metadata"><dt>From:</dt><dd><a>The Inspectorate</a></dd><dt>Published</dt><dd>9 February 2024</dd></dl>
<div class="govspeak"><p>{SENTENCE}</p><h2 id="next">Next steps</h2><ol><li>Tell families.</li><li>Tell schools.</li></ol>
<blockquote><p>We are proud.</p></blockquote><p>See the note<sup><a href="#fn:1">[1]</a></sup>, please.</p></div>
<div class="gem-c-share-links"><h2>Share this page</h2><ul><li><a>X</a></li></ul></div></main></div>
<footer><p>All content is available.</p></footer></body></html>"""

OLD = f"""<html><head><title>Council welcomes report | Westmere Echo</title></head><body><form action="/"><div id="wrap"><div id="menu"><ul>
<li><a href="a">News</a></li><li><a href="b">Sport</a></li><li><a href="c">Weather</a></li></ul></div>
<div id="story"><h1>Council welcomes report</h1>By A. Reporter<br><br>{SENTENCE}<br><br>“We will not rest,” said Bo Finch, its leader.
<p>{SENTENCE}</p></div><div class="related"><p>More stories you may like from around the county and beyond it.</p></div></div></form>
<script>var a = "<p>not text</p>";</script></body></html>"""


def page(folder: Path, text: str | bytes) -> Document:
    path = folder / "page.html"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def test_a_government_page_is_read_without_its_surroundings(tmp_path: Path) -> None:
    document = page(tmp_path, GOV)
    for other in ("cookies", "Share this page", "All content", "Home", "[1]"):
        assert other not in document.text
    assert [(b.kind.value, b.number) for b in document.blocks if document.of(b) in ("Tell families.", "We are proud.", "Next steps")] == [
        ("heading", ""), ("paragraph", "1"), ("quote", ""),
    ]  # fmt: skip
    assert "See the note, please." in document.text


def test_title_date_publisher_and_kind_are_the_pages_own(tmp_path: Path) -> None:
    document = page(tmp_path, GOV)
    meta = document.meta
    assert (meta.title, meta.issued, meta.url) == ("Inspectors praise Westmere", "2024-02-09", "https://www.example.org/news/westmere")
    assert (document.kind, meta.publisher) == (Kind.NEWS, "GOV.UK")


def test_an_old_page_in_one_big_form_gives_its_story_by_density(tmp_path: Path) -> None:
    document = page(tmp_path, OLD)
    assert document.text.split("\n") == [
        "Council welcomes report", "By A. Reporter", SENTENCE, "“We will not rest,” said Bo Finch, its leader.", SENTENCE,
    ]  # fmt: skip
    assert (document.kind, document.meta.title) == (Kind.NEWS, "Council welcomes report")


def test_own_editions_keep_numbers_tables_notes_and_nested_lists(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<html><head><meta name='DCTERMS.publisher' content='The Inspectorate'><meta name='DCTERMS.issued' content='2020-01'>"
        "<meta name='DCTERMS.type' content='Report'></head><body><main><h1>A report <a href='#fn1'>[1]</a></h1>"
        "<table><caption>All in all good</caption><tr><th>Area</th><th>Grade</th></tr><tr><th>Adoption (2.1)</th><td>Good</td></tr></table>"
        "<aside role='note' id='fn1'>[1] Under the Act.</aside><h2>Findings</h2><ol start='19'><li value='19'>The team is strong.</li>"
        "<li value='20'>The board is new:<ul><li>it has a chair</li></ul></li></ol></main></body></html>",
    )
    assert [(b.kind.value, b.number, document.of(b)) for b in document.blocks] == [
        ("heading", "", "A report"),
        ("paragraph", "", "All in all good"),
        ("row", "", "Area\tGrade"),
        ("row", "", "Adoption (2.1)\tGood"),
        ("note", "", "Under the Act."),
        ("heading", "", "Findings"),
        ("paragraph", "19", "The team is strong."),
        ("paragraph", "20", "The board is new:"),
        ("item", "", "it has a chair"),
    ]
    assert document.of(document.blocks[3].cells[0]) == "Adoption"
    assert (document.meta.publisher, document.meta.issued, document.kind) == ("The Inspectorate", "2020-01", Kind.REPORT)
    assert document.place(document.blocks[-1].start).paragraph == "20"


@pytest.mark.parametrize(
    "evil",
    [
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>The board met. &x;</p></body></html>',
        b"<html><body><p>The board met.</p>" + b"<div>" * 5000 + b"deep" + b"</div>" * 5000 + b"</body></html>",
        b"<html><body><p>The\0 board met.\xff\xfe</p><p>" + "\ud800".encode("utf-8", "surrogatepass") + b"</p></body></html>",
        b"<html><head><meta charset='no-such'></head><body><p>The board met. caf\xe9</p></body></html>",
        b"<html><script type='application/ld+json'>" + b"[" * 3000 + b"</script><p>The board met.</p></html>",
    ],
)
def test_hostile_pages_give_their_text_and_no_more(tmp_path: Path, evil: bytes) -> None:
    text = page(tmp_path, evil).text
    assert "The board met." in text
    assert "root:" not in text and "\0" not in text
    text.encode("utf-8")


def test_the_lines_of_an_address_or_a_signature_stay_lines(tmp_path: Path) -> None:
    page = tmp_path / "letter.html"
    page.write_text(
        "<html><body><p>Ms Ida Marsh<br>Corporate Director, Children and Families<br>Anyshire County Council</p>"
        "<p>The council was<br>visited in May.</p></body></html>"
    )
    document = read(page)
    assert [document.of(block) for block in document.blocks] == [
        "Ms Ida Marsh",
        "Corporate Director, Children and Families",
        "Anyshire County Council",
        "The council was visited in May.",
    ]
