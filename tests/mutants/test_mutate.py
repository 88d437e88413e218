"""Each kind of small change is made, one at a time, and nothing else of the source is touched."""

import pytest

from infra.mutants.mutate import mutants

# (a source, its mutants)
SOURCES = [
    ("open = now < end", ["open = now <= end"]),
    ("open = begin <= now < end", ["open = begin < now < end", "open = begin <= now <= end"]),
    ("odd = (a) == (b)", ["odd = (a) != (b)"]),
    ("mine = key in known", ["mine = key not in known"]),
    ("lost = each is not None", ["lost = each is None"]),
    ("both = é and b", ["both = é or b"]),
    ("sum = a + b", ["sum = a - b"]),
    ("either = A | B", ["either = A & B"]),
    ("no = not sure", ["no = (sure)"]),
    ("yes = True", ["yes = False"]),
    ("most = 5", ["most = 6"]),
    ("word = a if b else c", ["word = a if (not (b)) else c"]),
    ("put(a, once=b)", ["pass", "put(a)"]),
    ("row = {'a': b, **c}", ["row = {**c}", "row = {'a': b}"]),
    ("some = [a, b]", ["some = [b]", "some = [a]"]),
    ("some = {a}", ["some = set()"]),
    (
        "FIRST = {S.A, S.B}\nother = S.C",
        ["FIRST = {S.A, S.B, S.C}", "FIRST = {S.A}", "FIRST = {S.B}"],
    ),
    ("ALL = a\nFEW = b\nrow = Row(FEW)", ["row = Row(ALL)"]),
    ("def f():\n    raise Lost", ["pass"]),
    ("def f():\n    return a", ["return None"]),
    ("def f():\n    return None", []),
    ("if sure:\n    x = a", ["if not (sure):"]),
    ("def f(a: int | None) -> A | B: ...", []),
    ("from a import b", []),
    ('"""Words and 5."""', []),
]


@pytest.mark.parametrize(("source", "expected"), SOURCES)
def test_a_source_has_these_mutants_and_no_others(source: str, expected: list[str]) -> None:
    assert sorted(each.after for each in mutants("a.py", source)) == sorted(expected)


def test_a_mutant_says_where_it_is_and_differs_in_that_line_alone() -> None:
    source = "first = a\nsecond = 'é' if a < b else c  # a comment\nthird = d\n"
    made = next(each for each in mutants("rules.py", source) if each.kind == "comparison")
    assert (made.file, made.line) == ("rules.py", 2)
    assert made.before == "second = 'é' if a < b else c  # a comment"
    assert made.after == "second = 'é' if a <= b else c  # a comment"
    assert made.source == source.replace("<", "<=")


def test_a_change_of_several_lines_is_told_as_one() -> None:
    source = "call(\n    a,\n    b=c,\n)\nend = d\n"
    made = next(each for each in mutants("a.py", source) if each.kind == "keyword")
    assert (made.before, made.after) == ("call( a, b=c, )", "call(a)")
    assert made.source == "call(a)\nend = d\n"


def test_what_can_not_be_compiled_is_no_mutant() -> None:
    assert [each.after for each in mutants("a.py", "call(*a, b=c)")] == ["pass", "call(*a)"]
    assert [each.after for each in mutants("a.py", "call(each for each in b)")] == ["pass"]
