"""Calls the API that was deployed: its code, unpacked as Lambda does, with its own environment and nothing else."""

import base64
import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from tests.chalice_deploy.standing import Standing

Json = dict[str, Any]
BODY = {"email": "zoe@example.org", "password": "maple-Canoe-7-thunder", "accept_terms": True}
EVENT = {
    "httpMethod": "POST",
    "resource": "/{lang}/sign-up",
    "path": "/en/sign-up",
    "headers": {"content-type": "application/json", "accept": "application/json"},
    "multiValueHeaders": {"content-type": ["application/json"], "accept": ["application/json"]},
    "multiValueQueryStringParameters": None,
    "pathParameters": {"lang": "en"},
    "stageVariables": None,
    "body": json.dumps(BODY),
    "isBase64Encoded": False,
    "requestContext": {
        "httpMethod": "POST",
        "resourcePath": "/{lang}/sign-up",
        "identity": {"sourceIp": "192.0.2.1"},
    },
}
CODE = """
import json, sys
sys.path.insert(0, sys.argv[1])
import app
print(json.dumps(app.app(json.loads(sys.argv[2]), None)))
"""


def sign_up(standing: Standing, folder: Path, task: Path, credentials: dict[str, str]) -> Json:
    """Let someone sign up by JSON; return the answer."""
    (package,) = (folder / ".chalice" / "deployments").glob("*.zip")
    digest = base64.b64encode(hashlib.sha256(package.read_bytes()).digest()).decode()
    assert standing.code() == {digest}  # all functions have this code
    zipfile.ZipFile(package).extractall(task)
    (function,) = [found for found in standing.functions().values() if found["handler"] == "app.app"]
    lambdas = {"AWS_DEFAULT_REGION": "ca-central-1", "AWS_LAMBDA_FUNCTION_NAME": "-", **function["environment"]}
    command = [sys.executable, "-I", "-S", "-c", CODE, str(task), json.dumps(EVENT)]
    environment = {**credentials, **lambdas}
    done = subprocess.run(command, cwd=task, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    answer: Json = json.loads(done.stdout.splitlines()[-1])
    return answer
