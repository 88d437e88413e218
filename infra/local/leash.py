"""Runs a command that ends with us: `python -m infra.local.leash COMMAND...`.

Whoever started this holds the other end of its standard input. When that closes, however it came about, the command is
asked to end, and so are the processes it started, since they read from it in turn.
"""

import subprocess
import sys
import threading


def main(command: list[str]) -> int:
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603
    threading.Thread(target=_end_with_input, args=(child,), daemon=True).start()
    return child.wait()


def _end_with_input(child: "subprocess.Popen[bytes]") -> None:
    sys.stdin.buffer.read()
    child.terminate()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
