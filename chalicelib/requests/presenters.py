"""Makes the pages of requests."""

from collections.abc import Mapping

from chalicelib.accounts.model import Account
from chalicelib.applications.form_presenters import field_shown
from chalicelib.applications.form_schemas import AnswerShown
from chalicelib.portal.forms.fields import FormPage
from chalicelib.requests.actions.ask import form_of
from chalicelib.requests.actions.matching import is_owner
from chalicelib.requests.actions.queue import Seen, WaitingRequests
from chalicelib.requests.model import AccessRequest, RequestKind
from chalicelib.requests.schemas import AccountMeant, ReplyShown, RequestFormPage, RequestPage, RequestRow, RequestsPage
from chalicelib.web.formats import age
from chalicelib.web.visit import Visit


def form_shown(visit: Visit, kind: RequestKind) -> RequestFormPage:
    page = form_of(visit.services, kind)
    return RequestFormPage(
        kind=kind,
        title=page.title[visit.language],
        introduction=page.introduction[visit.language] if page.introduction else None,
        fields=tuple(field_shown(visit, question) for question in page.questions),
    )


def queue_shown(visit: Visit, found: WaitingRequests) -> RequestsPage:
    return RequestsPage(waiting=found.total, requests=tuple(_row(visit, each) for each in found.requests))


def _row(visit: Visit, request: AccessRequest) -> RequestRow:
    return RequestRow(
        id=request.id,
        kind=request.kind,
        name=request.name,
        email=request.email,
        asked_at=request.asked_at,
        said_age=age(visit.now - request.asked_at, visit.language),
    )


def request_shown(visit: Visit, seen: Seen, names: Mapping[str, str]) -> RequestPage:
    """Return the page; `names` are addresses of staff, by id."""
    request, form = seen.request, form_of(visit.services, seen.request.kind)
    reply = request.reply
    return RequestPage(
        id=request.id,
        kind=request.kind,
        title=form.title[visit.language],
        language=request.language,
        asked_at=request.asked_at,
        answers=_answers(visit, request, form),
        account=_account(seen.account, request) if seen.account else None,
        reply=ReplyShown(decision=reply.decision, reason=reply.reason, by=names.get(reply.by, reply.by), at=reply.at)
        if reply
        else None,
    )


def _answers(visit: Visit, request: AccessRequest, form: FormPage) -> tuple[AnswerShown, ...]:
    return tuple(
        AnswerShown(
            name=question.key,
            label=question.label[visit.language],
            lines=tuple(str(request.answers.get(question.key, "")).splitlines()),
            missing=None,
        )
        for question in form.questions
    )


def _account(account: Account, request: AccessRequest) -> AccountMeant:
    return AccountMeant(
        email=account.email,
        identifiers={str(kind): text for kind, text in account.identifiers.items()},
        state=account.state,
        created_at=account.created_at,
        last_active_at=account.last_active_at,
        is_same_address=is_owner(account, request),
    )
