"""How files come in: held while they are written, and no further than a file may be long."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler


class NoLongerThanAllowed(FileUploadHandler):
    """Lets a file through to a little beyond its limit, so that the form can refuse it, and drops the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._left = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Each file has the whole limit."""
        super().new_file(*args, **kwargs)
        self._left = settings.LARGEST_UPLOAD

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002
        """Pass a piece on, or drop it where the pieces before were too much already."""
        if self._left < 0:
            return None
        self._left -= len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        """The file itself is the next one's."""
        return


class HeldFile(TemporaryFileUploadHandler):
    """Writes to the data folder and holds the file, so that a sweep knows it from one whose server died."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        fcntl.flock(self.file.fileno(), fcntl.LOCK_EX)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece; where there is no room, what was written is taken away at once."""
        with self._gone_on_error():
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> Any:
        """The whole file: its last bytes are written only now."""
        with self._gone_on_error():
            self.file.flush()
            return super().file_complete(file_size)

    @contextmanager
    def _gone_on_error(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            with contextlib.suppress(OSError):
                self.file.close()
            raise
