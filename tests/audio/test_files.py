"""Recordings of every kind, and what only looks like one."""

import io
import os
import random
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.errors import AudioFileError
from audio.files import FileSource, duration_s, read_audio
from audio.frames import SAMPLE_RATE_HZ, Samples
from audio.recordings import utterance_name, write_utterance
from tests.audio.sounds import ANSWER, noise, say, tone

SOUND = tone(1.0, 440, 0.25)


def whole(path: Path) -> Samples:
    return np.concatenate(list(read_audio(path)))


def pitch_hz(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(spectrum.argmax() * SAMPLE_RATE_HZ / len(samples))


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize(
    ("suffix", "subtype"),
    [
        ("wav", "PCM_16"),
        ("wav", "PCM_24"),
        ("wav", "PCM_32"),
        ("wav", "PCM_U8"),
        ("wav", "FLOAT"),
        ("wav", "DOUBLE"),
        ("wav", "ULAW"),
        ("flac", "PCM_16"),
        ("ogg", "VORBIS"),
        ("mp3", "MPEG_LAYER_III"),
        ("aiff", "PCM_16"),
    ],
)
def test_every_rate_and_kind_keeps_duration_and_pitch(
    tmp_path: Path, rate_hz: int, suffix: str, subtype: str
) -> None:
    if suffix == "mp3" and rate_hz > 48_000:
        rate_hz = 48_000
    path = tmp_path / f"a take, number 1 ü.{suffix}"
    t = np.arange(2 * rate_hz) / rate_hz
    soundfile.write(path, 0.25 * np.sin(2 * np.pi * 440 * t), rate_hz, subtype=subtype)
    samples = whole(path)
    encoder_delay_s = 0.1 if suffix == "mp3" else 0.0
    assert len(samples) / SAMPLE_RATE_HZ == pytest.approx(2, rel=0.005, abs=encoder_delay_s)
    assert pitch_hz(samples) == pytest.approx(440, abs=3)
    assert duration_s(path) == pytest.approx(len(samples) / SAMPLE_RATE_HZ, abs=0.01)


CHANNELS: dict[str, Callable[[Samples], list[Samples]]] = {
    "left dead": lambda x: [0 * x, x],
    "right dead": lambda x: [x, 0 * x],
    "right hisses": lambda x: [x, noise(len(x) / SAMPLE_RATE_HZ, -70)],
    "right has an offset": lambda x: [x, 0 * x + np.float32(0.5)],
    "right is not a number": lambda x: [x, x * np.float32(np.nan)],
    "both": lambda x: [x, x],
    "opposite polarity": lambda x: [x, -x],
    "eight, one alive": lambda x: [0 * x] * 5 + [x] + [0 * x] * 2,
    "eight alike": lambda x: [x] * 8,
}


@pytest.mark.parametrize("name", CHANNELS)
def test_the_living_channels_are_heard_at_full_loudness(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.wav"
    columns = np.stack(CHANNELS[name](SOUND), axis=1)
    soundfile.write(path, columns, SAMPLE_RATE_HZ, subtype="FLOAT")
    np.testing.assert_allclose(np.abs(whole(path)), np.abs(SOUND), atol=1e-3)


def test_what_is_not_a_number_becomes_silence(tmp_path: Path) -> None:
    strange = SOUND.copy()
    strange[100:200], strange[200:300], strange[300:400] = np.nan, np.inf, 1e30
    soundfile.write(tmp_path / "x.wav", strange, SAMPLE_RATE_HZ, subtype="FLOAT")
    samples = whole(tmp_path / "x.wav")
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= 1
    assert not samples[100:300].any()


def wav(data: bytes = SOUND[:1600].tobytes(), **fields: int) -> bytes:
    """Write a float WAV by hand, so that any field can lie."""
    known = {"kind": 3, "channels": 1, "rate": 16_000, "bits": 32} | fields
    align = known["channels"] * known["bits"] // 8
    form = struct.pack(
        "<HHIIHH",
        known["kind"],
        known["channels"],
        known["rate"],
        known["rate"] * align % 2**32,
        align,
        known["bits"],
    )
    size = fields.get("size", len(data))
    riff = fields.get("riff", 36 + len(data))
    return (
        b"RIFF" + struct.pack("<I", riff) + b"WAVEfmt " + struct.pack("<I", 16) + form
        + b"data" + struct.pack("<I", size) + data
    )  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        wav(size=2**32 - 1, riff=2**32 - 1),
        wav(size=0x7FFFF000, riff=0x7FFFF024),
        wav(riff=0),
        wav()[:-1000],
        wav() + b"LIST\xff\xff\xff\x7fjunk",
    ],
    ids=["size -1", "size of a pipe", "riff 0", "truncated", "junk after"],
)
def test_a_header_that_lies_about_sizes_is_seen_through(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.wav").write_bytes(content)
    assert 1300 <= len(whole(tmp_path / "x.wav")) <= 1700


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x.wav", wav())
    return buffer.getvalue()


MALFORMED = {
    "nothing": b"",
    "one byte": b"R",
    "riff only": b"RIFF\x00\x00\x00\x00WAVE",
    "wrong riff": b"RIFX" + wav()[4:],
    "no data": wav()[:36],
    "no samples": wav(b""),
    "no channels": wav(channels=0),
    "too many channels": wav(channels=1_025),
    "no rate": wav(rate=0),
    "absurd rate": wav(rate=2**31 - 1),
    "slow rate": wav(rate=1),
    "unknown kind": wav(kind=0x4242),
    "odd bits": wav(bits=7),
    "fmt after data": wav()[:12] + wav()[36:] + wav()[12:36],
    "zip": zipped(),
    "elf": b"\x7fELF\x02\x01\x01" + bytes(500),
    "html": b"<!doctype html><html><body>not found</body></html>",
    "text": "Interviewer: hello\n".encode("utf-16"),
    "json": b'{"turns": []}',
    "flac that ends": b"fLaC\x00\x00\x00\x22" + bytes(10),
    "ogg that ends": b"OggS" + bytes(30),
    "id3 and nothing": b"ID3\x04\x00\x00\x00\x00\x00\x00",
}


@pytest.mark.parametrize("suffix", ["wav", "mp3", "raw", ""])
@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_recording_is_one_line(tmp_path: Path, name: str, suffix: str) -> None:
    path = tmp_path / f"x.{suffix}"
    path.write_bytes(MALFORMED[name])
    with pytest.raises(AudioFileError) as caught:
        whole(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_places_that_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for place in (
        tmp_path,
        tmp_path / "fifo",
        tmp_path / "loop",
        tmp_path / "dangling",
        tmp_path / "nowhere",
        Path("/dev/zero"),
        Path("/dev/null"),
        tmp_path / "bad\0name",
    ):
        with pytest.raises(AudioFileError) as caught:
            whole(place)
        assert "\n" not in str(caught.value)


SEEDS = [
    (format_, subtype, channels)
    for format_, subtype in [
        ("WAV", "PCM_16"),
        ("WAV", "FLOAT"),
        ("WAV", "IMA_ADPCM"),
        ("WAVEX", "PCM_24"),
        ("RF64", "PCM_16"),
        ("W64", "PCM_16"),
        ("FLAC", "PCM_16"),
        ("OGG", "VORBIS"),
        ("AIFF", "PCM_16"),
        ("AU", "PCM_16"),
        ("CAF", "PCM_16"),
    ]
    for channels in (1, 2)
]


def seed_file(format_: str, subtype: str, channels: int) -> bytes:
    buffer = io.BytesIO()
    sound = np.stack([SOUND[:1600]] * channels, axis=1)
    soundfile.write(buffer, sound, SAMPLE_RATE_HZ, format=format_, subtype=subtype)
    return buffer.getvalue()


def mutated(content: bytes, generator: random.Random) -> bytes:
    """Flip, overwrite, cut, drop or insert a few bytes, mostly in the header."""
    data = bytearray(content)
    for _ in range(generator.choice([1, 1, 2, 4, 16])):
        if not data:
            break
        at = generator.randrange(min(len(data), generator.choice([64, 64, 64, len(data)])))
        kind = generator.randrange(6)
        if kind == 0:
            data[at] = generator.randrange(256)
        elif kind == 1:
            data[at] ^= 1 << generator.randrange(8)
        elif kind == 2:
            data[at : at + 4] = generator.choice([b"\xff" * 4, bytes(4), b"\xff\xff\xff\x7f"])
        elif kind == 3:
            del data[at:]
        elif kind == 4:
            del data[at : at + generator.randrange(1, 9)]
        else:
            data[at:at] = generator.randbytes(generator.randrange(1, 9))
    return bytes(data)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda s: "-".join(map(str, s)))
def test_thousands_of_mutations_are_read_or_refused(
    tmp_path: Path, seed: tuple[str, str, int]
) -> None:
    generator, content, path = random.Random(str(seed)), seed_file(*seed), tmp_path / "x.wav"
    refusals = []
    tracemalloc.start()
    try:
        for _ in range(150):
            path.write_bytes(mutated(content, generator))
            try:
                for block in read_audio(path):
                    assert np.isfinite(block).all()
            except AudioFileError as error:
                refusals.append(str(error))
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()
    assert refusals
    assert not any("\n" in r for r in refusals)


async def test_a_file_as_a_source(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "x.wav", SOUND[:1500], SAMPLE_RATE_HZ)
    source = FileSource(tmp_path / "x.wav")
    frames = [f async for f in source.frames()]
    assert [f.start_s for f in frames] == pytest.approx([0, 0.032, 0.064])
    assert source.read_s == pytest.approx(1500 / SAMPLE_RATE_HZ)


def test_a_recording_comes_back_as_it_was(tmp_path: Path) -> None:
    path = write_utterance(tmp_path / "session 1" / utterance_name(7, 123.44), say(ANSWER))
    assert path.name == "0007-00123.4s.flac"
    np.testing.assert_allclose(whole(path), say(ANSWER), atol=1e-4)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_recording_of_what_is_no_number(tmp_path: Path) -> None:
    strange = np.array([np.nan, np.inf, 5.0, -5.0, 0.25], np.float32)
    path = write_utterance(tmp_path / "x.flac", strange)
    np.testing.assert_allclose(whole(path), [0, 0, 1, -1, 0.25], atol=1e-4)


def test_a_recording_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(AudioFileError, match="cannot be written"):
        write_utterance(tmp_path / "file" / "x.flac", SOUND)
    (tmp_path / "x.flac").mkdir()
    with pytest.raises(AudioFileError, match="cannot be written"):
        write_utterance(tmp_path / "x.flac", SOUND)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "x.flac"]
