"""Mail on SES: what is sent, and what becomes of each refusal."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from botocore.stub import Stubber
from moto import mock_aws

from chalicelib.cloud.botocore_clients import CONFIG
from chalicelib.cloud.mail import MailRefused, Message, SesMailer
from chalicelib.cloud.table import Unavailable
from tests.support import aws

MESSAGE = Message(
    email_id="0123456789abcdef",
    sender="no-reply@example.test",
    to="zoe@example.org",
    subject="Vérifier l’adresse",
    text="Voilà : é\n",
    html="<p>Voilà&nbsp;: é</p>",
)


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        client = aws.client("sesv2")
        client.create_email_identity(EmailIdentity=MESSAGE.sender)
        client.create_configuration_set(ConfigurationSetName="guichet-test")
        yield client


@pytest.fixture
def sent(client: Any) -> list[dict[str, Any]]:
    """The requests that SES was given, as they went over the wire."""
    requests: list[dict[str, Any]] = []
    client.meta.events.register(
        "before-send.sesv2.SendEmail", lambda request, **_: requests.append(json.loads(request.body))
    )
    return requests


def test_a_mail_goes_to_one_person_with_its_text_and_html(client: Any, sent: list[dict[str, Any]]) -> None:
    assert SesMailer(client, "guichet-test").send(MESSAGE)
    body = sent[0]["Content"]["Simple"]["Body"]
    assert (sent[0]["FromEmailAddress"], sent[0]["Destination"]) == (MESSAGE.sender, {"ToAddresses": [MESSAGE.to]})
    assert (body["Text"]["Data"], body["Html"]["Data"]) == (MESSAGE.text, MESSAGE.html)


@pytest.mark.req("REL13")
def test_a_mail_names_its_email_so_that_what_is_told_of_it_finds_it(client: Any, sent: list[dict[str, Any]]) -> None:
    SesMailer(client, "guichet-test").send(MESSAGE)
    assert sent[0]["EmailTags"] == [{"Name": "email", "Value": MESSAGE.email_id}]
    assert sent[0]["ConfigurationSetName"] == "guichet-test"


@pytest.mark.req("X1")
def test_every_part_of_a_mail_is_utf_8(client: Any, sent: list[dict[str, Any]]) -> None:
    SesMailer(client, "guichet-test").send(MESSAGE)
    simple = sent[0]["Content"]["Simple"]
    parts = (simple["Subject"], *simple["Body"].values())
    assert [part["Charset"] for part in parts] == ["UTF-8"] * 3
    assert simple["Subject"]["Data"] == MESSAGE.subject


@pytest.mark.req("REL12")
def test_a_mail_carries_the_id_of_its_email(client: Any, sent: list[dict[str, Any]]) -> None:
    SesMailer(client, "guichet-test").send(MESSAGE)
    assert sent[0]["Content"]["Simple"]["Headers"] == [{"Name": "X-Email-Id", "Value": MESSAGE.email_id}]
    assert sent[0]["ConfigurationSetName"] == "guichet-test"


@pytest.mark.req("T4")
def test_a_mail_that_can_be_stopped_says_where_to_mail_programs(client: Any, sent: list[dict[str, Any]]) -> None:
    SesMailer(client, "guichet-test").send(MESSAGE._replace(one_click="https://counter.example/stop?token=x"))
    headers = {each["Name"]: each["Value"] for each in sent[0]["Content"]["Simple"]["Headers"]}
    assert headers["List-Unsubscribe"] == "<https://counter.example/stop?token=x>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_service_names_the_mail(client: Any) -> None:
    mailer = SesMailer(client, "guichet-test")
    assert mailer.send(MESSAGE) != mailer.send(MESSAGE)


@pytest.mark.req("REL12")
def test_an_answer_that_is_lost_once_makes_one_mail_more_and_the_same(client: Any) -> None:
    bodies: list[bytes] = []

    def lose_the_first(request: Any, **_: Any) -> None:
        bodies.append(request.body)
        if len(bodies) == 1:
            raise ReadTimeoutError(endpoint_url="-")

    ours = aws.client("sesv2", config=CONFIG)
    ours.meta.events.register_last("before-send", lose_the_first)  # moto has taken the mail by then
    assert SesMailer(ours, "guichet-test").send(MESSAGE)
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]


# --- refusals ---


def test_a_sender_that_is_not_verified_is_refused_for_good(client: Any) -> None:
    with pytest.raises(MailRefused, match="MessageRejected"):
        SesMailer(client, "guichet-test").send(MESSAGE._replace(sender="someone@else.example"))


@pytest.mark.req("REL11")
@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("MessageRejected", MailRefused),
        ("BadRequestException", MailRefused),
        ("TooManyRequestsException", Unavailable),
        ("LimitExceededException", Unavailable),
        ("SendingPausedException", Unavailable),
        ("AccountSuspendedException", Unavailable),
        ("MailFromDomainNotVerifiedException", Unavailable),
        ("NotFoundException", Unavailable),
        ("InternalFailure", Unavailable),
    ],
)
def test_only_what_will_never_be_taken_is_refused_for_good(client: Any, code: str, outcome: type[Exception]) -> None:
    with Stubber(client) as stubber:
        stubber.add_client_error("send_email", code)
        with pytest.raises(outcome, match=code):
            SesMailer(client, "guichet-test").send(MESSAGE)


class Unreachable:
    def send_email(self, **_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="-")


@pytest.mark.req("REL11")
def test_a_service_that_cannot_be_reached_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        SesMailer(Unreachable(), "guichet-test").send(MESSAGE)
