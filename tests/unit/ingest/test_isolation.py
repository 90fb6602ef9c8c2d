"""Readers apart: a hang, a crash or a hunger for memory ends one file and nothing else."""

from __future__ import annotations

import os
import signal
import time

from keymoments.ingest.isolation import run_apart


def work(job: str) -> str:
    if job == "hang":
        time.sleep(60)
    if job == "raise":
        raise ValueError("text of a case")
    if job == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if job == "eat":
        return str(len(bytearray(1 << 40)))
    return job.upper()


def test_every_job_has_an_outcome_whatever_the_others_do() -> None:
    started = time.monotonic()
    jobs = ["a", "hang", "raise", "die", "eat", "b"]
    outcomes = {
        item.job: (item.result, item.failed) for item in run_apart(work, jobs, seconds=lambda _: 1.5, at_once=3)
    }
    assert outcomes == {
        "a": ("A", None),
        "hang": (None, "time"),
        "raise": (None, "crash"),
        "die": (None, "crash"),
        "eat": (None, "memory"),
        "b": ("B", None),
    }
    assert time.monotonic() - started < 30


def test_large_results_come_back_whole() -> None:
    results = [item.result for item in run_apart(_large, ["x" * 10], seconds=lambda _: 30.0)]
    assert results == ["x" * 10_000_000]


def _large(job: str) -> str:
    return job * 1_000_000
