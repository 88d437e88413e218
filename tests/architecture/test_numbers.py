"""A portal's numbers stand in its file: what is written in the code has another reason, and it is given here."""

import ast
from collections.abc import Iterator

from jinja2 import nodes

from chalicelib.web.engine import Engine
from chalicelib.web.template_compiler import source_loader
from tests.architecture.source import ROOT, Module, calls, modules, rooms

SAID_BY_EVERYONE = {0, 0.5, 1, 2}
STATUSES = {202, 204}  # of HTTP, in routes
REASONS = {
    ("accounts/actions/find.py", 8): "digits of an identifier that the portal gives, which proves nothing",
    ("accounts/actions/find.py", 32): "characters of an id",
    ("accounts/actions/profile.py", 5): "entries of the account page's list: a matter of its look",
    ("accounts/rules/passwords.py", 3): "characters that make a part of a name a word",
    ("accounts/rules/passwords.py", 8): "characters that a password repeats if it is easy to guess",
    ("accounts/rules/passwords.py", 3000): "most common passwords (SECURITY SEC12)",
    ("applications/rules/waiting_times.py", 0.9): "nine files of ten: what people are told, everywhere",
    ("applications/rules/waiting_times.py", "timedelta(1)"): "a day",
    ("applications/actions/filing.py", 9): "digits of a file number, which proves nothing by itself",
    ("forms/answers.py", 64): "pages of forms whose models are kept",
    ("forms/kinds/date.py", 12): "months of a year",
    ("forms/kinds/date.py", 120): "years of the highest age that a question can ask for",
    ("forms/service.py", 100): "years that a draft can be kept: more is a slip",
    ("forms/kinds/money.py", 100): "cents of a dollar",
    ("forms/inputs.py", 10): "the base of the largest number that is read",
    ("forms/inputs.py", 15): "its figures: what JSON's numbers hold exactly",
    ("forms/inputs.py", 20_000): "characters of the longest answer that is read",
    ("forms/inputs.py", 64_000): "bytes of the largest page that is read (SECURITY SEC15)",
    ("forms/question.py", 20_000): "characters of the longest answer that a form can allow",
    ("forms/kinds/address.py", 120): "characters of a line of an address",
    ("authentication/actions/recovery_codes.py", 4): "digits of a recovery code that are read together",
    ("authentication/actions/recovery_codes.py", 16): "digits of a recovery code: 64 bits, which nobody guesses",
    ("billing/actions/reconcile.py", 41_000): "milliseconds that Stripe may let one piece of a job wait",
    ("billing/rules/codes.py", 4): "letters of a receipt's code that are read together",
    ("billing/rules/codes.py", 5): "groups of them: a hundred bits, which nobody guesses",
    ("documents/rules/names.py", 120): "characters of a file's name: what every system can save",
    ("documents/rules/states.py", 10): "verdicts that one row keeps until the upload is confirmed",
    ("portal/spans.py", "timedelta(hours=1)"): "the longest that keys of seconds and minutes can say: more is a slip",
    ("portal/spans.py", "timedelta(days=1)"): "that keys of hours can",
    ("portal/spans.py", "timedelta(days=31)"): "that keys of days can",
    ("portal/spans.py", "timedelta(days=366)"): "that keys of months can",
    ("portal/billing.py", "timedelta(minutes=30)"): "the shortest that Stripe lets a page for paying live",
    ("portal/billing.py", "timedelta(hours=24)"): "the longest",
    ("portal/billing.py", "timedelta(days=30)"): "how long Stripe can tell an event again",
    ("portal/documents.py", "timedelta(minutes=5)"): "the longest that a form of upload may live (SECURITY SEC47)",
    ("portal/documents.py", "timedelta(seconds=60)"): "the longest that a link to a file may live (SECURITY SEC50)",
    ("applications/actions/queue.py", 4): "pages that a filter may look at: what an answer may cost",
    ("billing/actions/finance_queue.py", 100): "things on a page: a matter of its look",
    ("billing/actions/journal.py", 10_000): "movements that one file is offered for",
    ("billing/actions/journal.py", 30_000): "movements that an answer of Lambda's has room for",
    ("billing/actions/journal.py", 31): "days after which another month has begun",
    ("billing/actions/journal.py", 23): "the last hour of a day",
    ("billing/actions/journal.py", 59): "the last minute of an hour, the last second of a minute",
    ("billing/actions/journal.py", "timedelta(days=31)"): "after which another month has begun",
    ("billing/actions/journal.py", "timedelta(days=1)"): "to the day before",
    ("billing/actions/journal.py", "timedelta(seconds=59)"): "the last second of a minute",
    ("cloud/secret.py", "timedelta(minutes=10)"): "how old a ring may be that a process knows: what reading it costs",
    ("tracing/rules/numbers.py", 9): "digits of a shipment number",
    ("outbox/sender.py", "timedelta(seconds=1)"): "what the mail service counts its rate in",
    ("outbox/rules.py", 20): "doublings after which the longest pause is reached, whatever the policy",
    ("staff/actions/audit.py", 20): "entries of the list on someone's page: a matter of its look",
    ("staff/actions/find.py", 32): "characters of an id",
    ("i18n/formats.py", "timedelta(hours=48)"): "how spans are said: « 24 hours », but « 3 days »",
}
SIZES = {"width", "rows"}  # of fields: a matter of their look
IN_TEMPLATES = {
    ("macros/forms.html", 4): "characters of a year",
    ("macros/forms.html", 6): "lines of a field",
    ("macros/states.html", 3): "figures of a file number that are read together",
    ("macros/states.html", 6): "the same, twice",
    ("frame/footer.html", 60): "seconds of a minute",
}


def test_rules_actions_routes_and_forms_hold_no_number_of_a_policy() -> None:
    layers = (*_numbers("rules"), *_numbers("actions"), *_numbers_in_forms())
    found = {*layers, *(n for n in _numbers("routes") if n[1] not in STATUSES)}
    assert found - REASONS.keys() == set()


def test_no_duration_is_written_in_the_code() -> None:
    assert set(_durations()) - REASONS.keys() == set()


def test_every_exception_is_still_one() -> None:
    layers = ("rules", "actions", "routes")
    found = {*(number for layer in layers for number in _numbers(layer)), *_numbers_in_forms(), *_durations()}
    assert REASONS.keys() - found == set()


def test_templates_hold_no_number_of_a_policy() -> None:
    assert set(_numbers_in_templates()) == IN_TEMPLATES.keys()


def _numbers(layer: str) -> Iterator[tuple[str, object]]:
    for module in rooms(layer):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and _is_odd(node.value):
                yield _short(module), node.value


def _numbers_in_forms() -> Iterator[tuple[str, object]]:
    """Yield all but the defaults of fields, which the file of a form can set."""
    for module in rooms("forms"):
        defaults = {id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.AnnAssign)}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and _is_odd(node.value) and id(node) not in defaults:
                yield _short(module), node.value


def _numbers_in_templates() -> Iterator[tuple[str, object]]:
    engine, folder = Engine(source_loader()), ROOT / "templates"
    for path in folder.rglob("*.*"):
        tree = engine.parse(path.read_text())
        sizes = {id(each.value) for each in tree.find_all(nodes.Keyword) if each.key in SIZES}
        for constant in tree.find_all(nodes.Const):
            if _is_odd(constant.value) and id(constant) not in sizes:
                yield path.relative_to(folder).as_posix(), constant.value


def _is_odd(value: object) -> bool:
    return type(value) in (int, float) and value not in SAID_BY_EVERYONE


def _durations() -> Iterator[tuple[str, str]]:
    """Yield every `timedelta` that is made of numbers; no time at all, `timedelta(0)`, is nobody's policy."""
    for module in modules("chalicelib"):
        for call in calls(module, "timedelta"):
            given = [*call.args, *(keyword.value for keyword in call.keywords)]
            if any(isinstance(each, ast.Constant) and each.value for each in given):
                yield _short(module), ast.unparse(call)


def _short(module: Module) -> str:
    return module.name.removeprefix("chalicelib/")
