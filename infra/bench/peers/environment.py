"""What the components of govuk-frontend-jinja ask of Jinja2."""

from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

COMPONENTS = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
OPTIONS: dict[str, Any] = {
    "loader": ChoiceLoader([FileSystemLoader(Path(__file__).parent), COMPONENTS]),
    "undefined": ChainableUndefined,
    "autoescape": True,
}
