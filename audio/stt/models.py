"""Whisper models on disk: where they are, whether they are whole, how they get here."""

from __future__ import annotations

import json
import os
import shutil
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from audio.errors import DownloadFailed, ModelDamaged, ModelMissing

REPOSITORIES = {
    "tiny.en": "Systran/faster-whisper-tiny.en",
    "base.en": "Systran/faster-whisper-base.en",
    "small.en": "Systran/faster-whisper-small.en",
    "medium.en": "Systran/faster-whisper-medium.en",
    "distil-small.en": "Systran/faster-distil-whisper-small.en",
    "distil-large-v3": "Systran/faster-distil-whisper-large-v3",
    "large-v3": "Systran/faster-whisper-large-v3",
    "large-v3-turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
}
"""Short names of models and the public repositories they come from."""

DEFAULT_MODEL = "base.en"
HUB = "https://huggingface.co"
NEEDED = ("config.json", "model.bin", "tokenizer.json")
WANTED = (*NEEDED, "preprocessor_config.json", "vocabulary.json", "vocabulary.txt")
MOST_VARIABLES = 100_000
PARTIAL = ".partial"

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""


def find_model(name_or_path: str, models_dir: Path) -> Path | None:
    """Return the folder of a model given by path, by short name or by repository, or None.

    Looks at the path itself, into `models_dir`, and into the cache other programs download to.
    """
    path = Path(name_or_path).expanduser()
    if path.is_dir():
        return path
    own = models_dir / folder_name(name_or_path)
    if own.is_dir():
        return own
    return _cached(repository(name_or_path))


def repository(name: str) -> str | None:
    """Return the hub's name for a model, None where there is none."""
    if name in REPOSITORIES:
        return REPOSITORIES[name]
    parts = name.split("/")
    plain = len(parts) == 2 and all(p and not p.startswith((".", "~")) for p in parts)
    return name if plain and not Path(name).is_absolute() else None


def folder_name(name: str) -> str:
    """Return the name of a model's folder below the models directory."""
    return name.replace("/", "--").replace("\\", "--").lstrip(".") or "_"


def check_model(path: Path) -> None:
    """Check that a folder holds a whole model, by structure, without loading it.

    Raises:
        ModelMissing: There is no such folder.
        ModelDamaged: A file is missing, truncated or not what it should be.
    """
    if not path.is_dir():
        half = path.with_name(path.name + PARTIAL)
        what = f" ({half} is half downloaded)" if half.exists() else ""
        msg = f"there is no Whisper model at {path}{what}: fetch it with `interviewer download`"
        raise ModelMissing(msg)
    for name in NEEDED:
        if not (path / name).is_file():
            raise _damaged(path / name, "is missing")
    for name in ("config.json", "tokenizer.json"):
        _check_json(path / name)
    if not any((path / v).is_file() for v in ("vocabulary.json", "vocabulary.txt")):
        raise _damaged(path / "vocabulary.json", "is missing")
    _check_weights(path / "model.bin")


def download(
    name: str, models_dir: Path, progress: Progress | None = None, *, endpoint: str = HUB
) -> Path:
    """Fetch a model into `models_dir` and return its folder; a whole one is not fetched again.

    Files arrive in a `.partial` folder, which a later call resumes, and which is renamed only
    when everything is there and whole. `progress(0, total)` comes before the first byte.

    Raises:
        DownloadFailed: No such model, no network, no space; the message names the way around.
    """
    folder = models_dir / folder_name(name)
    if folder.is_dir() and _whole(folder):
        return folder
    repo = repository(name)
    if repo is None:
        msg = f"no Whisper model is called {name}; known are {', '.join(REPOSITORIES)}"
        raise DownloadFailed(msg)
    partial = folder.with_name(folder.name + PARTIAL)
    with _translated(name, endpoint, models_dir):
        partial.mkdir(mode=0o700, parents=True, exist_ok=True)
        _fetch(repo, partial, progress or _quiet, endpoint)
        shutil.rmtree(partial / ".cache", ignore_errors=True)
    _keep_if_whole(partial, folder)
    return folder


def _fetch(repo: str, partial: Path, progress: Progress, endpoint: str) -> None:
    from huggingface_hub import HfApi, hf_hub_download

    info = HfApi(endpoint=endpoint, token=False).model_info(repo, files_metadata=True, timeout=15)
    sizes = {f.rfilename: f.size or 0 for f in info.siblings or () if f.rfilename in WANTED}
    total, done = sum(sizes.values()), 0
    progress(0, total)
    for filename, size in sorted(sizes.items(), key=lambda item: item[1]):
        target = partial / filename
        if not (target.is_file() and size and target.stat().st_size == size):
            hf_hub_download(
                repo,
                filename,
                revision=info.sha,
                local_dir=partial,
                endpoint=endpoint,
                token=False,
                tqdm_class=_reporter(progress, done, total),
            )
        done += size
        progress(done, total)


def _keep_if_whole(partial: Path, folder: Path) -> None:
    try:
        check_model(partial)
    except ModelDamaged as error:
        shutil.rmtree(partial, ignore_errors=True)
        msg = f"what was downloaded is not a whole model ({error}); try again"
        raise DownloadFailed(msg) from error
    shutil.rmtree(folder, ignore_errors=True)
    partial.replace(folder)


@contextmanager
def _translated(name: str, endpoint: str, models_dir: Path) -> Iterator[None]:
    """Turn whatever the hub's client raises into one line with the way around."""
    try:
        yield
    except Exception as error:  # the client raises its own, requests', httpx's and OS errors
        reason = " ".join(str(error).split())[:160] or type(error).__name__
        msg = (
            f"the Whisper model {name} cannot be downloaded from {endpoint} ({reason}); "
            f"copy a model folder to {models_dir / folder_name(name)}, give a path, "
            "or go on with pocketsphinx"
        )
        raise DownloadFailed(msg) from error


def _quiet(_done: int, _total: int) -> None:
    """Report nothing."""


def _reporter(progress: Progress, before: int, total: int) -> type:
    """Return a progress bar class, as the hub's client wants one, that reports to `progress`."""
    from tqdm.auto import tqdm  # type: ignore[import-untyped]

    class Reporter(tqdm):  # type: ignore[misc]
        """A bar that draws nothing."""

        def __init__(self, *args: object, **kwargs: object) -> None:
            kwargs["disable"] = True
            kwargs.pop("name", None)
            super().__init__(*args, **kwargs)
            self._seen = int(kwargs.get("initial") or 0)  # type: ignore[call-overload]

        def update(self, n: float | None = 1) -> None:
            """Pass on what has arrived."""
            self._seen += int(n or 0)
            progress(min(before + self._seen, total), total)

    return Reporter


def _cached(repo: str | None) -> Path | None:
    if repo is None:
        return None
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(repo, "model.bin", cache_dir=_cache_dir())
    return Path(found).parent if isinstance(found, str) else None


def _cache_dir() -> Path | None:
    """Return where the hub's client keeps its files, as the environment says it now."""
    if "HF_HUB_CACHE" in os.environ:
        return Path(os.environ["HF_HUB_CACHE"])
    return Path(os.environ["HF_HOME"]) / "hub" if "HF_HOME" in os.environ else None


def _whole(folder: Path) -> bool:
    try:
        check_model(folder)
    except ModelDamaged:
        return False
    return True


def _check_json(path: Path) -> None:
    try:
        with path.open(encoding="utf-8") as file:
            json.load(file)
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(path, "is not valid JSON") from error


def _check_weights(path: Path) -> None:
    """Walk through the weights file without reading the weights.

    The layout (little endian) is that of CTranslate2: version, name, revision, then for each
    variable its name, shape, type, size and data, then aliases.
    """
    size = path.stat().st_size
    try:
        with path.open("rb") as file:
            _number(file, "I")
            name = _string(file)
            _number(file, "I")
            for _ in range(_count(file)):
                _string(file)
                file.seek(4 * _number(file, "B") + 1, os.SEEK_CUR)
                file.seek(_number(file, "I"), os.SEEK_CUR)
                if file.tell() > size:
                    raise _damaged(path, "is truncated")
    except (OSError, struct.error, ValueError) as error:
        raise _damaged(path, "is truncated or not a model") from error
    if "whisper" not in name.lower():
        raise _damaged(path, f"holds a {name!r} model, not Whisper")


def _count(file: BinaryIO) -> int:
    count = _number(file, "I")
    if count > MOST_VARIABLES:
        msg = "implausible number of variables"
        raise ValueError(msg)
    return count


def _number(file: BinaryIO, kind: str) -> int:
    (value,) = struct.unpack("<" + kind, file.read(struct.calcsize("<" + kind)))
    return int(value)


def _string(file: BinaryIO) -> str:
    return file.read(_number(file, "H")).rstrip(b"\0").decode("utf-8")


def _damaged(path: Path, what: str) -> ModelDamaged:
    return ModelDamaged(f"{path} {what}: delete the folder and download the model again")
