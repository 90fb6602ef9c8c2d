"""Every page and its address."""

from django.urls import path

from keymoments.web.views import (
    accounts,
    audit,
    chronology,
    entries,
    health,
    household,
    invitations,
    jobs,
    members,
    requests,
    reviews,
    sources,
    where,
)

REVIEW = "review/<slug:reference>"
urlpatterns = [
    path("", reviews.reviews, name="reviews"),
    path("review/new", reviews.new_review, name="new_review"),
    path(REVIEW, reviews.review, name="review"),
    path(f"{REVIEW}/declare", members.declare, name="declare"),
    path(f"{REVIEW}/members", members.members, name="members"),
    path(f"{REVIEW}/requests", requests.requests, name="requests"),
    path(f"{REVIEW}/requests/<slug:agency>/new", requests.new_request, name="new_request"),
    path(f"{REVIEW}/requests/<int:number>/sign-off", requests.sign_off, name="sign_off"),
    path(f"{REVIEW}/sources/<slug:agency>", sources.sources, name="sources"),
    path(f"{REVIEW}/sources/<slug:agency>/<int:number>", sources.source, name="source"),
    path(f"{REVIEW}/sources/<slug:agency>/<int:number>/entries", sources.source_entries, name="source_entries"),
    path(f"{REVIEW}/sources/<slug:agency>/<int:number>/original", sources.original, name="original"),
    path(f"{REVIEW}/requests/<slug:agency>/template/<slug:kind>", requests.template, name="template"),
    path(f"{REVIEW}/chronology", chronology.chronology, name="chronology"),
    path(f"{REVIEW}/chronology/views", chronology.saved_views, name="saved_views"),
    path(f"{REVIEW}/chronology/new", chronology.new_entry, name="new_entry"),
    path(f"{REVIEW}/chronology/export/<slug:kind>", chronology.export, name="export"),
    path(f"{REVIEW}/entries/<slug:key>", entries.entry, name="entry"),
    path(f"{REVIEW}/where/<slug:child>", where.where, name="where"),
    path(f"{REVIEW}/household", household.household, name="household"),
    path(f"{REVIEW}/household/new", household.new_person, name="new_person"),
    path(f"{REVIEW}/household/people/<slug:person>", household.person, name="person"),
    path(f"{REVIEW}/household/places", household.family_places, name="family_places"),
    path(f"{REVIEW}/household/unknown", household.unknown_people, name="unknown_people"),
    path(f"{REVIEW}/jobs", jobs.jobs, name="jobs"),
    path(f"{REVIEW}/audit", audit.audit, name="audit"),
    path(f"{REVIEW}/audit.csv", audit.audit_csv, name="audit_csv"),
    path("invitation/<str:token>", invitations.invitation, name="invitation"),
    path("accounts", accounts.accounts, name="accounts"),
    path("audit", audit.everything, name="everything"),
    path("health", health.health, name="health"),
]
