//! A demo election made by the acts a person would use, one after another: nothing is written around them.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::{Context, bail};
use casework::{
    accounts,
    act::{Act, NoPermit},
    capture,
    case::Target,
    desk::Desk,
    publication,
    registry::sync_registry,
    review, session,
};
use contract::{
    accounts::{Designate, IssueAccounts, IssuedAccount},
    capture::{AcceptNotice, ConsentFormQuery, GiveConsent, ReturnToCapture, SaveAnswers, Submit},
    review::{Judge, NewObservation},
    session::FirstUse,
};
use domain::{
    accounts::{Actor, Role},
    ids::{CandidacyId, QuestionKey},
    permission::{Action, Permit},
    prohibition::Ground,
    questionnaire::{Answer, Kind, Part, Question},
    review::Mark,
    text,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Deserialize;
use store::{
    accounts as stored_accounts,
    candidacies::{self, Candidacy},
    files::Files,
};

use crate::settings::Settings;

/// The password of every demo account.
const PASSWORD: &str = "prueba de conoceles";
/// How many candidacies are worked on in one transaction.
const BATCH: usize = 40;

#[derive(Debug, clap::Args)]
pub struct Options {
    /// The registry's export
    #[arg(long, default_value = "demo/zacatecas-2024/registry-2024-03-30.csv")]
    registry: PathBuf,
    /// Sets of answers, one JSON object a line
    #[arg(long, default_value = "demo/zacatecas-2024/answers.jsonl")]
    answers: PathBuf,
}

/// A set of answers as the open data have it.
#[derive(Debug, Clone, Deserialize)]
struct Texts {
    escolaridad: String,
    estatus_escolaridad: String,
    cursos: Option<String>,
    motivo: String,
    propuesta_1: String,
    propuesta_2: String,
    propuesta_genero: String,
}

impl Texts {
    /// Whether every text reaches the minimum without its blanks.
    fn is_complete(&self) -> bool {
        [&self.motivo, &self.propuesta_1, &self.propuesta_2, &self.propuesta_genero]
            .into_iter()
            .all(|text| text::substance(text) >= 280)
    }
}

/// How far a demo candidacy goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Goal {
    Nothing,
    Draft,
    Submitted,
    Returned,
    Validated,
    Observed,
    Published,
}

/// Of every twenty candidacies: a third never answer, as in 2022.
const GOALS: [Goal; 20] = [
    Goal::Published,
    Goal::Nothing,
    Goal::Published,
    Goal::Submitted,
    Goal::Nothing,
    Goal::Published,
    Goal::Draft,
    Goal::Nothing,
    Goal::Published,
    Goal::Validated,
    Goal::Nothing,
    Goal::Published,
    Goal::Returned,
    Goal::Nothing,
    Goal::Published,
    Goal::Draft,
    Goal::Nothing,
    Goal::Published,
    Goal::Observed,
    Goal::Published,
];

pub fn run(settings: &Settings, options: &Options) -> anyhow::Result<()> {
    let app = super::start(settings)?;
    let started = std::time::Instant::now();
    let file = super::read(&options.registry)?;
    let texts = read_texts(options)?;
    let mut conn = app.db.conn()?;
    let mut act = app.at_desk(&mut conn, &NoPermit);
    if !candidacies::all(act.conn)?.is_empty() || !stored_accounts::all(act.conn)?.is_empty() {
        bail!("the database is not empty; a demo needs one of its own");
    }
    let mut people = People::default();
    people.institute(&mut act)?;
    let imported = std::time::Instant::now();
    let registry = people.permit("sistemas")?;
    let plan = act.part(|act| sync_registry(&mut act.of(&registry), &file, None))?.plan;
    println!("Registro importado: {} candidaturas en {:.1} s", plan.added.len(), imported.elapsed().as_secs_f64());
    people.everyone(&mut act)?;

    let all = candidacies::all(act.conn)?;
    let bar = ProgressBar::new(all.len() as u64)
        .with_style(ProgressStyle::with_template("{bar:40} {pos}/{len} candidaturas, faltan {eta}")?);
    let mut reached: BTreeMap<Goal, usize> = BTreeMap::new();
    let numbered: Vec<(usize, &Candidacy)> = all.iter().enumerate().collect();
    let runtime = tokio::runtime::Runtime::new()?;
    let demo = Demo { people: &people, texts: &texts, files: &app.files, runtime: &runtime };
    for batch in numbered.chunks(BATCH) {
        let goals = act.part(|act| {
            let mut goals = Vec::new();
            for (number, candidacy) in batch {
                goals.push(demo.work(act, candidacy, *number)?);
            }
            Ok::<_, anyhow::Error>(goals)
        })?;
        for goal in goals {
            *reached.entry(goal).or_default() += 1;
            bar.inc(1);
        }
    }
    bar.finish();
    println!("Elección de demostración lista en {:.1} s", started.elapsed().as_secs_f64());
    for (goal, count) in reached {
        println!("  {count:5} {}", goal.words());
    }
    people.print();
    Ok(())
}

impl Goal {
    const fn words(self) -> &'static str {
        match self {
            Self::Nothing => "sin comenzar",
            Self::Draft => "en captura",
            Self::Submitted => "en validación",
            Self::Returned => "devueltas con observaciones del partido",
            Self::Validated => "en verificación",
            Self::Observed => "con observaciones del Instituto",
            Self::Published => "publicadas",
        }
    }
}

fn read_texts(options: &Options) -> anyhow::Result<Vec<Texts>> {
    let bytes = super::read(&options.answers)?;
    let all = String::from_utf8(bytes).context("the answers are not UTF-8")?;
    let lines = all.lines().filter(|line| !line.trim().is_empty());
    let sets: Vec<Texts> =
        lines.map(|line| serde_json::from_str(line).context("reading the answers")).collect::<Result<_, _>>()?;
    if !sets.iter().any(Texts::is_complete) {
        bail!("no set of answers reaches the questionnaire's minima");
    }
    Ok(sets)
}

/// The demo's accounts, by name.
#[derive(Default)]
struct People {
    actors: BTreeMap<String, Actor>,
    shown: Vec<(String, String)>,
}

impl People {
    fn permit<A: Action>(&self, username: &str) -> anyhow::Result<Permit<A>> {
        let actor = self.actors.get(username).with_context(|| format!("no demo account {username}"))?;
        Ok(Permit::prove(actor.clone())?)
    }

    /// Uses an account for the first time, as its holder would.
    fn join(&mut self, act: &mut Act<'_, NoPermit>, issued: &IssuedAccount, shown: bool) -> anyhow::Result<()> {
        let command =
            FirstUse { username: issued.username.clone(), code: issued.code.clone(), password: PASSWORD.to_owned() };
        let attempt = session::attempt_first_use(act, &command)?;
        let hash = attempt.hash(PASSWORD)?;
        let opened = act.part(|act| session::first_use(act, &attempt, hash, "demostración"))?;
        self.actors.insert(issued.username.clone(), opened.account.actor());
        if shown {
            self.shown.push((issued.username.clone(), issued.display_name.clone()));
        }
        Ok(())
    }

    fn institute(&mut self, act: &mut Act<'_, NoPermit>) -> anyhow::Result<()> {
        let areas = [
            ("responsable", Role::ResponsibleUnit),
            ("sistemas", Role::ItDirectorate),
            ("organizacion", Role::PartiesDirectorate),
            ("paridad", Role::GenderDirectorate),
            ("juridico", Role::LegalDirectorate),
            ("comunicacion", Role::CommunicationUnit),
            ("comision", Role::OversightCommission),
        ];
        for (username, role) in areas {
            let issued = act.part(|act| accounts::issue_institute_account(act, username, role, None))?;
            self.join(act, &issued, true)?;
        }
        Ok(())
    }

    /// Issues every account; parties and independents start to use theirs and acknowledge the receipt. The last party
    /// of the list does not, so that the demo shows that too.
    fn everyone(&mut self, act: &mut Act<'_, NoPermit>) -> anyhow::Result<()> {
        let permit = self.permit("sistemas")?;
        let issued = act.part(|act| accounts::issue_accounts(&mut act.of(&permit), &IssueAccounts::Everyone))?;
        let last = act.desk.config.election.parties.last().map_or("", |party| party.key.as_str()).to_lowercase();
        let (mut candidates, mut independents) = (0, 0);
        for account in &issued {
            let (joins, shown) = match account.role {
                Role::Candidate => {
                    candidates += 1;
                    (candidates <= 2, true)
                }
                Role::IndependentCandidate => {
                    independents += 1;
                    (true, independents <= 2)
                }
                _ => (true, account.username.starts_with("pt.") || account.username.starts_with("mc.")),
            };
            if joins {
                self.join(act, account, shown)?;
            }
        }
        self.validators(act)?;
        let receivers: Vec<Actor> = self
            .actors
            .values()
            .filter(|actor| matches!(actor.role, Role::PartyRepresentative | Role::IndependentCandidate))
            .filter(|actor| !actor.username.starts_with(&format!("{last}.")))
            .cloned()
            .collect();
        for actor in receivers {
            let permit = Permit::prove(actor)?;
            act.part(|act| accounts::acknowledge_receipt(&mut act.of(&permit)))?;
        }
        Ok(())
    }

    /// Every representation names a person to validate, and the responsible unit confirms them.
    fn validators(&mut self, act: &mut Act<'_, NoPermit>) -> anyhow::Result<()> {
        for party in &act.desk.config.election.parties {
            let key = party.key.as_str().to_lowercase();
            let permit = self.permit(&format!("{key}.representacion"))?;
            let command = Designate { person: format!("Persona de demostración de {}", party.key) };
            let named = act.part(|act| accounts::designate_validator(&mut act.of(&permit), &command))?;
            let permit = self.permit("responsable")?;
            let issued = act.part(|act| accounts::confirm_validator(&mut act.of(&permit), named.id))?;
            self.join(act, &issued, key == "pt" || key == "mc")?;
        }
        Ok(())
    }

    fn print(&self) {
        println!("\nCuentas para probar (contraseña de todas: {PASSWORD})");
        for (username, name) in &self.shown {
            println!("  {username:20} {name}");
        }
    }

    /// Who captures and who validates for a candidacy.
    fn of(&self, candidacy: &Candidacy) -> (String, String) {
        match &candidacy.registration.responsible_party {
            Some(party) => {
                let party = party.as_str().to_lowercase();
                (format!("{party}.captura"), format!("{party}.validacion"))
            }
            None => {
                let own = candidacy.registration.folio.as_str().to_lowercase();
                (own.clone(), own)
            }
        }
    }
}

/// Everything the demo's acts need.
struct Demo<'a> {
    people: &'a People,
    texts: &'a [Texts],
    files: &'a Files,
    runtime: &'a tokio::runtime::Runtime,
}

impl Demo<'_> {
    /// Takes one candidacy as far as its number says; what its texts do not allow stays a draft.
    fn work(&self, act: &mut Act<'_, NoPermit>, candidacy: &Candidacy, number: usize) -> anyhow::Result<Goal> {
        let (desk, people) = (act.desk, self.people);
        let goal = GOALS[number % GOALS.len()];
        let (capturist, validator) = people.of(candidacy);
        let profile = store::profiles::load(act.conn, candidacy.id)?;
        let mut target = Target { id: candidacy.id, revision: profile.revision };
        if goal == Goal::Nothing || profile.received_at.is_none() {
            return Ok(Goal::Nothing);
        }
        let command = AcceptNotice { version: desk.config.election.notice.version.clone() };
        let permit = people.permit(&capturist)?;
        target.revision = capture::accept_privacy_notice(&mut act.of(&permit), target, &command)?.revision;
        // Most real sets fall short of the minima, padded with blanks as they are: those make the drafts.
        let complete: Vec<&Texts> = self.texts.iter().filter(|set| set.is_complete()).collect();
        let draft = &self.texts[number % self.texts.len()];
        let set = if goal == Goal::Draft { draft } else { complete[number % complete.len()] };
        let mut answers = career(desk, candidacy, number, set);
        answers.extend(identity(desk, number));
        let permit = people.permit(&capturist)?;
        let saved = capture::save_answers(&mut act.of(&permit), target, &SaveAnswers { answers })?;
        target.revision = saved.revision;
        if goal == Goal::Draft || !saved.faults.is_empty() {
            return Ok(Goal::Draft);
        }
        // One of three publishes half, one only lets it count, and one consents to nothing.
        if number % 3 != 2 {
            self.consent(act, &capturist, &mut target, number.is_multiple_of(3))?;
        }
        let command = Submit { single_opportunity_understood: true, replies: BTreeMap::new() };
        let permit = people.permit(&capturist)?;
        target.revision = capture::submit_profile(&mut act.of(&permit), target, &command)?.revision;
        if goal == Goal::Submitted {
            return Ok(goal);
        }
        if goal == Goal::Returned {
            let words = "Faltan la población a la que se dirige y el plazo de la propuesta.";
            let command = ReturnToCapture { observations: vec![remark("proposal.second", Ground::Incomplete, words)] };
            capture::return_to_capture(&mut act.of(&people.permit(&validator)?), target, &command)?;
            return Ok(goal);
        }
        target.revision = capture::validate_profile(&mut act.of(&people.permit(&validator)?), target)?.revision;
        if goal == Goal::Validated {
            return Ok(goal);
        }
        self.review(act, target, goal)
    }

    /// The institute's turn: two verdicts, then its observations or the publication.
    fn review(&self, act: &mut Act<'_, NoPermit>, mut target: Target, goal: Goal) -> anyhow::Result<Goal> {
        let people = self.people;
        let permit = people.permit("paridad")?;
        mark(&mut act.of(&permit), Part::Identity, target.id, None)?;
        let compliant = Judge { compliant: true };
        target.revision = review::judge_identity(&mut act.of(&permit), target, &compliant)?.revision;
        let words = "El primer renglón repite un lema de campaña; quítelo y deje la propuesta.";
        let remark = (goal == Goal::Observed).then(|| remark("proposal.first", Ground::Slogan, words));
        let verdict = Judge { compliant: remark.is_none() };
        let permit = people.permit("organizacion")?;
        mark(&mut act.of(&permit), Part::Curricular, target.id, remark.as_ref())?;
        target.revision = review::judge_curricular(&mut act.of(&permit), target, &verdict)?.revision;
        if goal == Goal::Observed {
            review::send_observations(&mut act.of(&people.permit("responsable")?), target)?;
        } else {
            publication::authorise_publication(&mut act.of(&people.permit("responsable")?), target)?;
        }
        Ok(goal)
    }

    /// Consent to count, and perhaps to publish half of the identity sections, with a document that says it is invented.
    fn consent(
        &self,
        act: &mut Act<'_, NoPermit>,
        capturist: &str,
        target: &mut Target,
        publication: bool,
    ) -> anyhow::Result<()> {
        let publishable = act.desk.config.election.identity.sections.iter().filter(|section| !section.statistics_only);
        let command = GiveConsent {
            treatment: true,
            publication,
            statistics: true,
            sections: publishable.map(|section| section.key.clone()).take(if publication { 3 } else { 0 }).collect(),
        };
        let permit = self.people.permit(capturist)?;
        // The form as it is printed, for want of somebody who signs.
        let query = ConsentFormQuery {
            publication: command.publication,
            statistics: command.statistics,
            sections: command.sections.iter().map(|key| key.as_str()).collect::<Vec<_>>().join(","),
        };
        let document = capture::print_consent(&mut act.of(&permit), target.id, &query)?;
        let keep = |sealed| self.runtime.block_on(self.files.put_document(sealed));
        target.revision = capture::give_consent(&mut act.of(&permit), *target, &command, &document, keep)?.revision;
        Ok(())
    }
}

/// Marks every section of a part: they comply, but for the one that a remark is about.
fn mark<A: Action>(
    act: &mut Act<'_, Permit<A>>,
    part: Part,
    id: CandidacyId,
    remark: Option<&NewObservation>,
) -> anyhow::Result<()> {
    for section in &act.desk.config.election.questionnaire(part).sections {
        let own = |remark: &&NewObservation| section.questions.iter().any(|question| question.key == remark.field);
        let mark = remark
            .filter(own)
            .map_or(Mark::Complies {}, |remark| Mark::Observed { observations: vec![remark.clone()] });
        review::mark_section(act, part, Target { id, revision: 0 }, &section.key, &mark)?;
    }
    Ok(())
}

fn remark(field: &str, ground: Ground, text: &str) -> NewObservation {
    NewObservation { field: field.into(), ground, text: text.to_owned() }
}

fn answer(text: &str) -> Option<Answer> {
    Some(Answer::One(text.to_owned()))
}

fn career(desk: &Desk, candidacy: &Candidacy, number: usize, texts: &Texts) -> BTreeMap<QuestionKey, Option<Answer>> {
    let registration = &candidacy.registration;
    let office = desk.config.election.office_name(&registration.office);
    let place = desk.config.election.territory_name(&registration.territory);
    let trade =
        ["la docencia", "el campo", "el comercio", "la salud comunitaria", "la abogacía", "la ingeniería"][number % 6];
    let years = 6 + number % 19;
    let professional = format!(
        "Texto de demostración. Ha trabajado {years} años en {trade}, primero en una organización pequeña y después a cargo \
         de equipos. Coordinó proyectos con presupuestos públicos y privados, rindió cuentas de cada uno y formó a personas \
         jóvenes que hoy los continúan. También ha llevado la administración de un negocio familiar y ha dado talleres \
         gratuitos los fines de semana a quien quiso aprender el oficio."
    );
    let political = format!(
        "Texto de demostración. Ha participado {years} años en comités vecinales, consejos escolares y asociaciones civiles \
         de {place}. Promovió la limpieza de arroyos, la reparación de caminos y un fondo de ahorro comunitario. Representó \
         a su comunidad ante autoridades de agua y de salud, y ahora se postula a {office} para continuar ese trabajo \
         con más personas y con reglas claras para todas."
    );
    let status = texts.estatus_escolaridad.replace("Trunco", "Trunca");
    let courses: Vec<String> = texts
        .cursos
        .as_deref()
        .unwrap_or_default()
        .split(['\n', ';'])
        .map(|line| line.trim().chars().take(250).collect())
        .collect();
    let answers = [
        ("contact.house", answer(&format!("Calle de Ejemplo {}, {place}", number + 1))),
        ("contact.email", answer(&format!("contacto{}@ejemplo.mx", number + 1))),
        ("contact.website", answer(&format!("https://ejemplo.mx/candidatura-{}", number + 1))),
        ("education.level", answer(&texts.escolaridad)),
        ("education.status", answer(&status)),
        (
            "education.courses",
            Some(Answer::Many(courses.into_iter().filter(|line| !line.is_empty()).take(20).collect())),
        ),
        ("career.professional", answer(&professional)),
        ("career.political", answer(&political)),
        ("motivation", answer(&texts.motivo)),
        ("proposal.first", answer(&texts.propuesta_1)),
        ("proposal.second", answer(&texts.propuesta_2)),
        ("proposal.equality", answer(&texts.propuesta_genero)),
    ];
    answers.into_iter().map(|(key, answer)| (QuestionKey::from(key), answer)).collect()
}

/// Identity answers in about the shares seen in 2022: few yes, fewer declined, a third declined about income.
fn identity(desk: &Desk, number: usize) -> BTreeMap<QuestionKey, Option<Answer>> {
    let mut chosen: BTreeMap<QuestionKey, Option<Answer>> = BTreeMap::new();
    let mut plain = BTreeMap::new();
    let decline = desk.config.election.identity.decline.as_deref();
    let questions = desk.config.election.questions().filter(|(part, _)| *part == Part::Identity);
    for (place, (_, question)) in questions.enumerate() {
        if !question.is_asked(&plain) {
            continue;
        }
        let draw = draw(number, place);
        let Some(answer) = pick(question, decline, draw) else { continue };
        plain.insert(question.key.clone(), answer.clone());
        chosen.insert(question.key.clone(), Some(answer));
    }
    chosen
}

fn pick(question: &Question, decline: Option<&str>, draw: usize) -> Option<Answer> {
    let options = match &question.kind {
        Kind::Choice { options } | Kind::Choices { options } => options,
        _ => return None,
    };
    let yes_or_no = options.len() == 2 && options[0] == "Sí";
    let declined = draw % 100 < if question.key.as_str() == "socioeconomic.income" { 33 } else { 2 };
    let option = match decline {
        Some(decline) if declined => decline,
        _ if yes_or_no => &options[usize::from(draw / 100 % 100 >= 8)],
        _ => &options[draw / 100 % options.len()],
    };
    Some(if matches!(question.kind, Kind::Choices { .. }) {
        Answer::Many(vec![option.to_owned()])
    } else {
        Answer::One(option.to_owned())
    })
}

/// A number that looks drawn and is always the same.
fn draw(number: usize, place: usize) -> usize {
    let mixed = (number * 64 + place + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 33
}
