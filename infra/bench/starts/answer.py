"""Imports the packed app, and answers the gateway's event in FILE, if one is given. usage: answer.py PACKAGE [FILE]."""

import json
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])

import app

for event in sys.argv[2:]:
    print(app.app(json.loads(Path(event).read_bytes()), None)["statusCode"])
