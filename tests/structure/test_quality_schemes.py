"""Schemes of quality markers load, their examples come out, and every pre-check has words."""

from __future__ import annotations

import pytest

from keymoments.analysis.quality import CHECKS, Counted, ReviewFacts, precheck
from keymoments.knowledge import pack_chain
from keymoments.knowledge.quality import scheme_files
from keymoments.web.presenters.quality import CHECK_PAGES, CHECK_WORDS
from keymoments.web.urls import urlpatterns

FILES = {key: file for _name, key, file in scheme_files(pack_chain("england"))}


@pytest.mark.parametrize(
    "example", [pytest.param(one, id=f"{key}-{number}") for key, file in FILES.items()
                for number, one in enumerate(file.examples)]
)  # fmt: skip
def test_an_example_of_a_pre_check_comes_out_as_it_says(example):
    value = example.done if example.of is None else Counted(example.done, example.of)
    assert precheck(example.check, ReviewFacts(**{example.check: value})).state == example.comes_to


def test_there_are_eighteen_markers_in_three_groups_and_four_grades_of_2010():
    assert [one.number for one in FILES["markers-18"].markers] == list(range(1, 19))
    assert {one.group for one in FILES["markers-18"].markers} == {"set-up", "running", "outputs"}
    assert list(FILES["evaluation-2010"].grades) == ["inadequate", "adequate", "good", "outstanding"]


def test_every_pre_check_has_words_and_leads_to_a_page_that_is_there():
    assert set(CHECK_WORDS) == set(CHECKS)
    assert set(CHECK_PAGES.values()) <= {page.name for page in urlpatterns}


def test_what_is_not_known_is_never_no():
    assert {precheck(key, ReviewFacts()).state for key in CHECKS} == {"unknown"}
