"""Loading governance's sample, once `plans.sample.loading` has loaded the plan and its year.

What documents and law name comes first, then the invented year. It is told through the verbs
that the pages use, by the posts that answer, at moments of that year; packs come last, because
publishing one settles the record. Nothing is random: the same lines are made every time.
"""

import datetime as dt

from django.db import transaction

from governance import clocks, publishing_dates, sample
from governance.models import (
    Action,
    Body,
    Control,
    Decision,
    Meeting,
    Organisation,
    Pack,
    PackDraft,
    ProgrammeItem,
    PublicationDuty,
    Risk,
    ScopeArea,
    ScrutinyItem,
    Strategy,
)
from governance.models.meetings import meeting_days
from governance.packs import begin, publish
from opcc.office.models import User
from plans import sample as plan_sample
from plans.models import DeliveryPlan, Measure
from plans.sample.loading import LONDON, day
from plans.sample.registers import Registers, in_order

KINDS = [
    Body,
    Organisation,
    Meeting,
    PackDraft,
    Pack,
    ProgrammeItem,
    ScrutinyItem,
    Risk,
    Decision,
    Action,
    Strategy,
    PublicationDuty,
]
"""What a database holds of its own, if it is in use. Bands of risk come with the tables."""


@transaction.atomic
def load(tell):
    """Add bodies, registers and packs to the demonstration; `tell` is called with a line each."""
    loading = Loading(DeliveryPlan.objects.get())
    for step in (loading.load_written, loading.load_year, loading.load_packs):
        tell(f"  {step()}")


class Loading(Registers):
    """The steps of loading."""

    apart = Registers.apart | {
        "agreed_on",
        "bodies",
        "body",
        "closed",
        "controls",
        "meeting",
        "papers",
        "partners",
        "recommendation",
        "scope_areas",
        "scope_as_of",
        "scores",
        "steps",
    }

    def __init__(self, plan):
        super().__init__(plan)
        self.bodies, self.meetings, self.partners = {}, {}, {}

    # --- What documents and law name ----------------------------------------------------------
    def load_written(self):
        for described in sample.written("bodies")["bodies"]:
            self.load_body(described)
        for described in sample.written("strategies")["strategies"]:
            self.make(Strategy, described)
        for described in sample.written("publication")["duties"]:
            self.make(PublicationDuty, {"starts_on": str(self.plan.starts_on)} | described)
        self.load_letter(sample.written("programme"))
        return (
            f"{Body.objects.count()} bodies, {Strategy.objects.count()} strategies and policies, "
            f"{PublicationDuty.objects.count()} publication duties"
        )

    def load_body(self, described):
        body = self.bodies[described["name"]] = self.make(Body, described)
        body.partners.set([self.partner(name) for name in described["partners"]])
        for area in described.get("scope_areas", []):
            ScopeArea.objects.create(body=body, as_of=day(described["scope_as_of"]), **area)

    def partner(self, name):
        if name not in self.partners:
            self.partners[name] = Organisation.objects.create(name=name)
        return self.partners[name]

    def load_letter(self, described):
        """The topics of 2014. Nobody of the demonstration spoke then, so no line is written."""
        meeting = self.load_meeting(described["meeting"])
        for topic in described["items"]:
            words = {name: value for name, value in topic.items() if name != "chosen_on"}
            item = self.make(ProgrammeItem, words, offered_at=meeting)
            item.choose(on=day(topic["chosen_on"]))

    # --- The invented year --------------------------------------------------------------------
    def load_year(self):
        self.load_meetings()
        self.review_strategies()
        self.load_programme()
        self.load_scrutiny()
        self.load_decisions()
        self.load_actions()
        self.load_risks()
        self.load_publications()
        return (
            f"{Meeting.objects.count()} meetings, {ScrutinyItem.objects.count()} questions and "
            f"recommendations, {Risk.objects.count()} risks, {Decision.objects.count()} decisions, "
            f"{Action.objects.count()} actions"
        )

    def load_meetings(self):
        described = sample.invented("meetings")
        facts = {}
        for series in described["series"]:
            for on in meeting_days(day(series["first"]), day(series["last"]), series["weeks"]):
                shared = {name: series[name] for name in ("body", "starts_at", "place")}
                facts[series["body"], str(on)] = shared | {"on": str(on)}
        for meeting in described["meetings"]:
            key = meeting["body"], meeting["on"]
            facts[key] = facts.get(key, {}) | meeting
        for meeting in sorted(facts.values(), key=lambda meeting: meeting["on"]):
            self.load_meeting(meeting)

    def load_meeting(self, described):
        facts = self.columns(Meeting, described)
        cancelled_on = facts.pop("cancelled_on", None)
        meeting = Meeting.objects.create(body=self.bodies[described["body"]], **facts)
        self.meetings[described["body"], described["on"]] = meeting
        for paper in described.get("papers", []):
            meeting.add_paper(**paper)
        if cancelled_on:
            meeting.cancel(on=cancelled_on)
        return meeting

    def review_strategies(self):
        for described in sample.invented("strategies")["strategies"]:
            strategy = Strategy.objects.get(title=described["title"])
            days = {"agreed_on": day(described.get("agreed_on"))}
            strategy.change(**self.columns(Strategy, described) | days)

    def load_programme(self):
        for described in sample.invented("programme")["items"]:
            item = self.make(ProgrammeItem, described)
            for step in described["steps"]:
                facts = {name: value for name, value in step.items() if name != "verb"}
                if "meeting" in facts:
                    facts["meeting"] = self.panel_meeting(facts["meeting"])
                getattr(item, step["verb"])(**facts | {"on": day(step["on"])})

    def load_scrutiny(self):
        for described in in_order(sample.invented("scrutiny")["items"], "raised_on"):
            due_on = clocks.due_on(
                described["clock"],
                day(described["raised_on"]),
                period_days=described.get("period_days"),
                agreed_on=day(described.get("agreed_on")),
            )
            asked = {"body": self.bodies.get(described.get("body"))}
            if "meeting" in described:
                meeting = self.panel_meeting(described["meeting"])
                asked = {"body": meeting.body, "meeting": meeting}
            item = self.make(ScrutinyItem, described, due_on=due_on, first_due_on=due_on, **asked)
            self.say_all(item, described["lines"])

    def load_decisions(self):
        for described in sample.invented("decisions")["decisions"]:
            body = described.get("meeting")
            meeting = self.meetings[body, described["taken_on"]] if body else None
            self.make(
                Decision, described, taken_by=plan_office("commissioner_title"), meeting=meeting
            )

    def load_actions(self):
        for described in in_order(sample.invented("actions")["actions"], "raised_on"):
            about = {}
            if "meeting" in described:
                about["meeting"] = self.meetings[tuple(described["meeting"])]
            if "recommendation" in described:
                title = described["recommendation"]
                about["recommendation"] = ScrutinyItem.objects.get(title=title)
            first_due_on = day(described["due_on"])
            self.say_all(
                self.make(Action, described, first_due_on=first_due_on, **about),
                described["lines"],
            )

    def load_risks(self):
        for described in in_order(sample.invented("risks")["risks"], "opened_on"):
            risk = self.make(Risk, described)
            risk.bodies.set([self.bodies[name] for name in described["bodies"]])
            for control in described["controls"]:
                owner = self.cast.posts[control["owner"]]
                risk.keep(Control(owner=owner, **self.columns(Control, control)))
            self.say_all(risk, [{"verb": "score", **score} for score in described["scores"]])
            if closed := described.get("closed"):
                risk.close(on=day(closed["on"]), because=closed["because"])

    def load_publications(self):
        duties = {duty.title: duty for duty in PublicationDuty.objects.select_related("owner")}
        for line in in_order(published(sample.invented("publications")), "on"):
            facts = {name: value for name, value in line.items() if name != "duty"}
            self.say(duties[line["duty"]], {"verb": "publish", "link": "", **facts})

    # --- Packs --------------------------------------------------------------------------------
    def load_packs(self):
        described = sample.invented("packs")
        for pack in described["published"]:
            self.load_pack(pack)
        waiting = described["prepared"]
        writer = User.objects.get(email=waiting["saved_by"])
        self.prepare(waiting, by=writer, at=moment(waiting["saved_at"]))
        return f"{Pack.objects.count()} packs published, 1 being prepared"

    def load_pack(self, described):
        at = moment(described["published_at"])
        voice = self.cast.accountable(at.date())
        draft = self.prepare(described, by=voice.user, at=at)
        publish(draft, by=voice, at=at, public_from=day(described.get("public_from")))

    def prepare(self, described, *, by, at):
        keys = {str(objective.number): objective.pk for objective in self.plan.objectives.all()}
        draft = begin(
            self.panel_meeting(described["meeting"]),
            self.plan,
            cut_off=moment(described["cut_off"]),
            by=by,
            at=at,
            reason=described.get("reason", ""),
        )
        draft.change(
            by=by,
            at=at,
            commentary=described["commentary"],
            objective_commentary={str(keys[n]): w for n, w in described["objectives"].items()},
            measures=measures_named(described.get("measures")),
            internal_note=described.get("internal_note", ""),
        )
        return draft

    def panel_meeting(self, on):
        return self.meetings[plan_office("panel_name"), on]


def plan_office(name):
    """One of the names that the office has in the plan's sample."""
    return plan_sample.office()["office"][name]


def measures_named(titles):
    """The Measures that a pack shows; None where its file leaves that to the pack before."""
    return None if titles is None else Measure.objects.filter(title__in=titles)


def published(described):
    """Every publication, one dict each: the monthly ones are told by month."""
    lines = list(described["published"])
    for monthly in described["monthly"]:
        for month, on in monthly["published"].items():
            first = day(f"{month}-01")
            lines.append(
                {
                    "duty": monthly["duty"],
                    "on": on,
                    "covers_until": str(
                        publishing_dates.period_end(first - dt.timedelta(days=1), 1)
                    ),
                    "words": monthly["words"].format(month=f"{first:%B %Y}"),
                }
            )
    return lines


def moment(text):
    """A moment as the files write it, in London's time."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)
