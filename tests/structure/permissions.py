"""The table of pages and roles, made from the permissions as data."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import URLPattern

from keymoments.reviews.permissions import OWN_AGENCY, ROLES, STANDINGS, Permission, Role
from keymoments.web import urls

# name in tests.invented_review → the words of the table
PEOPLE = {
    "manager": "Business manager",
    "lead": "Lead reviewer",
    "panel": "Panel member",
    "author": "Agency author",
    "signer": "Agency lead",
    "board": "Board member",
    "analyst": "Analyst",
    "auditor": "Auditor",
    "administrator": "System administrator",
    "outsider": "Anybody else",
}
_ROLES = dict(zip(PEOPLE, Role, strict=False))
_STANDINGS = {"manager": "manager", "auditor": "auditor", "administrator": "administrator"}
_OPEN = {
    "reviews",
    "health",
    "board",
    "board_calendar",
    "register",
}  # pages without a review that everybody signed in may see
OWN = {"take_export"}  # what somebody made for themselves: nobody else has it
_STANDING_PAGES = {
    "accounts": Permission.ACCOUNTS,
    "outbox": Permission.ACCOUNTS,
    "new_review": Permission.REVIEW_OPEN,
    "import_bundle": Permission.REVIEW_OPEN,
    "everything": Permission.AUDIT_VIEW,
    **dict.fromkeys(("arrangements", "arrangement", "new_arrangement"), Permission.ARRANGEMENT),
}


def pages() -> list[URLPattern]:
    """Every page, in the order of the addresses."""
    return [page for page in urls.urlpatterns if page.name != "invitation"]  # its link is its own proof


@dataclass(frozen=True, slots=True)
class PageFor:
    """One cell."""

    name: str
    person: str

    def status(self, agency: str) -> int:
        """What the site answers: 200, 403, or 404 for somebody who does not belong to the review (or the agency)."""
        if self.name in _OPEN:
            return 200
        standing = STANDINGS[_STANDINGS.get(self.person, "")]
        if self.name in _STANDING_PAGES:
            return 200 if _STANDING_PAGES[self.name] in standing else 403
        permission = next(page.callback.permission for page in pages() if page.name == self.name)
        role = _ROLES.get(self.person)
        if role is None:
            return 200 if permission in standing else 404
        if permission is Permission.DECLARE:
            return 200
        if permission not in ROLES[role] | standing:
            return 403
        foreign = role in OWN_AGENCY and agency != "school" and self._is_of_an_agency
        return 404 if foreign else 200

    @property
    def _is_of_an_agency(self) -> bool:
        parts = next(page.pattern.converters for page in pages() if page.name == self.name)
        return self.name not in OWN and bool({"agency", "number", "key", "thing"} & set(parts))


def table() -> str:
    """The page ``docs/reference/permissions.md``."""
    head = "| page | " + " | ".join(PEOPLE.values()) + " |\n|---|" + "---|" * len(PEOPLE) + "\n"
    marks = {(200, 200): "yes", (200, 404): "own agency", (403, 403): "–", (404, 404): "not found"}

    def cell(page: str, person: str) -> str:
        mark = marks[PageFor(page, person).status("school"), PageFor(page, person).status("csc")]
        return "their own" if mark == "yes" and page in OWN else mark

    rows = [f"| `{page.name}` | " + " | ".join(cell(page.name, person) for person in PEOPLE) + " |" for page in pages()]
    return (
        "# Who may see which page\n\nMade by `make docs` from `reviews/permissions.py`; "
        "`tests/structure/test_site_permissions.py` asks the site for every cell.\n\n" + head + "\n".join(rows) + "\n"
    )
