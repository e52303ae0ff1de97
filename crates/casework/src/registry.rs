//! Bringing the registry's candidacies up to date: read the file, plan, apply in one transaction (PTO II.C).

use std::collections::BTreeMap;

use contract::registry::{RegistryPlan, RegistrySynced};
use domain::{
    candidacy::RegistryStatus,
    permission::{Permit, act},
    refusal::Refusal,
    registry::{Column, Planned, Row, plan},
    workflow::withdrawn,
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use store::{
    StoreError,
    candidacies::{self, Candidacy},
    db::Conn,
    log::hex,
    profiles::{self, Profile},
    seal::CandidacyKey,
};

use crate::{
    Error,
    case::{digest, note},
    desk::Desk,
    event::Event,
    log,
};

/// Most bytes of a registry file.
pub const FILE_MAX: usize = 32 * 1024 * 1024;

/// Says what a file would do, without doing it.
///
/// # Errors
/// [`Refusal::UnreadableRegistry`] when it is not the registry's export.
pub fn plan_registry(
    conn: &mut Conn,
    desk: &Desk,
    _permit: &Permit<act::SyncRegistry>,
    file: &[u8],
) -> Result<RegistryPlan, Error> {
    let (planned, _) = prepare(conn, desk, file)?;
    Ok(RegistryPlan { digest: plan_digest(&planned)?, plan: planned.plan })
}

/// Does what a file says. With `digest`, only if that is still what the plan said. Substituted and cancelled
/// candidacies are hidden by the same transaction.
///
/// # Errors
/// [`Refusal::UnreadableRegistry`], [`Refusal::PlanChanged`].
pub fn sync_registry(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::SyncRegistry>,
    file: &[u8],
    expected: Option<&str>,
    now: Timestamp,
) -> Result<RegistrySynced, Error> {
    let (planned, known) = prepare(conn, desk, file)?;
    let plan_digest = plan_digest(&planned)?;
    if expected.is_some_and(|expected| expected != plan_digest) {
        return Err(Refusal::PlanChanged.into());
    }
    if planned.plan.is_empty() {
        return Ok(RegistrySynced { plan: planned.plan });
    }
    let actor = permit.actor();
    for registration in &planned.writes {
        let before = known.get(&registration.folio);
        let candidacy = candidacies::put(conn, registration, before.map(|known| known.id))?;
        let Some(before) = before else {
            CandidacyKey::create(conn, &desk.master, candidacy.id)?;
            let profile = Profile::new(candidacy.id, desk.questionnaire_version());
            profiles::insert(conn, &profile)?;
            note(
                conn,
                Some(actor),
                Event::CandidacyAdded,
                &candidacy,
                registration.folio.as_str(),
                ("", &digest(&profile)),
                now,
            )?;
            continue;
        };
        let event = match (before.registration.status, registration.status) {
            (from, to) if from == to => Event::CandidacyChanged,
            (_, RegistryStatus::Substituted) => Event::CandidacySubstituted,
            (_, RegistryStatus::Cancelled) => Event::CandidacyCancelled,
            (_, RegistryStatus::Active) => Event::CandidacyReinstated,
        };
        if event != Event::CandidacyChanged {
            // Whoever holds the profile on the desk right now must not put it back as if nothing had happened.
            let mut profile = profiles::load(conn, candidacy.id)?;
            profile.life = withdrawn(&profile.life);
            if !profiles::update(conn, &mut profile)? {
                return Err(Refusal::Stale.into());
            }
        }
        let digests = (registration_digest(&before.registration), registration_digest(registration));
        note(conn, Some(actor), event, &candidacy, registration.folio.as_str(), (&digests.0, &digests.1), now)?;
    }
    let plan = &planned.plan;
    let detail = format!(
        "file {} added {} changed {} substituted {} cancelled {} reinstated {} rejected {}",
        hex(&Sha256::digest(file)),
        plan.added.len(),
        plan.changed.len(),
        plan.substituted.len(),
        plan.cancelled.len(),
        plan.reinstated.len(),
        plan.rejected.len()
    );
    log::write(conn, Some(actor), Event::RegistrySynced, ("registry", None), &detail, ("", &plan_digest), now)?;
    Ok(RegistrySynced { plan: planned.plan })
}

type Known = BTreeMap<domain::ids::Folio, Candidacy>;

fn prepare(conn: &mut Conn, desk: &Desk, file: &[u8]) -> Result<(Planned, Known), Error> {
    let rows = read(desk, file)?;
    let known = candidacies::by_folio(conn)?;
    let registrations =
        known.iter().map(|(folio, candidacy)| (folio.clone(), candidacy.registration.clone())).collect();
    Ok((plan(&desk.election, &desk.mapping, &rows, &registrations), known))
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// Of everything that would be written, and from what.
fn plan_digest(planned: &Planned) -> Result<String, StoreError> {
    Ok(hex(&Sha256::digest(json(&(&planned.plan, &planned.writes))?)))
}

fn registration_digest(registration: &domain::candidacy::Registration) -> String {
    hex(&Sha256::digest(serde_json::to_vec(registration).unwrap_or_default()))
}

/// Reads the file's rows by the mapping's headings, in whatever order they come.
fn read(desk: &Desk, file: &[u8]) -> Result<Vec<Row>, Refusal> {
    let unreadable = |reason: String| Refusal::UnreadableRegistry { reason };
    if file.len() > FILE_MAX {
        return Err(Refusal::TooLarge);
    }
    let text = std::str::from_utf8(file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file))
        .map_err(|_| unreadable("El archivo no está en UTF-8. Guárdelo como «CSV UTF-8» y súbalo otra vez.".into()))?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headings = reader
        .headers()
        .map_err(|error| unreadable(format!("El archivo no se puede leer como CSV: {error}.")))?
        .clone();
    let mut places = BTreeMap::new();
    let mut missing = Vec::new();
    for column in Column::ALL {
        let heading = desk.mapping.columns.get(&column).map_or("", String::as_str);
        match headings.iter().position(|found| found.trim() == heading) {
            Some(place) => {
                places.insert(column, place);
            }
            None => missing.push(heading.to_owned()),
        }
    }
    if !missing.is_empty() {
        return Err(unreadable(format!(
            "Faltan estas columnas en el primer renglón: {}. Exporte otra vez el registro, separado por comas.",
            missing.join(", ")
        )));
    }
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1_u64, 0_usize);
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(format!("El archivo no se puede leer como CSV: {error}.")))?;
        // The reader's own count is one short where lines end in CRLF.
        let at = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(counted);
        let start = at + text[at..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += text[counted..start].bytes().filter(|byte| *byte == b'\n').count() as u64;
        counted = start;
        let cells: BTreeMap<Column, String> =
            places.iter().map(|(column, place)| (*column, record.get(*place).unwrap_or("").to_owned())).collect();
        if cells.values().any(|cell| !cell.trim().is_empty()) {
            rows.push(Row { line, cells });
        }
    }
    Ok(rows)
}
