"""What headers and logs keep to themselves."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from network.accounts.models import User
from network.database import db
from tests.factories.accounts import UserFactory


@pytest.mark.parametrize("url", ["/", "/lieux/localites?q=namur", "/appels/999999"])
def test_no_answer_is_kept_by_a_cache(client, url):
    client.log_in(UserFactory())
    assert client.get(url).headers["Cache-Control"] == "no-store"


def test_an_error_of_the_database_holds_nothing_that_was_typed(database):
    """It goes to the log, and to the error of a job."""
    db.session.add(User(email=None, name="Anne Dupont"))
    with pytest.raises(IntegrityError) as caught:
        db.session.flush()
    db.session.rollback()
    assert "parameters hidden" in str(caught.value)
    assert "Anne Dupont" not in str(caught.value).partition("[SQL")[2]
