"""Every error that a person may see: one sentence that says what happened, one hint that helps.

It knows nothing of where an error is shown. Raised anywhere, caught at three edges only: the job
runner, the command line's main and the window's excepthook.

TangoStudioError
├── BadRequest              a value that was asked for is out of range, empty or unknown
├── CardError               a model card cannot be read
├── WeightsError            weights are missing, cut short, altered or of another model
├── AudioFileError          a sound file cannot be read or is damaged
├── AudioDeviceError        no sound device, or the device went away
├── StorageError            a folder cannot be written, is gone or is full
├── LibraryError            something is wrong with the library folder
│   ├── LibraryInUse        another process has it open for writing
│   ├── LibraryTooNew       made by a newer version of the program
│   └── LibraryDamaged      the database cannot be read
├── NotFound                a take, job or project that does not exist
├── ExportError             a file could not be written as asked, or reads back differently
├── HubError                the hub could not give what was asked
├── BuildError              a build of the bundled model cannot go on
├── TuneError               a tuning cannot go on
├── OutOfMemory             the device or the machine has not enough memory for the job
└── WorkerDied              the process that does the work ended without a word
"""

from __future__ import annotations


class TangoStudioError(Exception):
    """Base of all errors that are shown to a person.

    Attributes:
        message: one sentence, what happened.
        hint: one sentence, what to do; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def kind(self) -> str:
        """The stable name of the error, as machine-readable output gives it."""
        return type(self).__name__


class BadRequest(TangoStudioError):
    """A value that was asked for is out of range, empty or unknown."""


class CardError(TangoStudioError):
    """A model card cannot be read."""


class WeightsError(TangoStudioError):
    """Weights are missing, cut short, altered or of another model."""


class AudioFileError(TangoStudioError):
    """A sound file cannot be read or is damaged."""


class AudioDeviceError(TangoStudioError):
    """There is no sound device, or it went away."""


class StorageError(TangoStudioError):
    """A folder cannot be written, is gone or is full.

    Attributes:
        full: whether it is the room that is missing, so that nothing else can be written either.
    """

    def __init__(self, message: str, hint: str = "", *, full: bool = False) -> None:
        super().__init__(message, hint)
        self.full = full


class LibraryError(TangoStudioError):
    """Something is wrong with the library folder."""


class LibraryInUse(LibraryError):
    """Another process has the library open for writing."""


class LibraryTooNew(LibraryError):
    """The library was made by a newer version of the program."""


class LibraryDamaged(LibraryError):
    """The library's database cannot be read."""


class NotFound(TangoStudioError):
    """A take, job or project that does not exist."""


class ExportError(TangoStudioError):
    """A file could not be written as asked, or reads back differently."""


class HubError(TangoStudioError):
    """The hub could not give what was asked.

    Attributes:
        problem: which kind of problem it is, one of `hub.states`.
    """

    def __init__(self, message: str, hint: str = "", problem: str = "") -> None:
        super().__init__(message, hint)
        self.problem = problem


class BuildError(TangoStudioError):
    """A build of the bundled model cannot go on."""


class TuneError(TangoStudioError):
    """A tuning cannot go on."""


class OutOfMemory(TangoStudioError):
    """The device or the machine has not enough memory for the job."""


class WorkerDied(TangoStudioError):
    """The process that does the work ended without a word."""
