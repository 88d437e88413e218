"""The rules of what is to be paid that another portal may want otherwise."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from chalicelib.portal.periods import Period, at_most
from chalicelib.portal.spans import Span, Switch, UpToADay, UpToAnHour, UpToAYear, Whole
from chalicelib.record import Record

SHORTEST_PAGE = timedelta(minutes=30)  # from when Stripe is asked for the page


class BillingPolicy(Record):
    """When invoices are shown and how they are paid (REQUIREMENTS M1, M2; SECURITY SEC53, REL07-REL09)."""

    on: Switch  # whether anything costs something here
    alone_up_to: Whole  # cents of an invoice that one of the staff may take off; more takes two
    shown_after: Whole  # business days from what owes an invoice; 0: at once
    shown_at: Annotated[Whole, Field(le=23)]  # the hour of that day
    payable_within: Annotated[Period, at_most(years=1)]
    link_lifetime: UpToAYear  # for paying without signing in
    page_lifetime: Annotated[Span, Field(gt=SHORTEST_PAGE, le=timedelta(hours=24))]  # what Stripe allows
    patience: UpToADay  # then we ask what became of a payment that nobody told of
    tolerance: UpToAnHour  # of what Stripe's clock says, before and after ours
    events_kept: Annotated[UpToAYear, Field(ge=timedelta(days=30))]  # Stripe lists its own for as long
