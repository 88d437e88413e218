"""Writes the levels of the requirements of OWASP's ASVS, of its flat JSON.

Numbers and levels are all that is taken of it: its texts are under another licence.
"""

import json
import sys
from pathlib import Path

from infra.project import ROOT

LEVELS = ROOT / "docs" / "asvs-levels.toml"
OPENING = """\
# The levels of OWASP's ASVS, section by section: one figure for each requirement, in the order of their numbers.
# Made by `python -m infra.docs.asvs_levels VERSION FILE`.
"""


def levels_of(version: str, flat: str) -> str:
    """Return the text of docs/asvs-levels.toml; raise ValueError where the numbers of a section have a gap."""
    sections: dict[str, str] = {}
    for each in json.loads(flat)["requirements"]:
        section, _, number = each["req_id"].removeprefix("V").rpartition(".")
        sections[section] = sections.get(section, "") + each["L"]
        if len(sections[section]) != int(number):
            message = f"a requirement is missing before {each['req_id']}"
            raise ValueError(message)
    lines = [f'"{section}" = "{levels}"' for section, levels in sections.items()]
    return "\n".join([OPENING, f'version = "{version}"', "", "[levels]", *lines, ""])


if __name__ == "__main__":
    version, file = sys.argv[1:]
    sys.stdout.write(levels_of(version, Path(file).read_text()))
