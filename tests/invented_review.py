"""An invented review on the site, built through operations, with somebody in each role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from keymoments.analysis.records import Agency, Case, Person
from keymoments.reviews import jobs
from keymoments.reviews.models import Review, SourceVersion, User
from keymoments.reviews.operations import members, people, reviews, sources
from keymoments.reviews.permissions import Role

SCHOOL = """Date,Time,Event,Seen alone
04/03/2021,09:10,Wren seen alone by DSL. Says home is fine. Bruise on left arm noticed.,Yes
11/03/2021,,Call to mother. No reply.,
18/03/2021,13:05,Wren not in school. Mother rang to say unwell.,
"""
SOCIAL_CARE = """Date,Case note
05/03/2021,Referral from school about a bruise to Wren's arm.
19/03/2021,Home visit. Wren asleep upstairs and not seen. Mother spoken to.
02/04/2021,"Home visit, no access. Card left."
"""
CASE = Case(
    reference="wren-2021",
    nation="england",
    scope_from=date(2021, 1, 1),
    scope_to=date(2021, 12, 31),
    people=(
        Person("wren", "Wren Tallow", "child", ("Wren",), True, date(2013, 5, 2)),
        Person("mother", "Dora Tallow", "mother"),
    ),
    agencies=(
        Agency("school", "Larkfield Primary", "school", ()),
        Agency("csc", "Marsh Children's Services", "childrens-social-care", ()),
    ),
)
PASSWORD = "long-enough-for-anybody"


@dataclass
class Invented:
    """The review and its people by role; ``outsider`` belongs to nothing."""

    review: Review
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        return self.people[name]

    def agency(self, key: str):
        """One of its two agencies."""
        return self.review.agencies.get(key=key)


def account(name: str, standing: str = "", *, password: str | None = None) -> User:
    """An account made the usual way."""
    return people.make_account(
        None,
        email=f"{name}@example.org",
        name=name.title(),
        standing=standing,
        password=password,
        by=people.background(),
    )


def admitted(review: Review, user: User, role: Role, agency: str | None, by: User) -> None:
    """Let somebody in, who says that there is no conflict of interest."""
    own = review.agencies.get(key=agency) if agency else None
    place = members.admit(review, user=user, role=role, agency=own, by=by)
    members.declare(place, conflict=False, words="", by=user)


def invented(*, password: str | None = None) -> Invented:
    """A review with nothing in it yet, and everybody who may have to do with it."""
    manager = account("manager", "manager", password=password)
    made = Invented(reviews.open_review(CASE, title="Review 2021", by=manager), {"manager": manager})
    members.declare(made.review.memberships.get(user=manager), conflict=False, words="", by=manager)
    for name, role, agency in (
        ("lead", Role.LEAD_REVIEWER, None),
        ("panel", Role.PANEL_MEMBER, None),
        ("author", Role.AGENCY_AUTHOR, "school"),
        ("signer", Role.AGENCY_LEAD, "school"),
        ("board", Role.BOARD_MEMBER, None),
        ("analyst", Role.ANALYST, None),
    ):
        made.people[name] = account(name, password=password)
        admitted(made.review, made.people[name], role, agency, manager)
    for name, standing in (("outsider", ""), ("auditor", "auditor"), ("administrator", "administrator")):
        made.people[name] = account(name, standing, password=password)
    return made


def hand_in(made: Invented, agency: str, name: str, text: str, *, by: str = "manager") -> SourceVersion:
    """Hand in a file and have it read and analysed."""
    version = sources.upload(made.agency(agency), name=name, pieces=[text.encode()], by=made.people[by])
    jobs.work_on(until_empty=True)
    version.refresh_from_db()
    return version


def with_records(made: Invented) -> Invented:
    """Both agencies' records, read and analysed."""
    for agency, name, text in (("school", "school.csv", SCHOOL), ("csc", "notes.csv", SOCIAL_CARE)):
        version = hand_in(made, agency, name, text)
        assert version.state == SourceVersion.State.READ, version.problems
    return made
