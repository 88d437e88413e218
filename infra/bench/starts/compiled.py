"""As answer.py, but prints the modules that had to be compiled. usage: compiled.py PACKAGE FILE."""

import runpy
import sys
from pathlib import Path

package = sys.argv[1]


def _tell(event: str, details: tuple[object, ...]) -> None:
    if event == "compile" and str(details[1]).startswith((package, "/var/task")):
        print(details[1])


sys.addaudithook(_tell)
runpy.run_path(str(Path(__file__).with_name("answer.py")))
