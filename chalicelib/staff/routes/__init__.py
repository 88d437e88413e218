"""The desks of the staff."""

from chalicelib.staff.routes import (
    decision,
    documents,
    factors,
    files,
    home,
    invitation,
    people,
    queue,
    review,
    sessions,
    sign_in,
    third_parties,
)

DESKS = (
    sign_in.desk,
    invitation.desk,
    home.desk,
    factors.desk,
    sessions.desk,
    people.desk,
    queue.desk,
    files.desk,
    review.desk,
    decision.desk,
    documents.desk,
    third_parties.desk,
)
