//! How far the whole election is, and telling parties what is missing (PTO I.A.1.IX).

use std::collections::BTreeMap;

use contract::work::progress::{Group, Progress, RemindParty, Reminded, Tally};
use domain::{
    candidacy::RegistryStatus,
    ids::{CandidacyId, PartyKey},
    log::{Entry, Subject},
    messages::MessageKind,
    permission::{Permit, act},
    refusal::Refusal,
    term::is_open,
    text,
    time::Timestamp,
    work::progress::Standing,
    workflow::{running_term, settle},
};
use store::{
    StoreError,
    accounts::{self, Account},
    candidacies::Candidacy,
    log::Digests,
    profiles::{self, Profile},
    seal::CandidacyKey,
};

use crate::{
    Error,
    act::{Act, By},
    log,
    messages::{self, About},
};

/// What independents are called among the parties.
const INDEPENDENTS: &str = "Candidaturas independientes";

/// An active candidacy, where it stands and until when its term runs.
struct Standpoint {
    candidacy: Candidacy,
    standing: Standing,
    until: Option<Timestamp>,
}

impl Standpoint {
    fn is_overdue(&self, now: Timestamp) -> bool {
        self.standing.is_unsent() && self.until.is_some_and(|until| !is_open(until, now))
    }

    fn party(&self) -> &str {
        self.candidacy.registration.responsible_party.as_ref().map_or("", PartyKey::as_str)
    }
}

/// The active candidacies of the election or of one party. No answer is opened.
fn standpoints<P: By>(act: &mut Act<'_, P>, party: Option<&str>) -> Result<Vec<Standpoint>, StoreError> {
    let mut all = profiles::list(act.conn, party, None)?;
    all.retain(|(candidacy, _)| candidacy.registration.status == RegistryStatus::Active);
    let ids: Vec<CandidacyId> = all.iter().map(|(candidacy, _)| candidacy.id).collect();
    let keys = CandidacyKey::load_many(act.conn, &act.desk.master, &ids)?;
    let standpoint = |(candidacy, profile): (Candidacy, Profile)| {
        let stage = settle(&profile.life, act.now).stage;
        let standing = Standing::of(&stage, &profile.open_sections(keys.get(&candidacy.id))?);
        Ok(Standpoint { until: running_term(&stage, profile.capture_until), candidacy, standing })
    };
    all.into_iter().map(standpoint).collect()
}

/// Counts every active candidacy by party, office and territory.
pub fn read_progress(act: &mut Act<'_, Permit<act::ReadAllProgress>>) -> Result<Progress, Error> {
    let all = standpoints(act, None)?;
    let election = &act.desk.config.election;
    let parties = election.parties.iter().map(|party| (party.key.as_str(), party.name.as_str()));
    let offices = election.offices.iter().map(|office| (office.key.as_str(), office.name.as_str()));
    let territories = election.territories.iter().map(|territory| (territory.id.as_str(), territory.name.as_str()));
    let mut total = Tally::default();
    for standpoint in &all {
        total.count(standpoint.standing, standpoint.is_overdue(act.now));
    }
    Ok(Progress {
        at: act.now,
        total,
        parties: groups(&all, parties.chain([("", INDEPENDENTS)]), Standpoint::party, act.now),
        offices: groups(&all, offices, |standpoint| standpoint.candidacy.registration.office.as_str(), act.now),
        territories: groups(
            &all,
            territories,
            |standpoint| standpoint.candidacy.registration.territory.as_str(),
            act.now,
        ),
    })
}

/// One group for each key that has candidacies, in the order of the configuration.
fn groups<'a>(
    all: &[Standpoint],
    named: impl Iterator<Item = (&'a str, &'a str)>,
    key_of: impl Fn(&Standpoint) -> &str,
    now: Timestamp,
) -> Vec<Group> {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for standpoint in all {
        tallies.entry(key_of(standpoint)).or_default().count(standpoint.standing, standpoint.is_overdue(now));
    }
    named
        .filter_map(|(key, name)| {
            Some(Group { key: key.to_owned(), name: name.to_owned(), tally: tallies.remove(key)? })
        })
        .collect()
}

/// A line for every active candidacy with where it stands, as CSV in UTF-8, each cell a text to any spreadsheet; never an
/// answer. The day and the hour are the institute's.
///
/// # Errors
/// When the database fails, or the file cannot be written.
pub fn progress_csv(act: &mut Act<'_, Permit<act::ReadAllProgress>>) -> Result<Vec<u8>, Error> {
    let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
    writer.write_record([
        "folio",
        "nombre",
        "cargo",
        "territorio",
        "tipo",
        "postula",
        "partido_responsable",
        "situacion",
        "plazo_hasta",
        "vencida",
    ])?;
    for standpoint in standpoints(act, None)? {
        let registration = &standpoint.candidacy.registration;
        let until = standpoint.until.filter(|_| standpoint.standing.is_unsent());
        let until = until
            .map(|until| until.local(&act.desk.config.zone))
            .map(|until| format!("{} {}", until.date(), until.clock()));
        let record = [
            registration.folio.as_str().to_owned(),
            registration.full_name(),
            act.desk.config.election.office_name(&registration.office).to_owned(),
            act.desk.config.election.territory_name(&registration.territory).to_owned(),
            registration.kind.name().to_owned(),
            act.desk.config.election.nominator_name(&registration.nominator).to_owned(),
            standpoint.party().to_owned(),
            standpoint.standing.name().to_owned(),
            until.unwrap_or_default(),
            if standpoint.is_overdue(act.now) { "Sí" } else { "No" }.to_owned(),
        ];
        writer.write_record(record.map(|cell| text::spreadsheet_cell(&cell)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()).into())
}

/// Tells a party, or every independent, which candidacies were not sent: those who capture them and the representation.
///
/// # Errors
/// [`Refusal::NotFound`] without such a party; [`Refusal::NothingToChange`] when everything was sent;
/// [`Refusal::NobodyToTell`] when none has an account; [`Refusal::ToldAlready`] when they were told within this hour.
pub fn remind_party(act: &mut Act<'_, Permit<act::RemindParty>>, command: &RemindParty) -> Result<Reminded, Error> {
    let party = command.party.as_ref();
    if party.is_some_and(|key| act.desk.config.election.parties.iter().all(|party| party.key != *key)) {
        return Err(Refusal::NotFound.into());
    }
    let mut all = standpoints(act, party.map(PartyKey::as_str))?;
    all.retain(|standpoint| {
        standpoint.standing.is_unsent() && standpoint.candidacy.registration.responsible_party.as_ref() == party
    });
    if all.is_empty() {
        return Err(Refusal::NothingToChange.into());
    }
    // Those who were told within the hour are not told the same again.
    let here = act.now.local(&act.desk.config.zone);
    let hour = format!("{}T{:02}", here.date(), here.hour());
    let about: Vec<About<'_>> = all.iter().map(|standpoint| (&standpoint.candidacy, None)).collect();
    let everybody = accounts::all(act.conn)?;
    let is_told = |account: &Account| {
        all.iter().any(|standpoint| messages::is_told(MessageKind::CaptureMissing, account, &standpoint.candidacy))
    };
    if !everybody.iter().any(is_told) {
        return Err(Refusal::NobodyToTell.into());
    }
    if messages::tell(act, MessageKind::CaptureMissing, &everybody, &about, &hour)? == 0 {
        return Err(Refusal::ToldAlready.into());
    }
    let subject = party.map_or(Subject::Independents, |party| Subject::Party(party.clone()));
    log::write(act, &Entry::PartyReminded { candidacies: all.len() }, subject, party, Digests::None)?;
    Ok(Reminded { candidacies: all.len() })
}
