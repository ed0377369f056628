"""The docs name what there is: settings, commands, roles, folders; and their links lead somewhere."""

from __future__ import annotations

import re
import subprocess

import pytest

from network.actors import Role
from network.audits import workflow as audits
from network.calls import workflow as calls
from network.config import ROOT
from network.consortia import workflow as consortia
from network.hires import workflow as hires

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
# Flask's own, and those that make calls by another name
COMMANDS_OF_OTHERS = {"db", "routes", "run", "shell"}


def words(*names):
    return "\n".join((DOCS / name).read_text() for name in names)


def test_settings():
    """Every variable that config.py reads is in settings.md, and no other."""
    code = (ROOT / "network" / "config.py").read_text()
    read = set(re.findall(r'(?:environ\.get|environ\[|_whole_number)\(?"([A-Z_]+)"', code))
    assert read == set(re.findall(r"^\| `([A-Z_]+)`", words("settings.md"), re.MULTILINE))


def test_no_feature_reads_the_environment():
    """Settings come from one place; the engines, which have none, may tell their libraries how many threads to use."""
    code = [path for path in (ROOT / "network").rglob("*.py") if not {"matching", "proximity"} & {*path.parts}]
    readers = [path for path in code if re.search(r"os\.(environ|getenv)", path.read_text())]
    assert readers == [ROOT / "network" / "config.py"]


def test_commands(app):
    """Every command of ours is in the Makefile or the docs."""
    known = (ROOT / "Makefile").read_text() + "".join(page.read_text() for page in PAGES)
    assert [name for name in app.cli.commands if name not in COMMANDS_OF_OTHERS and name not in known] == []


def test_targets():
    """`make help` lists every target that a person calls, and the README's commands exist."""
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE).group(1).split())
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make (\w+)", listed, re.MULTILINE)) == phony
    named = {name for page in PAGES for name in re.findall(r"(?:^|`)make (\w+)", page.read_text(), re.MULTILINE)}
    assert named - phony == set()


@pytest.mark.parametrize("role", Role)
def test_roles(role):
    assert f"`{role}`" in words("roles.md")


def test_the_tour_passes_every_folder():
    rooms = [path for path in (ROOT / "network").iterdir() if (path / "__init__.py").exists()]
    modules = [path for path in (ROOT / "network").glob("*.py") if path.name != "__init__.py"]
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    top = {name.split("/")[0] for name in tracked if "/" in name and not name.startswith((".", "network/"))}
    tour = words("tour.md")
    missing = [
        path.name for path in rooms + modules if f"`{path.name}`" not in tour and f"network/{path.name}`" not in tour
    ]
    assert missing + [name for name in sorted(top) if f"`{name}`" not in tour] == []


def test_the_tour_says_where_each_page_is(app):
    beginnings = {f"/{rule.rule.split('/')[1]}" for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    tour = words("tour.md")
    assert [one for one in sorted(beginnings - {"/health"}) if f"`{one}`" not in tour] == []


@pytest.mark.parametrize(
    ("title", "transitions"),
    [
        ("A call", calls.TRANSITIONS),
        ("A project", calls.PROJECT_TRANSITIONS),
        ("A groupement", consortia.CONSORTIUM_TRANSITIONS),
        ("A partner", consortia.PARTNER_TRANSITIONS),
        ("A shared post", hires.POST_TRANSITIONS),
        ("A part of a shared post", hires.SHARE_TRANSITIONS),
        ("A campaign of audits", audits.CAMPAIGN_TRANSITIONS),
        ("A pair or trio", audits.PAIRING_TRANSITIONS),
        ("A visit", audits.VISIT_TRANSITIONS),
    ],
)
def test_workflows(title, transitions):
    """The tables say from where to where each action leads as the code does; words in brackets are beside it."""
    sections = re.sub(r" \(.*?\)", "", words("workflows.md")).split("\n## ")
    section = next(section for section in sections if section.startswith(f"{title}\n"))
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|", section, re.MULTILINE)
    told = {action: (set(sources.split(", ")), target) for action, sources, target in rows}
    for action, (sources, target) in transitions.items():
        assert told[_said(action)] == ({_said(source) for source in sources}, _said(target))


def _said(name):
    return str(name).replace("_", " ")


def test_french_guides_are_set_as_french_is():
    """No-break spaces within « », before : ; ! ? and », and curved apostrophes."""
    french = "\n".join(page.read_text() for page in (DOCS / "user").glob("*.md"))
    assert re.findall(r".{12} [:;!?»]|« .{12}|.{12}'", french) == []


def test_the_tests_that_hold_it_are_there():
    """Tests and files of tests that the docs name; the beginning of a name ends in « … »."""
    pages = "\n".join(page.read_text() for page in PAGES)
    code = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    defined = set(re.findall(r"(?:def|class) ((?:test_|Test)\w+)", code))
    named = re.findall(r"`((?:test_|Test)\w+)(…?)`", pages)
    gone = [
        name for name, more in named if not (any(one.startswith(name) for one in defined) if more else name in defined)
    ]
    paths = [name for name in re.findall(r"`(tests/[^`<…]+)`", pages) if not (ROOT / name).exists()]
    assert gone + paths == []


def test_the_files_that_it_names_are_there():
    """By their whole path or its end, as `ties/queries.py`."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    ends = {path[at:] for path in tracked for at in range(len(path)) if at == 0 or path[at - 1] == "/"}
    named = {name for page in PAGES for name in re.findall(r"`([\w./-]+\.(?:py|html|txt|toml))`", page.read_text())}
    assert sorted(named - ends) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
