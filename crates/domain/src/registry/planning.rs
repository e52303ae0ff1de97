//! Comparing a file with what is known: what it would do, said before it is done.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Column, Mapping, Remark, Row,
    doubt::{self, Doubt, InDoubt, Person},
    read_row, read_withdrawal, text_excerpt,
};
use crate::{
    candidacy::{Registration, RegistryStatus},
    election::Election,
    ids::Folio,
    questionnaire::FaultCode,
    text,
};

/// A field of a known candidacy that the file changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RegistryChange))]
pub struct Change {
    /// The column.
    pub column: Column,
    /// The column's heading in the file.
    pub heading: String,
    /// What is known now.
    pub before: String,
    /// What the file says.
    pub after: String,
}

/// A candidacy a plan touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Movement {
    /// The line in the file.
    pub line: u64,
    /// Its folio.
    pub folio: Folio,
    /// The person's name.
    pub name: String,
    /// What changes; empty for one that is new.
    pub changes: Vec<Change>,
}

/// What a file would do, said before it is done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Plan {
    /// Candidacies that are new.
    pub added: Vec<Movement>,
    /// Candidacies whose data change.
    pub changed: Vec<Movement>,
    /// Candidacies that stop standing for another person took their place.
    pub substituted: Vec<Movement>,
    /// Candidacies that stop standing.
    pub cancelled: Vec<Movement>,
    /// Candidacies that stand again.
    pub reinstated: Vec<Movement>,
    /// Rows of known folios that may be about another candidacy: each waits by itself for a second person. Only that
    /// somebody no longer stands is taken of them.
    #[serde(default)]
    pub doubtful: Vec<Doubt>,
    /// Folios whose row waited so, and of which the file says nothing doubtful any more: their wait ends.
    #[serde(default)]
    pub settled: Vec<Folio>,
    /// Rows that say what is known already.
    pub unchanged: usize,
    /// Known folios the file does not name; nothing happens to them.
    pub absent: Vec<Folio>,
    /// Rows left out, each with its reason and what to do.
    pub rejected: Vec<Remark>,
    /// Rows taken that somebody should look at.
    pub suspicious: Vec<Remark>,
    /// Substitutes whom the institute withdrew when it undid a movement and whom the file repeats: they stay withdrawn.
    pub withheld: Vec<Remark>,
    /// Movements that the institute undid and the file repeats: they count, and undoing them again takes two persons.
    #[serde(default)]
    pub repeated: Vec<Remark>,
    /// Folios whose word the institute held back, and which counts again from now on.
    pub lifted: Vec<Folio>,
    /// Rows left out that would be put aside to be completed; the others are aside already, or were decided.
    pub put_aside: usize,
    /// Rows put aside before that the file makes needless.
    pub made_good: usize,
}

impl Plan {
    /// Whether applying it would change nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.changed.is_empty()
            && self.reinstated.is_empty()
            && self.withdrawn() == 0
            && self.doubtful.iter().all(|doubt| doubt.waits)
            && self.settled.is_empty()
            && self.lifted.is_empty()
            && self.put_aside == 0
            && self.made_good == 0
    }

    /// Takes away what cells say, so that who keeps a plan keeps no dates of birth or addresses of mail with it.
    pub fn forget_cells(&mut self) {
        let Self { added, changed, substituted, cancelled, reinstated, doubtful, .. } = self;
        for movement in [added, changed, substituted, cancelled, reinstated].into_iter().flatten() {
            movement.changes.clear();
        }
        for doubt in doubtful {
            doubt.changes.clear();
        }
    }

    /// How many candidacies would stop standing.
    #[must_use]
    pub fn withdrawn(&self) -> usize {
        self.substituted.len() + self.cancelled.len()
    }
}

/// What the institute undid of a folio. While the registry repeats a substitute whom undoing withdrew, that one stays out;
/// who stood again because of it stands no longer once the registry repeats what it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// What the registry said.
    pub said: RegistryStatus,
    /// What stays.
    pub kept: RegistryStatus,
}

/// What is known before a file is read.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// What the registry said last of each folio.
    pub registrations: BTreeMap<Folio, Registration>,
    /// The person that a folio had first, where what is known of it changed since.
    pub first: BTreeMap<Folio, Person>,
    /// What the institute undid.
    pub holds: BTreeMap<Folio, Hold>,
    /// What the rows say that wait because they may be about another candidacy.
    pub doubts: BTreeMap<Folio, Registration>,
}

impl Known {
    /// What a row would change of a known folio that makes it doubtful that it is the same candidacy.
    fn doubt(&self, before: &Registration, after: &Registration) -> BTreeSet<doubt::DoubtGround> {
        let first = self.first.get(&before.folio).cloned().unwrap_or_else(|| before.into());
        doubt::grounds(&first, before, after)
    }
}

/// A row that cannot be taken as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The row.
    pub row: Row,
    /// What is wrong with it.
    pub faults: Vec<Remark>,
}

/// A plan with what it would write.
#[derive(Debug, Clone)]
pub struct Planned {
    /// What a person reads.
    pub plan: Plan,
    /// What would be written: new and changed registrations, each once.
    pub writes: Vec<Registration>,
    /// What the rows in doubt say that do not wait already, each of another folio.
    pub doubts: Vec<InDoubt>,
    /// The last word of the file on what it says badly: a good row after a bad one with its folio makes that needless.
    pub bad: Vec<BadRow>,
    /// Every folio that the file names.
    pub named: BTreeSet<Folio>,
}

/// The rows of a file that can be taken, those that cannot, and every folio that they name.
struct Sorted<'a> {
    good: Vec<(&'a Row, Registration)>,
    bad: Vec<BadRow>,
    named: BTreeSet<Folio>,
}

/// Reads every row; what is wrong with those that cannot be taken goes to the plan.
fn sort<'a>(election: &Election, mapping: &Mapping, rows: &'a [Row], plan: &mut Plan) -> Sorted<'a> {
    let mut sorted = Sorted { good: Vec::new(), bad: Vec::new(), named: BTreeSet::new() };
    // Where each folio was taken: a bad row does not keep a good one with its folio from being taken after it.
    let mut taken: BTreeMap<Folio, &Row> = BTreeMap::new();
    for row in rows {
        let folio = Folio(row.get(Column::Folio).to_owned());
        if let Some(first) = taken.get(&folio) {
            let message = format!(
                "El folio ya aparece en la línea {}. Deje un solo renglón por folio; se tomó el primero.",
                first.line
            );
            let place = Place { mapping, line: row.line, folio: &folio };
            let fault = place.remark(Column::Folio, FaultCode::Repeated, message);
            // The same row again says nothing that is lost.
            if first.cells != row.cells {
                sorted.bad.push(BadRow { row: row.clone(), faults: vec![fault.clone()] });
            }
            plan.rejected.push(fault);
            continue;
        }
        match read_row(election, mapping, row) {
            Ok(registration) => {
                sorted.bad.retain(|before| before.row.get(Column::Folio) != folio.as_str());
                taken.insert(folio.clone(), row);
                sorted.good.push((row, registration));
            }
            Err(faults) => {
                plan.rejected.extend(faults.clone());
                sorted.bad.push(BadRow { row: row.clone(), faults });
            }
        }
        sorted.named.insert(folio);
    }
    sorted
}

/// Compares the rows of a file with what is known. Bad rows never stop good ones.
#[must_use]
pub fn plan(election: &Election, mapping: &Mapping, rows: &[Row], known: &Known) -> Planned {
    let mut plan = Plan::default();
    let Sorted { mut good, mut bad, named } = sort(election, mapping, rows, &mut plan);
    for lost in drop_unknown_replacements(&mut good, &known.registrations, mapping) {
        plan.rejected.extend(lost.faults.clone());
        bad.push(lost);
    }
    let holds = &known.holds;
    let partly = withdrawn_at_least(mapping, rows, &good, &bad, &known.registrations);
    // Of these nothing else is read: they settle no doubt.
    let unread: BTreeSet<Folio> = partly.iter().map(|(_, registration)| registration.folio.clone()).collect();
    good.extend(partly);

    let (mut writes, mut doubts) = (Vec::new(), Vec::new());
    for (row, mut registration) in good {
        let line = row.line;
        plan.suspicious.extend(suspicions(mapping, &registration, line));
        if let Some(hold) = holds.get(&registration.folio) {
            let place = Place { mapping, line, folio: &registration.folio };
            match (registration.status == hold.said, hold.kept) {
                (true, RegistryStatus::Substituted | RegistryStatus::Cancelled) => {
                    plan.withheld.push(withheld(place, *hold));
                    registration.status = hold.kept;
                }
                // Whoever no longer stands is hidden at once, whatever was undone before.
                (true, RegistryStatus::Active) => {
                    plan.repeated.push(repeated(place, *hold));
                    plan.lifted.push(registration.folio.clone());
                }
                (false, _) => plan.lifted.push(registration.folio.clone()),
            }
        }
        let mut movement =
            Movement { line, folio: registration.folio.clone(), name: registration.full_name(), changes: Vec::new() };
        let Some(before) = known.registrations.get(&registration.folio) else {
            plan.added.push(movement);
            writes.push(registration);
            continue;
        };
        let grounds = known.doubt(before, &registration);
        let doubtful = !grounds.is_empty();
        if doubtful {
            let waits = known.doubts.get(&registration.folio) == Some(&registration);
            let changes = differences(election, mapping, before, &registration);
            movement.name = before.full_name();
            let (folio, name) = (registration.folio.clone(), before.full_name());
            plan.doubtful.push(Doubt { line, folio, name, grounds: grounds.clone(), changes, waits });
            let taken = doubt::beyond_doubt(before, &registration);
            let said = std::mem::replace(&mut registration, taken);
            doubts.extend((!waits).then_some(InDoubt { grounds, said }));
        } else if known.doubts.contains_key(&registration.folio) && !unread.contains(&registration.folio) {
            plan.settled.push(registration.folio.clone());
        }
        movement.changes = differences(election, mapping, before, &registration);
        if movement.changes.is_empty() {
            plan.unchanged += usize::from(!doubtful);
            continue;
        }
        match (before.status, registration.status) {
            (before, after) if before == after => plan.changed.push(movement),
            (_, RegistryStatus::Substituted) => plan.substituted.push(movement),
            (_, RegistryStatus::Cancelled) => plan.cancelled.push(movement),
            (_, RegistryStatus::Active) => plan.reinstated.push(movement),
        }
        writes.push(registration);
    }
    plan.absent = known.registrations.keys().filter(|folio| !named.contains(*folio)).cloned().collect();
    plan.rejected.sort_by_key(|remark| remark.line);
    Planned { plan, writes, doubts, bad, named }
}

/// Known candidacies that a bad row says no longer stand. That much of the row is taken, so that nobody stays public only
/// because another cell is wrong. What the file says last of each folio counts.
fn withdrawn_at_least<'a>(
    mapping: &Mapping,
    rows: &'a [Row],
    good: &[(&Row, Registration)],
    bad: &[BadRow],
    known: &BTreeMap<Folio, Registration>,
) -> Vec<(&'a Row, Registration)> {
    let taken: BTreeSet<&Folio> = good.iter().map(|(_, registration)| &registration.folio).collect();
    let last: BTreeMap<Folio, u64> = bad.iter().map(|bad| (bad.row.get(Column::Folio).into(), bad.row.line)).collect();
    let withdrawal = |row: &'a Row| {
        let folio = row.folio()?;
        if taken.contains(&folio) || last.get(&folio) != Some(&row.line) {
            return None;
        }
        let status = read_withdrawal(mapping, row)?;
        let before = known.get(&folio)?;
        Some((row, Registration { status, ..before.clone() }))
    };
    rows.iter().filter_map(withdrawal).collect()
}

/// The row that something is said about.
#[derive(Clone, Copy)]
struct Place<'a> {
    mapping: &'a Mapping,
    line: u64,
    folio: &'a Folio,
}

impl Place<'_> {
    fn remark(self, column: Column, code: FaultCode, message: impl Into<String>) -> Remark {
        let folio = text_excerpt(self.folio.as_str());
        Remark { line: self.line, folio, column, heading: self.mapping.heading(column), code, message: message.into() }
    }
}

fn withheld(place: Place<'_>, hold: Hold) -> Remark {
    let message = format!(
        "El archivo repite «{}», que el Instituto deshizo: sigue «{}». Si el registro tiene razón, permítalo en «Sustituciones y cancelaciones» y vuelva a aplicar el archivo.",
        hold.said.name(),
        hold.kept.name()
    );
    place.remark(Column::Status, FaultCode::Unexpected, message)
}

fn repeated(place: Place<'_>, hold: Hold) -> Remark {
    let message = format!(
        "El archivo repite «{}», que el Instituto deshizo: deja de mostrarse otra vez. Si el registro se equivoca, corríjalo primero; después, mostrarla otra vez necesita a dos personas, en «Sustituciones y cancelaciones».",
        hold.said.name()
    );
    place.remark(Column::Status, FaultCode::Unexpected, message)
}

/// Takes away rows that replace a folio nobody knows; repeats, for a row taken away may itself be named by another.
fn drop_unknown_replacements(
    good: &mut Vec<(&Row, Registration)>,
    known: &BTreeMap<Folio, Registration>,
    mapping: &Mapping,
) -> Vec<BadRow> {
    let mut lost = Vec::new();
    loop {
        let present: BTreeSet<Folio> = good.iter().map(|(_, registration)| registration.folio.clone()).collect();
        let before = good.len();
        good.retain(|(row, registration)| {
            let Some(replaced) = &registration.replaces else { return true };
            let found = present.contains(replaced) || known.contains_key(replaced);
            if !found {
                let message = format!(
                    "Dice sustituir al folio «{}», que no está en el archivo ni en el sistema. Corrija el folio o incluya ese renglón.",
                    text_excerpt(&replaced.0)
                );
                let place = Place { mapping, line: row.line, folio: &registration.folio };
                let fault = place.remark(Column::Replaces, FaultCode::UnknownFolio, message);
                lost.push(BadRow { row: (*row).clone(), faults: vec![fault] });
            }
            found
        });
        if good.len() == before {
            return lost;
        }
    }
}

/// Rows that are taken as they are, yet look like a mistake or an attack.
fn suspicions(mapping: &Mapping, registration: &Registration, line: u64) -> Vec<Remark> {
    const MESSAGE: &str = "Parece una fórmula o un código y no un nombre. Se guardó como texto y así saldrá en toda exportación; corrija el nombre en el registro.";
    let place = Place { mapping, line, folio: &registration.folio };
    let names = [
        (Column::GivenName, &registration.given_name),
        (Column::FirstSurname, &registration.first_surname),
        (Column::SecondSurname, &registration.second_surname),
        (Column::Nickname, &registration.nickname),
    ];
    names
        .into_iter()
        .filter(|(_, name)| {
            text::spreadsheet_cell(name) != **name || name.chars().any(|c| matches!(c, '<' | '>' | '=' | '"'))
        })
        .map(|(column, _)| place.remark(column, FaultCode::LooksLikeCode, MESSAGE))
        .collect()
}

/// Every field that differs, in the words of the file.
#[must_use]
pub fn differences(election: &Election, mapping: &Mapping, before: &Registration, after: &Registration) -> Vec<Change> {
    let territory = |registration: &Registration| election.territory_name(&registration.territory).to_owned();
    type Read = fn(&Registration) -> String;
    let pairs: [(Column, Read); 18] = [
        (Column::Office, |r| r.office.0.clone()),
        (Column::ListPosition, |r| r.list_position.map_or_else(String::new, |place| place.to_string())),
        (Column::Kind, |r| r.kind.name().into()),
        (Column::Formula, |r| r.formula.clone()),
        (Column::Nominator, |r| r.nominator.0.clone()),
        (Column::ResponsibleParty, |r| r.responsible_party.as_ref().map_or_else(String::new, |party| party.0.clone())),
        (Column::GivenName, |r| r.given_name.clone()),
        (Column::FirstSurname, |r| r.first_surname.clone()),
        (Column::SecondSurname, |r| r.second_surname.clone()),
        (Column::Nickname, |r| r.nickname.clone()),
        (Column::Sex, |r| r.sex.name().into()),
        (Column::BirthDate, |r| r.birth_date.to_string()),
        (Column::AffirmativeAction, |r| r.affirmative_action.as_ref().map_or_else(String::new, |a| a.0.clone())),
        (Column::Consecutive, |r| if r.consecutive { "Sí" } else { "No" }.into()),
        (Column::Email, |r| r.email.clone()),
        (Column::Status, |r| r.status.name().into()),
        (Column::ApprovedOn, |r| r.approved_on.to_string()),
        (Column::Replaces, |r| r.replaces.as_ref().map_or_else(String::new, |folio| folio.0.clone())),
    ];
    let mut changes: Vec<Change> = pairs
        .into_iter()
        .map(|(column, read)| Change {
            column,
            heading: mapping.heading(column),
            before: read(before),
            after: read(after),
        })
        .filter(|change| change.before != change.after)
        .collect();
    if before.territory != after.territory {
        let column = if after.territory.0.contains("/mun/") { Column::Municipality } else { Column::District };
        changes.push(Change {
            column,
            heading: mapping.heading(column),
            before: territory(before),
            after: territory(after),
        });
    }
    changes
}
