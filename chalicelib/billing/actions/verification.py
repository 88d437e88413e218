"""Papers of ours, proven genuine to anyone who has their code (REQUIREMENTS M3, M4).

What may be told lies in a row of its own, which only the code finds: the person's records are not read for a stranger.
"""

from datetime import date, datetime
from typing import Literal, NamedTuple

from chalicelib.billing.errors import NotGenuine
from chalicelib.billing.model import Proven
from chalicelib.billing.rules.codes import GROUP, GROUPS, canonical, grouped, initials
from chalicelib.billing.storage import parse, verification_key
from chalicelib.cloud.keyring import Purpose
from chalicelib.cloud.table import Key, RowKind
from chalicelib.limits.actions import spend
from chalicelib.limits.model import current
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork

_CODE, _WHERE, _WHO = Purpose("receipt code"), Purpose("receipt by code"), Purpose("verifications")


class VerifiableDocument(NamedTuple):
    """A receipt or a certificate: `name` is what its code is drawn from, `holder` whose name stands on it."""

    name: str
    kind: Literal["receipt", "certificate"]
    number: str
    day: date
    holder: str
    cents: int | None = None


def code_for(services: Services, name: str) -> str:
    """Return the code that a paper carries. It follows from the portal's key and the paper's name: stored nowhere."""
    drawn = services.keyring.lasting_code(_CODE, name)
    return grouped(drawn[: GROUPS * GROUP])


def prove(work: UnitOfWork, paper: VerifiableDocument) -> None:
    """Add to the change what anyone may know who has the paper's code: no name beyond initials."""
    proven = Proven(
        kind=paper.kind,
        number=paper.number,
        day=paper.day,
        body=work.services.portal.body.name,
        initials=initials(paper.holder),
        cents=paper.cents,
    )
    where = _where(work.services, code_for(work.services, paper.name))
    work.put({**where._asdict(), **proven.stored()})


def verify(services: Services, code: str, address: str, now: datetime) -> Proven:
    """Return what may be told of the paper with this code; raise NotGenuine, or TooMany. `address` is the network's."""
    limits = services.portal.policies.limits
    who = services.keyring.pseudonym(_WHO, address)
    spend(services, current("verifications", who, limits.look_ups, now), now)
    found = parse(Proven, services.table.get(_where(services, code)))
    if found is None:
        raise NotGenuine
    return found


def written(code: str) -> str:
    """Return a code as papers have it, however it was typed."""
    return grouped(canonical(code))


def _where(services: Services, code: str) -> Key:
    return verification_key(services.keyring.pseudonym(_WHERE, canonical(code)))


ROWS = (
    RowKind(
        "VERIFICATION#<pseudonym>",
        "VERIFICATION",
        "What anyone who has the code of a receipt or certificate may know of it.",
        Proven,
        (prove,),
        parse,
    ),
)
