"""Models on disk: found, checked, fetched; and which engine that makes."""

import shutil
import socket
from pathlib import Path

import pytest

from audio.errors import DownloadFailed, EngineUnavailable, ModelDamaged, ModelMissing
from audio.stt import choose_engine
from audio.stt.models import check_model, download, find_model, repository
from tests.audio.hub import Hub, serve

TEST_MODEL = Path(__file__).parents[1] / "whisper_model" / "model"
FILES = ("config.json", "model.bin", "tokenizer.json", "vocabulary.json")


@pytest.fixture(autouse=True)
def no_other_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide what the machine's own cache may hold."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEST_MODEL, tmp_path / "a model with spaces, ü"))


def contents() -> dict[str, bytes]:
    return {n: (TEST_MODEL / n).read_bytes() for n in FILES} | {"README.md": b"not wanted"}


def test_a_whole_model_passes(model: Path) -> None:
    check_model(model)


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="nowhere"):
        check_model(tmp_path / "nowhere")
    (tmp_path / "base.en.partial").mkdir()
    with pytest.raises(ModelMissing, match="half downloaded"):
        check_model(tmp_path / "base.en")


DAMAGES = [(n, d) for n in FILES[:3] for d in ("gone", "empty", "cut", "other")]


@pytest.mark.parametrize(("name", "damage"), [*DAMAGES, ("vocabulary.json", "gone")])
def test_damage_is_found_and_the_file_is_named(model: Path, name: str, damage: str) -> None:
    path = model / name
    if damage == "gone":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    else:
        path.write_bytes(b"<html>not found</html>" * 40)
    with pytest.raises(ModelDamaged) as caught:
        check_model(model)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_damaged_vocabulary_is_one_line_too(model: Path) -> None:
    (model / "vocabulary.json").write_text("[")
    with pytest.raises(EngineUnavailable, match="cannot be loaded") as caught:
        choose_engine("whisper", model=str(model), models_dir=model.parent)
    assert "\n" not in str(caught.value)


def test_every_truncation_of_the_weights_is_found(model: Path) -> None:
    data = (TEST_MODEL / "model.bin").read_bytes()
    for size in [*range(0, 200, 7), *range(200, len(data) - 200, len(data) // 97)]:
        (model / "model.bin").write_bytes(data[:size])
        with pytest.raises(ModelDamaged):
            check_model(model)


def test_where_models_are_looked_for(tmp_path: Path, model: Path) -> None:
    assert find_model(str(model), tmp_path) == model
    assert find_model("base.en", tmp_path) is None
    own = shutil.copytree(model, tmp_path / "base.en")
    assert find_model("base.en", tmp_path) == Path(own)
    assert find_model("../../no such folder", tmp_path) is None
    assert find_model("/no/such/place", tmp_path) is None


def test_a_model_that_another_program_downloaded(tmp_path: Path) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    repo = tmp_path / "cache" / "models--Systran--faster-whisper-base.en"
    snapshot = shutil.copytree(TEST_MODEL, repo / "snapshots" / commit)
    (repo / "refs").mkdir()
    (repo / "refs" / "main").write_text(commit)
    assert find_model("base.en", tmp_path) == Path(snapshot)
    engine, _ = choose_engine(models_dir=tmp_path)
    assert engine.name == "whisper base.en"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("base.en", "Systran/faster-whisper-base.en"),
        ("someone/some-model", "someone/some-model"),
        ("nonsense", None),
        ("../x", None),
        ("~/x", None),
        ("/a/b", None),
        ("a/b/c", None),
    ],
)
def test_names_of_repositories(name: str, expected: str | None) -> None:
    assert repository(name) == expected


def test_a_download(tmp_path: Path) -> None:
    reports: list[tuple[int, int]] = []
    with serve(contents()) as hub:
        path = download(
            "base.en", tmp_path, lambda done, total: reports.append((done, total)), endpoint=hub.url
        )
    total = sum(len(contents()[n]) for n in FILES)
    assert reports[0] == (0, total)
    assert reports[-1] == (total, total)
    assert [done for done, _ in reports] == sorted(done for done, _ in reports)
    assert path == tmp_path / "base.en"
    assert sorted(p.name for p in path.iterdir()) == sorted(FILES)
    assert not (tmp_path / "base.en.partial").exists()
    check_model(path)


def test_a_whole_model_is_not_fetched_again(tmp_path: Path) -> None:
    own = Path(shutil.copytree(TEST_MODEL, tmp_path / "base.en"))
    assert download("base.en", tmp_path, endpoint="http://127.0.0.1:9") == own


def test_a_broken_off_download_is_finished_by_the_next(tmp_path: Path) -> None:
    with serve(contents()) as hub:
        fetch_until_whole(hub, tmp_path)
        check_model(tmp_path / "base.en")
        assert hub.sent["config.json"] == len(contents()["config.json"])


def test_what_a_download_left_is_used_by_the_next(tmp_path: Path) -> None:
    partial = tmp_path / "base.en.partial"
    partial.mkdir()
    (partial / "model.bin").write_bytes(contents()["model.bin"])
    (partial / "config.json").write_bytes(contents()["config.json"][:-9])
    with serve(contents()) as hub:
        check_model(download("base.en", tmp_path, endpoint=hub.url))
        assert "model.bin" not in hub.sent
        assert hub.sent["config.json"] == len(contents()["config.json"])


def fetch_until_whole(hub: Hub, models_dir: Path) -> None:
    """Hang up in the middle of the weights, as often as the client itself would try again."""
    for _ in range(10):
        hub.break_after = 1_000_000
        try:
            download("base.en", models_dir, endpoint=hub.url)
        except DownloadFailed:
            assert not (models_dir / "base.en").exists()
        else:
            return
    pytest.fail("the download never finished")


def test_what_is_no_model_is_not_kept(tmp_path: Path) -> None:
    broken = contents() | {"model.bin": b"<html>" * 500}
    with serve(broken) as hub, pytest.raises(DownloadFailed, match="not a whole model"):
        download("base.en", tmp_path, endpoint=hub.url)
    assert list(tmp_path.iterdir()) == []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_no_network_is_one_line_with_a_way_around(tmp_path: Path) -> None:
    endpoint = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(DownloadFailed) as caught:
        download("base.en", tmp_path, endpoint=endpoint)
    message = str(caught.value)
    assert endpoint in message
    assert "pocketsphinx" in message
    assert "\n" not in message


def test_an_unknown_name_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match=r"base\.en"):
        download("huge", tmp_path)


def test_auto_takes_whisper_when_it_is_there(tmp_path: Path) -> None:
    shutil.copytree(TEST_MODEL, tmp_path / "base.en")
    engine, reason = choose_engine(models_dir=tmp_path)
    assert engine.name == "whisper base.en"
    assert reason.startswith("speech-to-text: whisper base.en, because")


def test_auto_falls_back_and_says_why(tmp_path: Path) -> None:
    engine, reason = choose_engine(models_dir=tmp_path, offline=True, allow_download=True)
    assert engine.name == "pocketsphinx"
    assert "base.en is not here" in reason
    assert "low confidence" in reason
    assert "\n" not in reason


def test_auto_falls_back_from_a_damaged_model_and_names_it(tmp_path: Path) -> None:
    model = Path(shutil.copytree(TEST_MODEL, tmp_path / "base.en"))
    (model / "model.bin").write_bytes(b"")
    engine, reason = choose_engine(models_dir=tmp_path)
    assert engine.name == "pocketsphinx"
    assert str(model / "model.bin") in reason


@pytest.mark.parametrize(
    ("name", "model"), [("whisper", None), ("whisper", "base.en"), ("auto", "/no/such/model")]
)
def test_what_was_asked_for_is_had_or_refused(tmp_path: Path, name: str, model: str | None) -> None:
    with pytest.raises(EngineUnavailable, match="interviewer download"):
        choose_engine(name, model=model, models_dir=tmp_path)


def test_an_explicit_choice_is_kept(tmp_path: Path) -> None:
    shutil.copytree(TEST_MODEL, tmp_path / "base.en")
    engine, reason = choose_engine("pocketsphinx", models_dir=tmp_path)
    assert (engine.name, reason) == ("pocketsphinx", "speech-to-text: pocketsphinx, as asked")
    with pytest.raises(EngineUnavailable, match="known are auto, whisper, pocketsphinx"):
        choose_engine("telepathy", models_dir=tmp_path)
