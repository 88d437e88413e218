"""docs/data-model.md says which rows there are: as declared, and as written."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.cloud.table import Change, Condition, Item, Key, RowKind, Update
from chalicelib.portal.loader import keys
from infra.docs.data_model import NAME, Declared, data_model, declared
from infra.project import ROOT
from tests.support import tour
from tests.support.memory import MemoryTable
from tests.support.row_kinds import kinds_of, writers_on_the_stack
