//! The laws, and how often each was put to the test.
//!
//! A further law is a line of [`LAWS`] and a function that says [`Tally::hold`] of it, called by [`Done::hold`] when it is
//! about the act that was just tried, or by `Walk::hold_of_all` in `mod.rs` when it is about everything that anybody can read
//! now.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    candidacy::RegistryStatus,
    ids::{QuestionKey, SectionKey},
    log::Event,
    permission::{Act, Reach, reach},
    questionnaire::{Answer as Said, Answers, Kind as QuestionKind, Part, Question},
    time::Timestamp,
    workflow::{Correction, Opening, Stage, StageName},
};
use serde_json::Value;
use store::log::Line;
use support::{Answer, House};

use super::{
    acts::{Attempt, Changes, Kind},
    people::{Cast, Stand},
    seen::Seen,
};

/// Every law, and what it says.
pub const LAWS: &[(&str, &str)] = &[
    ("never_500", "no answer is a failure of the server"),
    (
        "whoever_acts_may",
        "what went was allowed to the role by the table of permissions, on its own candidacy or party",
    ),
    ("another_partys_is_not_there", "who is out of reach is told nothing about a candidacy"),
    ("identity_is_read_by_whom_it_may", "a reading has identity answers only for roles that may read them"),
    ("a_reading_of_anothers_answers_is_logged", "whoever reads identity answers that are not their own leaves a line"),
    ("stale_is_refused", "nobody writes from a revision that is not the current one"),
    ("two_at_once_one_wins", "of two that start from one revision, one goes"),
    ("revisions_grow_by_one", "what went is one revision more"),
    ("refused_changes_nothing", "what was refused left everything as it was"),
    ("refused_leaves_no_line", "and no line in the log"),
    ("one_line_each", "what went left one line, of its own event"),
    ("stages_move_along_the_table", "a stage changes only as its row says"),
    ("only_the_active_move", "and only while the person stands"),
    ("a_claimed_review_is_its_holders", "while somebody has a review, nobody else does it"),
    ("a_verdict_is_what_the_marks_say", "every section is marked, and the verdict says what the marks come to"),
    ("sent_once", "the questionnaires are sent again only for what was returned, observed or granted"),
    ("only_open_fields_change", "what is closed is not written"),
    ("only_captures_write", "only who captures or edits writes"),
    ("open_fields_live_in_a_grant", "fields that were opened again are written while their hours last"),
    ("more_time_is_only_more", "an extension ends later than the term did, and opens nothing else"),
    ("one_correction", "one correction is granted, and a second version comes only of it"),
    ("a_lapse_is_told", "a correction that was not done in time lapses, with its line"),
    ("a_lapse_puts_back_what_is_published", "and its answers are those that are published"),
    ("time_moves_only_what_is_due", "the system itself publishes what was authorised for now and ends what lapsed"),
    ("versions_never_change", "what was published stands"),
    ("versions_are_numbered", "versions are 1, 2, 3"),
    ("only_authorising_publishes", "a version comes of an authorisation, now or when its moment came"),
    ("the_registry_touches_no_answer", "a sync moves who stands and nothing else"),
    ("the_file_is_what_stands", "after a sync stands who its file says, also of what the institute undid"),
    ("who_does_not_stand_is_gone", "on every public route, at once"),
    ("public_is_what_the_law_lets", "what is read is active, published, not hidden, consented"),
    ("a_hidden_section_is_not_read", "what was hidden is read nowhere"),
    ("no_identity_without_consent", "identity answers of a section are read only with consent to publish it"),
    ("consent_shows_what_it_names", "and with it they are"),
    ("a_photograph_goes_with_its_version", "a photograph is read while the version that has it is"),
    ("no_word_more", "no draft's word leaves by a public route"),
    ("a_ledger_tells_of_what_is_shown", "what happened in public is told of whoever shows something"),
    ("a_refresh_is_a_build", "what is brought up to date is what would be built from the database"),
    ("the_log_is_whole", "the chain of the log verifies"),
];

/// The name of the law that broke, and how.
pub type Broken = (&'static str, String);

/// How often each law was put to the test: its premise was true, so that it could have broken.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<&'static str, u32>);

impl Tally {
    /// Counts a law whose premise is true, and breaks it unless it holds.
    pub fn hold(
        &mut self,
        law: &'static str,
        tested: bool,
        holds: bool,
        told: impl FnOnce() -> String,
    ) -> Result<(), Broken> {
        assert!(LAWS.iter().any(|(name, _)| *name == law), "{law} is not among the laws");
        if tested {
            *self.0.entry(law).or_default() += 1;
        }
        if holds { Ok(()) } else { Err((law, told())) }
    }

    /// Whether a law was put to the test less often than that: chance looks for what does.
    pub fn is_under(&self, law: &str, times: u32) -> bool {
        self.0.get(law).is_none_or(|count| *count < times)
    }

    /// Laws that were put to the test less often than that.
    pub fn under(&self, times: u32) -> Vec<(&'static str, u32)> {
        let counted = LAWS.iter().map(|(law, _)| (*law, self.0.get(law).copied().unwrap_or_default()));
        counted.filter(|(_, count)| *count < times).collect()
    }

    /// All of them, as a line each.
    pub fn told(&self) -> String {
        let line =
            |(law, says): &(&str, &str)| format!("{:>6}  {law}: {says}", self.0.get(law).copied().unwrap_or_default());
        LAWS.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// What an attempt was, what it met and what it left.
pub struct Done<'a> {
    pub house: &'a House,
    pub cast: &'a Cast,
    pub attempt: &'a Attempt,
    pub answer: &'a Answer,
    /// Of which candidacy it is looked at: a file of the registry is about all of them.
    pub on: usize,
    /// The lines of the log that it left.
    pub lines: &'a [Line],
    pub before: &'a Seen,
    pub after: &'a Seen,
    pub now: Timestamp,
}

/// The lines that a reading of another's identity answers leaves.
const READINGS: [&str; 2] = [Event::IdentityRead.code(), Event::IdentityReadFor.code()];

/// Lines about one candidacy that say what was done to it, without those that every look leaves.
fn lines_of<'a>(lines: &'a [Line], stand: &Stand) -> Vec<&'a str> {
    let object = format!("candidacy/{}", stand.id);
    let is_of = |line: &&Line| line.facts.as_ref().is_some_and(|facts| facts.object == object);
    let own = lines.iter().filter(is_of).map(|line| line.link.act.as_str());
    own.filter(|act| !READINGS.contains(act)).collect()
}

impl Done<'_> {
    /// Holds everything against the laws that are about one act.
    pub fn hold(&self, tally: &mut Tally) -> Result<(), Broken> {
        if self.on == self.attempt.on {
            self.who_acts(tally)?;
            self.who_reads(tally)?;
        }
        match self.attempt.kind.row().changes {
            Changes::Registry => self.registry(tally)?,
            Changes::Profile | Changes::ProfileAnyhow | Changes::Mark | Changes::Claim | Changes::Nothing => {
                self.is_whole(tally)?;
                self.moves(tally)?;
                self.review(tally)?;
                self.lapse(tally)?;
                self.capture(tally)?;
            }
        }
        versions_stand(tally, self.before, self.after, self.publishes())
    }

    fn went(&self) -> bool {
        self.attempt.went(self.answer)
    }

    fn stand(&self) -> &Stand {
        &self.cast.stands[self.on]
    }

    /// Whether the table allows the act to whoever tried it.
    fn allowed(&self) -> bool {
        let role = self.cast.people[self.attempt.who].role;
        self.attempt.needs.iter().all(|act| reach(role, *act) != Reach::Nothing)
    }

    fn covers(&self) -> bool {
        let registry = self.attempt.kind.row().changes == Changes::Registry;
        registry || self.cast.covers(self.attempt.who, self.attempt.on)
    }

    /// Whether nothing but the moment and the words can refuse it.
    fn may(&self) -> bool {
        self.allowed() && self.covers()
    }

    /// Whether it changes a profile.
    fn is_of_a_profile(&self) -> bool {
        matches!(self.attempt.kind.row().changes, Changes::Profile | Changes::ProfileAnyhow)
    }

    fn publishes(&self) -> bool {
        self.went() && matches!(self.attempt.kind, Kind::Authorise | Kind::AuthoriseSeveral)
    }

    fn told(&self) -> Vec<&str> {
        lines_of(self.lines, self.stand())
    }

    fn who_acts(&self, tally: &mut Tally) -> Result<(), Broken> {
        let (attempt, answer, went) = (self.attempt, self.answer, self.went());
        let told = || answer.wire().to_string();
        tally.hold("never_500", true, answer.status < 500, told)?;
        tally.hold("whoever_acts_may", !self.may(), !went || self.may() || self.reads_own_log(), told)?;
        let silent = !answer.text().contains(&self.stand().slug);
        let unknown = answer.wire()["refused"][0]["code"] == "not_found";
        let hidden = unknown || matches!(answer.status, 400 | 403 | 404 | 422) || self.reads_own_log();
        tally.hold(
            "another_partys_is_not_there",
            self.allowed() && !self.covers(),
            self.covers() || (silent && hidden),
            told,
        )?;
        tally.hold("stale_is_refused", attempt.stale && self.may(), !attempt.stale || !went, told)
    }

    /// A candidacy's own account reads its own log, whichever it asks for.
    fn reads_own_log(&self) -> bool {
        let own = self.cast.people[self.attempt.who].candidacy.is_some();
        own && self.attempt.kind == Kind::ReadLog && !self.answer.text().contains(&self.stand().slug)
    }

    /// What the reader of a candidacy gets: identity only where the role may read it, and told when the institute does.
    fn who_reads(&self, tally: &mut Tally) -> Result<(), Broken> {
        if self.attempt.kind != Kind::Read || self.answer.status != 200 {
            return Ok(());
        }
        let role = self.cast.people[self.attempt.who].role;
        let is_identity = |key: &str| is_identity(self.house, key);
        let shown = self.answer.wire()["answers"].as_object().is_some_and(|all| all.keys().any(|key| is_identity(key)));
        let there = self.after.answers.keys().any(|key| is_identity(key.as_str()));
        let may = reach(role, Act::ReadIdentity) != Reach::Nothing;
        tally.hold("identity_is_read_by_whom_it_may", there && !may, may || !shown, || role.code().to_owned())?;
        let logged = self.lines.iter().any(|line| READINGS.contains(&line.link.act.as_str()));
        let watched = shown && reach(role, Act::ReadIdentity) != Reach::OwnCandidacy;
        tally.hold("a_reading_of_anothers_answers_is_logged", watched, !watched || logged, || role.code().to_owned())
    }

    /// A refused act leaves everything as it was; one that went leaves its line and one revision.
    fn is_whole(&self, tally: &mut Tally) -> Result<(), Broken> {
        let (attempt, before, after) = (self.attempt, self.before, self.after);
        let told = self.told();
        if attempt.kind.row().changes == Changes::Nothing {
            tally.hold("refused_changes_nothing", false, before == after, || format!("{before:?}\n→ {after:?}"))?;
            return tally.hold("refused_leaves_no_line", false, told.is_empty(), || told.join(" "));
        }
        if !self.went() {
            tally.hold("refused_changes_nothing", true, before == after, || format!("{before:?}\n→ {after:?}"))?;
            return tally.hold("refused_leaves_no_line", true, told.is_empty(), || told.join(" "));
        }
        let beside = [Event::GrantLapsed.code(), Event::ReviewTaken.code()];
        let own: Vec<&str> = told.iter().copied().filter(|act| !beside.contains(act)).collect();
        let expected = self.event();
        let line = match expected {
            Some(event) => own == [event.code()],
            // To have a review for longer is not told; to take it from somebody is.
            None => own.is_empty() || own == [Event::ReviewTakenOver.code()],
        };
        tally.hold("one_line_each", true, line, || format!("{expected:?} is told as {}", told.join(" ")))?;
        let grown = i32::from(self.is_of_a_profile());
        tally.hold("revisions_grow_by_one", grown == 1, after.revision == before.revision + grown, || {
            format!("{} → {}", before.revision, after.revision)
        })
    }

    /// The line that it has to leave.
    fn event(&self) -> Option<Event> {
        match self.attempt.kind {
            Kind::JudgeCurricular | Kind::JudgeIdentity if self.attempt.body.json()["compliant"] == true => {
                Some(Event::PartCompliant)
            }
            Kind::JudgeCurricular | Kind::JudgeIdentity => Some(Event::PartObserved),
            Kind::Decide if self.attempt.body.json()["grant"] == true => Some(Event::CorrectionGranted),
            Kind::Decide => Some(Event::CorrectionDeclined),
            kind => kind.row().event,
        }
    }

    fn moves(&self, tally: &mut Tally) -> Result<(), Broken> {
        let (attempt, before, after) = (self.attempt, self.before, self.after);
        let writes = self.is_of_a_profile();
        let gone = before.status != RegistryStatus::Active && attempt.kind != Kind::Withdraw;
        let unmoved = before.life == after.life && before.answers == after.answers && before.consent == after.consent;
        tally.hold("only_the_active_move", gone && writes && self.may(), !gone || unmoved, || {
            format!("{:?}", attempt.kind)
        })?;
        if !writes || !self.went() {
            return Ok(());
        }
        let from = before.settled(self.now).stage.name();
        let to = attempt.kind.leads(from, &attempt.body);
        tally.hold("stages_move_along_the_table", to != Some(from), to == Some(after.life.stage.name()), || {
            format!("{from:?} → {:?}", after.life.stage.name())
        })
    }

    fn review(&self, tally: &mut Tally) -> Result<(), Broken> {
        let (attempt, before) = (self.attempt, self.before);
        let name = &self.cast.people[attempt.who].username;
        let holder = attempt.task().and_then(|task| before.claims.get(&task)).filter(|holder| *holder != name);
        // The party's validator edits and returns whoever has the review; so does nobody else.
        let told = || format!("{name} did what {holder:?} has");
        tally.hold(
            "a_claimed_review_is_its_holders",
            holder.is_some() && self.may(),
            holder.is_none() || !self.went(),
            told,
        )?;
        let part = match attempt.kind {
            Kind::JudgeCurricular => Part::Curricular,
            Kind::JudgeIdentity => Part::Identity,
            _ => return Ok(()),
        };
        let election = &self.house.app.desk.config.election;
        let missing =
            election.questionnaire(part).sections.iter().any(|section| !before.marks.contains_key(&section.key));
        let says = attempt.body.json()["compliant"] == before.complies(election, part);
        let right = !missing && says;
        tally.hold("a_verdict_is_what_the_marks_say", self.may() && !right, !self.went() || right, || {
            format!("{before:?}")
        })
    }

    fn lapse(&self, tally: &mut Tally) -> Result<(), Broken> {
        let (before, after) = (self.before, self.after);
        let lapses = before.lapses(self.now) && self.is_of_a_profile() && self.went();
        let told = self.told().contains(&Event::GrantLapsed.code());
        tally.hold("a_lapse_is_told", lapses, told == lapses, || self.told().join(" "))?;
        let touched = before.published() != Some(&before.answers);
        let back = before.published() == Some(&after.answers);
        tally.hold("a_lapse_puts_back_what_is_published", lapses && touched, !lapses || back, String::new)
    }

    /// Only open fields change, only while they are open, only by whom the turn belongs to; the questionnaires are sent once.
    fn capture(&self, tally: &mut Tally) -> Result<(), Broken> {
        let (attempt, before, after) = (self.attempt, self.before, self.after);
        if before.lapses(self.now) && self.went() {
            return Ok(());
        }
        let keys: BTreeSet<_> = before.answers.keys().chain(after.answers.keys()).collect();
        let changed: Vec<_> =
            keys.into_iter().filter(|key| before.answers.get(*key) != after.answers.get(*key)).collect();
        let writes = attempt.kind.writes();
        let closed = writes && attempt.fields().any(|key| !before.is_open(&QuestionKey::from(key.as_str())));
        let open = changed.iter().all(|key| before.is_open(key));
        tally.hold("only_open_fields_change", closed && self.may(), open && !(closed && self.went()), || {
            format!("{changed:?}")
        })?;
        let told = || format!("{:?} {changed:?}", attempt.kind);
        tally.hold("only_captures_write", self.went() && !writes, changed.is_empty() || writes, told)?;
        let over = before.opened_until().is_some_and(|until| self.now.as_second() > until.as_second());
        let tried = writes || attempt.kind == Kind::Submit;
        tally.hold("open_fields_live_in_a_grant", over && tried && self.may(), !over || changed.is_empty(), told)?;
        self.more_time(tally)?;
        let again = match &before.life.stage {
            Stage::InCapture { returned, .. } => returned.is_some() || before.opened_until().is_some(),
            _ => false,
        };
        let sends = attempt.kind == Kind::Submit && self.may() && before.rounds > 0;
        let right = after.rounds == before.rounds + 1 && (before.rounds == 0 || again);
        tally.hold("sent_once", sends, after.rounds == before.rounds || right, || format!("{} rounds", after.rounds))
    }

    fn more_time(&self, tally: &mut Tally) -> Result<(), Broken> {
        let (before, after) = (self.before, self.after);
        let given = self.attempt.kind == Kind::Extend && self.went();
        let longer = |was: Option<Timestamp>, is: Option<Timestamp>| is > was;
        let later =
            longer(before.opened_until(), after.opened_until()) || longer(before.capture_until, after.capture_until);
        let fields = |seen: &Seen| match &seen.life.stage {
            Stage::InCapture { opening: Opening::Observed { fields, .. }, returned } => {
                Some((fields.clone(), returned.clone()))
            }
            _ => None,
        };
        let same = fields(before) == fields(after) && before.answers == after.answers;
        tally.hold("more_time_is_only_more", given, !given || (later && same), || {
            format!("{:?} → {:?}", before.life, after.life)
        })
    }

    /// A sync moves who stands as its file says; what was undone is held.
    fn registry(&self, tally: &mut Tally) -> Result<(), Broken> {
        let (attempt, before, after) = (self.attempt, self.before, self.after);
        let told = self.told();
        let moved = before.status != after.status;
        let untouched = |seen: &Seen| (seen.answers.clone(), seen.versions.clone(), seen.consent.clone(), seen.rounds);
        let same = untouched(before) == untouched(after)
            && before.settled(self.now).stage.name() == after.settled(self.now).stage.name();
        let told_so = || format!("{before:?}\n→ {after:?}");
        tally.hold("the_registry_touches_no_answer", moved && !before.answers.is_empty(), same, told_so)?;
        if !self.went() {
            tally.hold("refused_changes_nothing", true, before == after, told_so)?;
            return tally.hold("refused_leaves_no_line", true, told.is_empty(), || told.join(" "));
        }
        // What was undone once is asked of a second person from then on, whom chance does not play.
        if told.contains(&Event::UndoingAsked.code()) {
            return Ok(());
        }
        tally.hold("one_line_each", moved, told.len() == usize::from(moved), || told.join(" "))?;
        if attempt.kind == Kind::Undo && self.on == attempt.on {
            return tally.hold(
                "the_file_is_what_stands",
                true,
                after.status == RegistryStatus::Active && after.hold.is_some(),
                told_so,
            );
        }
        let said = self.cast.registry.status(&self.stand().folio);
        let Some(said) = said.filter(|_| attempt.kind == Kind::Sync) else { return Ok(()) };
        // Many at once wait for that second person as well, hidden meanwhile.
        if after.waits.withdrawal {
            return Ok(());
        }
        let tested = before.status != said || before.hold.is_some();
        // Who left when a movement was undone comes back by no file that says the same again.
        let stands = match before.hold {
            Some((_, hold)) if hold.said == said && said == RegistryStatus::Active => hold.kept,
            _ => said,
        };
        tally.hold("the_file_is_what_stands", tested, after.status == stands, || {
            format!("{said:?} is said: {}", told_so())
        })
    }
}

/// Published versions stand for good, and a second one only comes of the one correction.
pub fn versions_stand(tally: &mut Tally, before: &Seen, after: &Seen, publishes: bool) -> Result<(), Broken> {
    let some = !before.versions.is_empty();
    tally.hold("versions_never_change", some, after.versions.starts_with(&before.versions), || {
        format!("{:?}", after.versions)
    })?;
    let grown = after.versions.len() - before.versions.len();
    let numbered = after.versions.iter().zip(1..).all(|((number, ..), place)| *number == place);
    let counted = usize::try_from(after.life.versions) == Ok(after.versions.len());
    tally.hold("versions_are_numbered", grown > 0, numbered && counted, || format!("{:?}", after.life))?;
    tally.hold("only_authorising_publishes", grown > 0, grown == usize::from(publishes), || format!("{grown}"))?;
    let spent = after.granted > before.granted || (grown > 0 && some) || before.life.correction == Correction::Used;
    tally.hold("one_correction", spent, after.granted <= 1 && after.versions.len() <= 1 + after.granted, || {
        format!("{} granted, {} versions", after.granted, after.versions.len())
    })
}

/// What the system does when its time came: publishes what was authorised for now, puts back what lapsed, and no more.
pub fn only_what_is_due(tally: &mut Tally, before: &Seen, after: &Seen, now: Timestamp) -> Result<(), Broken> {
    let due = before.life.scheduled.is_some_and(|scheduled| scheduled.at <= now);
    let lapses = before.lapses(now);
    let told = || format!("{before:?}\n→ {after:?}");
    let touched = before.published() != Some(&before.answers);
    tally.hold("a_lapse_is_told", lapses, !lapses || after.life.stage.name() == StageName::Published, told)?;
    let back = before.published() == Some(&after.answers);
    tally.hold("a_lapse_puts_back_what_is_published", lapses && touched, !lapses || back, told)?;
    let active = before.status == RegistryStatus::Active;
    let published = before.answers == after.answers && after.versions.len() == before.versions.len() + 1;
    let right = match (due && active, lapses) {
        (true, _) => published,
        (false, true) => back,
        (false, false) => {
            before.life == after.life && before.answers == after.answers && before.consent == after.consent
        }
    };
    tally.hold("time_moves_only_what_is_due", due || lapses, right, told)?;
    versions_stand(tally, before, after, due && active)
}

fn is_identity(house: &House, key: &str) -> bool {
    matches!(house.app.desk.config.election.question(key), Some((Part::Identity, _)))
}

/// What the law lets the public read of a candidacy: nothing, or these answers.
fn lawful(house: &House, seen: &Seen) -> Option<Answers> {
    let published = seen.published()?;
    if !seen.stands() || seen.life.hidden.whole.is_some() {
        return None;
    }
    let mut shown = Answers::new();
    for (part, section) in house.app.desk.config.election.sections() {
        let hidden = section.statistics_only || seen.life.hidden.sections.contains_key(&section.key);
        if !hidden && (part == Part::Curricular || consents(seen, &section.key)) {
            let of_nobody = |question: &&Question| seen.waits.doubt && question.kind == QuestionKind::Photo;
            let keys = section.questions.iter().filter(|question| !of_nobody(question)).map(|question| &question.key);
            shown.extend(
                keys.filter_map(|key| published.get_key_value(key)).map(|(key, answer)| (key.clone(), answer.clone())),
            );
        }
    }
    Some(shown)
}

fn consents(seen: &Seen, section: &SectionKey) -> bool {
    let whose = !seen.waits.doubt;
    whose && seen.consent.as_ref().is_some_and(|one| one.treatment && one.publication && one.sections.contains(section))
}

/// The words that nobody wrote twice: `zq17z`.
fn words(text: &str) -> BTreeSet<&str> {
    let tail =
        |part: &str| part.find('z').filter(|end| *end > 0 && part[..*end].bytes().all(|byte| byte.is_ascii_digit()));
    text.match_indices("zq").filter_map(|(at, _)| tail(&text[at + 2..]).map(|end| &text[at..at + 3 + end])).collect()
}

/// What anybody can read now, against what the law lets them.
pub struct Public<'a> {
    pub house: &'a House,
    pub cast: &'a Cast,
    pub all: &'a BTreeMap<usize, Seen>,
}

impl Public<'_> {
    /// Every public route shows what the law lets be read, and no word more. What is read of one is asked of those that
    /// `touched` names; lists and tables, once something `moved`.
    pub async fn hold(&self, tally: &mut Tally, touched: impl Fn(usize) -> bool, moved: bool) -> Result<(), Broken> {
        let mut lawful_words = BTreeSet::new();
        let mut texts = Vec::new();
        for (place, stand) in self.cast.stands.iter().enumerate() {
            let seen = &self.all[&place];
            let lawful = lawful(self.house, seen);
            let text = serde_json::to_string(&lawful).expect("JSON");
            lawful_words.extend(words(&text).into_iter().map(str::to_owned));
            if touched(place) {
                self.profile(tally, (stand, seen, lawful.as_ref()), &mut texts).await?;
            }
        }
        let citizen = self.house.citizen();
        for path in ["/public/candidacies?size=200", "/public/data/candidaturas.csv"].into_iter().filter(|_| moved) {
            let answer = citizen.fetch(path).await;
            tally.hold("never_500", true, answer.status == 200, || format!("{path} answers {}", answer.status))?;
            let text = answer.text();
            let stands = |place: &usize| self.all[place].stands();
            let listed = |place: &usize| text.contains(&self.cast.stands[*place].slug) == stands(place);
            let gone = !self.all.keys().all(stands);
            tally.hold("who_does_not_stand_is_gone", gone, self.all.keys().all(listed), || path.to_owned())?;
            texts.push(text);
        }
        let written =
            self.all.values().map(|seen| serde_json::to_string(&(&seen.answers, &seen.versions)).expect("JSON"));
        let secret =
            written.collect::<Vec<_>>().iter().any(|text| words(text).iter().any(|word| !lawful_words.contains(*word)));
        let unlawful = texts.iter().flat_map(|text| words(text)).find(|word| !lawful_words.contains(*word));
        tally.hold("no_word_more", secret, unlawful.is_none(), || unlawful.unwrap_or_default().to_owned())
    }

    /// One candidacy's own routes.
    async fn profile(
        &self,
        tally: &mut Tally,
        (stand, seen, lawful): (&Stand, &Seen, Option<&Answers>),
        texts: &mut Vec<String>,
    ) -> Result<(), Broken> {
        let citizen = self.house.citizen();
        let answer = citizen.fetch(&format!("/public/candidacies/{}", stand.slug)).await;
        let gone = !seen.stands();
        let told = |status: u16| format!("{} {status}", stand.folio);
        tally.hold("who_does_not_stand_is_gone", gone, (answer.status == 410) == gone, || told(answer.status))?;
        let shown = answer.wire()["published"].clone();
        let mut expected = lawful.map_or(Value::Null, |answers| serde_json::to_value(answers).expect("JSON"));
        // Of the photograph, the pictures are told and not the answer.
        expected.as_object_mut().map(|answers| answers.remove("photo"));
        tally.hold("public_is_what_the_law_lets", lawful.is_some(), shown["answers"] == expected, || {
            format!("{} {}", stand.folio, differences(&shown["answers"], &expected))
        })?;
        self.sections(tally, (stand, seen), &shown["answers"])?;
        self.photograph(tally, (stand, seen, lawful)).await?;
        let ledger = citizen.fetch(&format!("/public/candidacies/{}/ledger", stand.slug)).await;
        let contact = citizen.fetch(&format!("/public/candidacies/{}/contact", stand.slug)).await;
        for other in [&ledger, &contact] {
            tally.hold("who_does_not_stand_is_gone", gone, other.status == answer.status, || told(other.status))?;
        }
        let lines = ledger.wire()["lines"].as_array().is_some_and(|lines| !lines.is_empty());
        let shows = answer.status == 200 && !shown.is_null();
        tally.hold("a_ledger_tells_of_what_is_shown", shows, lines == shows, || ledger.wire().to_string())?;
        texts.extend([answer, ledger, contact].iter().map(Answer::text));
        Ok(())
    }

    /// What is hidden and what is consented, section by section.
    fn sections(&self, tally: &mut Tally, (stand, seen): (&Stand, &Seen), shown: &Value) -> Result<(), Broken> {
        let Some(published) = seen.published() else { return Ok(()) };
        for (part, section) in self.house.app.desk.config.election.sections() {
            let answered = section.questions.iter().any(|question| published.contains_key(&question.key));
            let is_read = section.questions.iter().any(|question| !shown[question.key.as_str()].is_null());
            let told = || format!("{} {}", stand.folio, section.key);
            let whole = seen.life.hidden.whole.is_some();
            let hidden = whole || seen.life.hidden.sections.contains_key(&section.key);
            tally.hold("a_hidden_section_is_not_read", hidden && answered, !hidden || !is_read, told)?;
            if part == Part::Identity {
                let open = consents(seen, &section.key) && !section.statistics_only;
                tally.hold("no_identity_without_consent", answered && !open, open || !is_read, told)?;
                let shows = open && !hidden && answered && seen.stands();
                tally.hold("consent_shows_what_it_names", shows, !shows || is_read, told)?;
            }
        }
        Ok(())
    }

    async fn photograph(
        &self,
        tally: &mut Tally,
        (stand, seen, lawful): (&Stand, &Seen, Option<&Answers>),
    ) -> Result<(), Broken> {
        let photo = QuestionKey::from("photo");
        let versions = seen.versions.iter().map(|(_, _, answers)| answers);
        let names: Vec<&Said> = versions.chain([&seen.answers]).filter_map(|answers| answers.get(&photo)).collect();
        for name in names {
            let Said::One(text) = name else { continue };
            let open = lawful.and_then(|answers| answers.get(&photo)) == Some(name);
            let answer = self.house.citizen().fetch(&format!("/public/photos/{text}-480.webp")).await;
            let right = (answer.status == 200) == open;
            tally.hold("a_photograph_goes_with_its_version", true, right, || {
                format!("{} {text} {}", stand.folio, answer.status)
            })?;
        }
        Ok(())
    }
}

/// The answers that differ of two sets of them.
fn differences(shown: &Value, expected: &Value) -> String {
    let keys =
        |value: &Value| value.as_object().into_iter().flat_map(|all| all.keys().cloned()).collect::<BTreeSet<_>>();
    let all: BTreeSet<String> = keys(shown).union(&keys(expected)).cloned().collect();
    let told = |key: &String| format!("{key}: {} is not {}", shown[key], expected[key]);
    all.iter().filter(|key| shown[*key] != expected[*key]).map(told).collect::<Vec<_>>().join("; ")
}
