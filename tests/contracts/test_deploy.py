"""The recipes for deployment name commands, options, settings, routes and files that there are."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import form
from stations import main as station
from wms import settings
from wms.app import create_app
from wms.cli.arguments import parser
from wms.cli.serve_waitress import MAX_BODY_BYTES
from wms.db import Database
from wms.logs import lines
from wms.web.proxies import FORWARDED
from wms.web.streams import BEAT_SECONDS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "config" / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
PROXIES = ("Caddyfile", "nginx.conf")


def _unit(path: Path) -> dict[str, dict[str, list[str]]]:
    """Read a unit; a name may stand in it more than once."""
    found: dict[str, dict[str, list[str]]] = {}
    section: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            name, _, value = line.partition("=")
            section.setdefault(name, []).append(value)
    return found


def _checked(words: list[str]) -> None:
    """Let the command's own parser read it; it ends the test if it cannot."""
    program = Path(words[0]).name
    if program == "wms":
        parser().parse_args(words[1:])
    elif program == "wms-station":
        station._parser().parse_args([w for w in words[1:] if w != "$WMS_STATION_DEVICES"])
    else:
        assert Path(words[0]).is_file(), f"{words[0]} is not on this machine"


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_run_commands_that_there_are(path: Path) -> None:
    unit = _unit(path)
    assert unit["Unit"]["Description"]
    if path.suffix == ".timer":
        assert path.with_suffix(".service") in UNITS
        return
    for name in ("ExecStart", "ExecStartPost"):
        for line in unit["Service"].get(name, []):
            _checked(shlex.split(line))
    assert unit["Service"]["User"] == ["wms"]


def test_units_please_systemd(tmp_path: Path) -> None:
    """`systemd-analyze verify`, with commands that stand where this machine allows; where there is
    no systemd, the names of sections are compared with those that there are."""
    for path in UNITS:
        text = path.read_text("utf-8").replace("/opt/wms/bin/", f"{tmp_path}/")
        name = path.name.replace("@", "@PACK-1")
        (tmp_path / name).write_text(text.replace("User=wms", "User=root").replace("Group=wms", ""))
    for name in ("wms", "wms-station"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    names = [str(tmp_path / path.name.replace("@", "@PACK-1")) for path in UNITS]
    if shutil.which("systemd-analyze"):
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", *names],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        )
        ours = [line for line in done.stderr.splitlines() if "wms-" in line]
        assert ours == []
    sections = {section for path in UNITS for section in _unit(path)}
    assert sections == {"Unit", "Service", "Timer", "Install"}


def test_the_environment_names_what_is_read() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "wms").rglob("*.py"))
    text = (DEPLOY / "wms.env.example").read_text("utf-8")
    config = configparser.ConfigParser()
    config.optionxform = str  # type: ignore[assignment,method-assign]
    config.read_string("[env]\n" + text)
    given = dict(config["env"])
    assert given[lines.VARIABLE] in lines.KINDS
    assert [name for name in given if f'"{name}"' not in code] == []
    assert settings.load({"WMS_DATABASE_URL": given["WMS_DATABASE_URL"]}).database_url


@pytest.mark.parametrize("name", ["site.toml.example", "compose.site.toml"])
def test_the_settings_make_sense(name: str) -> None:
    given = tomllib.loads((DEPLOY / name).read_text("utf-8"))
    merged = settings._merged(dict(settings.load({}).data), given)
    assert form.faults(merged) == []
    assert merged["web"]["trusted_proxies"]


def test_the_containers_run_commands_that_there_are() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"db", "migrate", "serve", "work", "proxy"}
    for name in ("migrate", "serve", "work"):
        parser().parse_args(services[name]["command"])
        assert services[name]["image"] == "wms"
    known = set(COMPOSE["volumes"])
    for service in services.values():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in known or (DEPLOY / source).is_file(), source
    subnet = COMPOSE["networks"]["site"]["ipam"]["config"][0]["subnet"]
    given = tomllib.loads((DEPLOY / "compose.site.toml").read_text("utf-8"))
    assert given["web"]["trusted_proxies"] == [subnet]


def test_the_image_runs_a_command_that_there_is_with_tools_that_suit_the_database() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    [command] = re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE)
    assert json.loads(command) == COMPOSE["services"]["serve"]["command"]
    [extra] = re.findall(r"/src\[(\w+)\]", text)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert extra in project["optional-dependencies"]
    [client] = re.findall(r"postgresql-client-(\d+)", text)
    assert COMPOSE["services"]["db"]["image"] == f"postgres:{client}"


@pytest.mark.parametrize("name", PROXIES)
def test_proxies_ask_for_routes_that_there_are_and_hide_the_figures(
    name: str, sqlite_db: Database
) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    rules = {r.rule for r in create_app(sqlite_db, settings.load({}).data).url_map.iter_rules()}
    named = set(re.findall(r"(?:location =|path|health_uri) (/\w+)", text))
    assert named <= rules
    assert "/metrics" in named
    assert "404" in text
    [most] = re.findall(r"(?:max_size |client_max_body_size )(\d+)", text)
    assert int(most) * 1024 * 1024 == MAX_BODY_BYTES


def test_nginx_leaves_no_header_to_the_caller_that_the_server_would_believe() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    told = {name.upper().replace("-", "_") for name in re.findall(r"set_header (\S+)", text)}
    assert {name.removeprefix("HTTP_") for name in FORWARDED} <= told
    [patience] = re.findall(r"proxy_read_timeout (\d+)s", text)
    assert int(patience) > 2 * BEAT_SECONDS


def test_every_recipe_is_on_the_map() -> None:
    text = (DEPLOY / "README.md").read_text("utf-8")
    files = [path.name for path in DEPLOY.iterdir() if path.is_file() and path.suffix != ".md"]
    assert [name for name in files if name not in text] == []


def test_commands_in_the_text_are_commands_that_there_are() -> None:
    text = (DEPLOY / "README.md").read_text("utf-8")
    named = re.findall(
        r"(?:`|/bin/)wms ((?:serve|work|init|migrate|backup|restore|doctor)[^`\n]*)", text
    )
    assert len(named) > 5
    for words in named:
        given = shlex.split(words.replace("N", "2"))
        needs = {"backup": "x", "restore": "x"}.get(given[0])
        positional = [w for w in given[1:] if not w.startswith("-")]
        parser().parse_args(given + ([needs] if needs and not positional else []))
