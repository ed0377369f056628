"""Forms of projects: the few words that begin one, and the whole of it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField, TextAreaField, ValidationError

from network.calls.models import Call, Project
from network.calls.team_fields import MOST_PARTNERS, TeamFields, typed_rules
from network.organisations.labels import SECTOR_LABELS
from network.organisations.models import Organisation
from network.organisations.queries import list_organisations_by_id
from network.ties.named import NameBook, written_lines
from network.web.choices import choices
from network.web.forms import BaseForm, Between, Required, VersionedForm, WholeNumberField, at_most

MOST_ORIGINATORS = 20


class ProjectForm(VersionedForm):
    """A project in a few words."""

    title = StringField(_l("Title"), [Required(), at_most(160)], description=_l("In a few words: “Green waste chain”."))
    summary = TextAreaField(_l("What it is about"), [at_most(5000)])
    expected_jobs = WholeNumberField(
        _l("Jobs expected"), [Between(0, 10_000)], description=_l("Full-time equivalents, if you know.")
    )

    def facts(self) -> dict[str, Any]:
        """What the services take, once it is valid."""
        return {
            "title": self.title.data,
            "summary": self.summary.data or "",
            "expected_jobs": self.expected_jobs.data,
        }


class WholeProjectForm(ProjectForm, TeamFields):
    """A project with its theme, who had the idea and what it needs; `project` where it is there already,
    `federation_id` where one chooses to whom it is proposed. Once valid, `found` are those who had the idea."""

    federation_id = SelectField(_l("Federation"), coerce=int)
    sector = SelectField(_l("Theme"), [Required()], choices=choices(SECTOR_LABELS, none=_l("Choose")))
    who = TextAreaField(
        _l("Who had the idea?"),
        [at_most(4000)],
        description=_l("One structure a line: its name, or its enterprise number. A federation brings its members."),
    )
    min_partners = WholeNumberField(_l("Partners at least"), [Between(2, MOST_PARTNERS)])

    found: list[Organisation]

    def __init__(self, *, project: Project | None = None, **kwargs: Any) -> None:
        self._project = project
        super().__init__(**kwargs)

    @property
    def is_market(self) -> bool:
        """It answers, or is to answer, a market."""
        return self._project is not None and self._project.is_market

    def offer_federations(self, federations: dict[int, str]) -> None:
        """Let the person choose among these; with one or none there is nothing to choose."""
        if len(federations) < 2:
            del self.federation_id
        else:
            self.federation_id.choices = choices(federations)

    def validate_who(self, field: Field) -> None:
        """Each line is one organisation, none of them unknown."""
        lines = written_lines(field.data)
        if len(lines) > MOST_ORIGINATORS:
            raise ValidationError(_l("%(most)s structures at most.", most=MOST_ORIGINATORS))
        ids = NameBook(everyone=True).find_all(lines) if lines else []
        self.found = sorted(list_organisations_by_id(ids), key=lambda organisation: organisation.id)

    def facts(self) -> dict[str, Any]:
        """What the services take, once it is valid."""
        needs = self.rules(("min_partners", "min_experienced", "max_km_to_lead"))
        return super().facts() | {"sector": self.sector.data, "needs": needs, "originators": self.found}


class ReasonForm(BaseForm):
    """Why a project is left aside or withdrawn."""

    reason = TextAreaField(_l("Why?"), [Required(_l("Say why: those concerned read it.")), at_most(1000)])


class AttachForm(BaseForm):
    """The call that a project answers from now on."""

    call_id = SelectField(_l("Call"), coerce=int)

    def __init__(self, calls: list[Call], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.call_id.choices = choices({call.id: call.title for call in calls})


def form_of_project(project: Project) -> WholeProjectForm:
    """The form as it is when the page opens."""
    names = ("version", "title", "summary", "sector", "expected_jobs")
    who = "\n".join(organisation.name for organisation in project.originators)
    form = WholeProjectForm(
        project=project,
        formdata=None,
        data=typed_rules(project.needs) | {name: getattr(project, name) for name in names} | {"who": who},
    )
    form.offer_federations({})
    return form
