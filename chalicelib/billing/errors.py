"""What can't be done with an invoice, as people are told it."""

from chalicelib.errors import ErrorKind, RequestError
from chalicelib.phrase import phrase


class NotPayable(RequestError):
    """It is paid, waived or cancelled."""

    kind = ErrorKind.CONFLICT
    title = phrase("This invoice is not to be paid")

    def __init__(self) -> None:
        super().__init__(phrase("It has been paid, waived or cancelled. You owe nothing for it."))


class BeingConfirmed(RequestError):
    """A payment of it is on its way."""

    kind = ErrorKind.CONFLICT
    title = phrase("Your payment is being confirmed")

    def __init__(self) -> None:
        super().__init__(phrase("There is nothing more to do. We write to you when it is confirmed."))


class NoCards(RequestError):
    """The portal takes no cards."""

    kind = ErrorKind.CONFLICT
    title = phrase("Cards are not accepted here")

    def __init__(self) -> None:
        super().__init__(phrase("Write to us to learn how you can pay."))


class LinkOver(RequestError):
    """The link for paying is void: replaced, expired, or not ours."""

    title = phrase("This payment link can’t be used")

    def __init__(self) -> None:
        super().__init__(
            phrase("It has expired, or another one replaced it. Ask the person who sent it for a new one.")
        )


class OwnRecord(RequestError):
    """The same person can't both record and confirm."""

    kind = ErrorKind.FORBIDDEN
    title = phrase("Someone else has to confirm")

    def __init__(self) -> None:
        super().__init__(phrase("You recorded this. Another member of staff has to confirm it."))


class TooMuchBack(RequestError):
    """More than was paid and has not gone back yet."""

    title = phrase("The amount is too high")

    def __init__(self) -> None:
        said = phrase("This is more than was paid and has not been refunded yet.")
        super().__init__(said, {"amount": said})


class TooMuchOff(RequestError):
    """A credit that leaves nothing to pay, or less."""

    title = phrase("The amount is too high")

    def __init__(self) -> None:
        said = phrase("A credit leaves something to be paid. To ask for nothing any more, waive the invoice.")
        super().__init__(said, {"amount": said})


class NotThatInvoice(RequestError):
    """The invoice is not in a state in which this can be done."""

    kind = ErrorKind.CONFLICT
    title = phrase("This can’t be done now")

    def __init__(self) -> None:
        super().__init__(phrase("The invoice has changed in the meantime. Look at it again."))


class AlreadyProposed(RequestError):
    """Something else that takes off the invoice waits for its second pair of eyes."""

    kind = ErrorKind.CONFLICT
    title = phrase("This can’t be done now")

    def __init__(self) -> None:
        super().__init__(phrase("A change of this invoice is proposed already. Another member of staff has to agree."))


class NotGenuine(RequestError):
    """No document has this code."""

    kind = ErrorKind.NOT_FOUND
    title = phrase("No document of ours has this code")

    def __init__(self) -> None:
        said = phrase("Check the code. If it is typed as it stands there, the document is not ours.")
        super().__init__(said, {"code": said})


class TooManyMovements(RequestError):
    """More than one file holds."""

    kind = ErrorKind.CONFLICT
    title = phrase("These are too many movements for one file")

    def __init__(self) -> None:
        super().__init__(phrase("Save a shorter part: a day, or some hours of it."))
