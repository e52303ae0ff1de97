//! Rows put aside because they could not be taken as they came: completed and applied by a person, or discarded.

use contract::registry::{CompleteRecord, RegistryCell, RegistryRecord, RegistrySynced, WithReason};
use domain::{
    candidacy::RegistryStatus,
    log::Event,
    permission::{Permit, act},
    questionnaire::FieldFault,
    refusal::Refusal,
    registry::{Column, Remark, read_withdrawal},
    time::Timestamp,
};
use store::{
    accounts, candidacies,
    db::Conn,
    registry::records::{self, Outcome, Record},
};
use uuid::Uuid;

use super::{
    prepared::{Origin, Prepared},
    reading, waiting,
};
use crate::{Error, desk::Desk, log, words};

/// The rows that wait for somebody, the oldest first.
pub fn list_records(
    conn: &mut Conn,
    desk: &Desk,
    _permit: &Permit<act::MendRegistry>,
) -> Result<Vec<RegistryRecord>, Error> {
    let known = candidacies::by_folio(conn)?;
    let all = records::waiting(conn)?;
    let names = accounts::display_names(conn, all.iter().map(|record| record.source.as_str()))?;
    let told = |record: Record| {
        let row = record.bad.row;
        let folio = row.get(Column::Folio).into();
        // One that says that somebody who stands no longer does is not to wait.
        let says_withdrawn = read_withdrawal(&desk.config.mapping, &row).is_some();
        let stands = known.get(&folio).is_some_and(|one| one.registration.status == RegistryStatus::Active);
        let cell = |column| RegistryCell {
            column,
            heading: desk.config.mapping.heading(column),
            value: row.get(column).into(),
        };
        RegistryRecord {
            id: record.id,
            at: record.at,
            source_name: names.of(&record.source),
            source: record.source,
            line: row.line,
            urgent: says_withdrawn && stands,
            cells: Column::ALL.map(cell).into(),
            faults: record.bad.faults,
        }
    };
    Ok(all.into_iter().map(told).collect())
}

/// Completes a row put aside and does what it says now, as a file with that row alone would.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait, [`Refusal::FaultyRecord`] while it cannot be taken.
pub fn complete_record(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::MendRegistry>,
    id: Uuid,
    command: CompleteRecord,
    now: Timestamp,
) -> Result<RegistrySynced, Error> {
    let mut row = records::find(conn, id)?.ok_or(Refusal::NotFound)?.bad.row;
    row.cells.extend(command.cells.into_iter().map(|cell| (cell.column, cell.value)));
    let rows = [row];
    let actor = permit.actor();
    let prepared = Prepared::of_rows(conn, desk, &rows)?;
    if !prepared.planned.bad.is_empty() {
        let faults = prepared.planned.plan.rejected.into_iter().map(fault).collect();
        return Err(Refusal::FaultyRecord { faults }.into());
    }
    if desk.config.registry_rules.needs_second_person(&prepared.planned.plan) {
        // It goes on waiting, until what the second person applies makes it good.
        let origin = Origin { by: Some(actor), ..Origin::default() };
        let held = waiting::hold(conn, origin, &reading::written(desk, &rows)?, now)?;
        return Ok(RegistrySynced { plan: prepared.planned.plan, waiting: Some(held) });
    }
    if !records::decide(conn, id, Outcome::Applied, &actor.username, None, now)? {
        return Err(Refusal::NotFound.into());
    }
    let object = format!("registry_record/{id}");
    let folio = rows[0].get(Column::Folio);
    log::write(conn, Some(actor), Event::RecordCompleted, (&object, None), folio, ("", ""), now)?;
    // Once more, now that it does not wait: others of its folio do.
    let prepared = Prepared::of_rows(conn, desk, &rows)?;
    if prepared.planned.plan.is_empty() {
        return Ok(RegistrySynced { plan: prepared.planned.plan, waiting: None });
    }
    let plan = prepared.apply(conn, desk, Some(actor), &format!("record {id}"), now)?;
    Ok(RegistrySynced { plan, waiting: None })
}

/// Discards a row put aside, with a reason that stays. The same row is not put aside again.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait, [`Refusal::BadRequest`] without a reason.
pub fn discard_record(
    conn: &mut Conn,
    permit: &Permit<act::MendRegistry>,
    id: Uuid,
    command: &WithReason,
    now: Timestamp,
) -> Result<(), Error> {
    let reason = words("El motivo", &command.reason, 10..=500)?;
    let record = records::find(conn, id)?.ok_or(Refusal::NotFound)?;
    let actor = permit.actor();
    if !records::decide(conn, id, Outcome::Discarded, &actor.username, Some(&reason), now)? {
        return Err(Refusal::NotFound.into());
    }
    let folio = record.bad.row.folio().map(|folio| folio.0).unwrap_or_default();
    let (object, detail) = (format!("registry_record/{id}"), format!("{folio} {reason}"));
    log::write(conn, Some(actor), Event::RecordDiscarded, (&object, None), detail.trim(), ("", ""), now)?;
    Ok(())
}

fn fault(remark: Remark) -> FieldFault {
    FieldFault { field: remark.column.code().into(), code: remark.code, message: remark.message }
}
