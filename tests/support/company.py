"""A company whose employees share one access code."""

from typing import Any

from chalice.app import Chalice

from chalicelib.accounts.actions.administration import admit
from chalicelib.accounts.actions.recover import reset_password
from chalicelib.accounts.model import Account
from chalicelib.activities.model import parse_activity, partition
from chalicelib.app_factory import create_app
from tests.support.faults import InterruptedTable
from tests.support.http import Program
from tests.support.people import ZOE
from tests.support.world import GOOD, World, token_in

LUC, MIA = "luc@quincaillerie.example", "mia@quincaillerie.example"


class Company:
    """A company whose administrator has just been let in: zoe."""

    def __init__(self) -> None:
        self.table = InterruptedTable()
        self.world = World("freight", self.table)
        self.app: Chalice = create_app(self.world)
        self.account: Account = admit(self.world, ZOE, "fr", self.world.now)
        self.code = self.account.identifiers["access_code"]
        reset_password(self.world, token_in(self.world.mail(ZOE)), GOOD, self.world.now)
        self.zoe = self.signs_in()

    def signs_in(self, name: str | None = None, password: str = GOOD) -> Program:
        program = Program(self.app)
        answer = program.post("/en/sign-in", identifier=self.code, password=password)
        assert answer.status == 200, answer.body
        if name:
            assert answer.json["must_say_who"]
            assert program.post("/en/account/who", person=self.id_of(name)).status == 200
        return program

    def adds(self, name: str, email: str, language: str = "en", *, administers: bool = False) -> None:
        wish: dict[str, Any] = {"name": name, "email": email, "language": language, "is_administrator": administers}
        answer = self.zoe.post("/en/account/people", **wish)
        assert answer.status == 200, answer.body

    def id_of(self, name: str) -> str:
        people = self.zoe.get("/en/account/people").json["people"]
        return str(next(each["person"] for each in people if each["name"] == name))

    def trail(self) -> list[tuple[str, str]]:
        items = self.world.table.query(partition(self.account.id), "ACTIVITY#")
        return [(each.kind, each.by) for each in map(parse_activity, items)]
