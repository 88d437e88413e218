#!/usr/bin/env bash
# Prints the Python that the project is developed with: the first that really runs, Lambda's own version before the others.
#
# A name on PATH may be a shim of pyenv that only answers with an error, or a build without a module that we need. What
# pyenv and uv installed is looked for in their folders too; builds without the GIL have wheels of their own.
set -u
RUNS='import ensurepip, sqlite3, ssl, sys, sysconfig; sys.exit(sysconfig.get_config_var("Py_GIL_DISABLED") or 0)'
shopt -s nullglob
for version in 3.13 3.14 3.12 3.11; do
  for python in "python$version" \
    "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python \
    "${UV_PYTHON_INSTALL_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/uv/python}/cpython-$version".*/bin/python3; do
    if "$python" -c "$RUNS" 2>/dev/null; then
      echo "$python"
      exit
    fi
  done
done
echo "Guichet needs Python 3.13, or 3.14, 3.12 or 3.11, with ensurepip, ssl and sqlite3, and finds none: name yours by PYTHON=path." >&2
exit 1
