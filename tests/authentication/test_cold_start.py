"""The sign-in of people does without authentication's code: a cold start pays for what it needs."""

import subprocess
import sys

PROGRAM = """
import sys
from chalicelib.app_factory import create_app
from tests.support.http import call
from tests.support.world import World

app = create_app(World("social-work"), lazy=True)
app.open_path("/{lang}/sign-in")
assert call(app, "GET", "/fr/sign-in").status == 200
assert "chalicelib.accounts.actions.sign_in" in sys.modules
print([name for name in sys.modules if name.startswith("chalicelib.authentication")])
"""


def test_a_cold_start_to_the_sign_in_page_imports_none_of_it() -> None:
    found = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)  # noqa: S603
    assert (found.stdout, found.stderr) == ("[]\n", "")
