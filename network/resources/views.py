"""Declaring, correcting and ending what an organisation can share. It is read on the organisation's page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from network.database import db
from network.errors import StaleError
from network.organisations.models import Organisation
from network.organisations.queries import get_organisation
from network.resources import services
from network.resources.forms import OfferForm, form_of, read_capability
from network.resources.labels import (
    audience_label,
    capability_amount,
    capability_icon,
    capability_label,
    capability_unit,
)
from network.resources.models import Offer
from network.resources.policies import may_change_offers
from network.resources.queries import get_offer
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

bp = Blueprint("resources", __name__, url_prefix="/ressources")
for word in (audience_label, capability_amount, capability_icon, capability_label, capability_unit):
    bp.add_app_template_filter(word)


@bp.get("/proposer/<id:organisation_id>")
@login_required
def declare(organisation_id: int) -> Response:
    """An empty form."""
    return _declare_page(_organisation(organisation_id), OfferForm(formdata=None))


@bp.post("/proposer/<id:organisation_id>")
@login_required
def create(organisation_id: int) -> Response | BaseResponse:
    """Declare an offer."""
    organisation = _organisation(organisation_id)
    form = OfferForm()
    if not form.validate():
        return _declare_page(organisation, form, status=422)
    services.declare_offer(organisation, actor=current_actor(), capability=read_capability(form), **form.values())
    flash(_("Your resource is offered."), "success")
    return _to_sheet(organisation_id)


@bp.get("/<id:offer_id>")
@login_required
def offer(offer_id: int) -> Response:
    """An offer to correct or to end."""
    offer = _own_offer(offer_id)
    return _offer_page(offer, form_of(offer))


@bp.post("/<id:offer_id>")
@login_required
def update(offer_id: int) -> Response | BaseResponse:
    """Correct an offer."""
    offer = _own_offer(offer_id)
    form = OfferForm()
    form.capability.data = offer.capability
    if not form.validate():
        return _offer_page(offer, form, status=422)
    try:
        services.change_offer(offer, actor=current_actor(), version=form.read_version, **form.values())
    except StaleError:
        db.session.rollback()
        form.version.data = offer.version
        return _offer_page(offer, form, status=409, is_overtaken=True)
    flash(_("The offer is corrected."), "success")
    return _to_sheet(offer.organisation_id)


@bp.post("/<id:offer_id>/terminer")
@login_required
def end(offer_id: int) -> BaseResponse:
    """End an offer."""
    offer = _own_offer(offer_id)
    organisation_id = offer.organisation_id
    services.end_offer(offer, actor=current_actor())
    flash(_("The offer has ended."), "success")
    return _to_sheet(organisation_id)


def _organisation(organisation_id: int) -> Organisation:
    organisation = get_organisation(organisation_id)
    require(may_change_offers(organisation_id, current_actor()))
    return organisation


def _own_offer(offer_id: int) -> Offer:
    """Others are not told that an offer exists."""
    offer = get_offer(offer_id)
    hide_unless(current_actor().belongs_to(offer.organisation_id))
    require(may_change_offers(offer.organisation_id, current_actor()))
    return offer


def _declare_page(organisation: Organisation, form: OfferForm, status: int = 200) -> Response:
    return render_page("resources/declare.html", status=status, organisation=organisation, form=form)


def _offer_page(offer: Offer, form: OfferForm, status: int = 200, **context: Any) -> Response:
    context.setdefault("is_overtaken", False)
    return render_page("resources/offer.html", status=status, offer=offer, form=form, **context)


def _to_sheet(organisation_id: int) -> BaseResponse:
    return go_to(url_for("directory.organisation", organisation_id=organisation_id))
