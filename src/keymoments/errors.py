"""Every error that a user may see, each with its exit code: one sentence with what to do, never case text."""


class KeymomentsError(Exception):
    """Something the user can put right. ``str(error)`` is the whole message."""

    exit_code = 2


class CaseFileError(KeymomentsError):
    """``case.toml`` or the call is wrong."""

    exit_code = 2


class PackError(KeymomentsError):
    """A pack of definitions is wrong: the message names the file and the key."""

    exit_code = 2


class NothingReadError(KeymomentsError):
    """No entry could be read from any file."""

    exit_code = 3


class OutputError(KeymomentsError):
    """The outputs cannot be written where asked."""

    exit_code = 4


class UnreadableSource(KeymomentsError):
    """One file cannot be read; becomes a :class:`~keymoments.analysis.records.Problem`, never an end of the run.

    ``what`` and ``how_to_fix`` are sentences for the user.
    """

    exit_code = 3

    def __init__(self, what: str, how_to_fix: str) -> None:
        super().__init__(f"{what} {how_to_fix}")
        self.what = what
        self.how_to_fix = how_to_fix
