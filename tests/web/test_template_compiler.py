"""Templates as they are compiled: in one language, with macros as functions."""

from enum import StrEnum

import pytest
from jinja2 import TemplateAssertionError, UndefinedError
from markupsafe import Markup

from chalicelib.portal.text import Language
from chalicelib.web.templates import environment, strict_environment

TITLED = '{% from "macros/content.html" import link %}'


class Kind(StrEnum):
    """A text that is not a plain one."""

    BOLD = "<b>"


def rendered(source: str, language: Language = "en", **context: object) -> str:
    return environment(language).from_string(source).render(context)


@pytest.mark.parametrize(("language", "said"), [("fr", "<p>Enregistrer</p>"), ("en", "<p>Save</p>")])
def test_constant_words_are_one_text_with_the_markup_around_them(language: Language, said: str) -> None:
    python = environment(language).compile('<p>{{ _("Save") }}</p>', raw=True)
    assert f"yield '{said}'" in python
    assert "gettext" not in python


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('{{ _("Signed in as %(name)s", name=name) }}', "Signed in as &lt;Zoé&gt;"),
        ('{% set said = _("Signed in as %(name)s", name=name) %}{{ said }}', "Signed in as &lt;Zoé&gt;"),
        ('{{ _("zoom of 400%% and <b>") }}', "zoom of 400% and <b>"),
        ('{{ _("Signed in as %(name)s", name=_("Staff")) }}', "Signed in as Staff"),
        ('{{ {"a": _("It’s <b>")}["a"] }}', "It’s <b>"),
        ('{{ (_("Save") if name else _("Send")) ~ name }}', "Save&lt;Zoé&gt;"),
        ('{{ _("Save") ~ name ~ "<" }}', "Save&lt;Zoé&gt;&lt;"),
        ("{% trans count=2 %}{{ count }} day{% pluralize %}{{ count }} days{% endtrans %}", "2 days"),
        ('{{ ngettext("%(num)s code is left.", "%(num)s codes are left.", 1) }}', "1 code is left."),
    ],
)
def test_words_are_markup_and_what_stands_in_them_is_escaped(source: str, said: str) -> None:
    assert rendered(source, name="<Zoé>") == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ kind.value }} {{ row.number }}", "&lt;b&gt; 1"),  # an attribute; a key, where there is no attribute
        ("[{{ row.none }}] {{ row.none is defined }} {{ row.none or 'x' }}", "[] False x"),
        ("{{ row.number.bit_length() }}", "1"),
        ("{{ kind }}|{{ 1 }}|{{ none }}|{{ safe }}", "&lt;b&gt;|1|None|<i>"),
        ("{{ '&' ~ 1 }}|{{ safe ~ '&' }}|{{ text ~ text }}", "&amp;1|<i>&amp;|&#34;&#39;&#34;&#39;"),
        ("{% for _ in 'ab' %}{{ text }}{{ loop.index }}{% endfor %}", "&#34;&#39;1&#34;&#39;2"),
    ],
)
def test_a_value_is_put_out_as_in_jinja(source: str, said: str) -> None:
    row = {"number": 1}
    assert rendered(source, kind=Kind.BOLD, row=row, safe=Markup("<i>"), text="\"'") == said


def test_an_attribute_of_what_is_undefined_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="'nobody' is undefined"):
        rendered("{{ nobody.name }}")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{% macro m(a) %}{% set b = {'x': '<'} %}{{ b[a] }}{% endmacro %}{{ m('x') }}", "&lt;"),
        ("{% macro m(a) %}{% set b = a %}{% set c %}<{{ b }}>{% endset %}{{ c }}{% endmacro %}{{ m('&') }}", "<&amp;>"),
        ("{% macro m(a) %}{{ a }}{% set b = 1 %}{% endmacro %}{{ m('&') }}", "&amp;"),
        ("{% macro m(a) %}{% endmacro %}[{{ m(1) }}]", "[]"),
        ("{% macro m(a, b='x') %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }} {{ m('<', b=2) }}", "1x &lt;2"),
        ("{% macro m(a, b=[1]) %}{{ a }}{{ b }}{% endmacro %}{{ m(a=1) }}", "1[1]"),
        ("{% macro m(a) %}[{{ a }}{{ caller() }}]{% endmacro %}{% call m(1) %}<b>{% endcall %}", "[1<b>]"),
        ("{% macro m() %}{{ name }}{% endmacro %}{{ m() }}", "&lt;Zoé&gt;"),  # it sees what the page is given
        ("{% macro m() %}<b>{% endmacro %}{% set text = m() %}{{ text }}", "<b>"),
        ("{% macro m(name) %}{{ name }}{% endmacro %}{% set m2 = 1 %}{{ m(name ~ '>') if m2 }}", "&lt;Zoé&gt;&gt;"),
        (TITLED + "{{ link('/a?b&c', name) }}", '<a class="govuk-link" href="/a?b&amp;c">&lt;Zoé&gt;</a>'),
        (TITLED + "{% for link in [1, 2] %}{{ link }}{% endfor %}", "12"),  # a variable of that name comes first
    ],
)
def test_a_macro_is_called_as_in_jinja(source: str, said: str) -> None:
    assert rendered(source, name="<Zoé>") == said


def test_a_macro_is_not_a_value() -> None:
    with pytest.raises(TemplateAssertionError, match="link is a macro: it can only be called"):
        environment("en").compile(TITLED + "{{ link }}")


def test_macros_are_imported_at_the_top() -> None:
    with pytest.raises(TemplateAssertionError, match="macros are imported at the top"):
        environment("en").compile("{% if true %}" + TITLED + "{% endif %}")


def test_a_macro_is_given_what_it_takes_and_nothing_else() -> None:
    with pytest.raises(TypeError, match="colour"):
        rendered(TITLED + "{{ link('/', 'a', colour='red') }}")


def test_a_mails_macro_takes_nothing_undefined_even_after_a_page_has_used_it() -> None:
    source = '{% from "macros/mail_parts.html" import button %}{{ button("/", "a") }}'
    strict = strict_environment("en").from_string(source)
    with pytest.raises(UndefinedError, match="portal"):
        strict.render()
    assert "background:;" in rendered(source, portal={})
    with pytest.raises(UndefinedError, match="theme_color"):
        strict.render(portal={})
