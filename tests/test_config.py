"""Settings and what is made once."""

from __future__ import annotations

import threading
import time

import pytest

from network.config import SettingsError, load_config


def test_secret_key__is_made_once_for_its_owner_alone(tmp_path):
    key = load_config(DATA=tmp_path)["SECRET_KEY"]
    assert len(key) > 40
    assert load_config(DATA=tmp_path)["SECRET_KEY"] == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_secret_key__that_another_process_is_about_to_write(tmp_path):
    path = tmp_path / "secret_key"
    path.touch()
    threading.Thread(target=lambda: (time.sleep(0.1), path.write_text("the key"))).start()
    assert load_config(DATA=tmp_path)["SECRET_KEY"] == "the key"


def test_secret_key__an_empty_one_is_never_used(tmp_path):
    (tmp_path / "secret_key").touch()
    with pytest.raises(SettingsError, match="is empty"):
        load_config(DATA=tmp_path)


@pytest.mark.parametrize("text", ["visit", "visit=1", "visit=0", "visit=0.0", "visit=-0.1", "visit=nan"])
def test_weights_of_ties(monkeypatch, tmp_path, text):
    monkeypatch.setenv("TIE_WEIGHTS", " visit=0.3,loan=0.55 ")
    assert load_config(DATA=tmp_path)["TIE_WEIGHTS"] == {"visit": 0.3, "loan": 0.55}
    monkeypatch.setenv("TIE_WEIGHTS", text)
    with pytest.raises(SettingsError, match="must look like"):
        load_config(DATA=tmp_path)
