"""Clicks at the same instant."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor

from flask import Flask


def at_once(app: Flask, clicks: Collection[tuple[str, str]]) -> list[int]:
    """The statuses of all these clicks, (session key, address) each, over connections of their own."""

    def click(asked: tuple[str, str]) -> int:
        session_key, url = asked
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = session_key, True
        return client.post(url).status_code

    with ThreadPoolExecutor(len(clicks)) as pool:
        return list(pool.map(click, clicks))
