"""The Word report as another program opens it: converted by LibreOffice, its sections stand on pages in order."""

import shutil
import subprocess
from pathlib import Path

import pdfplumber
import pytest
from tests.invented_moments import TOLD

from keymoments.export.report_docx import write_report_docx


def test_libreoffice_shows_every_section_in_order(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    write_report_docx(TOLD, tmp_path / "report.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "report.docx"]
    subprocess.run(command, check=True, cwd=tmp_path, timeout=100, capture_output=True)
    with pdfplumber.open(tmp_path / "report.pdf") as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
    places = [
        text.rindex(f"\n{heading}\n") for heading in ("Where was the child", "What took time", "Moments to look at")
    ]
    places += [text.rindex(f"\n{heading}\n") for heading in ("Where accounts differ", "What runs through the case")]
    assert places == sorted(places)
    assert "Marlshire Police recorded on 5 May 2021 “Father has a <conviction> for assault.”" in " ".join(text.split())
    assert "TA saw a bruise on Linnet’s arm" in text
