"""E-mails: threads, tables, attachments, and what a broken or hostile message does."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from keymoments.errors import UnreadableSource
from keymoments.ingest.blocks import Message, Passage, Table
from keymoments.ingest.mail import mail_attachments, read_mail
from keymoments.ingest.passages import PassageReading, drafts_from_message
from keymoments.knowledge.vocabulary import load_vocabulary

WORDS = load_vocabulary("wales")


def saved(tmp_path: Path, text: str | bytes, name: str = "note.eml") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def mail(
    tmp_path: Path,
    body: str,
    *,
    to: str = "Duty <duty@council.example>",
    sender: str = "Rhona Pike <r.pike@school.example>",
) -> Path:
    head = (
        f"From: {sender}\nTo: {to}\nSubject: Concern\nDate: Tue, 02 Mar 2021 16:05:00 +0000\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return saved(tmp_path, head + body)


def messages(path: Path) -> list[Message]:
    return [block for block in read_mail(path, path.name).blocks if isinstance(block, Message)]


def read(path: Path) -> list[PassageReading]:
    return [drafts_from_message(one, WORDS.dates, WORDS.headings, path.name, "0") for one in messages(path)]


def entries(path: Path) -> list[tuple[str, str, str]]:
    return [(draft.written_date, draft.written_time, draft.text) for one in read(path) for draft in one.drafts]


def test_message_is_an_entry_without_greeting_and_signature(tmp_path: Path) -> None:
    path = mail(
        tmp_path, "Hi all,\n\nIvo came in with a cut lip. He said he fell.\n\nKind regards\nRhona Pike\nHead of Year\n"
    )
    assert entries(path) == [("Tue, 02 Mar 2021", "16:05", "Ivo came in with a cut lip. He said he fell.")]


@pytest.mark.parametrize("signed", ["R Pike", "Rhona Pike, Head of Year 9, Northgate School", "Pike, Rhona\nRoom 4"])
def test_a_name_with_a_post_behind_it_is_no_part_of_the_message(tmp_path: Path, signed: str) -> None:
    path = mail(tmp_path, f"Ivo came in with a cut lip. He said he fell.\n{signed}\n")
    assert entries(path) == [("Tue, 02 Mar 2021", "16:05", "Ivo came in with a cut lip. He said he fell.")]


def test_a_sentence_about_a_namesake_stays_in_the_message(tmp_path: Path) -> None:
    path = mail(tmp_path, "Ivo came in with a cut lip.\nR Pike rang home and nobody answered the phone at all.\n")
    assert entries(path)[0][2].endswith("R Pike rang home and nobody answered the phone at all.")


def test_outlook_thread_gives_each_message_its_own_date(tmp_path: Path) -> None:
    body = """Any news on this?

Rhona

-----Original Message-----
From: Rhona Pike
Sent: 26 February 2021 09:10
To: Duty
Cc: Head Office;
 Second Line
Subject: Ivo

He was late again and had not eaten.

________________________________
From: Duty <duty@council.example>
Sent: Wednesday, 24 February 2021 4:31 PM
To: Rhona Pike
Subject: Ivo

We have logged your call.

Duty team
"""
    assert entries(mail(tmp_path, body)) == [
        ("Tue, 02 Mar 2021", "16:05", "Any news on this?"),
        ("26 February 2021", "09:10", "He was late again and had not eaten."),
        ("Wednesday, 24 February 2021", "4:31 PM", "We have logged your call."),
    ]


def test_quoted_answers_go_back_to_who_wrote_them(tmp_path: Path) -> None:
    body = """See my answers below.

On Mon, 1 Mar 2021 at 14:10, Dale Orme <d.orme@gp.example>
wrote:

> Has anybody seen the baby this week?
>
> On 26 Feb 2021, at 08:00, Rhona Pike <r.pike@school.example> wrote:
>
>> Mum was in the yard with an empty pram.

Not since Thursday.
"""
    found = messages(mail(tmp_path, body))
    texts = [
        [line.text for block in one.body if isinstance(block, Passage) for line in block.lines if line.text]
        for one in found
    ]
    assert texts == [
        ["See my answers below.", "Not since Thursday."],
        ["Has anybody seen the baby this week?"],
        ["Mum was in the yard with an empty pram."],
    ]
    assert [one.sent for one in found] == [
        datetime(2021, 3, 2, 16, 5),  # noqa: DTZ001 - the sender's own clock
        datetime(2021, 3, 1, 14, 10),  # noqa: DTZ001
        datetime(2021, 2, 26, 8, 0),  # noqa: DTZ001
    ]
    assert found[1].sender == "Dale Orme <d.orme@gp.example>"


@pytest.mark.parametrize(
    "header",
    [
        "Oddi wrth: Mair Huws\nAnfonwyd: 3 Chwefror 2021 14:10\nAt: Dyletswydd\nPwnc: Cai",
        "---------- Forwarded message ---------\nFrom: Mair Huws <m@x.example>\nDate: Wed, 3 Feb 2021 at 14:10\n"
        "Subject: Cai\nTo: <d@x.example>",
        "Begin forwarded message:\n\nFrom: Mair Huws <m@x.example>\nSubject: Cai\n"
        "Date: 3 February 2021 at 14:10:22 GMT\nTo: Duty",
        "*From:* Mair Huws <m@x.example>\n*Sent:* 03 February 2021 14:10\n*To:* Duty\n*Subject:* Cai",
        "-------- Forwarded Message --------\nSubject: \tCai\nDate: \tWed, 3 Feb 2021 14:10:22 +0000\n"
        "From: \tMair <m@x.example>\nTo: \tDuty",
        "Ar 3 Chwefror 2021, am 14:10, ysgrifennodd Mair Huws:",
    ],
)
def test_header_of_an_earlier_message_in_any_program(tmp_path: Path, header: str) -> None:
    path = mail(tmp_path, f"Please see below.\n\n{header}\n\nCai slept in class all morning today.\n")
    found = read(path)
    assert len(found) == 2
    assert found[1].drafts[0].text == "Cai slept in class all morning today."
    assert "2021" in found[1].drafts[0].written_date
    assert found[1].drafts[0].written_time.startswith("14:10")


def test_list_of_dates_in_a_message_is_read_instead_of_it(tmp_path: Path) -> None:
    body = """Hello

Here are our dates as asked, sorry they are late.

5/1/21 - Ivo not in, no call.
7/1/21 - Rang home, gran answered. She said he was poorly
and that she had not seen him herself.
2 Feb 21 - Ivo back. Quiet.

Anything else let me know.

Thanks
Rhona
"""
    path = mail(tmp_path, body, to="Review Team <reviews@partnership.example>")
    assert [text for _, _, text in entries(path)] == [
        "Ivo not in, no call.",
        "Rang home, gran answered. She said he was poorly\nand that she had not seen him herself.",
        "Ivo back. Quiet.",
    ]


def test_covering_message_to_the_review_is_no_entry_but_its_thread_is(tmp_path: Path) -> None:
    body = """Thread as requested.

Rhona

-----Original Message-----
From: Rhona Pike
Sent: 26 February 2021 09:10
To: Duty
Subject: Ivo

He was late again.
"""
    path = mail(tmp_path, body, to="LSCB Business Unit <lscb@council.example>")
    assert [text for _, _, text in entries(path)] == ["He was late again."]
    assert read(path)[0].skipped == ("e-mail 1, line 1", "e-mail 1, line 3")


def test_report_to_the_review_that_tells_something_is_kept(tmp_path: Path) -> None:
    told = "I saw Ivo at the bus stop on my way home. He was with two older men and got into their car."
    path = mail(tmp_path, f"{told}\n", to="Review Team <reviews@partnership.example>")
    assert [text for _, _, text in entries(path)] == [told]


def test_labelled_notice_in_a_message(tmp_path: Path) -> None:
    body = """For information.

Ref: 12/A
Date/time: 15/02/2021 2347hrs
Location: 4 Back Lane
Circumstances: Neighbour reports shouting. Boy (5) awake on stairs.
-----

Public Protection Unit
"""
    assert entries(mail(tmp_path, body)) == [
        ("15/02/2021", "2347hrs", "Neighbour reports shouting. Boy (5) awake on stairs.")
    ]


def html_mail(tmp_path: Path, html: str, plain: str | None = None) -> Path:
    message = EmailMessage()
    message["From"], message["To"] = "Élodie Née <e@x.example>", "Duty <d@x.example>"
    message["Subject"], message["Date"] = "Noté – Ivo", "Tue, 02 Mar 2021 16:05:00 +0000"
    if plain is not None:
        message.set_content(plain)
        message.add_alternative(html, subtype="html")
    else:
        message.set_content(html, subtype="html", cte="quoted-printable")
    return saved(tmp_path, message.as_bytes())


def test_html_only_message_with_table(tmp_path: Path) -> None:
    html = """<html><head><style>p {color: red}</style><script>alert(1)</script></head><body><p>Dates below.</p>
    <table><tr><th>Date</th><th>Note</th></tr><tr><td>3/1/21</td><td>Not in.<br>No call.</td></tr>
    <tr><td>4/1/21</td><td>In&nbsp;late.</td></tr></table><p style="display:none">hidden</p></body></html>"""
    (found,) = messages(html_mail(tmp_path, html))
    assert found.subject == "Noté – Ivo"
    assert found.sender.startswith("Élodie Née")
    tables = [block for block in found.body if isinstance(block, Table)]
    assert [row.cells for row in tables[0].rows] == [
        ("Date", "Note"),
        ("3/1/21", "Not in.\nNo call."),
        ("4/1/21", "In late."),
    ]
    words = " ".join(
        line.text for block in found.body if isinstance(block, Passage) for line in block.lines if line.text
    )
    assert words == "Dates below."


def test_html_thread_of_outlook(tmp_path: Path) -> None:
    html = """<div><p>Any news?</p><div style="border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Rhona Pike<br>
    <b>Sent:</b> 26 February 2021 09:10<br><b>To:</b> Duty<br><b>Subject:</b> Ivo</p></div>
    <table><tr><td><p>He was late again and had not eaten.</p></td></tr></table></div>"""
    assert [text for _, _, text in entries(html_mail(tmp_path, html))] == [
        "Any news?",
        "He was late again and had not eaten.",
    ]


def test_alternatives_are_read_once_and_the_fuller_one(tmp_path: Path) -> None:
    html = "<p>Ivo was seen by the nurse today and was well in himself and chatty.</p>"
    text = "Ivo was seen by the nurse today and was well in himself and chatty."
    assert [one for _, _, one in entries(html_mail(tmp_path, html, plain=text + "\n"))] == [text]
    assert [one for _, _, one in entries(html_mail(tmp_path, html, plain="Your program shows no HTML.\n"))] == [text]


def test_columns_that_the_plain_text_lost_come_from_the_html(tmp_path: Path) -> None:
    html = (
        "<table>"
        + "".join(f"<tr><td>{day}/1/21</td><td>Note of day {day}</td></tr>" for day in range(1, 6))
        + "</table>"
    )
    plain = "\n".join(f"{day}/1/21\n\nNote of day {day}\n" for day in range(1, 6))
    (found,) = messages(html_mail(tmp_path, html, plain=plain))
    assert any(isinstance(block, Table) for block in found.body)


def test_wrong_character_set_keeps_the_words(tmp_path: Path) -> None:
    head = b"From: a@x.example\nDate: Tue, 02 Mar 2021 16:05:00 +0000\nContent-Type: text/plain; charset=%s\n\n"
    for charset in (b"utf-8", b"us-ascii", b"no-such-set", b'"'):
        path = saved(tmp_path, head % charset + "He owes £5 – “gone”.\n".encode("cp1252"))
        assert entries(path)[0][2] == "He owes £5 – “gone”."


def test_attachments_come_with_their_names(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Date"] = "a@x.example", "Tue, 02 Mar 2021 16:05:00 +0000"
    message.set_content("Log attached.\n")
    message.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="../../etc/cofnod ŵ.docx")
    message.add_attachment("a,b\n", subtype="csv", filename="log.csv")
    path = saved(tmp_path, message.as_bytes())
    assert mail_attachments(path) == (("cofnod ŵ.docx", b"PK\x03\x04"), ("log.csv", b"a,b\n"))
    assert len(messages(path)) == 1
    assert messages(path)[0].brings


def test_forwarded_message_inside_is_a_message_not_an_attachment(tmp_path: Path) -> None:
    inner = EmailMessage()
    inner["From"], inner["Date"], inner["Subject"] = "b@x.example", "Mon, 01 Mar 2021 08:00:00 +0000", "Ivo"
    inner.set_content("He had no shoes.\n")
    inner.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="photo.pdf")
    outer = EmailMessage()
    outer["From"], outer["Date"] = "a@x.example", "Tue, 02 Mar 2021 16:05:00 +0000"
    outer.set_content("Forwarded.\n")
    outer.add_attachment(inner)
    path = saved(tmp_path, outer.as_bytes())
    assert [date for date, _, _ in entries(path)] == ["Tue, 02 Mar 2021", "Mon, 01 Mar 2021"]
    assert [name for name, _ in mail_attachments(path)] == ["photo.pdf"]


def test_mailbox_of_two(tmp_path: Path) -> None:
    one = "From a@x.example Tue Mar  2 16:05:00 2021\nFrom: a@x.example\n"
    one += "Date: Tue, 02 Mar 2021 16:05:00 +0000\n\nFirst.\n\n"
    two = "From b@x.example Wed Mar  3 10:00:00 2021\nFrom: b@x.example\n"
    two += "Date: Wed, 03 Mar 2021 10:00:00 +0000\n\nSecond.\nFrom now on.\n"
    assert [text for _, _, text in entries(saved(tmp_path, one + two, "box.mbox"))] == [
        "First.",
        "Second.\nFrom now on.",
    ]


def test_outlook_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match=r"\.eml"):
        read_mail(saved(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200), "a.msg"), "a.msg")


def test_encrypted_message_is_a_problem(tmp_path: Path) -> None:
    text = "From: a@x.example\nDate: Tue, 02 Mar 2021 16:05:00 +0000\n"
    text += "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nAAAA\n"
    document = read_mail(saved(tmp_path, text), "note.eml")
    assert document.blocks == ()
    assert "encrypted" in document.problems[0].what


@pytest.mark.parametrize("depth", [200, 2000])
def test_messages_within_messages(tmp_path: Path, depth: int) -> None:
    level = "From: a@x.example\nDate: Tue, 02 Mar 2021 16:05:00 +0000\nContent-Type: message/rfc822\n\n"
    path = saved(tmp_path, level * depth + "From: z@x.example\n\nDeep.\n")
    try:
        assert len(read_mail(path, "note.eml").blocks) >= 1
        mail_attachments(path)
    except UnreadableSource:
        assert depth > 200


def test_random_bytes_and_cut_messages_never_crash(tmp_path: Path) -> None:
    chance = random.Random(7)
    html = "<table><tr><td>1</td><td>a</td></tr><tr><td>2</td><td>b</td></tr></table>"
    whole = html_mail(tmp_path, html, plain="1 a\n").read_bytes()
    for turn in range(100):
        cut = bytearray(whole[: chance.randrange(1, len(whole))])
        for _ in range(chance.randrange(12)):
            cut[chance.randrange(len(cut))] = chance.randrange(256)
        path = saved(tmp_path, bytes(cut) if turn % 3 else chance.randbytes(400))
        with suppress(UnreadableSource):
            read(path)
            mail_attachments(path)


def test_rows_of_a_table_in_a_message_are_its_entries(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{day}/1/21</td><td>Note of day {day}.</td></tr>" for day in range(1, 4))
    html = f"<p>Dates as asked.</p><table><tr><th>Date</th><th>Note</th></tr>{rows}</table><p>Regards<br>Rhona</p>"
    found = entries(html_mail(tmp_path, html))
    assert [(date, text) for date, _, text in found] == [(f"{day}/1/21", f"Note of day {day}.") for day in range(1, 4)]
