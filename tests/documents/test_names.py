"""Names of files: what strangers called theirs, made safe to show and to save."""

import pytest
from hypothesis import given
from hypothesis.strategies import sampled_from, text

from chalicelib.documents.rules.names import EXTENSIONS, LONGEST, extension_of, tidy_name


@pytest.mark.req("SEC50")
@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Diplôme.pdf", "Diplôme.pdf"),
        ("Diplo\u0302me.pdf", "Diplôme.pdf"),
        ("Diplôme.PDF", "Diplôme.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Mes documents\\relevé.pdf", "relevé.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie b.pdf"),
        ('"quoted".pdf', "quoted.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("gpj\u202e.pdf", "gpj.pdf"),
        ("zero\u200bwidth\ufeff.pdf", "zerowidth.pdf"),
        ("v1.2", "v1.2.pdf"),
        ("Dr. Roy", "Dr. Roy.pdf"),
        (".pdf", "pdf.pdf"),
        ("   ", "diploma.pdf"),
        ("", "diploma.pdf"),
        ("\ud800", "diploma.pdf"),
        ("證書.pdf", "證書.pdf"),
    ],
)
def test_a_name_is_made_safe(raw: str, name: str) -> None:
    assert tidy_name(raw, "diploma", "pdf") == name


@pytest.mark.req("SEC50")
@pytest.mark.parametrize(("length", "kept"), [(LONGEST - 4, LONGEST), (LONGEST, LONGEST)])
def test_a_long_name_is_cut_before_its_extension(length: int, kept: int) -> None:
    name = tidy_name("a" * length + ".pdf", "diploma", "pdf")
    assert (len(name), name[-5:]) == (kept, "a.pdf")


@pytest.mark.req("SEC50")
@given(raw=text(max_size=300), kind=sampled_from(sorted(EXTENSIONS)))
def test_whatever_a_file_is_called_its_name_is_printable_short_and_of_its_type(raw: str, kind: str) -> None:
    assert kind in ("pdf", "jpeg", "png")
    name = tidy_name(raw, "diploma", kind)  # type: ignore[arg-type]
    assert len(name) <= LONGEST
    assert not set(name) & set('/\\<>:"|?*\r\n\0\u202e')
    assert extension_of(name) in EXTENSIONS[kind]  # type: ignore[index]
    assert tidy_name(name, "diploma", kind) == name  # type: ignore[arg-type]
