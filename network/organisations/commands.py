"""The command line of organisations, registered by `network.commands`."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from flask_babel import force_locale

from network.actors import SYSTEM
from network.database import db, writing
from network.organisations.bce import parse_bce
from network.organisations.facts import Facts
from network.organisations.models import Organisation, OrganisationKind
from network.organisations.policies import NOT_SELF_REGISTERED
from network.organisations.services import BceTakenError, register_organisation
from network.places.forms import resolve_locality

LONGEST_NAME = 160
KINDS = [kind.value for kind in NOT_SELF_REGISTERED]


@click.command("list-organisation")
@click.argument("name")
@click.argument("place")
@click.option("--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True)
@click.option("--bce", help="Its enterprise number.")
@with_appcontext
def list_organisation(name: str, place: str, kind: str, bce: str | None) -> None:
    """List a federation or a public funder, with its seat in PLACE (5000 Namur): others list themselves."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise click.ClickException(f"The name needs 1 to {LONGEST_NAME} characters.")
    with force_locale("en"), writing():
        if db.session.scalar(sa.select(Organisation.id).filter_by(name=name, kind=kind)):
            raise click.ClickException(f"{name} is listed already.")
        try:
            locality, number = resolve_locality(place), parse_bce(bce) if bce else None
            facts = Facts(kind=OrganisationKind(kind), name=name, locality=locality, bce=number)
            register_organisation(facts, actor=SYSTEM)
        except BceTakenError:
            raise click.ClickException("Another organisation has this enterprise number.") from None
        except ValueError as error:
            raise click.ClickException(str(error)) from None
        db.session.commit()
    click.echo(f"{name} is listed. Who works there takes its sheet over, and an administrator confirms it.")
