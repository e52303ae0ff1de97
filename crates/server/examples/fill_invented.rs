//! Fills an empty database with candidacies that nobody is, all of them published but for a few that only wait to be
//! authorised, and prints as JSON what can be asked of them: what `tests/load/public.cjs` measures the program with.
//!
//! `fill_invented 100000`, with the program's settings.
//!
//! The rows are those that the acts would leave, without their lines in the log: nobody waits for a hundred thousand reviews.

use std::sync::Arc;

use anyhow::ensure;
use casework::{
    accounts,
    act::{Act, NoPermit},
    desk::Desk,
    session,
};
use clap::Parser;
use contract::session::FirstUse;
use domain::{
    accounts::Role,
    ids::{AccountId, CandidacyId, QuestionKey},
    questionnaire::{Answer, Kind},
    time::Timestamp,
    workflow::{Life, Stage, Verdict, Verdicts},
};
use serde_json::json;
use server::{App, app::clock, settings::Settings};
use store::publication::versions;
use store::{
    StoreError, candidacies,
    db::{Conn, write},
    profiles::{self, Profile},
    publication::versions::Version,
    seal::CandidacyKey,
};

#[path = "../../public/examples/invented/mod.rs"]
mod invented;

use invented::{Chance, Invented, Maker};

/// The password of both accounts.
const PASSWORD: &str = "prueba de conoceles";
/// How many only wait to be authorised.
const READY: usize = 20;
/// How many of the published are named.
const NAMED: usize = 500;
/// How many are written in one transaction.
const BATCH: usize = 1_000;

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    /// How many are published
    count: usize,
}

/// What every row needs.
struct Filler<'a> {
    desk: &'a Desk,
    questionnaire: String,
    photo: Option<QuestionKey>,
    verifier: AccountId,
    authoriser: AccountId,
    now: Timestamp,
}

impl Filler<'_> {
    /// Writes somebody, published or ready to be.
    fn put(
        &self,
        conn: &mut Conn,
        somebody: Invented,
        is_published: bool,
    ) -> Result<(CandidacyId, String), StoreError> {
        let Invented { registration, mut answers, photo } = somebody;
        answers.extend(self.photo.clone().map(|key| (key, Answer::One(photo))));
        let candidacy = candidacies::put(conn, &registration, None)?;
        let key = CandidacyKey::create(conn, &self.desk.master, candidacy.id)?;
        let life = if is_published {
            Life { stage: Stage::Published, versions: 1, ..Life::default() }
        } else {
            let complies = Some(Verdict::Compliant { by: self.verifier });
            let verdicts = Verdicts { curricular: complies.clone(), identity: complies };
            Life { stage: Stage::InVerification { verdicts }, verifiers: [self.verifier].into(), ..Life::default() }
        };
        let sections = domain::work::progress::sections(&self.desk.config.election, &answers);
        let mut profile = Profile {
            life,
            curricular: answers,
            received_at: Some(self.now),
            saved_at: Some(self.now),
            submitted_at: Some(self.now),
            stage_since: Some(self.now),
            ..Profile::new(candidacy.id, self.questionnaire.clone())
        };
        profile.seal_sections(&key, &sections)?;
        profiles::insert(conn, &profile)?;
        if is_published {
            let version = Version {
                candidacy: candidacy.id,
                number: 1,
                questionnaire: profile.questionnaire,
                curricular: profile.curricular,
                identity: None,
                digest: String::new(),
                published_at: self.now,
                authorised_by: self.authoriser,
            };
            versions::insert_version(conn, &version)?;
        }
        Ok((candidacy.id, candidacy.slug))
    }
}

/// An account of the institute that can be signed in with.
fn account(act: &mut Act<'_, NoPermit>, username: &str, role: Role) -> Result<AccountId, casework::Error> {
    let issued = act.part(|act| accounts::issue_institute_account(act, username, role, None))?;
    let command = FirstUse { username: issued.username, code: issued.code, password: PASSWORD.to_owned() };
    let attempt = session::attempt_first_use(act, &command)?;
    let hash = attempt.hash(PASSWORD)?;
    let opened = act.part(|act| session::first_use(act, &attempt, hash, "fill_invented"))?;
    Ok(opened.account.id)
}

fn main() -> anyhow::Result<()> {
    let Cli { settings, count } = Cli::parse();
    // The one that is in use below.
    let settings = Settings { database_connections: 1, ..settings };
    let app = App::start(&settings, Arc::new(clock))?;
    let (desk, now) = (&app.desk, app.now());
    let mut conn = app.db.conn()?;
    let mut act = Act { conn: &mut conn, desk, by: &NoPermit, now };
    ensure!(candidacies::all(act.conn)?.is_empty(), "the database is not empty; what is invented needs one of its own");
    let photo = desk.config.election.questions().find(|(_, question)| question.kind == Kind::Photo);
    let filler = Filler {
        desk,
        questionnaire: desk.config.questionnaire_version(),
        photo: photo.map(|(_, question)| question.key.clone()),
        verifier: account(&mut act, "paridad", Role::GenderDirectorate)?,
        authoriser: account(&mut act, "responsable", Role::ResponsibleUnit)?,
        now,
    };
    let mut chance = Chance(1);
    let maker = Maker::new(&desk.config, &mut chance);
    let numbers: Vec<usize> = (0..count + READY).collect();
    let mut all: Vec<(CandidacyId, String)> = Vec::with_capacity(numbers.len());
    for batch in numbers.chunks(BATCH) {
        write(&mut conn, |conn| {
            for number in batch {
                all.push(filler.put(conn, maker.person(&mut chance, *number), *number < count)?);
            }
            Ok::<_, StoreError>(())
        })?;
    }
    let named = all.iter().take(count).step_by((count / NAMED).max(1)).take(NAMED);
    let ready = all.iter().skip(count).map(|(id, slug)| json!({ "id": id, "slug": slug }));
    println!(
        "{}",
        json!({
            "profiles": named.map(|(_, slug)| slug).collect::<Vec<_>>(),
            "ready": ready.collect::<Vec<_>>(),
            "questions": maker.questions(&mut chance),
        })
    );
    Ok(())
}
