"""The page by Jinja2 alone, with the components of govuk-frontend-jinja: what the markup itself costs."""

from jinja2 import Environment

from infra.bench.peers.environment import OPTIONS
from infra.bench.peers.questions import count, page

if __name__ == "__main__":
    template, questions = Environment(**OPTIONS).get_template("page.html"), page()  # noqa: S701 -- OPTIONS escape
    count(lambda: template.render(questions))
