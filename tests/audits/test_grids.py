"""Writing a grid: sections and questions, in order; published and frozen; a new edition."""

from __future__ import annotations

import pytest

from network.audits import grids
from network.audits.grid_models import GridState, QuestionKind
from network.audits.queries import get_grid
from network.database import db
from network.errors import ConflictError, NotAllowedError, StaleError
from tests.factories.audits import GridFactory, audit_story


@pytest.fixture
def tale(database):
    return audit_story(houses=1)


@pytest.fixture
def draft(tale):
    return GridFactory(federation=tale.federation, state=GridState.DRAFT)


def titles(grid):
    db.session.refresh(grid, ["sections"])
    return [section.title for section in grid.sections]


def test_a_grid_is_written(tale):
    grid = grids.create_grid(tale.federation, actor=tale.lead, title="Accueillir", introduction="")
    section = grids.add_section(grid, actor=tale.lead, version=grid.version, title="Accueil")
    words = {"kind": QuestionKind.YES_NO, "text": "Est-ce ouvert ?", "hint": ""}
    grids.add_question(section, actor=tale.lead, version=grid.version, **words)
    assert [question.text for question in get_grid(grid.id).questions] == ["Est-ce ouvert ?"]


def test_twice_the_same_is_one(tale, draft):
    version = draft.version
    first = grids.add_section(draft, actor=tale.lead, version=version, title="Gestion")
    assert grids.add_section(draft, actor=tale.lead, version=version, title="Gestion") is first


def test_an_old_version_is_refused(tale, draft):
    version = draft.version
    grids.add_section(draft, actor=tale.lead, version=version, title="Gestion")
    with pytest.raises(StaleError):
        grids.add_section(draft, actor=tale.lead, version=version, title="Soins")


def test_parts_move_and_go(tale, draft):
    first, second = draft.sections
    grids.move_part(second, actor=tale.lead, version=draft.version, up=True)
    assert titles(draft) == ["Travail d’équipe", "Accueil"]
    grids.move_part(second, actor=tale.lead, version=draft.version, up=True)
    assert titles(draft) == ["Travail d’équipe", "Accueil"]
    grids.remove_part(first, actor=tale.lead, version=draft.version)
    assert titles(draft) == ["Travail d’équipe"]


def test_without_questions_it_is_not_published(tale):
    grid = grids.create_grid(tale.federation, actor=tale.lead, title="Vide", introduction="")
    with pytest.raises(ConflictError):
        grids.publish_grid(grid, actor=tale.lead)
    grids.add_section(grid, actor=tale.lead, version=grid.version, title="Accueil")
    with pytest.raises(ConflictError):
        grids.publish_grid(grid, actor=tale.lead)


def test_an_empty_section_is_named(tale, draft):
    grids.add_section(draft, actor=tale.lead, version=draft.version, title="Gestion")
    with pytest.raises(ConflictError, match="Gestion"):
        grids.publish_grid(draft, actor=tale.lead)


def test_published_it_is_frozen_and_copied(tale, draft):
    grids.publish_grid(draft, actor=tale.lead)
    grids.publish_grid(draft, actor=tale.lead)
    with pytest.raises(ConflictError):
        grids.add_section(draft, actor=tale.lead, version=draft.version, title="Gestion")
    copy = grids.copy_grid(draft, actor=tale.lead)
    assert copy.is_draft and copy.edition == 2
    assert [q.text for q in copy.questions] == [q.text for q in draft.questions]
    assert not {q.id for q in copy.questions} & {q.id for q in draft.questions}


def test_only_its_coordination_writes(tale, draft):
    for actor in (tale.manager(0), audit_story(houses=1).lead):
        with pytest.raises(NotAllowedError):
            grids.add_section(draft, actor=actor, version=draft.version, title="Gestion")


class TestPages:
    def test_publishing_an_empty_grid_says_why(self, client, tale):
        grid = grids.create_grid(tale.federation, actor=tale.lead, title="Vide", introduction="")
        db.session.commit()
        client.log_in(tale.coordinator)
        response = client.post(f"/audits/grilles/{grid.id}/publier")
        assert response.status_code == 422
        assert "without questions" in response.text

    def test_a_question_is_asked_back_with_what_was_typed(self, client, tale, draft):
        client.log_in(tale.coordinator)
        url = f"/audits/grilles/rubriques/{draft.sections[0].id}/questions"
        response = client.post(url, data={"text": "x" * 10_000, "hint": "À voir", "kind": "scale", "version": 1})
        assert response.status_code == 422
        assert "too long" in response.text and "À voir" in response.text

    def test_two_who_write_at_once(self, client, tale, draft):
        """The second is told, and what was typed stays."""
        client.log_in(tale.coordinator)
        url = f"/audits/grilles/rubriques/{draft.sections[0].id}"
        grids.add_section(draft, actor=tale.lead, version=draft.version, title="Gestion")
        db.session.commit()
        response = client.post(url, data={"title": "Accueil et écoute", "introduction": "", "version": 1})
        assert response.status_code == 409
        assert "Accueil et écoute" in response.text
