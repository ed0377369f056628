"""Tests of network/web/assets.py."""

from __future__ import annotations

import pytest

from network.web.assets import version_of

pytestmark = pytest.mark.any_database
ADDRESS = "/static/{}/css/palette.css"


def test_todays_version__is_kept_for_a_year(app, client):
    with app.test_request_context():
        url = app.url_for("static", filename="css/palette.css")
    answer = client.get(url, buffered=True)
    assert answer.status_code == 200
    assert answer.cache_control.max_age == 365 * 24 * 3600
    assert answer.cache_control.immutable


def test_another_version__is_asked_for_again(client):
    answer = client.get(ADDRESS.format("yesterday"), buffered=True)
    assert answer.status_code == 200
    assert answer.cache_control.no_cache
    assert not answer.cache_control.immutable


def test_what_is_not_there(client):
    for name in ("css/none.css", "../wsgi.py", "%2e%2e/wsgi.py"):
        assert client.get(f"/static/v/{name}", buffered=True).status_code == 404


def test_version__follows_names_and_contents(tmp_path):
    def version(**files):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_text(content)
        return version_of(folder)

    first = version(a="1", b="2")
    assert first == version(b="2", a="1")
    assert len({first, version(a="2", b="1"), version(a="1"), version(a="1", c="2")}) == 4
