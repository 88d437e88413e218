"""Where things lie in the project."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INFRA = ROOT / "infra"
BUILD = ROOT / "build"
LOCAL = ROOT / ".local"
REGION = "ca-central-1"
RUNTIME = (3, 13)  # of the functions on AWS: a version of Python


def function_name(stage: str, function: str) -> str:
    """Return the name that Chalice gives a function; the one of the API has no suffix."""
    return f"guichet-{stage}" if function == "api_handler" else f"guichet-{stage}-{function}"
