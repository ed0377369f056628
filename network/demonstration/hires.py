"""Shared posts of the demonstration: demands of four professions, one post that awaits answers, one agreed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

from network import clock
from network.actors import Actor
from network.database import db
from network.demonstration.dates import moment_before
from network.demonstration.organisations import HEALTH_FEDERATION, organisation_named
from network.demonstration.people import demo_actor, manager_of
from network.hires import answers, posts
from network.hires.models import Demand, Engagement, Post
from network.hires.week import DAYS, HALVES, WEEK
from network.organisations.models import Organisation
from network.organisations.queries import list_members
from network.resources.models import Audience

SEED = 2010
SPEECH_THERAPIST, DIETITIAN, PSYCHOLOGIST, MIDWIFE = "2266", "2265", "2634", "2222"
RULES = {
    "min_half_days": 8,
    "max_half_days": 10,
    "max_sites": 4,
    "max_km": 30,
    "max_sites_per_day": 2,
    "max_km_same_day": 20,
}
AWAITED = {
    "Maison médicale Les Marronniers": ["mon_am", "thu_am", "thu_pm"],
    "Maison médicale du Bac": ["mon_pm", "tue_am", "tue_pm"],
    "Maison médicale La Houlette": ["wed_am", "fri_am", "fri_pm"],
}
AGREED = {
    "Maison médicale de la Vesdre": ["mon_am", "mon_pm", "tue_am", "tue_pm"],
    "Maison médicale Les Drapiers": ["wed_am", "wed_pm", "thu_am"],
    "Maison médicale du Fond-des-Cris": ["thu_pm", "fri_am"],
}
IN_POSTS = {SPEECH_THERAPIST: AWAITED, DIETITIAN: AGREED}
MESSAGE = (
    "Vos trois demandes tiennent ensemble dans une semaine, à moins de cinq kilomètres l’une de l’autre. "
    "Parlons-nous avant de répondre\u00a0: je reste joignable."
)


def add_hires(today: date) -> None:
    """Demands that wait, drawn with a fixed seed; two posts whose weeks are written by hand."""
    federation = organisation_named(HEALTH_FEDERATION)
    houses = list_members(federation.id)
    draw = random.Random(SEED)
    for profession in (SPEECH_THERAPIST, DIETITIAN, PSYCHOLOGIST, MIDWIFE):
        taken = IN_POSTS.get(profession, {})
        looking = [house for house in houses if house.name not in taken and draw.random() < 0.45]
        db.session.add_all([_drawn(draw, house, federation, profession, today) for house in looking])
    _add_agreed(federation, today)
    _add_awaited(federation, today)
    db.session.flush()


def _drawn(draw: random.Random, house: Organisation, federation: Organisation, profession: str, today: date) -> Demand:
    """Two to four half-days, possible on three or four whole days and a few more half-days; some need one of them."""
    days = draw.sample(list(DAYS), draw.choice((3, 3, 4)))
    more = draw.sample(WEEK, 2)
    open_ = [slot for slot in WEEK if slot.split("_")[0] in days or slot in more]
    return Demand(
        organisation=house,
        federation=federation,
        profession=profession,
        half_days=draw.choice((2, 2, 3, 3, 4)),
        open=open_,
        must=[draw.choice(open_)] if draw.random() < 0.2 else [],
        can_host=draw.random() < 0.8,
        from_day=today + timedelta(days=draw.randrange(20, 120)),
        audience=draw.choice((Audience.FEDERATION, Audience.FEDERATION, Audience.NETWORK, Audience.COORDINATION)),
        created_at=moment_before(today, days=draw.randrange(5, 90)),
    )


def _add_awaited(federation: Organisation, today: date) -> None:
    """One structure has said yes, two have still to answer."""
    post = _proposed(federation, SPEECH_THERAPIST, AWAITED, today, days=6)
    with clock.frozen(moment_before(today, days=3, hour=15)):
        share = post.shares[2]
        answers.accept_share(share, actor=manager_of(share.organisation))


def _add_agreed(federation: Organisation, today: date) -> None:
    post = _proposed(federation, DIETITIAN, AGREED, today, days=40)
    for number, share in enumerate(post.shares):
        with clock.frozen(moment_before(today, days=36 - 2 * number, hour=9 + number)):
            answers.accept_share(share, actor=manager_of(share.organisation))


def _proposed(
    federation: Organisation, profession: str, week: Mapping[str, list[str]], today: date, *, days: int
) -> Post:
    """A post whose demands say what its week gives them, and half a day more."""
    coordinator = demo_actor("coordination-sante")
    demands = [_written(organisation_named(name), federation, profession, slots, today) for name, slots in week.items()]
    db.session.add_all(demands)
    db.session.flush()
    rows = list(zip(demands, week.values(), strict=True))
    with clock.frozen(moment_before(today, days=days)):
        post = posts.open_post(federation.id, actor=coordinator, host=demands[0], week=rows, rules=RULES)
        db.session.flush()
        _propose(post, coordinator)
    return post


def _propose(post: Post, coordinator: Actor) -> None:
    posts.choose_engagement(
        post,
        actor=coordinator,
        version=post.version,
        engagement=Engagement.SEVERAL_EMPLOYERS,
        group_workers=None,
    )
    db.session.flush()
    posts.propose_post(
        post,
        actor=coordinator,
        version=post.version,
        starts_on=clock.today() + timedelta(days=75),
        reply_by=clock.today() + timedelta(days=14),
        message=MESSAGE,
    )
    db.session.flush()


def _written(house: Organisation, federation: Organisation, profession: str, slots: list[str], today: date) -> Demand:
    """A demand that the week serves; its other days are possible too, but not all."""
    days = {slot.split("_")[0] for slot in slots} | {"wed", "fri"}
    return Demand(
        organisation=house,
        federation=federation,
        profession=profession,
        half_days=len(slots),
        open=[f"{day}_{half}" for day in DAYS if day in days for half in HALVES],
        must=[],
        from_day=today + timedelta(days=30),
        created_at=moment_before(today, days=60),
    )
