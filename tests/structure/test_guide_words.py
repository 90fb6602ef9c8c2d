"""The guide of the review room names pages and buttons as they stand on the site."""

from __future__ import annotations

import re

from tests.structure.test_structure import ROOT

GUIDE = ROOT / "docs" / "guide" / "review-room.md"
SITE = ROOT / "src" / "keymoments"


def test_what_the_guide_prints_bold_stands_on_the_site():
    named = set(re.findall(r"\*\*([^*]+)\*\*", GUIDE.read_text(encoding="utf-8")))
    files = [*(SITE / "web").rglob("*.jinja"), *(SITE / "web").rglob("*.py"), *(SITE / "reviews").rglob("*.py")]
    words = "\n".join(path.read_text(encoding="utf-8") for path in files)
    assert len(named) > 15
    assert [name for name in sorted(named) if f'"{name}"' not in words] == []
