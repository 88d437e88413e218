"""The commands `preview` and `run --dry-run`, on a table that refuses to be written (REQUIREMENTS W7)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from moto import mock_aws

from chalicelib.accounts.storage import ACCOUNT
from chalicelib.applications.actions.documents import add
from chalicelib.cloud.table import Change, Key
from chalicelib.documents.inputs import AddDocument
from infra.deploy.target import Target
from infra.ops import time
from infra.ops.affairs import emails, money, passwords, registrations, uploads
from infra.ops.coming import Coming
from infra.ops.portal_services import ReadTable, services_of
from infra.stages import Stage
from infra.trouble import Trouble
from tests.support.applications import ODD, changed, draft, example, person, submitted
from tests.support.billing import Till, issued, owed
from tests.support.dynamo import make_table
from tests.support.people import ZOE, sign_up_as
from tests.support.world import World

DAY = timedelta(days=1)
PORTAL = "citizen-account"
STAGE = Stage(portal=PORTAL, environment="staging", origin="https://citizen-account.example.org")


def said(found: Iterator[Coming]) -> list[tuple[str, str | None, str]]:
    return [(each.does, each.mail, each.to) for each in found]


# --- what is due besides ends ---


@pytest.mark.req("W7", "REL15")
def test_forms_that_nobody_used_are_said() -> None:
    here = example()
    begun = draft(here, ODD)
    add(here, person(here), begun.number, AddDocument(slot="photograph"), here.now)
    assert said(uploads(here, here.now + DAY)) == [("remove upload", None, ZOE)]
    assert said(uploads(here, here.now)) == []


@pytest.mark.req("W7", "M1")
def test_invoices_that_will_be_shown_are_said() -> None:
    till = Till()
    owed(till)
    found = list(money(till, till.now + 3 * DAY))
    assert [(each.does, each.mail, each.language) for each in found] == [("issue invoice", "invoice-issued", "fr")]
    issued(till)
    assert said(money(till, till.now + 3 * DAY)) == []


@pytest.mark.req("W7", "M4")
def test_who_will_be_registered_is_said() -> None:
    here = example()
    changed(here, submitted(here), final_at=here.now + DAY)
    assert said(registrations(here, here.now + DAY)) == [("register person", "registration-final", ZOE)]


@pytest.mark.req("W7")
def test_emails_that_wait_are_said_with_their_languages() -> None:
    here = World(PORTAL)
    sign_up_as(here)
    assert [(each.mail, each.to, each.language) for each in emails(here, here.now + DAY)] == [("activation", ZOE, "fr")]


@pytest.mark.req("W7", "S6")
def test_passwords_that_become_too_old_are_said_though_no_mail_says_so() -> None:
    here = example()
    who = person(here).account
    keys = [Key(f"ACCOUNT#{who.id}", ACCOUNT)]
    assert said(passwords(here, keys, here.now, here.now + 40 * DAY)) == [("expire password", None, ZOE)]
    assert said(passwords(here, keys, here.now, here.now + 39 * DAY)) == []


# --- the commands ---


@pytest.fixture
def deployed() -> Iterator[Target]:
    """A portal whose table and key stand, with someone who signed up and never came back."""
    with mock_aws():
        target = Target()
        make_table(target.client("dynamodb"), STAGE.prefix)
        for secret in ("key", "factors"):
            target.client("secretsmanager").create_secret(Name=f"{STAGE.prefix}-{secret}", SecretString="0" * 64)
        services = services_of(target, STAGE)
        here = World(PORTAL, services.table)
        here.keyring, here.clock = services.keyring, services.clock  # type: ignore[assignment]
        sign_up_as(here)
        yield target


@pytest.mark.req("W7")
def test_what_looks_ahead_can_write_nothing(deployed: Target) -> None:
    table = services_of(deployed, STAGE, ReadTable).table
    change = Change("-")
    change.put({"pk": "-", "sk": "ROW"})
    with pytest.raises(Trouble, match="ROW would be written"):
        table.commit(change)
    with pytest.raises(Trouble, match="ROW would be written"):
        table.update(Key("-", "ROW"), {}, {"n": 1}, None)


@pytest.mark.req("W7")
@pytest.mark.usefixtures("deployed")
def test_the_preview_says_everything_until_the_day_and_what_a_changed_policy_would_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    time.preview(STAGE, datetime.now() + timedelta(days=2))  # noqa: DTZ005 -- a day of the portal's, as typer reads it
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("Z  ")[2].partition(";")[0] for line in lines[:-1]] == [
        f"send: {ZOE}, mail activation (fr)",
        f"remove sign-up: {ZOE}, no mail",
    ]
    assert lines[-1] == "would remove 1 sign-up, send 1 mail"
    changes = tmp_path / "older.toml"
    changes.write_text('[policies.password]\nmax_age = "P1D"\n')
    time.preview(STAGE, datetime.now() + timedelta(days=2), changes)  # noqa: DTZ005
    compared = capsys.readouterr().out.splitlines()[:4]
    assert [line.partition(": ")[0] for line in compared[:2]] == ["as it is", "as changed"]


@pytest.mark.req("W7")
@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize("job", time.Job)
def test_every_job_can_be_tried_without_being_run(job: time.Job, capsys: pytest.CaptureFixture[str]) -> None:
    time.run(STAGE, job, dry_run=True)
    assert capsys.readouterr().out.splitlines()[-1].startswith("would ")
