"""The manifest says what documents are; what it says wins over what a page says of itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from graphbuild.document import Kind
from graphbuild.manifest import ManifestError, load, seeds, shipped
from graphbuild.read import read

PAGE = "<html><head><title>Draft</title></head><body><main><h1>Draft</h1><p>The board met in May.</p></main></body></html>"


def test_each_sample_document_is_described_and_is_the_file_described() -> None:
    files = sorted(p.name for p in seeds().glob("*.html"))
    entries = shipped().entries
    assert sorted(entry.file for entry in entries) == files
    for entry in entries:
        assert hashlib.sha256((seeds() / entry.file).read_bytes()).hexdigest() == entry.sha256
        assert entry.authority and entry.date and entry.kind and entry.licence and len(entry.original_sha256) == 64


def test_the_area_has_the_name_it_had_at_the_time() -> None:
    names = {entry.date[:4]: entry.authority for entry in shipped().entries}
    assert names["2016"] == names["2018"] != names["2019"]


def test_a_document_is_found_by_the_hash_of_its_edition_or_of_its_original_whatever_its_name(tmp_path: Path) -> None:
    entry = shipped().entries[0]
    assert shipped().lookup(Path("x.txt"), entry.original_sha256) is entry
    assert shipped().lookup(Path("x.txt"), entry.sha256) is entry
    assert shipped().lookup(Path(entry.file), "0" * 64) is None
    copy = tmp_path / "renamed.html"
    copy.write_bytes((seeds() / entry.file).read_bytes())
    assert read(copy).identifier == entry.identifier


def test_a_users_manifest_names_files_and_its_word_wins(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    manifest = tmp_path / "m.toml"
    manifest.write_text(
        '[[document]]\nfile = "page.html"\nidentifier = "westmere-2021"\ntitle = "Minutes of May"\ndate = 2021-05-03\nprecision = "month"\n'
        'kind = "minutes"\nauthority = "Westmere Council"\npublisher = "Westmere Council"\nlicence = "OGL"\nurl = "https://example.org/m"\n'
    )
    document = read(tmp_path / "page.html", manifest=load(manifest))
    meta = document.meta
    assert (document.identifier, document.kind) == ("westmere-2021", Kind.MINUTES)
    assert (meta.title, meta.issued, meta.authority, meta.licence) == ("Minutes of May", "2021-05", "Westmere Council", "OGL")
    assert read(tmp_path / "page.html").meta.title == "Draft"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[document]\n", "is no TOML"),
        ("document = 3\n", r"documents are written \[\[document\]\]"),
        ('[[document]]\ntitle = "x"\n', "document 1: needs a file or a sha256"),
        ('[[document]]\nfile = "x"\ncolour = "red"\n', "unknown key 'colour'"),
        ('[[document]]\nfile = "x"\nkind = "poem"\n', "kind is one of report, letter, news, minutes"),
        ('[[document]]\nfile = "x"\nprecision = "hour"\n', "precision is day, month or year"),
        ('[[document]]\nfile = "x"\ntitle = 3\n', "title must be text"),
    ],
)
def test_a_manifest_that_means_nothing_is_named_with_the_reason(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text)
    with pytest.raises(ManifestError, match=reason):
        load(path)
    with pytest.raises(ManifestError, match="cannot be read"):
        load(tmp_path / "none.toml")
