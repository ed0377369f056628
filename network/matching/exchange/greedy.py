"""A first choice: needs one after the other, each by the link that is cheapest at the prices and has room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from network.matching.exchange.ground import Ground, Whole


def filled(ground: Ground, amounts: Whole, free: Whole, toll: Whole, order: Whole) -> Whole:
    """More of what is asked, beside the amounts that are there.

    Parameters
    ----------
    free: the links that may serve more; those of one need stand together, cheapest first.
    toll: what a unit of a link costs at the prices of its slots.
    order: the needs, first served first.
    """
    amounts = amounts.copy()
    free = free[np.lexsort((ground.metres[free], toll[free], ground.need[free]))]
    starts = np.searchsorted(ground.need[free], np.arange(len(ground.asked) + 1)).tolist()
    room = (ground.room - ground.used(amounts)).tolist()
    left = (ground.asked - ground.served(amounts)).tolist()
    first, last, splittable = ground.first.tolist(), ground.last.tolist(), ground.splittable.tolist()
    links = free.tolist()
    for need in order.tolist():
        for link in links[starts[need] : starts[need + 1]]:
            if left[need] <= 0:
                break
            fits = min(room[first[link] : last[link] + 1])
            amount = min(fits, left[need]) if splittable[need] else left[need] * (fits >= left[need])
            if amount > 0:
                amounts[link] += amount
                left[need] -= amount
                for slot in range(first[link], last[link] + 1):
                    room[slot] -= amount
    return amounts
