"""Waits: which end belongs to which start, how long it was, and what is said of it."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from keymoments.analysis.chronology import in_order
from keymoments.analysis.records import (
    Agency,
    Case,
    Entry,
    LocalLimit,
    Person,
    Precision,
    UncertainDate,
    UncertainTime,
)
from keymoments.analysis.sightings.values import Answer, Contact, Sighting
from keymoments.analysis.waits import Wait, wait_problems, waits
from keymoments.knowledge import load_vocabulary
from keymoments.knowledge.limits import load_limits

VOCABULARY = load_vocabulary("england")
NATIONS = {nation: load_limits(nation) for nation in ("england", "scotland", "northern-ireland")}
AGENCIES = (
    Agency("csc", "Fenmoor Children's Services", "childrens-social-care", ()),
    Agency("hv", "Fenmoor Health Visitors", "health-visiting", ()),
    Agency("pol", "Fenshire Police", "police", ()),
    Agency("sch", "Alder Road Primary", "school", ()),
)
IVO = Person("ivo", "Ivo Strand", role="child", subject=True, born=date(2022, 3, 1))
SCOPE = (date(2021, 1, 1), date(2023, 6, 30))


def a_case(nation: str = "england", people: tuple[Person, ...] = (IVO,), limits: tuple[LocalLimit, ...] = ()) -> Case:
    return Case("R", nation, *SCOPE, people=people, agencies=AGENCIES, limits=limits)


def row(agency: str, day: str, text: str, at: str = "", until: str = "", **columns: str) -> Entry:
    first, last = date.fromisoformat(day), date.fromisoformat(until or day)
    precision = Precision.DAY if first == last else Precision.RANGE
    minutes = int(at[:2]) * 60 + int(at[3:]) if at else 0
    time = UncertainTime(minutes, minutes, True) if at else None
    ident = f"{agency}-{day}-{text[:12]}"
    when = UncertainDate(first, last, precision)
    return Entry(ident, ident, agency, "f", "w", day, when, text, 0, time=time, columns=tuple(columns.items()))


END = row("csc", "2023-06-30", "File copied for the review.")


def found(*rows: Entry, standard: str, case: Case | None = None, contacts: tuple[Contact, ...] = ()) -> list[Wait]:
    case = case or a_case()
    entries = in_order((*rows, END))
    every = waits(entries, contacts, case, NATIONS[case.nation], VOCABULARY)
    return [wait for wait in every if wait.standard == standard]


def verdicts(*rows: Entry, standard: str, case: Case | None = None) -> list[tuple[int | None, str]]:
    return [(wait.elapsed, wait.verdict.value) for wait in found(*rows, standard=standard, case=case)]


REFERRAL = row("csc", "2022-05-31", "MARF from Alder Road, bruise to cheek.", Type="Referral")
STRATEGY = row("csc", "2022-05-26", "Police, HV. s47 joint. ICPC to be booked.", Type="Strategy discussion")
CONFERENCE = row("csc", "2022-06-20", "Made subject to a plan, neglect.", Type="ICPC")


def test_a_decision_across_two_bank_holidays_counts_working_days() -> None:
    decision = row("csc", "2022-06-06", "For assessment. Allocate to J Ode.", Type="Manager decision")
    assert verdicts(REFERRAL, decision, standard="referral-decision") == [(2, "exceeded")]


def test_a_decision_next_day_is_within_and_names_both_entries() -> None:
    decision = row("csc", "2022-06-01", "Threshold met, single assessment.", Type="Manager decision")
    (wait,) = found(REFERRAL, decision, standard="referral-decision")
    assert (wait.begins, wait.ends, wait.limit, wait.unit) == (REFERRAL.id, decision.id, 1, "working_days")
    assert (wait.due, wait.verdict.value, wait.status) == (date(2022, 6, 1), "within", "secondary")
    assert wait.begin_quote is not None
    assert wait.begin_quote.words == "Referral"


def test_referral_and_outcome_in_one_row_take_no_day() -> None:
    one = row("csc", "2022-05-31", "PPN received. Screened by duty, NFA.", Type="Police notice")
    assert verdicts(one, standard="referral-decision") == [(0, "within")]


def test_an_open_case_that_went_on_working_owes_no_decision() -> None:
    visit = row("csc", "2022-06-01", "Both seen.", Type="CP visit")
    later = row("csc", "2022-06-20", "Allocated to new worker.", Type="Management decision")
    assert verdicts(CONFERENCE, row("csc", "2022-07-01", "PPN in.", Type="PPN"), standard="referral-decision") == []
    assert verdicts(REFERRAL, visit, later, standard="referral-decision") == []


def test_the_conference_counts_from_the_discussion_that_began_the_enquiry() -> None:
    booked = row("csc", "2022-05-25", "Strategy discussion needed, booked for tomorrow.", Type="Decision")
    again = row("csc", "2022-06-08", "Review of enquiry. s47 to go on.", Type="Strategy discussion")
    (wait,) = found(booked, STRATEGY, again, CONFERENCE, standard="initial-conference")
    assert (wait.begins, wait.elapsed, wait.verdict.value) == (STRATEGY.id, 15, "within")


def test_a_conference_that_never_came_is_no_breach_but_no_end_recorded() -> None:
    chase = row("csc", "2022-06-10", "ICPC to be rebooked.", Type="Case note")
    assert verdicts(STRATEGY, chase, standard="initial-conference") == [(None, "no_end_recorded")]


def test_a_limit_that_falls_after_the_records_is_not_due() -> None:
    late = row("csc", "2023-06-20", "Police, HV. s47 joint. ICPC to be booked.", Type="Strategy discussion")
    assert verdicts(late, standard="initial-conference") == [(None, "not_due")]


def test_core_group_and_review_follow_the_conference() -> None:
    fell = row("csc", "2022-06-29", "Core group fell through, chair off sick.", Type="Core group")
    group = row("csc", "2022-07-06", "Mo, HV, school.", Type="Core group")
    review = row("csc", "2022-09-21", "Plan to continue.", Type="RCPC")
    second = row("csc", "2023-03-01", "Step down to CIN.", Type="RCPC")
    rows = (CONFERENCE, fell, group, review, second)
    assert verdicts(*rows, standard="core-group") == [(12, "exceeded")]
    assert verdicts(*rows, standard="review-conference") == [(93, "exceeded"), (161, "within")]


def test_a_conference_without_a_plan_starts_no_clock() -> None:
    none = row("csc", "2022-06-20", "Not made subject to a plan, CIN.", Type="ICPC")
    assert verdicts(none, standard="core-group") == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2022-03-15", (14, "within")), ("2022-03-16", (15, "exceeded")), ("2022-03-08", (7, "early"))],
)
def test_the_new_birth_visit_has_a_window(day: str, expected: tuple[int, str]) -> None:
    birth = row("hv", "2022-03-02", "Birth notification received, boy.", Type="Admin")
    tried = row("hv", "2022-03-06", "Nobody in, card left.", Type="New birth visit")
    visit = row("hv", day, "Baby asleep, 3.6 kg.", Type="New birth visit")
    assert verdicts(birth, tried, visit, standard="new-birth-visit") == [expected]


def test_a_return_interview_is_counted_in_hours_from_coming_home() -> None:
    reported = row("pol", "2022-08-01", "Reported missing by carer.", "21:00", Type="MISPER")
    located = row("pol", "2022-08-02", "Located at the pier.", "01:00", Type="MISPER")
    home = row("pol", "2022-08-02", "Driven home, handed to mother.", "02:30", Type="MISPER return")
    held = row("csc", "2022-08-05", "At school, on his own.", "03:30", Type="Return interview")
    (wait,) = found(reported, located, home, held, standard="return-interview")
    assert (wait.begins, wait.elapsed, wait.unit, wait.verdict.value) == (home.id, 73, "hours", "exceeded")


def test_hours_without_clock_times_that_may_be_either_are_left_open() -> None:
    home = row("pol", "2022-08-02", "Driven home, handed to mother.", Type="MISPER return")
    held = row("csc", "2022-08-05", "At school, on his own.", Type="Return interview")
    assert verdicts(home, held, standard="return-interview") == [(48, "start_unclear")]


def test_an_uncertain_day_never_makes_a_wait_exceeded() -> None:
    vague = row("csc", "2022-05-20", "Police, HV. s47 joint.", until="2022-05-31", Type="Strategy discussion")
    ((least, verdict),) = verdicts(vague, CONFERENCE, standard="initial-conference")
    assert verdict == "start_unclear"
    assert least == 12


def test_a_placement_wants_a_visit_within_a_week() -> None:
    placed = row("csc", "2022-10-03", "To foster carers tonight, s20 signed by mother.", Type="EDT")
    visit = row("csc", "2022-10-11", "Settled, showed me the hens.", Type="LAC visit")
    assert verdicts(placed, visit, standard="looked-after-visit") == [(8, "exceeded")]
    refused = row("csc", "2022-10-03", "Mother refused s20.", Type="Visit")
    assert verdicts(refused, visit, standard="looked-after-visit") == []


def test_plan_visits_are_measured_where_the_case_says_how_often() -> None:
    local = LocalLimit("plan-visit", 10, "working_days", date(2022, 7, 1), date(2022, 8, 31), "Plan")
    visits = [row("csc", day, "Both seen.", Type="CP visit") for day in ("2022-07-08", "2022-08-01", "2022-08-12")]
    found_ = verdicts(*visits, standard="plan-visit", case=a_case(limits=(local,)))
    assert found_ == [(5, "within"), (16, "exceeded"), (9, "within"), (None, "no_end_recorded")]
    assert verdicts(*visits, standard="plan-visit") == []


def test_northern_ireland_has_a_day_for_the_child_to_be_seen() -> None:
    referral = row("csc", "2022-09-05", "Burn to hand, in school.", "10:00", Type="UNOCINI")
    talk = row("csc", "2022-09-06", "PSNI, school. Joint Protocol.", "09:00", Type="Strategy discussion")
    visit = row("csc", "2022-09-07", "Saw him in class.", "11:00", Type="Visit")
    seen = Contact(visit.id, True, (Sighting("ivo", Answer.YES, Answer.NOT_RECORDED, Answer.NOT_RECORDED),))
    case = a_case("northern-ireland")
    assert verdicts(referral, talk, visit, standard="strategy-discussion", case=case) == [(23, "within")]
    (wait,) = found(referral, talk, visit, standard="child-seen", case=case, contacts=(seen,))
    assert (wait.elapsed, wait.verdict.value, wait.children) == (49, "exceeded", ("ivo",))


def test_scotland_counts_the_planning_meeting_from_the_notification() -> None:
    concern = row("csc", "2022-09-05", "Concern report from police, child at scene.", Type="Notification of concern")
    ird = row("csc", "2022-09-06", "Police, health, SW. Proceed to CP investigation.", Type="IRD")
    meeting = row("csc", "2022-10-05", "Name placed on the register.", Type="CPPM")
    case = a_case("scotland")
    assert verdicts(concern, ird, meeting, standard="planning-meeting", case=case) == [(30, "exceeded")]


E_MAIL = row("sch", "2022-05-03", "E-mailed social worker about the bruise, please ring.")


def test_a_message_that_nobody_answered_has_no_end_recorded() -> None:
    assert verdicts(E_MAIL, standard="no-response") == [(None, "no_end_recorded")]


@pytest.mark.parametrize(
    ("reply", "days"),
    [
        (row("sch", "2022-05-24", "Social worker rang back, apologised."), 15),
        (row("csc", "2022-05-24", "Replied to school, sorry for delay."), 15),
        (row("csc", "2022-05-24", "Found in old inbox: e-mail of 3/5 from school. Passed to TM."), 15),
    ],
)
def test_an_answer_ends_it_in_either_record(reply: Entry, days: int) -> None:
    assert verdicts(E_MAIL, reply, standard="no-response") == [(days, "exceeded")]


@pytest.mark.parametrize(
    "still",
    [
        row("sch", "2022-05-17", "No reply to my e-mail of 3/5 to social worker, re-sent."),
        row("csc", "2022-05-03", "E-mail in from school. Worker off, left in tray."),
    ],
)
def test_a_chase_or_a_shelved_receipt_is_no_answer(still: Entry) -> None:
    assert verdicts(E_MAIL, still, standard="no-response") == [(None, "no_end_recorded")]


def test_an_answer_in_time_is_within() -> None:
    reply = row("csc", "2022-05-05", "Rang school about the e-mail of 3/5, will visit.")
    assert verdicts(E_MAIL, reply, standard="no-response") == [(2, "within")]


def test_a_note_to_the_family_or_one_only_meant_is_no_message() -> None:
    rows = (
        row("sch", "2022-05-03", "E-mailed mum about the bruise, please ring."),
        row("sch", "2022-05-04", "To e-mail social worker about the bruise."),
    )
    assert verdicts(*rows, standard="no-response") == []


def test_a_grandmother_put_off_waits_until_somebody_goes() -> None:
    call = row("csc", "2022-05-03", "Call from MGM, worried about marks. Info only.", Type="Contact - other")
    visit = row("csc", "2022-06-01", "Both seen.", Type="CIN visit")
    assert verdicts(call, visit, standard="no-response") == [(21, "exceeded")]


def test_a_concern_runs_to_the_next_sighting_and_the_first_step() -> None:
    bruise = row("sch", "2022-05-03", "Bruise to left ear, says he fell.")
    visit = row("csc", "2022-05-13", "Saw Ivo at home.", Type="Visit")
    step = row("sch", "2022-05-20", "MARF sent.", Type="Referral")
    seen = Contact(visit.id, True, (Sighting("ivo", Answer.YES, Answer.NOT_RECORDED, Answer.NOT_RECORDED),))
    (sight,) = found(bruise, visit, step, standard="concern-to-seen", contacts=(seen,))
    (action,) = found(bruise, visit, step, standard="concern-to-action", contacts=(seen,))
    assert (sight.elapsed, sight.limit, sight.verdict.value) == (10, None, "no_limit")
    assert (action.elapsed, action.ends) == (17, step.id)


def test_a_pack_may_add_a_standard_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "limits").mkdir()
    (tmp_path / "events").mkdir()
    (tmp_path / "pack.yaml").write_text('title: Ours\nversion: "1"\n', encoding="utf-8")
    (tmp_path / "events" / "minutes-sent.yaml").write_text("opens: [minutes sent]\n", encoding="utf-8")
    (tmp_path / "limits" / "minutes.yaml").write_text(
        "standard: minutes\ntitle: Minutes\nstarts: [initial-conference]\nends: [minutes-sent]\n"
        "editions: [{count: 5, unit: working_days, source: Our board, status: secondary}]\n",
        encoding="utf-8",
    )
    limits = load_limits("england", (tmp_path,))
    rows = in_order((CONFERENCE, row("csc", "2022-06-30", "Minutes sent to all."), END))
    every = waits(rows, (), a_case(), limits, VOCABULARY)
    assert [(w.elapsed, w.verdict.value) for w in every if w.standard == "minutes"] == [(8, "exceeded")]


def test_a_baby_whom_the_review_is_not_about_is_laid_to_no_other_child() -> None:
    birth = row("hv", "2021-05-02", "Birth notification received, girl.", Type="Admin")
    visit = row("hv", "2021-05-20", "Baby asleep.", Type="New birth visit")
    (wait,) = found(birth, visit, standard="new-birth-visit")
    assert (wait.elapsed, wait.verdict.value, wait.children) == (18, "exceeded", ())


def test_order_and_unrelated_rows_change_nothing() -> None:
    rows = [REFERRAL, STRATEGY, CONFERENCE, E_MAIL, row("csc", "2022-07-06", "Mo, HV.", Type="Core group"), END]
    case, limits = a_case(), NATIONS["england"]
    first = waits(rows, (), case, limits, VOCABULARY)
    shuffled = list(rows)
    random.Random(3).shuffle(shuffled)
    assert waits(shuffled, (), case, limits, VOCABULARY) == first
    more = [*rows, row("hv", "2022-06-01", "Weighed, 6.1 kg."), row("pol", "2022-06-02", "Patrol, all quiet.")]
    assert waits(more, (), case, limits, VOCABULARY) == first


def test_an_undated_row_starts_nothing() -> None:
    undated = Entry("csc-x", "k", "csc", "f", "w", "", UncertainDate(None, None, Precision.NONE), "ICPC. Plan.", 0)
    assert waits((undated,), (), a_case(), NATIONS["england"], VOCABULARY) == ()


def test_doubtful_births_are_problems_without_case_text() -> None:
    late = Person("ada", "Ada Strand", role="child", subject=True, born=date(2024, 1, 1))
    limits = NATIONS["england"]
    (problem,) = wait_problems((), a_case(people=(late,)), limits)
    assert "after the end of the scope" in problem.what
    assert "No subject child" in wait_problems((), a_case(people=()), limits)[0].what
    birth = row("hv", "2022-01-20", "Birth notification received, boy.", Type="Admin")
    named = Entry(**{**{name: getattr(birth, name) for name in Entry.__slots__}, "people": ("ivo",)})
    (problem,) = wait_problems((named,), a_case(), limits)
    assert "before the birth date" in problem.what
    assert "boy" not in problem.what + problem.how_to_fix
