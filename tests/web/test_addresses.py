import pytest
from flask import url_for
from werkzeug.routing import BuildError

from network.web.addresses import addresses_of


def test_the_same_page_has_its_address_under_every_mount_point(app):
    found = []
    for mounted_at in ("", "/maillage", ""):
        with app.test_request_context("/", base_url=f"http://localhost{mounted_at}"):
            found.append(url_for("directory.organisation", organisation_id=3))
            assert addresses_of("directory.organisation", "organisation_id")(3) == found[-1]
    assert found == ["/structures/3", "/maillage/structures/3", "/structures/3"]


def test_values_that_are_equal_but_written_otherwise_have_addresses_of_their_own(app):
    with app.test_request_context("/"):
        assert [url_for("directory.index", page=page) for page in (1, True, "1", None)] == [
            "/structures/?page=1",
            "/structures/?page=True",
            "/structures/?page=1",
            "/structures/",
        ]


def test_what_is_more_than_a_path_is_built_each_time(app):
    with app.test_request_context("/", base_url="http://here"):
        assert url_for("directory.index", _external=True) == "http://here/structures/"
        assert url_for("directory.index", _anchor="list", area=["liege", "namur"]) == (
            "/structures/?area=liege&area=namur#list"
        )
        assert url_for("directory.index", area=["liege", "namur"]) == "/structures/?area=liege&area=namur"


def test_an_unknown_page_is_an_error(app):
    with app.test_request_context("/"), pytest.raises(BuildError):
        url_for("directory.nowhere")
