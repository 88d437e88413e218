"""The page by Flask, as a client of its own asks for it, with the components of govuk-frontend-jinja."""

from flask import Flask, render_template

from infra.bench.peers.environment import OPTIONS
from infra.bench.peers.questions import PAGE, count, page

QUESTIONS = page()


class Portal(Flask):
    """Finds the templates where the peers have them."""

    jinja_options = OPTIONS


app = Portal(__name__)


@app.get("/<language>/applications/<number>/form/<name>")
def form(language: str, number: str, name: str) -> str:
    return render_template("page.html", **QUESTIONS, csrf_token=f"{language}{number}{name}")


if __name__ == "__main__":
    client = app.test_client()
    count(lambda: client.get(PAGE).get_data(as_text=True))
