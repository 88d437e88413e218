"""The layer of the package that changes seldom: the runtime dependencies, for Lambda's platform, slim and compiled."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from infra.packing import botocore_data, docstrings, shared_objects, stripe_modules, type_hints
from infra.packing.bytecode import compile_tree

# Wheels name the oldest glibc that they run on: Amazon Linux 2023 has 2.34. Those that run in most places come first.
PLATFORMS = ("manylinux2014_x86_64", *(f"manylinux_2_{minor}_x86_64" for minor in range(17, 35)))
NOT_USED = (  # of Powertools: we log, count, and take batches apart
    "auth_alpha",
    "circuit_breaker",
    "data_masking",
    "feature_flags",
    "idempotency",
    "kafka",
    "metadata",
    "parameters",
    "parser",
    "streaming",
    "validation",
)
LEFT_OUT = (
    "*.dist-info",
    "bin",
    "share",
    "tests",
    "cffi",  # at run time argon2 needs cffi's extension module only
    "pycparser",
    "pyasn1_modules/rfc[!5]*.py",  # webauthn reads one of these sixty standards, 5280
    "pyasn1_modules/rfc5[!2]*.py",
    "dateutil/zoneinfo",  # time zones of its own, for systems without any: botocore reads dates with the rest
    "dateutil/rrule.py",
    "dateutil/easter.py",
    "pydantic/mypy.py",
    "pydantic/v1",
    "aws_lambda_powertools/event_handler",  # Chalice has the routes
    "aws_lambda_powertools/metrics/provider/datadog",
    *(f"aws_lambda_powertools/utilities/{name}" for name in NOT_USED),
    "govuk_frontend_jinja/templates",  # compiled ahead, with ours
    "requests",  # Stripe's SDK speaks through urllib3 instead (chalicelib/cloud/stripe_http.py)
    "charset_normalizer",
    "certifi",
    "*__mypyc*.so",  # of charset_normalizer
    "segno/cli.py",
    "tzdata/zoneinfo/*.tab",  # lists of zones, for people
    "tzdata/zoneinfo/tzdata.zi",
    "urllib3/contrib/emscripten",
    "urllib3/contrib/pyopenssl.py",  # botocore would take it over Python's own TLS: a fifth of a start
    "**/*.pyi",
    "**/py.typed",
)


def install(requirements: Path, operations: dict[str, set[str]], layer: Path) -> None:
    """Make the layer from scratch, whole or not at all."""
    layer.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=layer.parent) as scratch:
        folder = Path(scratch, "layer")
        _pip_install(requirements, folder)
        _leave_out(folder)
        type_hints.strip(folder / "pydantic_core" / "core_schema.py")
        type_hints.leave_out_models(folder / "aws_lambda_powertools" / "utilities" / "batch" / "types.py")
        stripe_modules.trim(folder / "stripe")
        botocore_data.trim(folder / "botocore", operations)
        for module in folder.rglob("*.py"):
            docstrings.strip(module)
        for library in folder.rglob("*.so"):
            shared_objects.empty_unloaded(library)
        compile_tree(folder, with_sources=False)
        folder.rename(layer)


def _pip_install(requirements: Path, folder: Path) -> None:
    platforms = [option for platform in PLATFORMS for option in ("--platform", platform)]
    command = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile"]
    command += ["--require-hashes", "--no-deps", "--only-binary=:all:", *platforms]
    subprocess.run([*command, "--target", str(folder), "-r", str(requirements)], check=True)  # noqa: S603


def _leave_out(folder: Path) -> None:
    for pattern in LEFT_OUT:
        for path in sorted(folder.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
