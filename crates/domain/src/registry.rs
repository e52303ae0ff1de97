//! Reading the registry's export: each row is checked by itself, then the file is compared with what is known, so that
//! a plan can be read before anything changes (PTO II.C).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    candidacy::{Kind, Registration, RegistryStatus, Sex},
    election::{Election, TerritoryKind},
    ids::{AffirmativeActionKey, Folio, NominatorKey, PartyKey},
    term, text,
};

/// Most characters of a person's name, surname or nickname.
pub const NAME_MAX: usize = 80;

/// One column of the export by its meaning; the heading is configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Stable key.
    Folio,
    /// Office.
    Office,
    /// District number.
    District,
    /// INEGI key of the municipality.
    Municipality,
    /// Place in the list.
    ListPosition,
    /// Owner or substitute.
    Kind,
    /// Formula.
    Formula,
    /// Party, coalition or independent.
    Nominator,
    /// Party that captures.
    ResponsibleParty,
    /// Given name.
    GivenName,
    /// First surname.
    FirstSurname,
    /// Second surname.
    SecondSurname,
    /// Nickname.
    Nickname,
    /// Sex.
    Sex,
    /// Birth date.
    BirthDate,
    /// Affirmative action.
    AffirmativeAction,
    /// Consecutive election.
    Consecutive,
    /// E-mail.
    Email,
    /// Status.
    Status,
    /// Approval date.
    ApprovedOn,
    /// Folio it replaces.
    Replaces,
}

impl Column {
    /// Every column, in the order of the export.
    pub const ALL: [Self; 21] = [
        Self::Folio,
        Self::Office,
        Self::District,
        Self::Municipality,
        Self::ListPosition,
        Self::Kind,
        Self::Formula,
        Self::Nominator,
        Self::ResponsibleParty,
        Self::GivenName,
        Self::FirstSurname,
        Self::SecondSurname,
        Self::Nickname,
        Self::Sex,
        Self::BirthDate,
        Self::AffirmativeAction,
        Self::Consecutive,
        Self::Email,
        Self::Status,
        Self::ApprovedOn,
        Self::Replaces,
    ];
}

/// The words the export uses for fixed values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    /// Propietaria.
    pub owner: String,
    /// Suplente.
    pub substitute: String,
    /// Independent.
    pub independent: String,
    /// Mujer.
    pub woman: String,
    /// Hombre.
    pub man: String,
    /// No binaria.
    pub non_binary: String,
    /// Aprobada.
    pub approved: String,
    /// Sustituida.
    pub substituted: String,
    /// Cancelada.
    pub cancelled: String,
    /// Sí.
    pub yes: String,
    /// No.
    pub no: String,
}

/// How another system's export is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The heading of each column.
    pub columns: BTreeMap<Column, String>,
    /// The words for fixed values.
    pub values: Values,
}

/// One row as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its line in the file, the heading being line 1.
    pub line: u64,
    /// Its cells.
    pub cells: BTreeMap<Column, String>,
}

impl Row {
    fn get(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", |cell| cell.trim())
    }
}

/// What is wrong or odd in a row, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Remark {
    /// The line in the file, the heading being line 1.
    pub line: u64,
    /// The row's folio as written, which may be empty.
    pub folio: String,
    /// The column it is about.
    pub column: Column,
    /// The column's heading in the file.
    pub heading: String,
    /// The reason and what to do, in Spanish.
    pub message: String,
}

struct Reader<'a> {
    election: &'a Election,
    mapping: &'a Mapping,
    row: &'a Row,
    remarks: Vec<Remark>,
}

impl Reader<'_> {
    fn remark(&mut self, column: Column, message: impl Into<String>) {
        let heading = self.mapping.columns.get(&column).cloned().unwrap_or_default();
        let folio = text_excerpt(self.row.get(Column::Folio));
        self.remarks.push(Remark { line: self.row.line, folio, column, heading, message: message.into() });
    }

    fn name(&mut self, column: Column, required: bool) -> String {
        let name = self.row.get(column).split_whitespace().collect::<Vec<_>>().join(" ");
        let length = text::length(&name);
        if required && text::substance(&name) == 0 {
            self.remark(column, "Está vacío. Escriba el dato en el registro y vuelva a exportar.");
        } else if length > NAME_MAX {
            self.remark(
                column,
                format!(
                    "Tiene {length} caracteres y el máximo es {NAME_MAX}. Revise si se pegó otro texto en esta celda."
                ),
            );
        } else if text::has_control(&name) {
            self.remark(column, "Contiene caracteres que no se ven. Vuelva a escribir el dato en el registro.");
        }
        name
    }

    fn one_of<T: Copy>(&mut self, column: Column, options: &[(&str, T)]) -> Option<T> {
        let written = self.row.get(column);
        let found = options.iter().find(|(word, _)| *word == written).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<&str> = options.iter().map(|(word, _)| *word).collect();
            let message =
                format!("«{}» no es un valor conocido. Use uno de estos: {}.", text_excerpt(written), words.join(", "));
            self.remark(column, message);
        }
        found
    }

    fn date(&mut self, column: Column) -> Option<Date> {
        let written = self.row.get(column);
        let date = written.parse::<Date>().ok().filter(|_| written.len() == 10);
        if date.is_none() {
            let message = format!(
                "«{}» no es una fecha. Escríbala como año-mes-día, por ejemplo 1990-02-28.",
                text_excerpt(written)
            );
            self.remark(column, message);
        }
        date
    }

    fn nominator(&mut self) -> (NominatorKey, Option<PartyKey>) {
        let nominator = NominatorKey(self.row.get(Column::Nominator).to_owned());
        let responsible = self.row.get(Column::ResponsibleParty);
        let known = nominator == self.election.independent
            || self.election.coalitions.iter().any(|coalition| coalition.key == nominator)
            || self.election.parties.iter().any(|party| party.key.0 == nominator.0);
        if !known {
            let message = format!(
                "«{}» no es un partido ni una coalición de esta elección. Corrija la clave en el registro o agréguela a la configuración.",
                text_excerpt(&nominator.0)
            );
            self.remark(Column::Nominator, message);
            return (nominator, None);
        }
        let members = self.election.members(&nominator);
        if members.is_empty() {
            if !responsible.is_empty() {
                self.remark(
                    Column::ResponsibleParty,
                    "Una candidatura independiente no lleva partido responsable. Deje la celda vacía.",
                );
            }
            return (nominator, None);
        }
        if members.iter().any(|member| member.0 == responsible) {
            return (nominator, Some(PartyKey(responsible.to_owned())));
        }
        let names: Vec<&str> = members.iter().map(PartyKey::as_str).collect();
        let message = format!(
            "«{}» no forma parte de {}. El partido responsable debe ser uno de estos: {}.",
            text_excerpt(responsible),
            nominator.0,
            names.join(", ")
        );
        self.remark(Column::ResponsibleParty, message);
        (nominator, None)
    }
}

fn text_excerpt(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Reads one row: the registration, or every fault that keeps it from being one.
///
/// # Errors
/// The faults, each with its column and what to do.
pub fn read_row(election: &Election, mapping: &Mapping, row: &Row) -> Result<Registration, Vec<Remark>> {
    let values = &mapping.values;
    let mut reader = Reader { election, mapping, row, remarks: Vec::new() };

    let folio = Folio(row.get(Column::Folio).to_owned());
    if folio.0.is_empty() {
        reader.remark(Column::Folio, "Falta el folio. Cada candidatura necesita el folio del registro.");
    } else if text::length(&folio.0) > 40 {
        reader.remark(Column::Folio, "El folio tiene más de 40 caracteres. Revise la celda.");
    } else if text::has_control(&folio.0) {
        reader.remark(Column::Folio, "El folio tiene caracteres que no se ven. Escríbalo de nuevo.");
    }
    let written_office = row.get(Column::Office);
    let office = election.offices.iter().find(|office| office.registry_name == written_office);
    let mut territory = None;
    let mut list_position = None;
    match office {
        None => {
            let names: Vec<&str> = election.offices.iter().map(|office| office.registry_name.as_str()).collect();
            let message = format!(
                "«{}» no es un cargo de esta elección. Los cargos son: {}.",
                text_excerpt(written_office),
                names.join(", ")
            );
            reader.remark(Column::Office, message);
        }
        Some(office) => {
            let column = match office.territory {
                TerritoryKind::State => None,
                TerritoryKind::District => Some(Column::District),
                TerritoryKind::Municipality => Some(Column::Municipality),
            };
            let key = column.map_or("", |column| row.get(column));
            territory = election.territories_of(office).find(|territory| column.is_none() || territory.key == key);
            if let (None, Some(column)) = (territory, column) {
                let what = if column == Column::District { "un distrito" } else { "un municipio" };
                let message = format!("«{}» no es {what} de esta elección. Corrija la clave.", text_excerpt(key));
                reader.remark(column, message);
            }
            if let Some(last) = office.list_positions {
                list_position = row.get(Column::ListPosition).parse().ok().filter(|place| (1..=last).contains(place));
                if list_position.is_none() {
                    reader.remark(
                        Column::ListPosition,
                        format!("El lugar en la lista debe ser un número del 1 al {last}."),
                    );
                }
            }
        }
    }
    let kind = reader.one_of(Column::Kind, &[(&values.owner, Kind::Owner), (&values.substitute, Kind::Substitute)]);
    let (nominator, responsible_party) = reader.nominator();
    if nominator == election.independent && office.is_some_and(|office| !office.independents) {
        reader.remark(Column::Nominator, "Este cargo no admite candidaturas independientes.");
    }
    let formula = reader.name(Column::Formula, true);
    let given_name = reader.name(Column::GivenName, true);
    let first_surname = reader.name(Column::FirstSurname, true);
    let second_surname = reader.name(Column::SecondSurname, false);
    let nickname = reader.name(Column::Nickname, false);
    let sex = reader.one_of(
        Column::Sex,
        &[(&values.woman, Sex::Woman), (&values.man, Sex::Man), (&values.non_binary, Sex::NonBinary)],
    );
    let birth_date = reader.date(Column::BirthDate);
    if let Some(birth_date) = birth_date {
        let age = term::age_on(birth_date, election.election_day);
        if age < election.minimum_age || age > 120 {
            let message = format!(
                "Con esta fecha la persona tendría {age} años el día de la elección; la edad mínima es {}. Revise la fecha de nacimiento.",
                election.minimum_age
            );
            reader.remark(Column::BirthDate, message);
        }
    }
    let written_action = row.get(Column::AffirmativeAction);
    let affirmative_action: Option<AffirmativeActionKey> = election
        .affirmative_actions
        .iter()
        .find(|action| action.registry_name == written_action)
        .map(|a| a.key.clone());
    if affirmative_action.is_none() && !written_action.is_empty() {
        let message = format!("«{}» no es una acción afirmativa de esta elección.", text_excerpt(written_action));
        reader.remark(Column::AffirmativeAction, message);
    }
    let consecutive = reader.one_of(Column::Consecutive, &[(&values.yes, true), (&values.no, false)]);
    let email = reader.name(Column::Email, false);
    let status = reader.one_of(
        Column::Status,
        &[
            (&values.approved, RegistryStatus::Active),
            (&values.substituted, RegistryStatus::Substituted),
            (&values.cancelled, RegistryStatus::Cancelled),
        ],
    );
    let approved_on = reader.date(Column::ApprovedOn);
    let replaces = Some(row.get(Column::Replaces)).filter(|folio| !folio.is_empty()).map(Folio::from);
    if replaces.as_ref() == Some(&folio) {
        reader.remark(Column::Replaces, "Una candidatura no puede sustituirse a sí misma. Corrija el folio.");
    }

    match (office, territory, kind, sex, birth_date, consecutive, status, approved_on, reader.remarks.is_empty()) {
        (
            Some(office),
            Some(territory),
            Some(kind),
            Some(sex),
            Some(birth_date),
            Some(consecutive),
            Some(status),
            Some(approved_on),
            true,
        ) => Ok(Registration {
            folio,
            office: office.key.clone(),
            territory: territory.id.clone(),
            list_position,
            kind,
            formula,
            nominator,
            responsible_party,
            given_name,
            first_surname,
            second_surname,
            nickname,
            sex,
            birth_date,
            affirmative_action,
            consecutive,
            email,
            status,
            approved_on,
            replaces,
        }),
        _ => Err(reader.remarks),
    }
}

/// A field of a known candidacy that the file changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// Rows that say what is known already.
    pub unchanged: usize,
    /// Known folios the file does not name; nothing happens to them.
    pub absent: Vec<Folio>,
    /// Rows left out, each with its reason and what to do.
    pub rejected: Vec<Remark>,
    /// Rows taken that somebody should look at.
    pub suspicious: Vec<Remark>,
}

impl Plan {
    /// Whether applying it would change nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.changed.is_empty()
            && self.substituted.is_empty()
            && self.cancelled.is_empty()
            && self.reinstated.is_empty()
    }
}

/// A plan with the registrations it would write.
#[derive(Debug, Clone)]
pub struct Planned {
    /// What a person reads.
    pub plan: Plan,
    /// What would be written: new and changed registrations, each once.
    pub writes: Vec<Registration>,
}

/// Compares the rows of a file with what is known. Bad rows never stop good ones.
#[must_use]
pub fn plan(election: &Election, mapping: &Mapping, rows: &[Row], known: &BTreeMap<Folio, Registration>) -> Planned {
    let mut plan = Plan::default();
    let mut good: Vec<(u64, Registration)> = Vec::new();
    // Where each folio was taken: a bad row does not keep a good one with its folio from being taken after it.
    let mut lines: BTreeMap<Folio, u64> = BTreeMap::new();
    let mut named: BTreeSet<Folio> = BTreeSet::new();
    let heading = |column: Column| mapping.columns.get(&column).cloned().unwrap_or_default();
    for row in rows {
        let folio = Folio(row.get(Column::Folio).to_owned());
        if let Some(first) = lines.get(&folio).filter(|_| !folio.0.is_empty()) {
            plan.rejected.push(Remark {
                line: row.line,
                folio: text_excerpt(&folio.0),
                column: Column::Folio,
                heading: heading(Column::Folio),
                message: format!(
                    "El folio ya aparece en la línea {first}. Deje un solo renglón por folio; se tomó el primero."
                ),
            });
            continue;
        }
        named.insert(folio.clone());
        match read_row(election, mapping, row) {
            Ok(registration) => {
                lines.insert(folio, row.line);
                good.push((row.line, registration));
            }
            Err(remarks) => plan.rejected.extend(remarks),
        }
    }
    drop_unknown_replacements(&mut good, &mut plan, known, &heading);

    let mut writes = Vec::new();
    for (line, registration) in good {
        plan.suspicious.extend(suspicions(&registration, line, &heading));
        let mut movement =
            Movement { line, folio: registration.folio.clone(), name: registration.full_name(), changes: Vec::new() };
        let Some(before) = known.get(&registration.folio) else {
            plan.added.push(movement);
            writes.push(registration);
            continue;
        };
        movement.changes = differences(election, before, &registration, &heading);
        if movement.changes.is_empty() {
            plan.unchanged += 1;
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
    plan.absent = known.keys().filter(|folio| !named.contains(*folio)).cloned().collect();
    plan.rejected.sort_by_key(|remark| remark.line);
    Planned { plan, writes }
}

/// Rejects rows that replace a folio nobody knows; repeats, for a rejected row may itself be named by another.
fn drop_unknown_replacements(
    good: &mut Vec<(u64, Registration)>,
    plan: &mut Plan,
    known: &BTreeMap<Folio, Registration>,
    heading: &impl Fn(Column) -> String,
) {
    loop {
        let present: BTreeSet<Folio> = good.iter().map(|(_, registration)| registration.folio.clone()).collect();
        let before = good.len();
        good.retain(|(line, registration)| {
            let Some(replaced) = &registration.replaces else { return true };
            let found = present.contains(replaced) || known.contains_key(replaced);
            if !found {
                plan.rejected.push(Remark {
                    line: *line,
                    folio: registration.folio.0.clone(),
                    column: Column::Replaces,
                    heading: heading(Column::Replaces),
                    message: format!(
                        "Dice sustituir al folio «{}», que no está en el archivo ni en el sistema. Corrija el folio o incluya ese renglón.",
                        text_excerpt(&replaced.0)
                    ),
                });
            }
            found
        });
        if good.len() == before {
            return;
        }
    }
}

/// Rows that are taken as they are, yet look like a mistake or an attack.
fn suspicions(registration: &Registration, line: u64, heading: &impl Fn(Column) -> String) -> Vec<Remark> {
    let names = [
        (Column::GivenName, &registration.given_name),
        (Column::FirstSurname, &registration.first_surname),
        (Column::SecondSurname, &registration.second_surname),
        (Column::Nickname, &registration.nickname),
    ];
    names
        .into_iter()
        .filter(|(_, name)| text::spreadsheet_cell(name) != **name || name.chars().any(|c| matches!(c, '<' | '>' | '=' | '"')))
        .map(|(column, _)| Remark {
            line,
            folio: registration.folio.0.clone(),
            column,
            heading: heading(column),
            message: "Parece una fórmula o un código y no un nombre. Se guardó como texto y así saldrá en toda exportación; corrija el nombre en el registro.".into(),
        })
        .collect()
}

fn differences(
    election: &Election,
    before: &Registration,
    after: &Registration,
    heading: &impl Fn(Column) -> String,
) -> Vec<Change> {
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
        .map(|(column, read)| Change { column, heading: heading(column), before: read(before), after: read(after) })
        .filter(|change| change.before != change.after)
        .collect();
    if before.territory != after.territory {
        let column = if after.territory.0.contains("/mun/") { Column::Municipality } else { Column::District };
        changes.push(Change { column, heading: heading(column), before: territory(before), after: territory(after) });
    }
    changes
}
