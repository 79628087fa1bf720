"""The configuration file: what it may hold, what is refused, and what writing leaves alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interviewer.errors import ConfigError
from interviewer.home import Home
from interviewer.settings import MAX_BYTES, change_settings, path_of, read_settings

SECRET = "sk-not-to-be-seen-anywhere"

MINE = """\
# my settings
company = "uber"   # where I apply
level = "l5"

[llm]   # at home only
model = "ollama:llama3"
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def given(home: Home, text: str | bytes) -> Path:
    home.make()
    path = path_of(home)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def problems(home: Home) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_settings(home)
    told = list(caught.value.problems or (str(caught.value),))
    assert all(line.startswith(str(path_of(home))) for line in told)
    assert all("\n" not in line for line in told)
    return told


def test_without_a_file_nothing_is_set(home: Home) -> None:
    settings = read_settings(home)
    assert settings.defaults(home) == {}
    assert settings.llm.model is None


def test_what_is_set_becomes_defaults_by_option(home: Home) -> None:
    given(home, 'company = "uber"\nlevel = "l6"\nminutes = 45\noffline = true\nlibrary = "mine"\n')
    assert read_settings(home).defaults(home) == {
        "company": "uber",
        "level": "L6+",
        "minutes": 45.0,
        "offline": True,
        "library": str(home.folder / "mine"),
    }


def test_every_fault_is_told_at_once_with_its_key(home: Home) -> None:
    given(home, 'levle = "L5"\nminutes = "long"\nmode = "telepathy"\n[llm]\nmodle = "x"\n')
    told = "\n".join(problems(home))
    assert len(told.splitlines()) == 4
    for expected in ("levle: no such setting; did you mean level?", "minutes: ", "'voice'",
                     "llm.modle: no such setting; did you mean model?"):  # fmt: skip
        assert expected in told


@pytest.mark.parametrize(
    "line",
    [
        "level = 5", 'level = "L9"', "minutes = 4", "minutes = nan", "minutes = true",
        'offline = "yes"', "record = false", 'company = ""', "company = 2026-01-01", "llm = 3",
        "llm.max_tokens = 0", "llm.max_tokens = 1.5", "llm.max_cost_usd = inf",
        "llm.max_cost_usd = 1.0", 'llm.base_url = "ftp://there"', 'llm.base_url = "http://[::1"',
        'llm.base_url = "https://me:pass@there/v1"',
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(home: Home, line: str) -> None:
    given(home, line)
    assert len(problems(home)) == 1
    assert line.split(" =")[0].split(".")[0] in problems(home)[0]


@pytest.mark.parametrize(
    "name", ["api_key", "llm.api_key", "llm.key", "OPENAI_API_KEY", "password", "llm.token"]
)
def test_a_key_in_the_file_is_refused_and_not_repeated(home: Home, name: str) -> None:
    given(home, f'{name} = "{SECRET}"')
    (told,) = problems(home)
    assert "environment" in told
    assert "keyring" in told
    assert SECRET not in told


def test_an_error_carries_no_value_of_the_file(home: Home) -> None:
    given(home, f'minutes = "{SECRET}"\nmode = "{SECRET}"\nlevel = "{SECRET}"\n')
    with pytest.raises(ConfigError) as caught:
        read_settings(home)
    assert SECRET not in repr((caught.value, caught.value.problems, caught.value.__cause__))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a = = 1\n", "config.toml:1: not valid TOML"),
        (b"company = 'a'\ncompany = 'b'\n", "config.toml:2: not valid TOML"),
        (b"x = " + b"[" * 5000, "not valid TOML"),
        ("company = 'ü'".encode("latin-1"), "not UTF-8"),
        ("company = 'uber'".encode("utf-16"), "not UTF-8"),
        (b"\0\0\0", "not valid TOML"),
        (b"#" * (MAX_BYTES + 1), "larger than"),
    ],
)
def test_a_file_that_is_no_configuration_is_refused(home: Home, content: bytes, says: str) -> None:
    given(home, content)
    (told,) = problems(home)
    assert says in told


def test_what_is_not_a_file_is_refused(home: Home) -> None:
    home.make()
    path = path_of(home)
    path.mkdir()
    assert "not a file" in problems(home)[0]
    path.rmdir()
    path.symlink_to(path)
    assert "not a file" in problems(home)[0]
    path.unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(path)
        assert "not a file" in problems(home)[0]


def test_a_byte_order_mark_and_windows_lines_are_read(home: Home) -> None:
    given(home, b'\xef\xbb\xbfcompany = "uber"\r\nlevel = "L4"\r\n')
    assert read_settings(home).defaults(home) == {"company": "uber", "level": "L4"}


def test_writing_keeps_the_users_own_comments(home: Home) -> None:
    path = given(home, MINE)
    changed = change_settings(home, {"level": "L6+", "minutes": 30, "llm.max_tokens": 1000})
    assert (changed.level, changed.minutes, changed.llm.max_tokens) == ("L6+", 30, 1000)
    text = path.read_text(encoding="utf-8")
    for kept in ("# my settings", "# where I apply", "# at home only", 'company = "uber"'):
        assert kept in text
    assert read_settings(home) == changed


def test_taking_a_value_out_leaves_the_rest(home: Home) -> None:
    given(home, MINE)
    change_settings(home, {"company": None, "llm.model": None, "question": None})
    assert read_settings(home).defaults(home) == {"level": "L5"}


def test_a_new_file_is_private(home: Home) -> None:
    change_settings(home, {"company": "meta"})
    assert path_of(home).stat().st_mode & 0o777 == 0o600
    assert home.folder.stat().st_mode & 0o777 == 0o700
    assert path_of(home).read_text(encoding="utf-8").startswith("# ")


def test_a_change_that_would_break_the_file_is_not_written(home: Home) -> None:
    path = given(home, MINE)
    for change in ({"levle": "L5"}, {"minutes": 900}, {"llm.api_key": SECRET}, {"llm": 3}):
        with pytest.raises(ConfigError):
            change_settings(home, change)
    assert path.read_text(encoding="utf-8") == MINE


def test_a_broken_file_is_not_changed(home: Home) -> None:
    path = given(home, "llm = 3\n")
    with pytest.raises(ConfigError):
        change_settings(home, {"llm.model": "x"})
    assert path.read_text(encoding="utf-8") == "llm = 3\n"


def test_a_link_to_the_file_stays_a_link(home: Home, tmp_path: Path) -> None:
    home.make()
    elsewhere = tmp_path / "dotfiles.toml"
    elsewhere.write_text(MINE, encoding="utf-8")
    path_of(home).symlink_to(elsewhere)
    change_settings(home, {"level": "L3"})
    assert path_of(home).is_symlink()
    assert 'level = "L3"' in elsewhere.read_text(encoding="utf-8")
