"""What stops a command, and is told to whoever gave it: in a sentence, not in a stack trace."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    CredentialRetrievalError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
)

from chalicelib.cloud.table import Unavailable
from chalicelib.portal.faults import PortalError

NOBODY = (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError, SSOError, TokenRetrievalError)
REFUSED = {
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}
FORBIDDEN = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"}


class Trouble(Exception):  # noqa: N818 -- its subclasses are nouns
    """The message is for people."""


@contextmanager
def explain_failures() -> Iterator[None]:
    """End the command with the message of what stopped it."""
    try:
        yield
    except (Trouble, Unavailable, BotoCoreError, ClientError) as trouble:
        raise SystemExit(in_a_sentence(trouble)) from None
    except PortalError as error:
        from infra.check.telling import language_of_the_terminal, tell  # noqa: PLC0415 -- only where there are faults

        language = language_of_the_terminal()
        raise SystemExit("\n".join(tell(fault, language) for fault in error.faults)) from None


def in_a_sentence(trouble: Exception) -> str:
    """Return what stopped a command, as people are told."""
    match trouble:
        case Unavailable(__cause__=Exception() as cause):  # as our adapters say it
            return in_a_sentence(cause)
        case ClientError():
            return _refusal(trouble)
        case ProfileNotFound():
            return f"{trouble}: AWS_PROFILE names none of the profiles in ~/.aws/config."
        case _ if isinstance(trouble, NOBODY):
            return f"There are no AWS credentials ({trouble}). Sign in, or set AWS_PROFILE."
        case HTTPClientError():
            return f"AWS can’t be reached: {trouble}"
    return str(trouble)


def is_missing(trouble: Exception) -> bool:
    """Tell whether what was asked of AWS is not there."""
    cause = trouble.__cause__ if isinstance(trouble, Unavailable) else trouble
    return isinstance(cause, ClientError) and cause.response["Error"]["Code"] == "ResourceNotFoundException"


def _refusal(error: ClientError) -> str:
    code, message = (error.response.get("Error", {}).get(name, "") for name in ("Code", "Message"))
    if code in REFUSED:
        return f"AWS does not accept these credentials ({code}): sign in again."
    if code in FORBIDDEN:
        return f"These credentials may not call {error.operation_name}: {message}"
    return f"AWS refused {error.operation_name} ({code}): {message}"
