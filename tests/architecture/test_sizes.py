"""Everything is small enough to be read at one sitting."""

from tests.architecture.source import CODE, Function, functions, modules, name_of, rooms, tracked

LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_FUNCTION, LONGEST_ACTION, LONGEST_ROUTE = 250, 350, 35, 25, 15
CODE_FILES = (".py", ".html", ".scss", ".js", ".sh")  # templates of CloudFormation are data
BUILT = "chalicelib/web/static/"  # by esbuild and sass


def _lines(function: Function) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def test_no_file_is_longer_than_250_lines_and_none_of_tests_than_350() -> None:
    written = [path for path in tracked() if path.suffix in CODE_FILES and not name_of(path).startswith(BUILT)]
    limits = {path: LONGEST_TEST_FILE if name_of(path).startswith("tests/") else LONGEST_FILE for path in written}
    assert [name_of(path) for path, limit in limits.items() if path.read_text().count("\n") > limit] == []


def test_no_function_is_longer_than_35_lines() -> None:
    found = [(m.at(f), _lines(f)) for m in modules(*CODE, "tests") for f in functions(m)]
    assert [each for each in found if each[1] > LONGEST_FUNCTION] == []


def test_no_use_case_is_longer_than_25_lines() -> None:
    found = [(m.at(f), _lines(f)) for m in rooms("actions") for f in functions(m) if not f.name.startswith("_")]
    assert [each for each in found if each[1] > LONGEST_ACTION] == []


def test_no_route_is_longer_than_15_lines() -> None:
    found = [(m.at(f), _lines(f)) for m in rooms("routes") for f in functions(m)]
    assert [each for each in found if each[1] > LONGEST_ROUTE] == []


def test_the_application_has_no_code_of_its_own() -> None:
    """app.py registers: each of its functions imports a job and runs it."""
    found = [(m.at(f), len(f.body)) for m in modules("app.py") for f in functions(m)]
    assert [each for each in found if each[1] > 2] == []
