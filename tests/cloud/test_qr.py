"""QR codes, for pages and for paper."""

from xml.etree.ElementTree import fromstring

from chalicelib.cloud.qr import modules, svg

TEXT = "https://counter.example/fr/verify/ABCD-EFGH"


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
