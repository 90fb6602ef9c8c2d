"""Make the pictures of README anew from the report of the example: ``python -m bench.pictures`` (Chromium needed)."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "two-brothers"
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = Path("/usr/bin/chromium")
WIDTH = 1120
MOST = 300_000  # bytes a picture
# name → the part of the page, and the most of its height that is shown
PARTS = {
    "first-page": ("body", 1180),
    "where-was-the-child": (".child >> nth=0", 680),
    "moment": ("section[aria-labelledby=moment-2]", 1000),
    "who-knew-what": ("#knowing", 0),
}


def main() -> int:
    """Write every picture; returns 1 where Chromium is missing."""
    if not CHROMIUM.exists():
        print("Chromium is not installed at /usr/bin/chromium: the pictures stay as they are.", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        command = [sys.executable, "-m", "keymoments.cli", "review", str(EXAMPLE), "--out", folder, "--quiet"]
        subprocess.run([*command, "--format", "html"], check=True, cwd=ROOT)
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 1200})
        page.goto((Path(folder) / "report.html").as_uri())
        for name in PARTS:
            _write(PICTURES / f"{name}.png", _shot(page, name))
        browser.close()
    return 0


def _shot(page: Page, name: str) -> bytes:
    """The part of the page as it is on the screen."""
    where, height = PARTS[name]
    part = page.locator(where).first
    part.scroll_into_view_if_needed()
    if name == "who-knew-what":
        part = page.locator("#known-unmet-need")
    box = part.bounding_box()
    assert box is not None
    top = box["y"] + page.evaluate("window.scrollY")
    clip = {"x": 0.0, "y": max(0.0, top - 16), "width": float(WIDTH), "height": float(height or 460)}
    return page.screenshot(clip=clip, full_page=True)  # type: ignore[arg-type]


def _write(path: Path, data: bytes) -> None:
    """Few colours are enough for a page of words; so it stays small."""
    image = Image.open(io.BytesIO(data)).convert("RGB").quantize(64)
    image.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {image.width} × {image.height}, {size / 1000:.0f} kB")
    if size > MOST:
        raise SystemExit(f"{path.name} is larger than {MOST:,} bytes: show less of the page.")


if __name__ == "__main__":
    sys.exit(main())
