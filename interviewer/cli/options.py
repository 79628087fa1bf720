"""The options that several commands share; each can also be set as an environment variable."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ABOUT = "About the interview"
ENGINES = "Engines"


def _option(*names: str, help_: str, panel: str, metavar: str | None = None) -> object:
    variable = "INTERVIEWER_" + names[0].lstrip("-").split("/")[0].upper().replace("-", "_")
    return typer.Option(*names, help=help_, envvar=variable, rich_help_panel=panel, metavar=metavar)


Company = Annotated[
    str | None, _option("--company", help_="Whose interview it is.", panel=ABOUT, metavar="NAME")
]
Interviewer = Annotated[
    str | None,
    _option("--interviewer", help_="Who interviews, such as infra.", panel=ABOUT, metavar="NAME"),
]
LevelName = Annotated[
    str, _option("--level", help_="L3, L4, L5 or L6+.", panel=ABOUT, metavar="LEVEL")
]
QuestionName = Annotated[
    str | None,
    _option("--question", help_="A question's id, or a YAML file.", panel=ABOUT, metavar="ID"),
]
Minutes = Annotated[
    float | None, _option("--minutes", help_="Length of the interview.", panel=ABOUT)
]
Drill = Annotated[
    str | None,
    _option(
        "--drill",
        help_="Ten minutes of one thing: scoping, data, capacity, deep-dive, monitoring.",
        panel=ABOUT,
        metavar="NAME",
    ),
]
Seed = Annotated[int | None, _option("--seed", help_="Reproduces an interview.", panel=ABOUT)]
Mode = Annotated[str, _option("--mode", help_="auto, voice or text.", panel=ENGINES)]
Mind = Annotated[
    str, _option("--mind", help_="auto, scripted or llm.", panel=ENGINES, metavar="NAME")
]
Model = Annotated[
    str | None,
    _option(
        "--model",
        help_="Whisper model: a name or a folder. With --mind llm: the language model.",
        panel=ENGINES,
    ),
]
Stt = Annotated[
    str,
    _option("--stt", help_="auto, whisper or pocketsphinx.", panel=ENGINES, metavar="NAME"),
]
Tts = Annotated[
    str,
    _option(
        "--tts", help_="auto, pyttsx3, espeak, flite or silent.", panel=ENGINES, metavar="NAME"
    ),
]
Offline = Annotated[bool, _option("--offline/--online", help_="Connect to nothing.", panel=ENGINES)]
Record = Annotated[
    str, _option("--record", help_="on keeps the sound of each utterance; off keeps none.",
                 panel=ENGINES, metavar="on|off")
]  # fmt: skip
Own = Annotated[
    Path | None,
    _option("--library", help_="A folder of your own personas and questions.", panel=ABOUT),
]
