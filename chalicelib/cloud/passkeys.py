"""Passkeys (WebAuthn), by py_webauthn. What a browser sends is text that anyone may have written: it proves, or not.

The options are JSON as the browser's own `parse…OptionsFromJSON` takes it, the responses as `toJSON` gives them.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from chalicelib.cloud.logs import log

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

Json = dict[str, Any]


class Site(NamedTuple):
    """Where passkeys are for: `address` is the site's public origin, with or without a path."""

    address: str
    name: str

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""

    @property
    def origin(self) -> str:
        return "{0.scheme}://{0.netloc}".format(urlsplit(self.address))


class Credential(NamedTuple):
    """What is known of a passkey, in base64url. `uses` is the authenticator's own count; many always say 0."""

    id: str
    public_key: str
    uses: int


def creation_options(site: Site, user: tuple[str, str], challenge: str, known: Iterable[str]) -> Json:
    """Return what `navigator.credentials.create` is given; `user` is (id, name), `known` are passkeys that exist."""
    from webauthn import generate_registration_options  # noqa: PLC0415 -- heavy, and few requests need it
    from webauthn.helpers import options_to_json_dict  # noqa: PLC0415

    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=user[0].encode(),
        user_name=user[1],
        challenge=challenge.encode(),
        exclude_credentials=_described(known),
    )
    return options_to_json_dict(options)


def request_options(site: Site, challenge: str, known: Iterable[str]) -> Json:
    """Return what `navigator.credentials.get` is given; `known` are the passkeys that will do."""
    from webauthn import generate_authentication_options  # noqa: PLC0415
    from webauthn.helpers import options_to_json_dict  # noqa: PLC0415

    options = generate_authentication_options(
        rp_id=site.host, challenge=challenge.encode(), allow_credentials=_described(known)
    )
    return options_to_json_dict(options)


def verify_registration(site: Site, challenge: str, response: str) -> Credential | None:
    """Return the new passkey; None where the response does not prove that it was made here and now."""
    from webauthn import verify_registration_response  # noqa: PLC0415

    try:
        proof = verify_registration_response(
            credential=response,
            expected_challenge=challenge.encode(),
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except Exception as fault:  # noqa: BLE001 -- odd bytes raise anything in its parsers
        log.info("not a passkey", reason=type(fault).__name__)
        return None
    return Credential(_text(proof.credential_id), _text(proof.credential_public_key), proof.sign_count)


def verify_assertion(site: Site, challenge: str, response: str, credential: Credential) -> Credential | None:
    """Return the passkey after this use; None where the response does not prove that it is at hand."""
    from webauthn import verify_authentication_response  # noqa: PLC0415

    try:
        proof = verify_authentication_response(
            credential=response,
            expected_challenge=challenge.encode(),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=_bytes(credential.public_key),
            credential_current_sign_count=credential.uses,
        )
    except Exception as fault:  # noqa: BLE001
        log.info("passkey refused", reason=type(fault).__name__)
        return None
    return credential._replace(uses=proof.new_sign_count) if _text(proof.credential_id) == credential.id else None


def credential_id(response: str) -> str | None:
    """Return which passkey a response says it is of; `verify_assertion` tells whether it is."""
    try:
        return str(json.loads(response)["id"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return None


def _described(known: Iterable[str]) -> "list[PublicKeyCredentialDescriptor]":
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor  # noqa: PLC0415

    return [PublicKeyCredentialDescriptor(id=_bytes(each)) for each in known]


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "==")
