"""Who is told what about shared posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from network.actors import Role
from network.notifications.kinds import register_kind
from network.notifications.services import notify
from network.organisations.queries import list_people
from network.web.links import path_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from network.activity.models import Event
    from network.hires.models import Post, Share

_ANSWER, _SEE, _DECIDE = _l("Answer"), _l("See the post"), _l("Say how it goes on")
_KINDS = {
    "post.proposed": (_l("A shared post “%(post)s” is proposed to you; please answer by %(reply_by)s"), _ANSWER),
    "post.asked_again": (_l("The shared post “%(post)s” has changed; please answer again by %(reply_by)s"), _ANSWER),
    "post.reminder": (_l("The shared post “%(post)s” waits for your answer by %(reply_by)s"), _ANSWER),
    "post.accepted": (_l("%(name)s says yes to the shared post “%(post)s”"), _SEE),
    "post.declined": (_l("%(name)s says no to the shared post “%(post)s”"), _DECIDE),
    "post.countered": (_l("%(name)s asks for other half-days of the shared post “%(post)s”"), _SEE),
    "post.retimed": (_l("Another week was found for the shared post “%(post)s”"), _SEE),
    "post.stuck": (_l("No week of the shared post “%(post)s” serves what %(name)s asks"), _DECIDE),
    "post.not_found": (_l("No week of the shared post “%(post)s” was found for what you ask"), _SEE),
    "post.lapsed": (_l("%(name)s did not answer for the shared post “%(post)s” in time"), _DECIDE),
    "post.left": (_l("%(name)s leaves the shared post “%(post)s”"), _DECIDE),
    "post.reopened": (_l("A structure leaves the shared post “%(post)s”; the coordination looks how it goes on"), _SEE),
    "post.dismissed": (_l("The shared post “%(post)s” goes on without you; your demand waits for another"), _SEE),
    "post.short": (_l("Everyone has said yes to “%(post)s”, but a rule does not hold"), _l("See what is missing")),
    "post.agreed": (_l("The shared post “%(post)s” is agreed"), _SEE),
    "post.abandoned": (_l("The shared post “%(post)s” is given up; your demand waits for another"), _SEE),
}
for _kind, (_title, _action) in _KINDS.items():
    register_kind(_kind, title=_title, action=_action)


def tell_asked(event: Event, shares: Iterable[Share], kind: str) -> None:
    """The managers of each structure that is asked read their own part."""
    for share in shares:
        tell_partner(event, share, kind)


def tell_partner(event: Event, share: Share, kind: str) -> None:
    """The managers of one structure."""
    notify(
        event,
        users=list_people(share.demand.organisation_id, roles=[Role.MANAGER]),
        kind=kind,
        words=words_of(share.post),
        path=path_for("shares.share", share_id=share.id),
    )


def tell_partners(event: Event, post: Post, kind: str) -> None:
    """The managers of the structures that were asked and stand."""
    for share in post.team:
        if share.is_informed:
            tell_partner(event, share, kind)


def tell_coordination(event: Event, share: Share, kind: str) -> None:
    """The coordinators of the federation, of what a structure did."""
    notify(
        event,
        users=list_people(share.post.federation_id, roles=[Role.COORDINATOR]),
        kind=kind,
        words=words_of(share.post) | {"name": share.organisation.name},
        path=path_for("posts.post", post_id=share.post_id),
    )


def tell_everyone(event: Event, post: Post, kind: str) -> None:
    """Everyone, once: the partners' managers and the coordination."""
    organisation_ids = [*(share.demand.organisation_id for share in post.team), post.federation_id]
    people = {
        person.id: person
        for organisation_id in organisation_ids
        for person in list_people(organisation_id, roles=[Role.MANAGER, Role.COORDINATOR])
    }
    path = path_for("posts.post", post_id=post.id)
    notify(event, users=list(people.values()), kind=kind, words=words_of(post), path=path)


def words_of(post: Post) -> dict[str, str]:
    """What the sentences say of a post."""
    return {"post": post.trade.title, "reply_by": str(post.reply_by or "")}
