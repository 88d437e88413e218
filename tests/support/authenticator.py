"""An authenticator in software: makes passkeys and signs with them, as a browser would hand it over."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

Json = dict[str, Any]
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40  # flags of the authenticator's data
SIZE = 32  # bytes of a coordinate


class Authenticator:
    """One passkey of one person, on a page of `origin`. It counts its uses, unless it was told not to."""

    def __init__(self, origin: str = "https://counter.example", *, counts: bool = True) -> None:
        self.origin = origin
        self.id = b"passkey-of-" + sha256(origin.encode()).digest()[:8]
        self.uses = 0
        self._counts = counts
        self._key = generate_private_key(SECP256R1())

    def create(self, options: Json) -> str:
        """Return what `navigator.credentials.create` would, as JSON."""
        public = self._key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(SIZE), -3: public.y.to_bytes(SIZE)}
        credential = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(cose)
        data = self._data(options["rp"]["id"], ATTESTED) + credential
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._client_data("webauthn.create", options["challenge"])
        return self._response(clientDataJSON=said, attestationObject=attestation)

    def get(self, options: Json) -> str:
        """Return what `navigator.credentials.get` would, as JSON."""
        self.uses += self._counts
        data = self._data(options["rpId"], 0)
        said = self._client_data("webauthn.get", options["challenge"])
        signature = self._key.sign(data + sha256(said).digest(), ECDSA(SHA256()))
        return self._response(clientDataJSON=said, authenticatorData=data, signature=signature)

    def _data(self, host: str, flags: int) -> bytes:
        return sha256(host.encode()).digest() + bytes([PRESENT | VERIFIED | flags]) + self.uses.to_bytes(4)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _response(self, **parts: bytes) -> str:
        texts = {name: _text(part) for name, part in parts.items()}
        name = _text(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": texts})


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
