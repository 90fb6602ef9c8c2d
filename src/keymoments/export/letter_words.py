"""The letters and forms of a review in this program's own words, with fields that are filled from the review."""

from __future__ import annotations

from dataclasses import dataclass

# Field → what stands in its place where nothing is known yet: "[to be filled in: …]".
FIELDS = {
    "board": "the partnership’s name",
    "today": "the day of the letter",
    "made_by": "the writer’s name",
    "made_by_role": "the writer’s role",
    "review_reference": "the review’s reference",
    "review_title": "the review’s title",
    "nation": "the nation",
    "period": "the period that the review looks at",
    "agencies": "the agencies",
    "lines_of_enquiry": "the questions that the review must answer",
    "people_by_role": "the people of the review with their roles",
    "agency": "the agency’s name",
    "agency_people": "the agency’s author and lead",
    "what_is_wanted": "what is wanted of the agency",
    "due_day": "the day by which it is wanted",
    # What only the person who makes the letter knows.
    "addressee": "whom the letter is to",
    "child_name": "the child’s name, as the family uses it",
    "contact": "whom to ring or write to, and how",
    "support": "who can support the family",
    "how_to_take_part": "how and when they can take part",
    "purpose": "the purpose of the review",
    "decision": "what was decided",
    "decided_on": "the day of the decision",
    "reasons": "the reasons",
    "next_steps": "what happens next",
    "what_is_known": "what is known so far",
    "safe_now": "what was done so that children are safe now",
    "learned": "what was learned already",
    "family_part": "how the family takes part",
    "finish_day": "when the review is to be finished",
    "own_words": "what else is to be said",
}
ALWAYS = ("board", "today", "made_by", "made_by_role")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter or form. ``known``: fields filled from the review; ``typed``: asked of whoever makes it.

    ``stage``: the stage that it is mostly made at. ``words``: its paragraphs; "# " begins a heading, "- " an item.
    """

    key: str
    title: str
    stage: str
    known: tuple[str, ...]
    typed: tuple[str, ...]
    to_agency: bool
    words: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that it, or a board's own file for it, may hold."""
        return (*ALWAYS, *self.known, *self.typed)


_REVIEW = ("review_reference", "review_title", "nation", "period", "agencies")
_SIGNED = ("{{made_by}}", "{{made_by_role}}, {{board}}")

LETTERS: dict[str, Letter] = {
    one.key: one
    for one in (
        Letter(
            "records-request", "Request for records", "records",
            (*_REVIEW, "agency", "agency_people", "what_is_wanted", "due_day"),
            ("addressee", "contact", "own_words"), to_agency=True,
            words=(
                "{{board}}", "{{today}}", "{{addressee}}", "{{agency}}", "# Request for records: {{review_reference}}",
                "The partnership reviews how agencies worked together with a family that yours has known, too. To do "
                "so it needs your agency’s own records from this period: {{period}}.",
                "What we ask for:", "{{what_is_wanted}}",
                "Please hand it in on the review’s site by {{due_day}}. Send the records as they were written at the "
                "time; what you want to say about them today goes beside them, marked as such. If something cannot be "
                "found, tell us what, and where you looked.",
                "Please keep every record that may matter, and let nothing be changed or destroyed.",
                "{{own_words}}", "Questions: {{contact}}", *_SIGNED,
            ),
        ),
        Letter(
            "rapid-review", "Record of the rapid review", "rapid-review",
            (*_REVIEW, "people_by_role", "lines_of_enquiry"),
            ("what_is_known", "safe_now", "learned", "decision", "decided_on", "reasons", "next_steps"),
            to_agency=False,
            words=(
                "# Record of the rapid review: {{review_reference}}", "{{board}}, {{today}}", "# The period looked at",
                "{{period}}", "# The agencies that gave information", "{{agencies}}", "# Who took part",
                "{{people_by_role}}", "# What is known so far", "{{what_is_known}}", "# Are children safe now?",
                "{{safe_now}}", "# What was learned already, and can be acted on at once", "{{learned}}",
                "# Questions that stay open", "{{lines_of_enquiry}}", "# The decision", "{{decided_on}}: {{decision}}",
                "# Why", "{{reasons}}", "# What happens next", "{{next_steps}}", *_SIGNED,
            ),
        ),
        Letter(
            "terms-of-reference", "Terms of reference", "terms-of-reference",
            (*_REVIEW, "people_by_role", "lines_of_enquiry"), ("purpose", "family_part", "finish_day", "own_words"),
            to_agency=False,
            words=(
                "# Terms of reference: {{review_reference}}", "{{board}}, {{today}}", "# Purpose", "{{purpose}}",
                "The review looks at how people and organisations worked, and why it made sense to them then. It is "
                "not there to blame anybody.",
                "# The period", "{{period}}", "# The questions", "{{lines_of_enquiry}}", "# The agencies",
                "{{agencies}}", "# Who carries the review", "{{people_by_role}}", "# The family", "{{family_part}}",
                "# When it is to be finished", "{{finish_day}}", "{{own_words}}",
            ),
        ),
        Letter(
            "family", "Letter to the family", "family", (),
            ("addressee", "child_name", "how_to_take_part", "support", "contact", "own_words"), to_agency=False,
            words=(
                "{{board}}", "{{today}}", "Dear {{addressee}}",
                "We are writing to you about {{child_name}}. We are very sorry for what you are going through.",
                "When something very serious happens to a child, people from the services that knew the child look "
                "back together at how they worked. This is called a review. It does not decide whether anybody is "
                "guilty, and it is no court. It asks what services can do better, so that other children are safer.",
                "You knew {{child_name}} as nobody else did. If you want to, we would like to hear from you: what "
                "helped, what did not, and what you would have needed. You may say as much or as little as you like. "
                "You may bring somebody with you. You may also say no, or change your mind later.",
                "{{how_to_take_part}}",
                "Before anything is published we will tell you what it says, and you can talk to us about it first.",
                "This may bring up a great deal. Support: {{support}}", "{{own_words}}",
                "If you would like to talk to us: {{contact}}", "With our sympathy", *_SIGNED,
            ),
        ),
        Letter(
            "agency", "Letter to an agency", "review", (*_REVIEW, "agency", "agency_people"),
            ("addressee", "contact", "own_words", "next_steps"), to_agency=True,
            words=(
                "{{board}}", "{{today}}", "{{addressee}}", "{{agency}}", "# Review {{review_reference}}",
                "The partnership is carrying out a review in which your agency takes part. It looks at this period: "
                "{{period}}.",
                "For your agency these people take part: {{agency_people}}. Please tell us if that changes.",
                "{{own_words}}", "What happens next: {{next_steps}}",
                "What is shared in the review is confidential. Please pass it on only to those who need it for the "
                "review, and look after colleagues to whom it is near.",
                "Questions: {{contact}}", *_SIGNED,
            ),
        ),
        Letter(
            "decision", "Letter about the decision", "decision", _REVIEW,
            ("addressee", "decision", "decided_on", "reasons", "next_steps", "contact"), to_agency=False,
            words=(
                "{{board}}", "{{today}}", "{{addressee}}", "# The decision about {{review_reference}}",
                "On {{decided_on}} this was decided: {{decision}}", "# Why", "{{reasons}}", "# What happens next",
                "{{next_steps}}", "Questions: {{contact}}", *_SIGNED,
            ),
        ),
    )
}  # fmt: skip
