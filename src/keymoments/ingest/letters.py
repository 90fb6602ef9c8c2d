"""What stands around a narrative and is none of it: greetings, sign-offs, letterheads, keys, page furniture."""

from __future__ import annotations

import re

_GREETING = re.compile(
    r"(?:hi|hiya|hello|hey|dear|annwyl|helo|shwmae|good (?:morning|afternoon|evening)|morning|afternoon"
    r"|all|team|colleagues"
    r"|bore da|p(?:ry)?nawn da|noswaith dda|to whom it may concern)\b[^.?!;:]{0,60}[,:!.]?$",
    re.IGNORECASE,
)
_SPOKEN_GREETING = re.compile(r"(?i:hi|hiya|hello|hey|helo)(?: [A-Z]\w+)?(?:,| -| –)\s+(?=[a-z])")
_SIGN_OFF = re.compile(
    r"(?:yours\b|(?:with )?(?:kind(?:est)?|best|warm(?:est)?) (?:regards|wishes)|(?:with )?regards"
    r"|many thanks|thanks|thank you"
    r"|cheers|best\b|cofion|diolch|yn gywir|yr eiddoch|hwyl|le meas|with thanks|respectfully|sincerely"
    r"|dictated but not)",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"(?:caution|warning|external)?\W*(?:this|the information in this|the contents of this|any views"
    r"|please consider|if you are "
    r"not the (?:intended|addressee)|mae'r? (?:neges|e-bost))\b.{0,60}\b(?:e-?mail|message|transmission"
    r"|neges|environment"
    r"|recipient|confidential|originated)"
    r"|sent from (?:my|outlook|yahoo)|get outlook for|\[?external(?: e-?mail)?\]?\W*$|sent from .{0,20}mobile",
    re.IGNORECASE,
)
_RULE = re.compile(r"(?:[-_=*~#.\u2013\u2014\u2500-\u257f]\s?){3,}$")
_END = re.compile(
    r"\W*(?:end of\b|diwedd\b|ends?\W*$|(?:the )?(?:print|printout|export|extract|notes?|records?|log"
    r"|report|entries|sheet)s? ends?\b"
    r"|\w* ?end of (?:print|export|extract|notes|record|report|log)\b|no (?:further|more) entries)",
    re.IGNORECASE,
)
_END_BEHIND = re.compile(
    r"[.!)]\s+end of (?:print(?:out)?|export|extract|notes|records?|log|sheet|report)\W*$", re.IGNORECASE
)
_KEY = re.compile(r"\(?[‘'“\"]?[^\s=.;,][^=.;,]{0,25}[’'”\"]? = [^=]{2,80}?(?:[.;,)]\s*|$)")
_FOOTNOTE = re.compile(r"(?:\[\d{1,2}\]|[†‡¹²³]+)\s*\S")
_PAGE = re.compile(
    r"(?:.{0,60}\b)?(?:page|tudalen|pg|leathanach)\s*\d{1,4}(?:\s*(?:of|o|/)\s*\d{1,4})?\W*$"
    r"|(?:-\s*)?\d{1,3}(?:\s*-|\s*/\s*\d{1,3})?$"
    r"|(?:printed|print date|argraffwyd|date printed|downloaded)\b(?!.{90})",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"print|export|generat|extract|argraff|allforio|copied|downloaded|run date|as at\b|disclos|prepared|compiled",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?:\bd\W?\s?o\W?\s?b\b\W?|\bd\.?g\.?\W|\bborn\b(?: on)?|date of birth|\bb\.|birth ?date|birthday|dyddiad geni"
    r"|\bchi\b(?: (?:no|number)\b)?|\bedd\b|\baged?\b)"
    r"(?:\s*\([^)]{1,30}\))?[\s:.()=–-]*(?:\w{3,9}day\s)?$",
    re.IGNORECASE,
)
_BORN_BEHIND = re.compile(r"[\s,]*\(?(?:d\.?o\.?b\b|date of birth|born\b|birth ?date)", re.IGNORECASE)
# "Re: Ann Smith (mother of …) 2/5/2014": who a letter is about; a date there is a birthday, or a flat is "2/1".
_SUBJECT = re.compile(
    r"\W*(?:re\b|(?:patient|client|name|child|pupil|regarding|service user|parth|enw)\b[^:]{0,20}:)\W*", re.IGNORECASE
)
_NEXT_MEETING = re.compile(
    r"(?:dates? (?:and time )?of (?:the )?next|next|dyddiad y|y) (?:[\w-]+ ){0,2}?(?:meeting|review|conference"
    r"|core group|panel|appointment|cyfarfod)s?(?: nesaf)?(?: dates?)?\s*:",
    re.IGNORECASE,
)
_OCCASION = re.compile(
    r"conference|panel|hearing|medical|police|letter|report|referral|concern|core group|strategy|minutes?\b|tribunal"
    r"|investigation|enquiry|interview|episode|missing|assault|arrest|allegation|disclosure|injur|death|accident"
    r"|operation|request|notification|application|\border\b|\bplan\b|results?\b|\bscan\b|exclusion|eviction|complaint",
    re.IGNORECASE,
)
_TYPED = re.compile(
    r"typed|dictated|transcri|written up|typ\w*'?d|teipi|sign(?:ed)? off|authoris|verified|received|rec'?d"
    r"|created|entered"
    r"|recorded|sent\b|issued|faxed|copied|referr(?:al|ed)|next (?:appt|appointment|review)|review date",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"contact|attend|clinic|seen|visit|admi(?:tted|ssion)|discharge|incident|occurr|event|arriv"
    r"|appointment|consultation|call\b"
    r"|encounter|review(?:ed)?\b|presented|held|meeting|assessment|resus|cyswllt|ymweliad|digwyddiad",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:to|from|re|ref|our ref|your ref|cc|copy|copies|copi|subject|patient|name|nhs|hosp(?:ital)?|chi"
    r"|h&c|address|tel|fax|e-?mail"
    r"|gp|addressee|enc|encs|via|private|confidential|strictly|restricted|official|at|pwnc|client|case no"
    r"|unit no|ward|consultant"
    r"|dob|d\.?o\.?b|type|location|present|in attendance|apologies|venue)\b[^.]{0,40}?:",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"\W*(?:private|strictly|confidential|in confidence|restricted|official|cyfrinachol|cyfyngedig"
    r"|not for onward)\b[^.]{0,80}\.?$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:dr|mr|mrs|ms|miss|mx|prof(?:essor)?|sister|s/n|sn|rgn|hv|shv|sw|psw|ssw|pc|ps|sgt|insp|dc|ds|di"
    r"|cpn|rmn|cmw|mw|dsl|head"
    r"|clerk|admin|signed|electronically|secretary|consultant|(?:[A-Z]\.? ?){1,3}[A-Z][a-z'’]+)\b",
)
_RECORD_MARK = re.compile(
    r"(?:electronically )?(?:validated|entered|recorded|confirmed|verified|signed|authori[sz]ed"
    r"|originat(?:or|ed)|created|last edited"
    r"|amended|updated|typed|input|logged|written|cofnodwyd|llofnod)(?: (?:by|off by|on)\b|:)",
    re.IGNORECASE,
)
_PERSONAL = {"i", "we", "he", "she", "they", "was", "were", "had", "has", "have", "is", "said", "says", "me", "my"}
_TO_REVIEW = re.compile(
    r"\b(?:scr|lcspr|cspr|spr|cmr|susr|dhr|cpr|imr|lscb|lscp|sscb|sbni|cysur|dash review)s?\b|(?:case"
    r"|practice|learning|rapid|child"
    r"|domestic homicide|significant) reviews?\b|serious case|\breviews?\b.{0,15}\b(?:team|panel|group"
    r"|manager|business|officer|author"
    r"|chair|lead|inbox|admin)|business (?:unit|manager|support)|safeguarding (?:children'?s? )?(?:board|partnership)"
    r"|\breviews?(?:\.\w+)?@|hyb diogelu|safeguarding hub|bwrdd diogelu",
    re.IGNORECASE,
)
_COVER = re.compile(
    r"attach|enclos|as (?:asked|requested|discussed|promised)|you (?:asked|requested)|per your request"
    r"|please find|here (?:is|are)"
    r"|chain\b|typed (?:out|up)|cut and pasted|copies|from (?:the|our) (?:system|record|file)|our (?:dates"
    r"|chronology|notes|records)"
    r"|these are|below (?:is|are)|amgaeaf|atodaf|ynghlwm|for (?:the|your) review",
    re.IGNORECASE,
)


def is_rule(text: str) -> bool:
    """Whether a line only divides ("-----", "====")."""
    return bool(_RULE.match(text))


def is_end_mark(text: str) -> bool:
    """Whether a line says that the record ends here ("END OF NOTES", "Diwedd")."""
    return len(text) <= 120 and bool(_END.match(text) or (_END_BEHIND.search(text) and not re.search(r"\d", text)))


def is_key(text: str) -> bool:
    """Whether a line explains abbreviations ("RE = routine enquiry. FH = fundal height")."""
    found = _KEY.match(text)
    if not found:
        return False
    covered = sum(match.end() - match.start() for match in _KEY.finditer(text))
    return covered > 0.7 * len(text) or text.startswith("(") or text.count(" = ") > 1


def is_footnote(text: str) -> bool:
    """Whether a line is a note at the foot, with its mark in front."""
    return bool(_FOOTNOTE.match(text))


def is_page_line(text: str) -> bool:
    """Whether a line is what a printer puts on every page."""
    return len(text) <= 120 and bool(_PAGE.match(text))


def is_greeting(text: str) -> bool:
    """Whether a whole line greets ("Dear Dr Price,"); one that goes on with a sentence does not."""
    return len(text.split()) <= 7 and bool(_GREETING.match(text))


def without_spoken_greeting(text: str) -> str:
    """The text without a "Hi," in front of a sentence that goes on in small letters."""
    return _SPOKEN_GREETING.sub("", text, count=1) if _SPOKEN_GREETING.match(text) else text


def is_sign_off(text: str) -> bool:
    """Whether a line ends a letter ("Yours sincerely", "Diolch, Mair"); thanks inside a sentence do not."""
    if not _SIGN_OFF.match(text) or len(text.split()) > 6:
        return False
    return not re.search(r"[.?!]\s|\b(?:for|am|you for|i)\b", text, re.IGNORECASE)


def is_disclaimer(text: str) -> bool:
    """Whether a line is the small print of an e-mail system."""
    return bool(_DISCLAIMER.match(text))


def is_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(re.search(r"[.?!…][’'”\")\]]*\s*$", text))


def is_address_line(text: str) -> bool:
    """Whether a line stands at the head of a letter: addressee, reference, patient, marking."""
    if len(text) > 110 or (is_sentence(text) and len(text.split()) > 12):
        return False
    return bool(_ADDRESS.match(text) or _BANNER.match(text))


def is_addressed(text: str) -> bool:
    """Whether a short line names who a letter is to or about ("To the Duty Social Worker", "Re: …")."""
    return len(text.split()) <= 16 and bool(
        re.match(r"(?:to (?:the|all|whom)\b|to:|at:|re\b ?:|our ref|your ref)", text, re.IGNORECASE)
    )


def is_signature(text: str) -> bool:
    """Whether a short last line names who wrote ("Dr T Vaz, F2", "Clinic clerk for Dr Amadi")."""
    words = text.split()
    if not words or len(words) > 12 or len(text) > 90 or is_sentence(text) or is_next_meeting(text):
        return False
    return not _PERSONAL & {word.casefold().strip(",.") for word in words} and text[0].isupper()


def is_record_mark(text: str) -> bool:
    """Whether a line only says who put the entry into the system, and when ("Validated by: …")."""
    return len(text.split()) <= 14 and bool(_RECORD_MARK.match(text))


def names_somebody(text: str) -> bool:
    """Whether a short line begins with a title, a role or initials and a surname."""
    return bool(_NAMED.match(text))


def is_personal(text: str) -> bool:
    """Whether words of telling ("she said", "we were") stand in a text: then it is no heading."""
    return bool(_PERSONAL & set(re.findall(r"[a-z]+", text.casefold())))


def rank_of(before: str, after: str = "", *, timed: bool = False) -> int:
    """How surely the date after ``before`` is the day of the contact.

    -1 never (birth dates, days of printing); 0 typed, sent; 1 nothing said; 2 the words of a contact stand by it.
    """
    near = before[-60:]
    if re.search(r"\bborn\b(?: on)?[\s:]*$", near, re.IGNORECASE) and (timed or re.match(r"\W*(?:at|@) ?\d", after)):
        return 1  # a birth with its hour is the event itself
    if _BORN.search(near) or _MADE.search(near) or _BORN_BEHIND.match(after) or _is_of_person(before):
        return -1
    last = re.split(r"[.;|(]\s*", near)[-1]
    if _TYPED.search(last):
        return 0
    return 2 if _CONTACT.search(before) else 1


def is_next_meeting(text: str) -> bool:
    """Whether a labelled line of minutes only says when those present meet again."""
    return len(text) <= 120 and bool(_NEXT_MEETING.match(text))


def is_birth_before(text: str) -> bool:
    """Whether a line breaks off where a date of birth must follow ("… Both dob")."""
    return bool(_BORN.search(text[-60:]))


def _is_of_person(before: str) -> bool:
    """Whether nothing but a person's name, and what stands in brackets behind it, is before a date."""
    subject = _SUBJECT.match(before)
    if subject is None or _CONTACT.search(before) or _OCCASION.search(before):
        return False
    words = re.findall(r"[^\W\d_][\w'’.-]*", re.sub(r"\([^)]*\)?", " ", before[subject.end() :]))
    return bool(words) and all(word[0].isupper() or word in ("and", "de", "van", "o") for word in words)


def goes_to_review(to: str) -> bool:
    """Whether a message is addressed to those who run a review."""
    return bool(_TO_REVIEW.search(to))


def is_cover(text: str) -> bool:
    """Whether a text says that it brings something else along."""
    return bool(_COVER.search(text))
