"""Every setting and every command of the site stands in the guide."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guide" / "running-the-site.md").read_text(encoding="utf-8")
SOURCE = ROOT / "src" / "keymoments"


def test_every_setting_is_explained():
    read = "".join(
        path.read_text(encoding="utf-8") for path in [*SOURCE.rglob("config/*.py"), *SOURCE.rglob("commands/*.py")]
    )
    names = set(re.findall(r"KEYMOMENTS_[A-Z_]+[A-Z]", read)) | {
        f"KEYMOMENTS_OIDC_{name}" for name in ("NAME", "SERVER")
    }
    assert {name for name in names if name not in GUIDE and not name.endswith("_OIDC")} == set()
    assert set(re.findall(r"KEYMOMENTS_[A-Z_]+[A-Z]", GUIDE)) >= names - {"KEYMOMENTS_OIDC"}


def test_every_command_is_explained():
    commands = {path.stem for path in (SOURCE / "reviews" / "management" / "commands").glob("[a-z]*.py")}
    assert {name for name in commands if f"| `{name}` |" not in GUIDE} == set()
