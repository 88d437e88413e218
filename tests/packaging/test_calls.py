"""What each function calls of AWS is what stages.toml allows it: no call more, and none that it never makes (SEC60)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from moto import mock_aws

from chalicelib.accounts.actions.administration import admit
from chalicelib.app_factory import create_app
from chalicelib.applications.actions.information_requests import schedule_question_review
from chalicelib.applications.model import Application, ApplicationState, InformationRequest
from chalicelib.applications.storage import add_application
from chalicelib.authentication.actions.enrolment import begin_enrolment
from chalicelib.billing.actions.finance_queue import waiting
from chalicelib.billing.actions.find import get_by_number
from chalicelib.billing.actions.invoice_by_hand import invoice_by_hand
from chalicelib.billing.actions.invoicing import issue
from chalicelib.billing.actions.offline_payments import OfflinePayment, confirm, record
from chalicelib.billing.actions.receipts import get_own, receipt_link
from chalicelib.billing.actions.refunds import RefundOrder, agree_to_refund, propose_refund
from chalicelib.billing.debts import Charge, Receivable
from chalicelib.billing.model import Receipt
from chalicelib.billing.storage import paid_key
from chalicelib.cloud import aws, botocore_clients
from chalicelib.cloud.attributes import pack_item
from chalicelib.documents.actions.files import download_link, remove
from chalicelib.documents.actions.scans import record_scan
from chalicelib.documents.actions.uploads import arrived, confirm_upload, offer_upload, upload_form
from chalicelib.documents.model import Document, Scan, UploadRequest
from chalicelib.documents.storage import object_key
from chalicelib.outbox.model import DUE
from chalicelib.outbox.sender import deliver_row
from chalicelib.outbox.storage import email_id_of
from chalicelib.portal.text import Text
from chalicelib.registrations.actions.certificates import certificate_link
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork
from infra.local.mail_events import detail as mail_detail
from infra.local.scanner import TAG, Scanned, detail
from infra.stages import read_stages
from scheduled import deliver, expire, mailed, paid, reconcile, remind, scanned, sweep
from tests.packaging.conftest import ENVIRONMENT
from tests.support import aws as played
from tests.support.claimants import MAYA
from tests.support.documents import FOLDER, pdf
from tests.support.drops import drops, save_a_proof
from tests.support.dynamo import make_table
from tests.support.http import Program
from tests.support.registered import registered

STRIPE = '{"key": "sk_test_1", "webhook": [], "account": "acct_1"}'
FUNCTIONS = read_stages().functions
EMAIL, PASSWORD = "zoe@example.org", "maple-Canoe-7-thunder"
Work = Callable[[], object]
Calls = set[tuple[str, str]]  # (resource of infra/data.yaml, operation in botocore's name)
CHANGE: Calls = {("table", "dynamodb:PutItem"), ("table", "dynamodb:TransactWriteItems")}  # by how many rows it has


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """The product's own adapters, on the cloud that moto plays."""
    with mock_aws():
        for name, value in ENVIRONMENT.items():
            monkeypatch.setenv(name, value)
        _forget_clients()
        services = Services()
        make_table(aws.client("dynamodb"), services.settings.table)
        aws.client("secretsmanager").create_secret(Name=services.settings.secret, SecretString="0" * 64)
        aws.client("secretsmanager").create_secret(Name=services.settings.factors_secret, SecretString="1" * 64)
        domain = services.portal.sender.rpartition("@")[2]
        aws.client("sesv2").create_email_identity(EmailIdentity=domain)
        aws.client("secretsmanager").create_secret(Name=services.settings.payments_secret, SecretString=STRIPE)
        for name in (services.settings.uploads, services.settings.receipts):
            played.bucket(name, versioned=True)
        yield services
    _forget_clients()


def _forget_clients() -> None:
    for cached in (aws.client, botocore_clients.session, botocore_clients.signer):
        cached.cache_clear()


def _calls(work: Work) -> Calls:
    """Return what the clients are asked for while the work is done."""
    found: Calls = set()

    def note(params: dict[str, Any], model: Any, **_: Any) -> None:
        service = model.service_model.service_name
        found.update((resource, f"{service}:{model.name}") for resource in _resources(service, params))
        if ("table", "dynamodb:TransactWriteItems") in found or ("table", "dynamodb:PutItem") in found:
            found.update(CHANGE)

    clients = [aws.client(service) for service in read_stages().operations()]
    clients.append(botocore_clients.signer(ENVIRONMENT["UPLOADS_ENDPOINT"]))
    for client in clients:
        client.meta.events.register("provide-client-params", note)
    work()
    for client in clients:
        client.meta.events.unregister("provide-client-params", note)
    return found


def _resources(service: str, params: dict[str, Any]) -> tuple[str, ...]:
    """Return what a call is about, as stages.toml names it."""
    match service, params:
        case "dynamodb", {"IndexName": index}:
            return (f"table/index/{index}",)
        case "dynamodb", _:
            return ("table",)
        case "s3", {"Bucket": bucket, **more}:
            place = bucket.rpartition("-")[2]
            return (f"{place}/{more['Key'].partition('/')[0]}/*",) if "Key" in more else (place,)
        case "secretsmanager", {"SecretId": name}:
            return (name.rpartition("-")[2],)
    return ("identity", "configuration-set")


def _allowed(function: str) -> Calls:
    return {(resource, call) for resource, calls in FUNCTIONS[function].calls.items() for call in calls}


# --- what each function has to do in its life, once what it finds is there ---


def _answer(services: Services) -> Work:
    """Let someone whom staff admitted choose a password, sign in and look at the account, and staff at their queue."""
    account = admit(services, EMAIL, "en", services.clock.now())
    assert account.reset
    token = account.reset.proof(account.id).token(services.keyring)

    def work() -> None:
        program = Program(create_app(Services()))
        assert program.post("/en/password/reset", token=token, password=PASSWORD).status == 200
        identifier = account.identifiers["application_id"]
        assert program.post("/en/sign-in", identifier=identifier, password=PASSWORD).status == 200
        assert program.get("/en/account").status == 200
        _send_a_file(Services())
        save_a_proof(Services())
        assert begin_enrolment(Services(), MAYA, services.clock.now()).secret
        assert waiting(Services()).items == []
        assert Services().payments
        assert receipt_link(Services(), _paid(Services(), account.id), "en")
        registration = registered(Services(), account.id)
        assert certificate_link(Services(), account.id, registration.number, "en")

    return work


def _deliver(services: Services) -> Work:
    """Send the email that the stream reports."""
    _sign_up(services)
    emails = services.table.due(DUE, services.clock.now() + timedelta(hours=1))
    records = [{"dynamodb": {"Keys": pack_item(key._asdict()), "SequenceNumber": "1"}} for key in emails]
    return lambda: deliver.run({"Records": records}, Services(), services.clock.now())


def _sweep(services: Services) -> Work:
    """Send the email that the stream missed."""
    _sign_up(services)
    return lambda: sweep.run(Services(), services.clock.now() + timedelta(hours=1))


def _mailed(services: Services) -> Work:
    """Note that a mail came back."""
    _sign_up(services)
    (key,) = services.table.due(DUE, services.clock.now() + timedelta(hours=1))
    deliver_row(services, key, services.clock.now())
    said = mail_detail(
        services.settings.configuration_set, email_id_of(key), "1", "Bounce", {"bounceType": "Permanent"}
    )
    return lambda: mailed.run({"detail": said}, Services(), services.clock.now())


def _expire(services: Services) -> Work:
    """Remove a sign-up that was never activated and a document; ask for a verdict that was lost."""
    _sign_up(services)
    _removed(services)
    _tagged(services, _received(services))
    return lambda: expire.run(Services(), services.clock.now() + timedelta(days=2))


def _remind(services: Services) -> Work:
    """Remind someone of a question."""
    account, now = admit(services, EMAIL, "en", services.clock.now()), services.clock.now()
    question = InformationRequest(id="q", text="Where?", asked_at=now, answer_by=now + timedelta(days=30))
    file = Application(
        number="123456789",
        account=account.id,
        service="registration",
        state=ApplicationState.WAITING,
        language="en",
        created_at=now,
        saved_at=now,
        questions=(question,),
    )
    work = UnitOfWork(services, services.clock.now())
    add_application(work, file)
    schedule_question_review(work, file)
    work.commit()
    return lambda: remind.run(Services(), now + timedelta(days=25))


def _sign_up(services: Services) -> None:
    program = Program(create_app(services))
    assert program.post("/en/sign-up", email=EMAIL, password=PASSWORD, accept_terms=True).status == 202


def _scanned(services: Services) -> Work:
    """Note that a file is clean, which takes the place of another one."""
    document = _received(services, replaces=_received(services).id)
    event = {"detail": detail(_upload(services, document), found=False)}
    return lambda: scanned.run(event, Services(), services.clock.now())


def _paid(services: Services, account: str) -> Receipt:
    """Let an invoice be paid by cheque; return the receipt."""
    now = services.clock.now()
    debt = Receivable(
        account=account, payer="Z", language="en", about="", service="", title=Text(fr="F", en="E"), event="other"
    )
    owed = invoice_by_hand(services, debt, Charge(debt.title, 1), "finance-1", now)
    assert owed.due_at
    issue(services, account, owed.id, owed.due_at)
    number = str(get_by_number(services, owed.id).invoice.number)
    payment = record(services, number, OfflinePayment("cheque", "1"), "finance-1", now)
    confirm(services, number, payment.id, "finance-2", now)
    return get_own(services, account, number)


def _tell_of_it(services: Services) -> Work:
    """Make the receipt of what the stream reports as paid."""
    receipt = _paid(services, "a" * 32)
    keys = pack_item(paid_key(receipt.invoice)._asdict())
    records = [{"dynamodb": {"Keys": keys, "SequenceNumber": "1"}}]
    return lambda: paid.run({"Records": records}, Services(), services.clock.now())


def _reconcile(services: Services) -> Work:
    """Give money back, and make the receipt that the stream missed. Stripe's keys are there for what is by card."""
    number = _paid(services, "a" * 32).number
    refund = propose_refund(services, number, RefundOrder(1, "X"), "finance-1", services.clock.now())
    agree_to_refund(services, number, refund.id, "finance-2", services.clock.now())
    later = services.clock.now() + timedelta(days=9)

    def work() -> None:
        reconcile.run(Services(), later)
        assert Services().payments

    return work


def _send_a_file(services: Services) -> None:
    """Do all that a person does with a document, but for sending the bytes, which a browser does."""
    document = _offered(services)
    assert upload_form(services, document, services.clock.now(), None).url
    _put(services, document)
    found = arrived(services, document)
    assert found
    clean = Scan(key=object_key(document), version=found.version, verdict="NO_THREATS_FOUND")
    record_scan(services, clean, services.clock.now())
    _committed(services, lambda work: confirm_upload(work, FOLDER, document.id))
    assert download_link(services, FOLDER, document.id, services.clock.now())


def _offered(services: Services, replaces: str | None = None) -> Document:
    wish = UploadRequest("diploma", replaces)
    return _committed(services, lambda work: offer_upload(work, FOLDER, wish))


def _received(services: Services, replaces: str | None = None) -> Document:
    """Return a document that waits for the scanner."""
    document = _offered(services, replaces)
    _put(services, document)
    return _committed(services, lambda work: confirm_upload(work, FOLDER, document.id))


def _removed(services: Services) -> None:
    """Let someone take back a document that could be opened."""
    document, now = _received(services), services.clock.now()
    _, key, version, _ = _upload(services, document)
    record_scan(services, Scan(key=key, version=version, verdict="NO_THREATS_FOUND"), now)
    _committed(services, lambda work: remove(work, FOLDER, document.id))


def _put(services: Services, document: Document) -> None:
    key, bucket = object_key(document), services.settings.uploads
    played.client("s3").put_object(Bucket=bucket, Key=key, Body=pdf(), Metadata={"name": "a.pdf"})


def _upload(services: Services, document: Document) -> Scanned:
    assert document.upload
    return Scanned(services.settings.uploads, object_key(document), document.upload.version, document.upload.etag)


def _tagged(services: Services, document: Document) -> None:
    """Let the scanner note its verdict, whose event is lost."""
    bucket, key, version, _ = _upload(services, document)
    tags: Any = {"TagSet": [{"Key": TAG, "Value": "NO_THREATS_FOUND"}]}
    played.client("s3").put_object_tagging(Bucket=bucket, Key=key, VersionId=version, Tagging=tags)


def _committed(services: Services, act: Callable[[UnitOfWork], Document]) -> Document:
    work = UnitOfWork(services, services.clock.now())
    done = act(work)
    work.commit()
    return done


LIVES = {
    "api_handler": _answer,
    "deliver": _deliver,
    "sweep": _sweep,
    "mailed": _mailed,
    "expire": _expire,
    "remind": _remind,
    "scanned": _scanned,
    "paid": _tell_of_it,
    "reconcile": _reconcile,
    "dropped": drops,
}


# No emulator has these: tests/cloud/test_places.py holds the calls against botocore's own model.
NOT_EMULATED = {("places", "geo-places:Geocode"), ("places", "geo-places:ReverseGeocode")}


@pytest.mark.req("SEC60")
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_calls_what_it_may_and_may_what_it_calls(services: Services, function: str) -> None:
    assert _calls(LIVES[function](services)) == _allowed(function) - NOT_EMULATED
