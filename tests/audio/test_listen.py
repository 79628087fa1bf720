"""The ear alone on a recording."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.errors import AudioFileError
from audio.frames import SAMPLE_RATE_HZ
from audio.listen import Listening, listen
from audio.stt.scripted import ScriptedSpeechToText
from audio.stt.sphinx import SphinxSpeechToText
from tests.audio.sounds import ANSWER, join, say, silence

SCRIPT = ["We would use the", "two tower model.", "Let me think about this.", "Right, we rank."]


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "answer.flac"
    sound = join(
        *(silence(1), say(SCRIPT[0]), silence(2.6), say(SCRIPT[1]), silence(1)),
        *(say(SCRIPT[2]), silence(14), say(SCRIPT[3]), silence(1)),
    )
    soundfile.write(path, sound, SAMPLE_RATE_HZ)
    return path


async def heard(path: Path) -> Listening:
    return await listen(path, ScriptedSpeechToText(SCRIPT))


async def test_a_recording_with_thinking_pauses_is_one_turn(recording: Path) -> None:
    result = await heard(recording)
    assert result.text == " ".join(SCRIPT)
    assert len(result.speech) == 4
    (turn,) = result.turns
    assert turn.end_s == result.speech[-1].end_s
    assert 1.5 < turn.decided_s - turn.end_s < 2.3
    (pause,) = result.pauses
    assert pause.announced
    assert pause.duration_s == pytest.approx(14.4, abs=0.3)
    assert result.duration_s == pytest.approx(len(soundfile.read(recording)[0]) / SAMPLE_RATE_HZ)


async def test_the_document_is_what_was_promised(recording: Path) -> None:
    document = json.loads(json.dumps((await heard(recording)).as_dict()))
    assert {"duration_s", "speech", "turns", "pauses", "text"} <= document.keys()
    assert document["speech"][0].keys() == {"start_s", "end_s"}
    assert {"start_s", "end_s", "decided_s", "text"} <= document["turns"][0].keys()
    assert document["pauses"][0].keys() == {"start_s", "duration_s", "announced", "severity"}


async def test_the_result_is_the_same_every_time(recording: Path) -> None:
    assert await heard(recording) == await heard(recording)


async def test_progress_goes_from_begin_to_end(recording: Path) -> None:
    steps: list[tuple[float, float]] = []
    await listen(recording, ScriptedSpeechToText(SCRIPT), progress=lambda *step: steps.append(step))
    done = [d for d, _ in steps]
    assert done == sorted(done)
    assert done[-1] == pytest.approx(steps[-1][1])


async def test_a_long_silence_after_the_answer_is_nobodys_pause(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "x.wav", join(say(ANSWER), silence(25)), SAMPLE_RATE_HZ)
    result = await listen(tmp_path / "x.wav", ScriptedSpeechToText([ANSWER]))
    assert len(result.turns) == 1
    assert result.pauses == ()


@pytest.mark.parametrize("samples", [1, 300, 8000])
async def test_hardly_any_sound(tmp_path: Path, samples: int) -> None:
    soundfile.write(tmp_path / "x.wav", np.zeros(samples), SAMPLE_RATE_HZ)
    result = await listen(tmp_path / "x.wav", ScriptedSpeechToText([]))
    assert (result.speech, result.turns, result.pauses, result.text) == ((), (), (), "")


async def test_a_failed_engine_is_said_and_the_speech_is_kept(recording: Path) -> None:
    result = await listen(recording, ScriptedSpeechToText([]))
    assert len(result.failures) == 4
    assert len(result.speech) == 4
    assert result.text == ""


async def test_no_recording(tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_text("not sound")
    with pytest.raises(AudioFileError):
        await listen(tmp_path / "x.wav", ScriptedSpeechToText([]))


async def test_with_a_real_recogniser(recording: Path) -> None:
    result = await listen(recording, SphinxSpeechToText())
    assert len(result.turns) == 1
    assert [p.announced for p in result.pauses] == [True]
    assert "think about this" in result.text
