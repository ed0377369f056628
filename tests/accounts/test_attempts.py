"""Counting attempts to log in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from network.accounts.attempts import PER_ACCOUNT, TooManyAttemptsError, count_attempt, email_digest, network_of
from network.accounts.models import LoginAttempt
from network.database import db, writing
from tests.conftest import make_app


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("nonsense" * 100, ""),
    ],
)
def test_network_of__an_address(address, counted):
    assert network_of(address) == counted
    assert len(counted) <= 45


def test_attempt__keeps_no_email_address(database):
    count_attempt("anne@example.org", "192.0.2.1")
    attempt = db.session.query(LoginAttempt).one()
    assert attempt.email_digest == email_digest("anne@example.org")
    assert len(attempt.email_digest) == 64
    assert "anne" not in attempt.email_digest


def test_attempts__made_at_once_do_not_slip_through(new_database, tmp_path):
    app = make_app(new_database(), tmp_path)

    def attempt(_number):
        with app.app_context(), writing():
            try:
                count_attempt("anne@example.org", "192.0.2.1")
            except TooManyAttemptsError:
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        passed = sum(pool.map(attempt, range(24)))
    assert passed <= PER_ACCOUNT
    with app.app_context():
        assert db.session.query(LoginAttempt).count() == passed
        db.session.remove()
        db.engine.dispose()
