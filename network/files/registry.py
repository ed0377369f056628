"""Who may see the files of a subject: each feature registers the policy of its own."""

from __future__ import annotations

from collections.abc import Callable

from network.actors import Actor
from network.files.models import File

MaySee = Callable[[File, Actor], bool]

_policies: dict[str, MaySee] = {}


def register_files_of(subject_type: str, *, may_see: MaySee) -> None:
    """Say who may see files attached to rows of this table; until then nobody may."""
    _policies[subject_type] = may_see


def may_see_file(file: File, actor: Actor) -> bool:
    """Whether the policy of what the file is attached to lets the actor see it."""
    policy = _policies.get(file.subject_type)
    return policy is not None and policy(file, actor)
