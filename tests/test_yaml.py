"""Reading YAML: what it says and nothing more, in any encoding; traps are refused with their line."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from impact import SiteError, Study
from impact._yaml import MAX_FILE_BYTES, parse_mapping, read_mapping

SITE = "name: Fábrica\ncounty: 32029\nfacility: cell-lfp\njobs: 5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "site.yaml"
    file.write_text(SITE, encoding=encoding)
    assert Study.load(file).name == "Fábrica"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("02013", "02013"),  # octal 1035 in YAML 1.1: another county
        ("32029", 32029),
        ("0", 0),
        ("-5", -5),
        ("20_000", 20000),
        ("1e5", 100000.0),
        ("0.0051", 0.0051),
        ("1.", 1.0),
        (".5", 0.5),
        (".inf", float("inf")),
        ("true", True),
        ("no", "no"),
        ("NO", "NO"),
        ("1:30", "1:30"),
        ("2023-10-02", "2023-10-02"),
        ("~", None),
        ("", None),
        ("9" * 6000, "9" * 6000),
        ("0x10", "0x10"),
        ("1111A0", "1111A0"),
        ('"5"', "5"),
        ("[1, a]", [1, "a"]),
    ],
)
def test_what_words_mean(text: str, value: object) -> None:
    read = parse_mapping(f"key: {text}".encode(), "x")["key"]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (b"", ["is empty"]),
        (b"# nothing\n", ["is empty"]),
        (b"- a\n- b\n", ["keys and values"]),
        (b"text", ["keys and values"]),
        (b"a: 1\nb: 2\na: 3\n", ["line 3", 'key "a" occurs twice']),
        (b"i: {335911: 1, '335911': 1}\n", ["line 1", "occurs twice"]),
        (b"a: !!python/object/apply:os.system [ls]\n", ["line 1", "tags"]),
        (b"a: !!int x\n", ["tags"]),
        (b"a: &x [1]\nb: *x\n", ["line 1", "anchors"]),
        (b"a: 1\n<<: *x\n", ["line 2", "aliases"]),
        (b"? [1, 2]\n: 3\n", ["line 1", "a key must be"]),
        (b"a: 1\n\tb: 2\n", ["line 2", "spaces, not tabs"]),
        (b'a: "b\n', ["line 2"]),
        (b"a: 1\n---\nb: 1\n", ["line 2", "single document"]),
        (b"a: \x00", ["not text in UTF-8"]),
        (b"\x89PNG\r\n\x1a\n", ["not text in UTF-8"]),
        (b"a: \xff", ["not text in UTF-8"]),
        (b"[" * 5000, ["nested too deeply"]),
    ],
)
def test_traps_are_refused(content: bytes, parts: list[str]) -> None:
    with pytest.raises(SiteError) as caught:
        parse_mapping(content, "site.yaml")
    message = str(caught.value)
    assert message.startswith("site.yaml")
    assert message.isprintable()
    for part in parts:
        assert part in message


@given(st.text() | st.binary())
@example("a: !!timestamp x")
@example("{}: {}")
@example("? ")
@example("a: 9" + "9" * 5000)
@example("%TAG ! tag:x,2000:\n---\na: !b c")
def test_any_bytes_are_a_mapping_or_an_error(text: str | bytes) -> None:
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    try:
        found = parse_mapping(content, "x")
    except SiteError:
        return
    assert isinstance(found, dict)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(b"a" * (MAX_FILE_BYTES + 1))
    with pytest.raises(SiteError, match="larger than 200 kB"):
        read_mapping(large)
    with pytest.raises(SiteError, match="Is a directory"):
        read_mapping(tmp_path)
    with pytest.raises(SiteError, match=r"No such file.*impact new"):
        read_mapping(tmp_path / "missing")
    with pytest.raises(SiteError, match="cannot be read"):
        read_mapping(Path("a\x00b"))
    with pytest.raises(SiteError, match=r"…x+ cannot be read"):
        read_mapping(Path("x" * 5000))
