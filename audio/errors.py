"""Everything that can go wrong with sound, as one family.

AudioError
├── DeviceError
│   ├── DeviceUnavailable     no such device, no permission, busy
│   └── DeviceLost            it was there and went away
├── AudioFileError            a recording that cannot be read or written
└── EngineError
    ├── EngineUnavailable     asked for, and cannot be had here
    ├── EngineTimeout         did not answer within the time its task allows
    ├── EngineBusy            cannot just now, and may in a moment
    └── ModelError            the files an engine needs
        ├── ModelMissing      not here
        ├── ModelDamaged      here, but incomplete or broken
        └── DownloadFailed    could not be fetched

Every message is one line: what is wrong, and what to do about it.
"""


class AudioError(Exception):
    """Base of all errors of the sound package; `str(error)` is one line for the user."""


class DeviceError(AudioError):
    """A microphone or a speaker does not do what is asked of it."""


class DeviceUnavailable(DeviceError):
    """There is no such device, it is in use, or permission is missing."""


class DeviceLost(DeviceError):
    """A device that worked has gone away."""


class AudioFileError(AudioError):
    """A recording cannot be read or written; the message names the file."""


class EngineError(AudioError):
    """A speech engine (recognition or synthesis) failed at its work; asking again may help."""


class EngineUnavailable(EngineError):
    """An engine was asked for by name and cannot be had; the message says what to do."""


class EngineTimeout(EngineError):
    """An engine did not answer within the time its task allows."""


class EngineBusy(EngineError):
    """An engine cannot just now: its server is down, overloaded or asks for fewer requests.

    Attributes:
        retry_after_s: How long it wants to be left alone.
    """

    def __init__(self, message: str, retry_after_s: float) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ModelError(EngineError):
    """The files of a model are not usable; the message names the path."""


class ModelMissing(ModelError):
    """There is no model at the path or under the name that was given."""


class ModelDamaged(ModelError):
    """A model folder is incomplete, truncated or not a model."""


class DownloadFailed(ModelError):
    """A model could not be fetched; the message names the host and the way around."""
