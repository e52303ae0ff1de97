//! Whatever anybody does, in whatever order, the laws of [`laws::LAWS`] hold after every act (domain.md §3 and §5; PTO II.A–C,
//! II.E). Chance chooses, mostly what is lawful, so that it comes far; a run fails when a law was not put to the test often
//! enough to mean something.
//!
//! `CONOCELES_WALK_SEED` repeats a walk, `CONOCELES_WALKS` says how many, `CONOCELES_WALK_STEPS` how long.

mod acts;
mod chance;
mod laws;
mod people;
mod seen;

use std::collections::BTreeMap;

use actix_web::http::Method;
use acts::{Attempt, Body, Changes, Kind};
use casework::log::{Proof, verify_log};
use chance::Chance;
use domain::{candidacy::RegistryStatus, questionnaire::Part, review::Mark, time::TimeDelta};
use futures_util::future::join;
use laws::{Broken, Done, Public, Tally};
use people::Cast;
use seen::Seen;
use support::{Answer, House, Person, on_both};

on_both!(whatever_anybody_does_the_law_holds);

/// How many walks there are, how long each is, and how often a law is put to the test by all of them.
const WALKS: u64 = 3;
const STEPS: u64 = 300;
const TIMES: u32 = 10;
/// Days that pass at most in a walk: everybody signs in again on each.
const DAYS: u32 = 20;

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |value| value.parse().expect("a number"))
}

async fn whatever_anybody_does_the_law_holds(house: House) {
    let (first, walks) = (setting("CONOCELES_WALK_SEED", 9), setting("CONOCELES_WALKS", WALKS));
    let steps = setting("CONOCELES_WALK_STEPS", STEPS);
    let whole = walks >= WALKS && steps >= STEPS;
    let mut tally = Tally::default();
    let (mut house, mut seed) = (house, first);
    // Where chance left a law untried, it goes on with further seeds.
    while seed < first + walks || (whole && seed < first + 2 * walks && !tally.under(TIMES).is_empty()) {
        let mut walk = Walk::begin(&house, seed, tally).await;
        for step in 0..steps {
            if let Err((name, told)) = walk.step(&house).await {
                let tail = walk.trail.len().saturating_sub(25);
                panic!(
                    "{name} broke at step {step} of CONOCELES_WALK_SEED={seed}: {told}\n{}",
                    walk.trail[tail..].join("\n")
                );
            }
        }
        walk.log_is_whole(&house).unwrap_or_else(|(name, told)| panic!("{name} broke after walk {seed}: {told}"));
        println!("walk {seed}: {}", walk.summary());
        tally = walk.tally;
        house = house.sibling();
        seed += 1;
    }
    println!("how often each law was put to the test:\n{}", tally.told());
    let rarely = tally.under(TIMES);
    assert!(!whole || rarely.is_empty(), "put to the test less than {TIMES} times: {rarely:?}");
}

struct Walk {
    cast: Cast,
    chance: Chance,
    seen: BTreeMap<usize, Seen>,
    trail: Vec<String>,
    days: u32,
    went: BTreeMap<Kind, usize>,
    tally: Tally,
    /// What is tried next: whoever was granted a correction begins it.
    follows: Option<(Kind, usize)>,
    /// How often something moved since what is read was last held against what would be built.
    unbuilt: u32,
}

impl Walk {
    async fn begin(house: &House, seed: u64, tally: Tally) -> Self {
        let cast = Cast::gather(house).await;
        let (seen, went) = (BTreeMap::new(), BTreeMap::new());
        let mut walk = Self {
            cast,
            chance: Chance::of(seed),
            seen,
            trail: Vec::new(),
            days: 0,
            went,
            tally,
            follows: None,
            unbuilt: 0,
        };
        walk.look(house);
        walk
    }

    /// Looks at everything; answers how it was.
    fn look(&mut self, house: &House) -> BTreeMap<usize, Seen> {
        self.cast.refresh(house);
        let stands = self.cast.stands.iter().enumerate();
        let now = stands.map(|(place, stand)| (place, Seen::of(house, stand.id))).collect();
        std::mem::replace(&mut self.seen, now)
    }

    fn look_at(&mut self, house: &House, place: usize) {
        self.seen.insert(place, Seen::of(house, self.cast.stands[place].id));
    }

    fn summary(&self) -> String {
        let went: Vec<String> = self.went.iter().map(|(kind, count)| format!("{kind:?} {count}")).collect();
        let published = self.seen.values().map(|seen| seen.versions.len()).sum::<usize>();
        format!("{} attempts, {} days; went: {}; {published} versions", self.trail.len(), self.days, went.join(", "))
    }

    /// Lets time pass, then lets somebody, or two at once, try something, and holds everything against the laws.
    async fn step(&mut self, house: &House) -> Result<(), Broken> {
        let follows = self.follows.take().or_else(|| self.sought());
        let on = follows.map_or_else(|| self.focus(), |(_, on)| on);
        let mut all = self.pass_time(house, on)?;
        self.look_at(house, on);
        self.chance.seeks_rivals = self.seeks("a_claimed_review_is_its_holders");
        let one = match follows {
            Some(what) => self.chance.trying(house, &mut self.cast, &self.seen[&on], what),
            None => self.chance.attempt(house, &mut self.cast, &self.seen[&on], on),
        };
        let changes = one.kind.row().changes;
        let went = if changes == Changes::Profile && self.chance.percent(9) {
            let two = self.other(house, &one);
            self.both(house, &one, &two).await?
        } else {
            self.alone(house, &one).await?
        };
        if went && one.kind == Kind::Decide && one.body.json()["grant"] == true {
            self.follows = Some((Kind::Save, on));
        }
        if went && changes == Changes::Mark && self.chance.percent(85) {
            self.mark_the_rest(house, &one).await;
        }
        all |= went && changes == Changes::Registry;
        let moved = all || (went && matches!(changes, Changes::Profile | Changes::ProfileAnyhow));
        self.hold_of_all(house, |place| all || place == on, moved).await?;
        if self.trail.len().is_multiple_of(20) { self.log_is_whole(house) } else { Ok(()) }
    }

    /// What is held of everything that anybody can read now: of those that `touched` names, and, when something `moved`, of all.
    async fn hold_of_all(&mut self, house: &House, touched: impl Fn(usize) -> bool, moved: bool) -> Result<(), Broken> {
        let public = Public { house, cast: &self.cast, all: &self.seen };
        public.hold(&mut self.tally, touched, moved).await?;
        // What differs goes on differing: it is enough to look now and then.
        self.unbuilt += u32::from(moved);
        if self.unbuilt < 4 {
            return Ok(());
        }
        self.unbuilt = 0;
        let difference = house.difference_from_built();
        self.tally.hold("a_refresh_is_a_build", true, difference.is_none(), || difference.unwrap_or_default())
    }

    /// A few seconds or a day, after which the system does what is due, or has not yet. Answers whether anything moved.
    fn pass_time(&mut self, house: &House, on: usize) -> Result<bool, Broken> {
        house.wait(TimeDelta::seconds(1));
        let seen = &self.seen[&on];
        let due = seen.life.scheduled.is_some();
        let share = match (seen.opened_until(), seen.published()) {
            (None, _) => 1,
            (Some(_), Some(published)) if *published == seen.answers => 2,
            (Some(_), Some(_)) if self.seeks("a_lapse_puts_back_what_is_published") => 95,
            (Some(_), None) if self.seeks("open_fields_live_in_a_grant") => 30,
            (Some(_), _) => 12,
        };
        if self.days < DAYS && self.chance.percent(share) {
            self.days += 1;
            house.wait(TimeDelta::seconds(24 * 3600 + 1));
        } else if due && self.chance.percent(30) {
            house.wait(TimeDelta::hours(6));
        } else {
            return Ok(false);
        }
        self.look(house);
        if self.chance.percent(45) {
            house.run_jobs();
            let before = self.look(house);
            for (place, before) in &before {
                laws::only_what_is_due(&mut self.tally, before, &self.seen[place], house.app.now())?;
            }
        }
        Ok(true)
    }

    /// One candidacy is acted on more than the others, so that it comes far.
    fn focus(&mut self) -> usize {
        if self.chance.percent(75) {
            self.trail.len() / 38 % people::ROWS.len()
        } else {
            self.chance.rng.usize(0..self.cast.stands.len())
        }
    }

    /// What somebody else tries at the same moment: often the same.
    fn other(&mut self, house: &House, one: &Attempt) -> Attempt {
        let kind = if self.chance.percent(60) { one.kind } else { self.chance.profile_act() };
        self.chance.trying(house, &mut self.cast, &self.seen[&one.on], (kind, one.on))
    }

    /// Whoever marked a section goes on with those of the part that nobody marked yet: each complies.
    async fn mark_the_rest(&mut self, house: &House, attempt: &Attempt) {
        let part = if attempt.kind == Kind::MarkCurricular { Part::Curricular } else { Part::Identity };
        let person = self.cast.people[attempt.who].present(house).await;
        let id = self.cast.stands[attempt.on].id;
        let marked = &self.seen[&attempt.on].marks;
        let sections = house.app.desk.config.election.questionnaire(part).sections.iter().map(|section| &section.key);
        for section in sections.filter(|section| !marked.contains_key(*section)) {
            person.mark_section(id, section.as_str(), &Mark::Complies {}, 0).await.ok();
        }
        self.look_at(house, attempt.on);
    }

    /// One tries. Answers whether it went.
    async fn alone(&mut self, house: &House, attempt: &Attempt) -> Result<bool, Broken> {
        let person = self.cast.people[attempt.who].present(house).await;
        let (seq, now) = (house.head().0, house.app.now());
        let answer = send(house, attempt, &person).await;
        self.note(attempt, &answer);
        let before = if attempt.kind.row().changes == Changes::Registry {
            self.look(house)
        } else {
            let before = BTreeMap::from([(attempt.on, self.seen[&attempt.on].clone())]);
            self.look_at(house, attempt.on);
            before
        };
        let lines = store::log::after(&mut house.app.db.conn().expect("a connection"), seq, 200).expect("lines");
        for (on, before) in &before {
            let (cast, after) = (&self.cast, &self.seen[on]);
            let done = Done { house, cast, attempt, answer: &answer, on: *on, lines: &lines, before, after, now };
            done.hold(&mut self.tally)?;
        }
        Ok(attempt.went(&answer))
    }

    /// Two start from one revision: at most one of them goes. Answers whether one did.
    async fn both(&mut self, house: &House, one: &Attempt, two: &Attempt) -> Result<bool, Broken> {
        let people = (self.cast.people[one.who].present(house).await, self.cast.people[two.who].present(house).await);
        let before = self.seen[&one.on].revision;
        let answers = join(send(house, one, &people.0), send(house, two, &people.1)).await;
        self.note(one, &answers.0);
        self.note(two, &answers.1);
        self.look_at(house, one.on);
        let went = usize::from(one.went(&answers.0)) + usize::from(two.went(&answers.1));
        let failed = answers.0.status >= 500 || answers.1.status >= 500;
        let told = || format!("{} {}", answers.0.wire(), answers.1.wire());
        self.tally.hold("never_500", true, !failed, told)?;
        let grown = usize::try_from(self.seen[&one.on].revision - before).unwrap_or(usize::MAX);
        let late = [(&answers.0, one), (&answers.1, two)].iter().any(|(answer, attempt)| {
            let text = answer.text();
            !attempt.stale && (answer.status == 412 || text.contains("\"stale\""))
        });
        self.tally.hold("two_at_once_one_wins", late && went == 1, went <= 1 && grown == went, told)?;
        Ok(went > 0)
    }

    fn note(&mut self, attempt: &Attempt, answer: &Answer) {
        let who = &self.cast.people[attempt.who].username;
        self.trail.push(attempt.told(who, &self.cast.stands[attempt.on].folio, answer));
        if attempt.went(answer) {
            *self.went.entry(attempt.kind).or_default() += 1;
        }
    }

    /// What would put a law to the test that seldom is.
    fn sought(&mut self) -> Option<(Kind, usize)> {
        let begun = |seen: &Seen| seen.published() != Some(&seen.answers);
        let waits = |seen: &Seen| seen.opened_until().is_some() && !seen.versions.is_empty() && !begun(seen);
        let captures = |seen: &Seen| seen.status == RegistryStatus::Active && seen.is_open(&"motivation".into());
        let place =
            |wanted: &dyn Fn(&Seen) -> bool| self.seen.iter().find(|(_, seen)| wanted(seen)).map(|(place, _)| *place);
        let (correction, capture) = (place(&waits), place(&captures));
        let gone = place(&|seen: &Seen| seen.status != RegistryStatus::Active);
        if let Some(on) =
            correction.filter(|_| self.seeks("a_lapse_puts_back_what_is_published") && self.chance.percent(90))
        {
            return Some((Kind::Save, on));
        }
        if let Some(on) = gone.filter(|_| self.seeks("only_the_active_move") && self.chance.percent(6)) {
            return Some((Kind::Save, on));
        }
        let on = capture.filter(|_| self.seeks("more_time_is_only_more") && self.chance.percent(6))?;
        Some((Kind::Extend, on))
    }

    /// Whether a law was put to the test too seldom until now.
    fn seeks(&self, law: &str) -> bool {
        self.tally.is_under(law, TIMES + 4)
    }

    fn log_is_whole(&mut self, house: &House) -> Result<(), Broken> {
        let proof = verify_log(&mut house.app.db.conn().expect("a connection"), None);
        let whole = matches!(proof, Ok(Proof::Whole { .. }));
        self.tally.hold("the_log_is_whole", true, whole, || format!("{proof:?}"))
    }
}

/// Sends an attempt as it would come over the network.
async fn send(house: &House, attempt: &Attempt, person: &Person) -> Answer {
    let method = attempt.kind.row().method;
    let writes = method != Method::GET;
    let mut request = person.request(method, &attempt.path);
    if let Some(revision) = attempt.revision {
        request = request.insert_header(("if-match", format!("\"{revision}\"")));
    }
    house
        .send(match &attempt.body {
            Body::Nothing if writes => request.set_json(()),
            Body::Nothing => request,
            Body::Json(value) => request.set_json(value),
            Body::File(kind, bytes) => request.insert_header(("content-type", *kind)).set_payload(bytes.clone()),
        })
        .await
}
