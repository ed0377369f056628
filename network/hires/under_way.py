"""Who shares a post, for whoever keeps partners apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from itertools import combinations

import sqlalchemy as sa

from network.database import db
from network.hires.models import STANDING, Demand, Post, PostState, Share, ShareState
from network.ties.under_way import Pair, register_work_under_way


def list_pairs_under_way(organisation_ids: Collection[int]) -> set[Pair]:
    """Which two of these organisations are asked for or agreed in one post, (lower id, higher id)."""
    rows = db.session.execute(
        sa.select(Share.post_id, Demand.organisation_id)
        .join(Share.demand)
        .join(Share.post)
        .where(
            Demand.organisation_id.in_(organisation_ids),
            Share.state.in_(STANDING - {ShareState.CHOSEN}),
            Post.state.in_((PostState.PROPOSED, PostState.AGREED)),
        )
    )
    teams: dict[int, set[int]] = defaultdict(set)
    for post_id, organisation_id in rows:
        teams[post_id].add(organisation_id)
    return {pair for team in teams.values() for pair in combinations(sorted(team), 2)}


register_work_under_way(list_pairs_under_way)
