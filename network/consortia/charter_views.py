"""Pages of a charter: read, commented, amended, compared, approved or refused, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from network.accounts.queries import list_names
from network.consortia import charters, personal_data, queries  # noqa: F401  (what is held on people is registered)
from network.consortia.charter_forms import AmendForm, ApproveByForm, CommentForm, RefuseForm, amend_form
from network.consortia.charter_pdf import charter_pdf
from network.consortia.charter_reading import compare, read_version
from network.consortia.charter_terms import terms_differ, terms_of
from network.consortia.charter_texts import CONTRIBUTIONS
from network.consortia.models import ConsortiumState
from network.consortia.policies import (
    may_amend_charter,
    may_approve_charter,
    may_comment_charter,
    may_see_charter,
    may_see_partner,
)
from network.database import db
from network.errors import ConflictError, StaleError
from network.web.current import current_actor
from network.web.downloads import download
from network.web.forms import VersionedForm
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require
from network.web.removals import removal

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from network.consortia.charter_models import Charter, CharterVersion
    from network.consortia.models import Partner
    from network.web.differences import Change

bp = Blueprint("charters", __name__, url_prefix="/chartes")


@bp.get("/<id:charter_id>")
@login_required
def charter(charter_id: int) -> Response:
    """The charter as it stands: its text, who has approved it, what is said of it."""
    charter = _visible(charter_id)
    return _charter_page(charter, _empty_comment(charter), ApproveByForm(formdata=None))


@bp.route("/<id:charter_id>/modifier", methods=["GET", "POST"])
@login_required
def amend(charter_id: int) -> BaseResponse:
    """Write the next version."""
    charter = _amended(charter_id)
    form = amend_form(charter)
    if not form.validate_on_submit():
        return _amend_page(charter, form, status=422 if form.is_submitted() else 200)
    try:
        charters.amend_charter(
            charter,
            actor=current_actor(),
            number=form.read_version,
            sections=form.sections,
            benefits=form.benefits,
            reason=form.reason.data,
            promises=form.promises,
            lead=form.lead_id,
        )
    except StaleError:
        form.refuse(
            _("Somebody else changed the charter in the meantime. What you typed is kept: bring it together below.")
        )
        charter = _amended(charter_id)
        changes = _changes_since(charter, form.read_version)
        form.version.data = charter.latest.number
        return _amend_page(charter, form, status=409, changes=changes)
    except ConflictError as error:
        if not error.message:
            raise
        form.refuse(error.message)
        return _amend_page(_amended(charter_id), form, status=409)
    if charter.proposed:
        flash(_("The amendment is proposed. The partners are told, and asked for their approval."))
    else:
        number = charter.number
        flash(_("Version %(number)d stands. The partners are told, and asked for their approval.", number=number))
    return _to_charter(charter)


@bp.post("/<id:charter_id>/avenant/retirer")
@login_required
def withdraw_amendment(charter_id: int) -> BaseResponse:
    """Propose an amendment no more."""
    charter = _amended(charter_id)
    charters.withdraw_amendment(charter, actor=current_actor(), number=VersionedForm().read_version)
    flash(_("The amendment is withdrawn: the charter stays as it is."))
    return _to_charter(charter)


@bp.post("/<id:charter_id>/echeance")
@login_required
def set_day(charter_id: int) -> BaseResponse:
    """Say by when it is to be approved."""
    charter, form = _amended(charter_id), ApproveByForm()
    if not form.validate_on_submit():
        return _charter_page(charter, _empty_comment(charter), form, status=422)
    charters.set_approve_by(charter, form.approve_by.data, actor=current_actor())
    flash(_("Noted."))
    return _to_charter(charter)


@bp.post("/<id:charter_id>/commentaires")
@login_required
def comment(charter_id: int) -> BaseResponse:
    """Say something of it."""
    charter = _visible(charter_id)
    form = CommentForm(in_market=charter.consortium.project.is_market)
    require(may_comment_charter(charter.consortium, current_actor()))
    if not form.validate_on_submit():
        return _charter_page(charter, form, ApproveByForm(formdata=None), status=422)
    charters.comment_charter(charter, actor=current_actor(), section=form.section.data or "", text=form.text.data or "")
    return go_to(url_for("charters.charter", charter_id=charter.id, _anchor="comments"))


@bp.post("/commentaires/<id:comment_id>/retirer")
@login_required
@removal()
def take_back_comment(comment_id: int) -> BaseResponse:
    """Take away what one said."""
    comment = queries.get_comment(comment_id)
    charter = _visible(comment.charter_id)
    charters.take_back_comment(comment, actor=current_actor())
    return go_to(url_for("charters.charter", charter_id=charter.id, _anchor="comments"))


@bp.get("/<id:charter_id>/versions")
@login_required
def versions(charter_id: int) -> Response:
    """All versions, and what changed between two of them: the last two, or those of the address."""
    charter = _visible(charter_id)
    after = charter.find_version(request.args.get("apres", charter.latest.number, type=int))
    hide_unless(after is not None)
    assert after
    number = request.args.get("avant", type=int)
    before = charter.version_before(after) if number is None else charter.find_version(number)
    return render_page(
        "consortia/charter_versions.html",
        charter=charter,
        authors=list_names({version.author_id for version in charter.versions}),
        before=before,
        after=after,
        changes=_changes(before, after),
        organisations=_organisation_names(charter),
    )


@bp.get("/<id:charter_id>/charte.pdf")
@login_required
def pdf(charter_id: int) -> Response:
    """The charter on paper, with what the reader may see."""
    charter = _visible(charter_id)
    paper = charter_pdf(charter, read_version(charter.current, current_actor()))
    return download(paper, f"charte-{charter.id}-version-{charter.number}.pdf")


@bp.route("/approuver/<id:partner_id>", methods=["GET", "POST"])
@login_required
def approve(partner_id: int) -> BaseResponse:
    """What approving commits a partner to, with the whole text; and its yes."""
    partner, charter = _approver(partner_id)
    form, is_amendment = VersionedForm(), charter.proposed is not None
    if form.validate_on_submit():
        try:
            charters.approve_charter(partner, actor=current_actor(), number=form.read_version)
        except StaleError:
            return _overtaken(partner_id, form.read_version)
        if charter.asked:
            flash(_("%(name)s has approved the charter.", name=partner.organisation.name))
        elif is_amendment:
            flash(_("All have approved: the amendment stands."))
        else:
            flash(_("All have approved: the consortium is confirmed."))
        return _to_charter(charter)
    if charter.asked is None or partner.id in charter.approvals:
        return _to_charter(charter)
    return _approve_page(partner, status=422 if form.is_submitted() else 200)


@bp.post("/approuver/<id:partner_id>/refuser")
@login_required
def refuse(partner_id: int) -> BaseResponse:
    """Say no to an amendment, and why."""
    partner, charter = _approver(partner_id)
    form = RefuseForm()
    if charter.proposed is None:
        return _to_charter(charter)
    if not form.validate_on_submit():
        return _approve_page(partner, status=422, refuse_form=form)
    try:
        charters.refuse_amendment(partner, actor=current_actor(), number=form.read_version, reason=form.reason.data)
    except StaleError:
        return _overtaken(partner_id, form.read_version)
    flash(_("The amendment is refused: the charter stays as it is, and all are told why."))
    return _to_charter(charter)


@bp.post("/approuver/<id:partner_id>/retirer")
@login_required
def take_back_approval(partner_id: int) -> BaseResponse:
    """Take an approval back before the last one is given."""
    partner, charter = _approver(partner_id)
    charters.take_back_approval(partner, actor=current_actor())
    flash(_("Your approval is taken back."))
    return _to_charter(charter)


def _visible(charter_id: int) -> Charter:
    charter = queries.get_charter(charter_id)
    hide_unless(may_see_charter(charter.consortium, current_actor()))
    return charter


def _amended(charter_id: int) -> Charter:
    charter = _visible(charter_id)
    require(may_amend_charter(charter.consortium, current_actor()))
    return charter


def _approver(partner_id: int) -> tuple[Partner, Charter]:
    """A partner of the actor's, and the charter it is asked to approve."""
    partner, actor = queries.get_partner(partner_id), current_actor()
    charter = partner.consortium.charter
    hide_unless(charter is not None and actor.belongs_to(partner.organisation_id))
    assert charter
    hide_unless(may_see_charter(charter.consortium, actor))
    require(may_approve_charter(partner, actor))
    return partner, charter


def _overtaken(partner_id: int, number: int) -> BaseResponse:
    """Another version is asked than the one the person read, or none."""
    db.session.rollback()
    partner, charter = _approver(partner_id)
    if charter.asked is None:
        return _to_charter(charter)
    return _approve_page(partner, status=409, changes=_changes_since(charter, number))


def _to_charter(charter: Charter) -> BaseResponse:
    return go_to(url_for("charters.charter", charter_id=charter.id))


def _changes_since(charter: Charter, number: int) -> list[Change]:
    """What changed since the version that the person was reading."""
    return _changes(charter.find_version(number), charter.latest)


def _changes(before: CharterVersion | None, after: CharterVersion) -> list[Change]:
    actor = current_actor()
    return compare(read_version(before, actor), read_version(after, actor)) if before else []


def _empty_comment(charter: Charter) -> CommentForm:
    return CommentForm(formdata=None, in_market=charter.consortium.project.is_market)


def _charter_page(charter: Charter, comment_form: CommentForm, day_form: ApproveByForm, status: int = 200) -> Response:
    consortium, actor, current = charter.consortium, current_actor(), charter.current
    if not day_form.is_submitted():
        day_form.approve_by.data = charter.approve_by
    partners = [partner for partner in consortium.team if may_see_partner(consortium, partner, actor)]
    mine = [partner for partner in partners if may_approve_charter(partner, actor)]
    return render_page(
        "consortia/charter.html",
        status=status,
        charter=charter,
        consortium=consortium,
        reading=read_version(current, actor),
        contributions=CONTRIBUTIONS,
        partners=partners,
        approvals=charter.approvals,
        fallen=_fallen(charter),
        proposed=charter.proposed,
        changes=_changes(current, charter.proposed) if charter.proposed else [],
        is_overtaken=consortium.state is ConsortiumState.CONFIRMED
        and terms_differ(current.terms, terms_of(consortium)),
        mine=mine,
        names=_names(charter),
        organisations=_organisation_names(charter),
        may_amend=may_amend_charter(consortium, actor),
        may_comment=may_comment_charter(consortium, actor),
        comment_form=comment_form,
        day_form=day_form,
    )


def _names(charter: Charter) -> dict[int, str]:
    """The people who approved the version that is asked, or stands, commented, or wrote it."""
    people: set[int | None] = {approval.approved_by_id for approval in charter.approvals.values()}
    people |= {comment.author_id for comment in charter.comments} | {charter.latest.author_id}
    return list_names(people)


def _organisation_names(charter: Charter) -> dict[int, str]:
    return {partner.id: partner.organisation.name for partner in charter.consortium.partners}


def _fallen(charter: Charter) -> dict[int, int]:
    """The last version that each partner approved and that is asked no more, by partner id; of an amendment, those
    before it that were proposed too."""
    since = charter.number if charter.proposed else 0
    asked = [version for version in charter.versions if version.number > since]
    return {approval.partner_id: version.number for version in asked for approval in version.approvals}


def _amend_page(charter: Charter, form: AmendForm, *, status: int, changes: Any = ()) -> Response:
    return render_page(
        "consortia/charter_amend.html",
        status=status,
        charter=charter,
        form=form,
        contributions=CONTRIBUTIONS,
        changes=changes,
    )


def _approve_page(
    partner: Partner, *, status: int, changes: Any = (), refuse_form: RefuseForm | None = None
) -> Response:
    charter = partner.consortium.charter
    assert charter
    reading = read_version(charter.latest, current_actor())
    return render_page(
        "consortia/charter_approve.html",
        status=status,
        charter=charter,
        partner=partner,
        reading=reading,
        own=next(line for line in reading.lines if line.partner.id == partner.id),
        contributions=CONTRIBUTIONS,
        changes=changes,
        amends=_changes(charter.current, charter.proposed) if charter.proposed else [],
        refuse_form=refuse_form or RefuseForm(formdata=None, version=charter.latest.number),
    )
