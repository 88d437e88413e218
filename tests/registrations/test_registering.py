"""A registration is a record of its own, written once with the final application; an acceptance confirms the name."""

from collections import Counter
from datetime import date

import pytest

from chalicelib.accounts.storage import person_key
from chalicelib.applications.actions.decide import decide
from chalicelib.applications.actions.final import make_all_final, make_final, paid
from chalicelib.applications.actions.submit import submit
from chalicelib.applications.model import Application, ApplicationState, Decision
from chalicelib.applications.storage import application_key
from chalicelib.billing.actions.invoice_paid import InvoicePaid
from chalicelib.cloud.table import Change, Conflict, Item, Key
from chalicelib.registrations.actions.find import list_registrations
from chalicelib.registrations.model import Registration
from chalicelib.registrations.storage import add_registration
from tests.support.applications import as_it_is, changed, filled, offering, person
from tests.support.faults import InterruptedTable
from tests.support.memory import MemoryTable
from tests.support.people import ZOE
from tests.support.world import World

STAFF = "anne"
NAMED = {"given_names": " Zoé", "family_name": "Lefèbvre-Côté"}


def college(table: MemoryTable | None = None) -> World:
    return offering(World("psychotherapy", table or MemoryTable()))


def filed(here: World, answers: dict[str, str], email: str = ZOE) -> Application:
    """Return the application of someone who gave this name."""
    complete = filled(here, "registration", email, audience="applicant")
    changed(here, complete, answers={**complete.answers, **answers})
    return submit(here, person(here, email, "applicant"), complete.number, here.now)


def due(here: World, file: Application) -> Application:
    """Approve and pay it, and let its day come."""
    changed(here, file, state=ApplicationState.IN_REVIEW)
    decide(here, file.number, Decision.APPROVED, None, STAFF, here.now)
    told = InvoicePaid(invoice="1", account=file.account, about=f"APPLICATION#{file.number}", event="registration")
    paid(here, told, here.now)
    here.clock.advance(days=7)
    return as_it_is(here, file)


def profile(here: World, file: Application) -> Item | None:
    return here.table.get(person_key(file.account))


@pytest.mark.req("M4")
def test_the_registration_is_written_with_the_final_application() -> None:
    here = college()
    file = due(here, filed(here, NAMED))
    assert list(list_registrations(here, file.account)) == []
    assert make_all_final(here, here.now) == 1
    assert here.table.get(Key(f"ACCOUNT#{file.account}", f"REGISTRATION#{file.number}")) == {
        "pk": f"ACCOUNT#{file.account}",
        "sk": f"REGISTRATION#{file.number}",
        "number": file.number,
        "account": file.account,
        "version": 1,
        "holder": "Zoé Lefèbvre-Côté",
        "category": "registration",
        "registered_on": "2026-03-09",
        "changes": [],
        "created_at": "2026-03-09T15:00:00Z",
        "caused_by": [f"APPLICATION#{file.number}"],
    }


@pytest.mark.req("M4", "REL01")
def test_tried_again_it_stays_as_it_was_written() -> None:
    table = MemoryTable()
    here = college(table)
    file = due(here, filed(here, NAMED))
    key = application_key(file.account, file.number)
    assert make_final(here, key, here.now)
    first = dict(table.items)
    here.clock.advance(days=1)
    assert not make_final(here, key, here.now)
    assert dict(table.items) == first


@pytest.mark.req("M4", "REL01")
def test_the_registration_decides_whether_someone_is_registered() -> None:
    """An application that forgot it is not registered again, and not told again."""
    here = college()
    file = due(here, filed(here, NAMED))
    make_all_final(here, here.now)
    changed(here, file, registered_at=None)
    assert make_all_final(here, here.now) == 0


@pytest.mark.req("M4", "REL21")
def test_of_two_runs_at_once_one_registers() -> None:
    table = InterruptedTable()
    here = college(table)
    file = due(here, filed(here, NAMED))
    table.interruption = lambda: make_all_final(here, here.now)
    assert make_all_final(here, here.now) == 0
    assert [each.registered_on for each in list_registrations(here, file.account)] == [date(2026, 3, 9)]
    assert len([each for each in table.items if each.sk.startswith("CERTIFICATE#")]) == 1


@pytest.mark.req("M4")
def test_a_second_registration_of_one_number_is_a_conflict() -> None:
    here = college()
    one = Registration(
        number="123456789",
        account="a",
        holder="Zoé",
        category="registration",
        registered_on=date(2026, 3, 9),
        created_at=here.now,
        caused_by=(),
    )
    for number, fails in enumerate((False, True)):
        change = Change(f"{number}")
        add_registration(change, one)
        if fails:
            with pytest.raises(Conflict):
                here.table.commit(change)
        else:
            here.table.commit(change)


@pytest.mark.req("M4")
def test_registering_is_one_read_of_the_application_the_registration_and_the_name() -> None:
    table = MemoryTable()
    here = college(table)
    file = due(here, filed(here, NAMED))
    table.calls.clear()
    make_final(here, application_key(file.account, file.number), here.now)
    assert Counter(table.calls) == {"get_many": 1, "get": 2, "commit": 1}  # the account, for its audience and its email


# --- the person's name ---


@pytest.mark.req("M3")
def test_a_submission_stores_the_name_on_the_file_and_on_the_profile() -> None:
    here = college()
    file = filed(here, NAMED)
    assert file.applicant == "Zoé Lefèbvre-Côté"
    assert profile(here, file) == {
        "pk": f"ACCOUNT#{file.account}",
        "sk": "PROFILE",
        "account": file.account,
        "version": 1,
        "name": "Zoé Lefèbvre-Côté",
        "caused_by": f"APPLICATION#{file.number}",
    }


@pytest.mark.req("M4")
def test_an_acceptance_confirms_the_name_and_a_later_submission_does_not_change_it() -> None:
    here = college()
    first = filed(here, NAMED)
    due(here, first)
    make_all_final(here, here.now)
    confirmed = {
        "pk": f"ACCOUNT#{first.account}",
        "sk": "PROFILE",
        "account": first.account,
        "version": 2,
        "name": "Zoé Lefèbvre-Côté",
        "confirmed_at": "2026-03-09T15:00:00Z",
        "caused_by": f"APPLICATION#{first.number}",
    }
    assert profile(here, first) == confirmed
    again = filed(here, {"given_names": "Zoe", "family_name": "Roy"})
    assert (again.applicant, profile(here, first)) == ("Zoe Roy", confirmed)


@pytest.mark.req("M3")
def test_until_then_the_latest_submission_names_the_person() -> None:
    here = college()
    filed(here, NAMED)
    again = filed(here, {"given_names": "Zoe", "family_name": "Roy"})
    found = profile(here, again)
    assert found
    assert (found["version"], found["name"]) == (2, "Zoe Roy")


@pytest.mark.req("M3")
def test_an_application_that_registers_nobody_names_its_papers_and_not_the_person() -> None:
    """Its applicant can be a firm, or the client of whoever applies."""
    here = offering(World("citizen-account"))
    complete = filled(here, "small-claims")
    changed(here, complete, answers={**complete.answers, "plaintiff_name": "Côté  inc."})
    file = submit(here, person(here), complete.number, here.now)
    assert (file.applicant, profile(here, file)) == ("Côté inc.", None)


@pytest.mark.req("REL04")
def test_a_name_that_was_written_meanwhile_is_read_again() -> None:
    table = InterruptedTable()
    here = college(table)
    one, other = (filled(here, "registration", audience="applicant") for _ in range(2))
    who = person(here, audience="applicant")
    table.interruption = lambda: submit(here, who, one.number, here.now)
    submit(here, who, other.number, here.now)
    found = profile(here, other)
    assert found
    assert (found["version"], found["caused_by"]) == (2, f"APPLICATION#{other.number}")
