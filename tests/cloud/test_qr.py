"""QR codes, for pages and for paper."""

import re
from xml.etree.ElementTree import fromstring

import pytest
import segno

from chalicelib.cloud.qr import modules, svg

TEXT = "https://counter.example/fr/verify/ABCD-EFGH"
SECRET = "otpauth://totp/Ordre%20%C3%A9largi:zoe%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DP&issuer=Ordre"


def test_a_qr_code_is_one_svg_element_without_style_or_script() -> None:
    tree = fromstring(svg(TEXT))  # noqa: S314 -- our own markup
    assert tree.tag == "svg"
    assert {element.tag for element in tree.iter()} == {"svg", "path"}
    assert [element.get("style") for element in tree.iter() if element.get("style")] == []


def test_the_squares_of_a_qr_code_begin_with_a_corner_that_cameras_look_for() -> None:
    squares = modules(TEXT)
    assert {len(row) for row in squares} == {len(squares)}
    assert ["".join("#" if square else "." for square in row[4:12]) for row in squares[3:7]] == [
        "........",
        "#######.",
        "#.....#.",
        "#.###.#.",
    ]


@pytest.mark.parametrize("text", [TEXT, SECRET])
def test_the_squares_are_a_code_of_the_text(text: str) -> None:
    codes = [segno.make_qr(text, mask=mask).matrix_iter() for mask in range(8)]  # readers take any of the eight
    assert modules(text) in [tuple(tuple(map(bool, row)) for row in code) for code in codes]


@pytest.mark.parametrize("text", [TEXT, SECRET])
def test_the_svg_draws_each_black_square_and_no_other(text: str) -> None:
    tree = fromstring(svg(text))  # noqa: S314 -- our own markup
    white, black = (path.get("d", "") for path in tree)
    squares = modules(text)
    size = len(squares)
    assert (tree.get("viewBox"), white) == (f"0 0 {size} {size}", f"M0 0h{size}v{size}h-{size}z")
    runs = [tuple(map(int, run)) for run in re.findall(r"M(\d+) (\d+)\.5h(\d+)", black)]
    drawn = {(across, down) for left, down, length in runs for across in range(left, left + length)}
    assert drawn == {(across, down) for down, row in enumerate(squares) for across, dark in enumerate(row) if dark}
