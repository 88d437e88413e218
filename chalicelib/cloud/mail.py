"""Mail as the actions see it, and on SES."""

from typing import Any, NamedTuple, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.cloud.table import Unavailable

EMAIL_TAG = "email"  # the tag that holds the id


class Message(NamedTuple):
    """A mail that is ready to go. The same `email_id` sent twice is the same mail."""

    email_id: str
    sender: str
    to: str
    subject: str
    text: str
    html: str
    one_click: str | None = None  # an address that a mail program posts to where someone wants no more of the kind


class MailRefused(Exception):  # noqa: N818 -- a noun with data: the service will never take this mail
    """The mail service says no for good; trying again changes nothing."""


class Mailer(Protocol):
    """Hands mails over."""

    def send(self, message: Message) -> str:
        """Return the service's id of the mail; raise Unavailable for *later* and MailRefused for *never*."""
        ...


class SesMailer:
    """Through Amazon SES. `client` is botocore's low-level client of SES v2."""

    def __init__(self, client: Any, configuration_set: str) -> None:
        self._client = client
        self._configuration_set = configuration_set

    def send(self, message: Message) -> str:
        try:
            answer = self._client.send_email(
                FromEmailAddress=message.sender,
                Destination={"ToAddresses": [message.to]},
                ConfigurationSetName=self._configuration_set,
                EmailTags=[{"Name": EMAIL_TAG, "Value": message.email_id}],  # its events say so, whenever they come
                Content={"Simple": _content(message)},
            )
        except BotoCoreError as error:
            raise Unavailable(str(error)) from error
        except ClientError as error:
            code = error.response["Error"]["Code"]
            raise (MailRefused(code) if code in FOR_GOOD else Unavailable(code)) from error
        return str(answer["MessageId"])


FOR_GOOD = {"BadRequestException", "MessageRejected"}


def _content(message: Message) -> dict[str, Any]:
    return {
        "Subject": _utf8(message.subject),
        "Body": {"Text": _utf8(message.text), "Html": _utf8(message.html)},
        "Headers": [{"Name": name, "Value": value} for name, value in _headers(message).items()],
    }


def _headers(message: Message) -> dict[str, str]:
    headers = {"X-Email-Id": message.email_id}
    if message.one_click:  # RFC 8058
        headers["List-Unsubscribe"] = f"<{message.one_click}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
