"""flask accounts create: the first administrator."""

from click.testing import Result
from flask import Flask

from tests.cast import Cast
from tracker.accounts.models import Person
from tracker.accounts.passwords import is_right
from tracker.extensions import db
from tracker.history.queries import entries_of
from tracker.rights import Role

GOOD = "sông dài biển rộng 77"


def create(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["accounts", "create", *arguments])


def test_the_first_administrator_is_made_with_a_generated_password(app: Flask) -> None:
    answer = create(app, "QuanTri@tinh.gov.vn", "--name", "Quản trị tỉnh")
    assert answer.exit_code == 0
    person = db.session.query(Person).one()
    password = answer.stdout.partition("Mật khẩu ban đầu: ")[2].strip()
    assert is_right(password, person.password_hash)
    assert (person.email_key, person.name) == ("quantri@tinh.gov.vn", "Quản trị tỉnh")
    assert [held.role for held in person.appointments] == [Role.ADMINISTRATOR]
    assert {entry.actor_name for entry in entries_of("person", person.id)} == {"dòng lệnh"}


def test_a_given_password_is_not_printed(app: Flask) -> None:
    answer = create(app, "quantri@tinh.gov.vn", "--password", GOOD)
    assert answer.exit_code == 0 and GOOD not in answer.output


def test_a_taken_address_is_refused_with_a_sentence(app: Flask, cast: Cast) -> None:
    before = db.session.query(Person).count()
    answer = create(app, cast.administrator.email.upper())
    assert answer.exit_code == 2
    assert "đã có tài khoản" in answer.stderr and not answer.stdout
    assert db.session.query(Person).count() == before


def test_a_weak_password_is_refused_with_a_sentence(app: Flask) -> None:
    for weak in ("ngắn", "aaaaaaaaaaaa", "matkhau12345"):
        answer = create(app, "quantri@tinh.gov.vn", "--password", weak)
        assert answer.exit_code == 2 and "ật khẩu" in answer.stderr
    assert db.session.query(Person).count() == 0


def test_what_is_no_address_is_refused(app: Flask) -> None:
    answer = create(app, "quаntri@tinh.gov.vn")
    assert answer.exit_code == 2 and "Thư điện tử chỉ gồm" in answer.stderr
