"""Makes the pages of requests."""

from collections.abc import Mapping

from chalicelib.accounts.model import Account
from chalicelib.forms.page import FormPage
from chalicelib.forms.presenters import field_shown
from chalicelib.forms.schemas import AnswerShown
from chalicelib.i18n.formats import age
from chalicelib.requests.actions.ask import form_of
from chalicelib.requests.actions.matching import is_owner
from chalicelib.requests.actions.queue import Seen, WaitingRequests
from chalicelib.requests.model import AccessRequest as FiledRequest
from chalicelib.requests.model import RequestKind
from chalicelib.requests.schemas import AccountMeant, ReplyShown, RequestFormPage, RequestPage, RequestRow, RequestsPage
from chalicelib.web.request import Request


def form_shown(request: Request, kind: RequestKind) -> RequestFormPage:
    page = form_of(request.services, kind)
    return RequestFormPage(
        kind=kind,
        title=page.title[request.language],
        introduction=page.introduction[request.language] if page.introduction else None,
        fields=tuple(field_shown(request, question) for question in page.questions),
    )


def queue_shown(request: Request, found: WaitingRequests) -> RequestsPage:
    return RequestsPage(waiting=found.total, requests=tuple(_row(request, each) for each in found.requests))


def _row(request: Request, filed: FiledRequest) -> RequestRow:
    return RequestRow(
        id=filed.id,
        kind=filed.kind,
        name=filed.name,
        email=filed.email,
        asked_at=filed.asked_at,
        said_age=age(request.now - filed.asked_at, request.language),
    )


def request_shown(request: Request, seen: Seen, names: Mapping[str, str]) -> RequestPage:
    """Return the page; `names` are addresses of staff, by id."""
    filed, form = seen.request, form_of(request.services, seen.request.kind)
    reply = filed.reply
    return RequestPage(
        id=filed.id,
        kind=filed.kind,
        title=form.title[request.language],
        language=filed.language,
        asked_at=filed.asked_at,
        answers=_answers(request, filed, form),
        account=_account(seen.account, filed) if seen.account else None,
        reply=ReplyShown(decision=reply.decision, reason=reply.reason, by=names.get(reply.by, reply.by), at=reply.at)
        if reply
        else None,
    )


def _answers(request: Request, filed: FiledRequest, form: FormPage) -> tuple[AnswerShown, ...]:
    return tuple(
        AnswerShown(
            name=question.key,
            label=question.label[request.language],
            lines=tuple(str(filed.answers.get(question.key, "")).splitlines()),
            missing=None,
        )
        for question in form.questions
    )


def _account(account: Account, filed: FiledRequest) -> AccountMeant:
    return AccountMeant(
        email=account.email,
        identifiers={str(kind): text for kind, text in account.identifiers.items()},
        state=account.state,
        created_at=account.created_at,
        last_active_at=account.last_active_at,
        is_same_address=is_owner(account, filed),
    )
