//! Rows put aside because they could not be taken as they came: completed and applied by a person, or discarded.

use contract::registry::{CompleteRecord, RegistryCell, RegistryRecord, RegistrySynced, WithReason};
use domain::{
    candidacy::RegistryStatus,
    ids::Folio,
    log::{Entry, RegistrySource, Subject},
    permission::{Permit, act},
    questionnaire::FieldFault,
    refusal::Refusal,
    registry::{Column, Remark, read_withdrawal},
};
use store::{
    accounts, candidacies,
    log::Digests,
    registry::records::{self, Outcome, Record},
};
use uuid::Uuid;

use super::{
    prepared::{Origin, Prepared},
    reading, waiting,
};
use crate::{Error, act::Act, log, words};

/// The rows that wait for somebody, the oldest first.
pub fn list_records(act: &mut Act<'_, Permit<act::MendRegistry>>) -> Result<Vec<RegistryRecord>, Error> {
    let candidacies = candidacies::by_folio(act.conn)?;
    let all = records::waiting(act.conn)?;
    let names = accounts::display_names(act.conn, all.iter().map(|record| record.source.as_str()))?;
    let waiting = |record: Record| {
        let row = record.bad.row;
        let folio = row.get(Column::Folio).into();
        // One that says that somebody who stands no longer does is not to wait.
        let says_withdrawn = read_withdrawal(&act.desk.config.mapping, &row).is_some();
        let stands =
            candidacies.get(&folio).is_some_and(|candidacy| candidacy.registration.status == RegistryStatus::Active);
        let cell = |column| RegistryCell {
            column,
            heading: act.desk.config.mapping.heading(column),
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
    Ok(all.into_iter().map(waiting).collect())
}

/// Completes a row put aside and does what it says now, as a file with that row alone would.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait, [`Refusal::FaultyRecord`] while it cannot be taken.
pub fn complete_record(
    act: &mut Act<'_, Permit<act::MendRegistry>>,
    id: Uuid,
    command: CompleteRecord,
) -> Result<RegistrySynced, Error> {
    let mut row = records::find(act.conn, id)?.ok_or(Refusal::NotFound)?.bad.row;
    row.cells.extend(command.cells.into_iter().map(|cell| (cell.column, cell.value)));
    let rows = [row];
    let actor = act.by.actor();
    let prepared = Prepared::of_rows(act.conn, act.desk, &rows)?;
    if !prepared.planned.bad.is_empty() {
        let faults = prepared.planned.plan.rejected.into_iter().map(fault).collect();
        return Err(Refusal::FaultyRecord { faults }.into());
    }
    if prepared.needs_second_person(act, Origin::default())? {
        // It goes on waiting, until what the second person applies makes it good.
        prepared.raise_doubts(act, Origin::default())?;
        let plan_id = waiting::hold(act, Origin::default(), &reading::written(act.desk, &rows)?, &prepared)?;
        return Ok(RegistrySynced { plan: prepared.planned.plan, waiting: Some(plan_id) });
    }
    if !records::decide(act.conn, id, Outcome::Applied, &actor.username, act.now)? {
        return Err(Refusal::NotFound.into());
    }
    let folio = Folio::from(rows[0].get(Column::Folio));
    log::write(act, &Entry::RecordCompleted { folio }, Subject::RegistryRecord(id), None, Digests::None)?;
    // Once more, now that it does not wait: others of its folio do.
    let prepared = Prepared::of_rows(act.conn, act.desk, &rows)?;
    if prepared.planned.plan.is_empty() {
        return Ok(RegistrySynced { plan: prepared.planned.plan, waiting: None });
    }
    let plan = prepared.apply(act, Origin::default(), RegistrySource::Record(id))?;
    Ok(RegistrySynced { plan, waiting: None })
}

/// Discards a row put aside, with a reason that stays. The same row is not put aside again.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait, [`Refusal::BadRequest`] without a reason.
pub fn discard_record(
    act: &mut Act<'_, Permit<act::MendRegistry>>,
    id: Uuid,
    command: &WithReason,
) -> Result<(), Error> {
    let reason = words("El motivo", &command.reason, 10..=500)?;
    let record = records::find(act.conn, id)?.ok_or(Refusal::NotFound)?;
    let actor = act.by.actor();
    if !records::decide(act.conn, id, Outcome::Discarded { reason: &reason }, &actor.username, act.now)? {
        return Err(Refusal::NotFound.into());
    }
    let entry = Entry::RecordDiscarded { folio: record.bad.row.folio(), reason };
    log::write(act, &entry, Subject::RegistryRecord(id), None, Digests::None)?;
    Ok(())
}

fn fault(remark: Remark) -> FieldFault {
    FieldFault { field: remark.column.code().into(), code: remark.code, message: remark.message }
}
