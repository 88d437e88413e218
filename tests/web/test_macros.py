"""The macros of forms and pages make the HTML of GOV.UK Frontend's components, as govuk-frontend-jinja does."""

import re
from functools import cache
from typing import Any

import pytest
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, select_autoescape

from chalicelib.i18n.languages import catalogue
from chalicelib.portal.text import LANGUAGES, Language
from chalicelib.web.answers import Form
from chalicelib.web.template_compiler import source_loader
from chalicelib.web.templates import environment
from infra.project import ROOT

COMPONENTS = ROOT / "tests" / "web" / "govuk"  # the macros, made of the components
INLINE = "a|br|button|img|input|label|option|path|select|span|strong|svg|textarea"
TYPED = '"><b>Zoé & Co</b>'
each_language = pytest.mark.parametrize("language", LANGUAGES)

FIELDS = """
text_input(form, 'x', 'Name')
text_input(form, 'x', 'Name & <b>', 'A hint')
text_input(form, 'x', 'Name', optional=true)
text_input(form, 'x', 'Name', 'Hint', 'tel', 'tel', optional=true, width=20)
text_input(form, 'x', 'Name', autocomplete='off', inputmode='numeric', width=5, spellcheck=false)
text_input(form, 'x', 'Name', spellcheck=true, classes='app-code')
text_input(form, 'answers.x', 'Name', classes='app-code', width=10)
email_input(form, 'x', 'Email', 'Hint', autocomplete='username')
code_input(form, 'x', 'Code', 'Hint')
textarea(form, 'x', 'Reasons')
textarea(form, 'x', 'Reasons', 'Hint', rows=3, optional=true)
date_input(form, 'x', 'Birth')
date_input(form, 'x', 'Birth', 'Hint', optional=true)
select(form, 'x', 'Province', [('QC', 'Québec'), ('yes', 'Oui & non')])
select(form, 'x', 'Province', [('QC', 'Québec')], 'Hint', optional=true, empty='All')
radios(form, 'x', 'Which?', [('QC', 'Québec'), ('yes', 'Yes', 'A hint'), ('no', 'No', none)])
radios(form, 'x', 'Which?', [('yes', 'Yes'), ('no', 'No')], 'Hint', inline=true, optional=true)
checkboxes(form, 'x', 'Which?', [('a', 'A'), ('b', 'B', 'A hint'), ('c', 'C', none)])
checkboxes(form, 'x', 'Which?', [('a', 'A')], 'Hint', optional=true)
checkbox(form, 'x', 'I agree')
checkbox(form, 'agreed', 'I agree')
checkbox(form, 'x', 'I agree & so on', 'A hint')
checkbox(form, 'x', 'I agree', value='QC')
password_input(form, 'x', 'Password')
password_input(form, 'x', 'Password', 'Hint', autocomplete='new-password')
password_input(form, 'x', 'Password', rules=[('length:15', '15 characters'), (none, 'Not the address')])
submit('Save')
submit('Save & <b>', 'secondary')
submit('Save', none, 'then', 'continue')
""".strip().splitlines()

CONTENT = """
button_link('/a?b=c&d', 'Start')
button_link('/a', 'Start', 'secondary')
back_link('/a', 'Back & <b>')
inset('Attention & <b>')
details('Help & <b>', 'What helps')
tag('Paid')
""".strip().splitlines()

MESSAGES = """
error_summary([('#x', 'Enter & <b>'), ('#y', 'Choose')])
error_summary([('', 'It went wrong')])
error_summary([])
notice_banner('Saved & <b>')
notice_banner(none)
""".strip().splitlines()

CASES = [("forms", case) for case in FIELDS] + [("content", case) for case in CONTENT]
CASES += [("messages", case) for case in MESSAGES]

ERRORS = {"x": "Wrong & <b>", "answers.x": "Wrong"}
FORMS = {
    "empty": Form(),
    "blank": Form({"x": "", "x.day": ""}),
    "typed": Form({"x": TYPED, "answers.x": "a", "x.day": "3", "x.month": "b", "x.year": "1990", "x.a": "yes"}),
    "chosen": Form({"x": "yes", "x.b": "yes"}),
    "ticked": Form({"agreed": True}),
    "other": Form({"x": "QC"}, ERRORS),
    "wrong": Form({"x": TYPED, "x.day": "3"}, ERRORS),
    "wrong and empty": Form({}, ERRORS),
}


def same_space(html: str) -> str:
    """Return the HTML without the white space that nobody sees: at an element's ends, and beside blocks."""
    html = re.sub(r"\s+", " ", html).strip()
    html = re.sub(rf" ?(</?(?!(?:{INLINE})\b)[a-z][^>]*>) ?", r"\1", html)
    return re.sub(r" (>|</)", r"\1", re.sub(r"(<[^/][^>]*>) ", r"\1", html))


@cache
def components(language: Language) -> Environment:
    """Return Jinja as it comes, with the components."""
    installed = PackageLoader("govuk_frontend_jinja")
    places = [FileSystemLoader(COMPONENTS.parent), source_loader(), PrefixLoader({"govuk_frontend_jinja": installed})]
    engine = Environment(
        loader=ChoiceLoader(places),
        autoescape=select_autoescape(("html",), default_for_string=True),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = catalogue(language)
    engine.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return engine


def rendered(engine: Environment, start: str, call: str, form: Any) -> str:
    return same_space(engine.from_string(f"{start}{{{{ {call} }}}}").render(form=form))


@each_language
@pytest.mark.parametrize(("file", "call"), CASES)
def test_a_macro_makes_what_the_component_makes(file: str, call: str, language: Language) -> None:
    macro = call.partition("(")[0]
    theirs, ours = f'{{% from "govuk/{file}.html" import {macro} with context %}}', _import(file, macro)
    expected = {name: rendered(components(language), theirs, call, form) for name, form in FORMS.items()}
    assert {name: rendered(environment(language), ours, call, form) for name, form in FORMS.items()} == expected


def _import(file: str, macro: str) -> str:
    return f'{{% from "macros/{file}.html" import {macro} %}}'


def test_what_is_compared_is_more_than_nothing() -> None:
    form = FORMS["wrong"]
    html = rendered(environment("en"), _import("forms", "text_input"), FIELDS[1], form)
    assert '<p id="x-error" class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> Wrong' in html
    assert 'value="&#34;&gt;&lt;b&gt;Zoé &amp; Co&lt;/b&gt;" aria-describedby="x-hint x-error"' in html


@pytest.mark.parametrize(
    ("one", "other"),
    [("<p>a <a>b</a></p>", "<p>a<a>b</a></p>"), ('<p id="a">', '<p id="b">'), ("<p>a</p>", "<p>a.</p>")],
)
def test_what_people_see_counts(one: str, other: str) -> None:
    assert same_space(one) != same_space(other)
