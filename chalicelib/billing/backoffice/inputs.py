"""What finance types, and what it is told when that won't do. Amounts: dollars in a form, cents in JSON."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from chalicelib.accounts.inputs import Email
from chalicelib.forms.inputs import LARGEST_PAGE
from chalicelib.forms.kinds.money import parse_cents
from chalicelib.phrase import phrase
from chalicelib.web.inputs import Asks, Input, Line, Sentences

MOST = 999_999_99  # cents: what Stripe takes at once
AMOUNT = phrase("Enter an amount in dollars, such as 126.50.")
AGAIN = phrase("Open the page again.")
CHOOSE = phrase("Choose one.")
NUMBER = phrase("Enter the number of an invoice.")
WHY = phrase("Say why, in a few sentences. The person reads it.")


def _cents(raw: Any) -> Any:
    return parse_cents(raw) if isinstance(raw, str) else raw


UNIT = "In JSON, cents; in a form, dollars as people write them."
Amount = Annotated[int, BeforeValidator(_cents), Field(gt=0, le=MOST, description=UNIT), Asks(AMOUNT, AMOUNT)]
Request = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$"), Asks(AGAIN, AGAIN)]
Reason = Annotated[Sentences, Asks(WHY, WHY)]
Name = Annotated[Line, Asks(phrase("Enter a name."), phrase("This name can’t be used."))]
Title = Annotated[
    Line, Asks(phrase("Say what it is for, in a few words."), phrase("Say what it is for, in a few words."))
]


class FindInvoice(Input):
    """An invoice, by its number."""

    number: Annotated[Line, Asks(NUMBER, NUMBER)]


class DealWith(Input):
    """Something that was looked at, as the list names it."""

    about: Line
    what: Line


class MakeInvoice(Input):
    """An invoice by hand. `request` is 32 hexadecimal digits, drawn at random: sent twice, it is one.

    `instead_of` is the number of a cancelled invoice whose place it takes: what waits for that one waits for this.
    """

    request: Request
    email: Email
    payer: Name
    title_fr: Title
    title_en: Title
    amount: Amount
    taxes: dict[str, bool] = Field(default_factory=dict)
    instead_of: Annotated[Line | None, Asks(NUMBER, NUMBER)] = None

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(key for key, is_due in self.taxes.items() if is_due)


class CloseInvoice(Input):
    """Why nothing is asked for any more: it is waived, or it was wrong."""

    body_limit: ClassVar[int] = LARGEST_PAGE

    decision: Annotated[Literal["waived", "cancelled"], Asks(CHOOSE, CHOOSE)]
    reason: Reason


class CreditInvoice(Input):
    """How much is taken off, taxes and all. `request` as of MakeInvoice."""

    body_limit: ClassVar[int] = LARGEST_PAGE

    request: Request
    amount: Amount
    reason: Reason


class RecordPayment(Input):
    """A cheque or a transfer of all that is owed. `request` as of MakeInvoice."""

    request: Request
    method: Annotated[Literal["cheque", "transfer"], Asks(CHOOSE, CHOOSE)]
    reference: Annotated[Line, Asks(phrase("Enter its number."), phrase("This number can’t be used."))]


class JudgePayment(Input):
    """Whether a payment that another one recorded is there, or was recorded by mistake."""

    decision: Literal["confirmed", "dismissed"]


class ProposeRefund(Input):
    """How much is to go back. `request` as of MakeInvoice."""

    body_limit: ClassVar[int] = LARGEST_PAGE

    request: Request
    amount: Amount
    reason: Reason


class JudgeRefund(Input):
    """Whether what another one proposed is to go back."""

    decision: Literal["agreed", "declined"]


class JudgeAdjustment(Input):
    """Whether what another one proposed is to be taken off."""

    decision: Literal["agreed", "declined"]
