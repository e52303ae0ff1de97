//! Whatever anybody does, in whatever order, these hold after every act (domain.md §3 and §5; PTO II.A–C, II.E):
//!
//! | invariant | what it says |
//! |---|---|
//! | `never_500` | no answer is a failure of the server |
//! | `whoever_acts_may` | what went was allowed to the role by the table of permissions, on its own candidacy or party |
//! | `another_partys_is_not_there` | who is out of reach is told nothing about a candidacy |
//! | `identity_is_read_by_whom_it_may` | a reading has identity answers only for roles that may read them |
//! | `stale_is_refused`, `two_at_once_one_wins`, `revisions_grow_by_one` | nobody writes over what they did not read |
//! | `refused_changes_nothing`, `refused_leaves_no_line`, `one_line_each` | an act is whole or was not |
//! | `stages_move_along_the_table`, `only_the_active_move` | a stage changes only as its row says, while the person stands |
//! | `sent_once` | the questionnaires are sent again only for what was returned, observed or granted |
//! | `only_open_fields_change`, `only_captures_write`, `open_fields_live_in_a_grant` | nothing closed is written |
//! | `one_correction`, `a_lapse_is_told`, `a_lapse_puts_back_what_is_published` | one opportunity, in its hours |
//! | `versions_never_change`, `versions_are_numbered`, `only_authorising_publishes` | what was published stands |
//! | `the_registry_touches_no_answer`, `who_does_not_stand_is_gone` | a sync hides, at once, and does no more |
//! | `public_is_what_the_law_lets`, `no_identity_without_consent`, `no_word_more`, `a_ledger_tells_of_what_is_shown` | active, published, not disabled, consented |
//! | `a_refresh_is_a_build` | what is brought up to date is what would be built from the database |
//! | `the_log_is_whole` | the chain of the log verifies |
//!
//! `CONOCELES_WALK_SEED` repeats a walk, `CONOCELES_WALKS` says how many, `CONOCELES_WALK_STEPS` how long.

mod acts;
mod laws;
mod people;
mod seen;

use std::collections::BTreeMap;

use acts::{Attempt, Chance, Kind};
use casework::log::{Proof, verify_log};
use domain::time::TimeDelta;
use futures_util::future::join;
use laws::{Broken, Done};
use people::Cast;
use seen::Seen;
use support::{Answer, House, Person, on_both};

on_both!(whatever_anybody_does_the_law_holds);

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |value| value.parse().expect("a number"))
}

async fn whatever_anybody_does_the_law_holds(house: House) {
    let (first, walks) = (setting("CONOCELES_WALK_SEED", 9), setting("CONOCELES_WALKS", 1));
    let mut house = house;
    for seed in first..first + walks {
        let mut walk = Walk::begin(&house, seed).await;
        for step in 0..setting("CONOCELES_WALK_STEPS", 100) {
            if let Err((name, told)) = walk.step(&house).await {
                let tail = walk.trail.len().saturating_sub(25);
                panic!(
                    "{name} broke at step {step} of CONOCELES_WALK_SEED={seed}: {told}\n{}",
                    walk.trail[tail..].join("\n")
                );
            }
        }
        println!("walk {seed}: {}", walk.summary());
        house = house.sibling();
    }
}

struct Walk {
    cast: Cast,
    chance: Chance,
    seen: BTreeMap<usize, Seen>,
    trail: Vec<String>,
    days: u32,
    went: BTreeMap<&'static str, usize>,
}

impl Walk {
    async fn begin(house: &House, seed: u64) -> Self {
        let cast = Cast::gather(house).await;
        let chance = Chance { rng: fastrand::Rng::with_seed(seed), words: 0 };
        let mut walk = Self { cast, chance, seen: BTreeMap::new(), trail: Vec::new(), days: 0, went: BTreeMap::new() };
        walk.look(house);
        walk
    }

    fn look(&mut self, house: &House) {
        self.cast.refresh(house);
        self.seen =
            self.cast.stands.iter().enumerate().map(|(place, stand)| (place, Seen::of(house, stand.id))).collect();
    }

    fn summary(&self) -> String {
        let went: Vec<String> = self.went.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        let published = self.seen.values().map(|seen| seen.versions.len()).sum::<usize>();
        format!("{} attempts; went: {}; {published} versions", self.trail.len(), went.join(", "))
    }

    /// Lets time pass, then lets somebody, or two at once, try something, and holds everything against the laws.
    async fn step(&mut self, house: &House) -> Result<(), Broken> {
        house.wait(TimeDelta::seconds(5));
        let open = self.seen.values().any(|seen| seen.opened_until().is_some());
        if self.days < 9 && self.chance.percent(if open { 12 } else { 3 }) {
            self.days += 1;
            house.wait(TimeDelta::seconds(24 * 3600 + 1));
            if self.chance.percent(50) {
                house.run_jobs();
                self.look(house);
            }
        }
        // One candidacy is acted on more than the others, so that it comes far.
        let on = if self.chance.percent(60) {
            self.trail.len() / 40 % self.cast.stands.len()
        } else {
            self.chance.rng.usize(0..self.cast.stands.len())
        };
        let one = self.chance.attempt(house, &mut self.cast, &self.seen[&on], on);
        let two = self.chance.percent(8).then(|| self.chance.attempt(house, &mut self.cast, &self.seen[&on], on));
        let (seq, now) = (self.head(house), house.app.now());
        match two.filter(|two| two.kind != Kind::Sync && one.kind != Kind::Sync) {
            Some(two) => self.both(house, &one, &two).await?,
            None => {
                let before = self.seen[&on].clone();
                let person = self.cast.people[one.who].present(house).await;
                let seq = self.head(house).max(seq);
                let answer = send(house, &self.cast, &one, &person, before.revision).await;
                self.note(&one, &answer);
                self.look(house);
                let lines =
                    store::log::after(&mut house.app.db.conn().expect("a connection"), seq, 200).expect("lines");
                let done = Done { attempt: &one, answer: &answer, before: &before, after: &self.seen[&on], now };
                laws::whoever_acts_may(&self.cast, &done)?;
                laws::identity_is_read_by_whom_it_may(house, &self.cast, &done)?;
                laws::an_act_is_whole(&self.cast, &done, &lines)?;
                laws::captures_stay_within(&done)?;
                laws::versions_stand(&done)?;
            }
        }
        // The registry and time reach everybody; an act, one.
        let touched = |place: usize| one.kind == Kind::Sync || place == on;
        laws::public_is_what_the_law_lets(house, &self.cast, &self.seen, touched).await?;
        if let Some(difference) = house.difference_from_built() {
            return Err(("a_refresh_is_a_build", difference));
        }
        match verify_log(&mut house.app.db.conn().expect("a connection"), None) {
            Ok(Proof::Whole { .. }) => Ok(()),
            proof => Err(("the_log_is_whole", format!("{proof:?}"))),
        }
    }

    fn head(&self, house: &House) -> i64 {
        store::log::head(&mut house.app.db.conn().expect("a connection")).expect("the log").0
    }

    fn note(&mut self, attempt: &Attempt, answer: &Answer) {
        let who = &self.cast.people[attempt.who].username;
        let (folio, code) = (&self.cast.stands[attempt.on].folio, &answer.wire()["code"]);
        let stale = if attempt.stale { " from an old revision" } else { "" };
        self.trail.push(format!("{who}: {:?} {folio}{stale} {}: {} {code}", attempt.kind, attempt.body, answer.status));
        if answer.status < 300 {
            *self.went.entry(attempt.kind.door().1).or_default() += 1;
        }
    }

    /// Two start from one revision: at most one of those that change something goes.
    async fn both(&mut self, house: &House, one: &Attempt, two: &Attempt) -> Result<(), Broken> {
        let revision = self.seen[&one.on].revision;
        let people = (self.cast.people[one.who].present(house).await, self.cast.people[two.who].present(house).await);
        let sent =
            join(send(house, &self.cast, one, &people.0, revision), send(house, &self.cast, two, &people.1, revision));
        let answers = sent.await;
        self.note(one, &answers.0);
        self.note(two, &answers.1);
        let before = revision;
        self.look(house);
        let went = [(one, &answers.0), (two, &answers.1)]
            .into_iter()
            .filter(|(attempt, answer)| attempt.kind != Kind::Read && answer.status < 300)
            .count();
        if answers.0.status >= 500 || answers.1.status >= 500 {
            return Err(("never_500", format!("{} {}", answers.0.wire(), answers.1.wire())));
        }
        let grown = usize::try_from(self.seen[&one.on].revision - before).unwrap_or(usize::MAX);
        if went > 1 || grown != went {
            return Err(("two_at_once_one_wins", format!("{went} went, the revision grew by {grown}")));
        }
        Ok(())
    }
}

/// Sends an attempt as it would come over the network.
async fn send(house: &House, cast: &Cast, attempt: &Attempt, person: &Person, revision: i32) -> Answer {
    let (method, path) = attempt.kind.door();
    if attempt.kind == Kind::Sync {
        let request = person.request(method, path).insert_header(("content-type", "text/csv"));
        return house.send(request.set_payload(attempt.file.clone())).await;
    }
    let path = format!("/candidacies/{}{path}", cast.stands[attempt.on].id);
    if attempt.kind == Kind::Read {
        return person.fetch(&path).await;
    }
    let revision = if attempt.stale { revision - 1 } else { revision };
    let request = person.request(method, &path).insert_header(("if-match", format!("\"{revision}\"")));
    if attempt.kind == Kind::Consent {
        let (form, content_type) = support::consent_form(&attempt.body, support::SIGNED.as_bytes());
        return house.send(request.insert_header(("content-type", content_type)).set_payload(form)).await;
    }
    house.send(request.set_json(&attempt.body)).await
}
