//! Reading one row of the registry's export.

use super::{Column, Mapping, Remark, Row, text_excerpt};
use crate::{
    candidacy::{Kind, Registration, RegistryStatus, Sex},
    election::{Election, TerritoryKind},
    ids::{AffirmativeActionKey, Folio, NominatorKey, PartyKey},
    questionnaire::FaultCode,
    term, text,
    time::Date,
};

/// Most characters of a person's name, surname or nickname.
pub const NAME_MAX: usize = 80;

struct Reader<'a> {
    election: &'a Election,
    mapping: &'a Mapping,
    row: &'a Row,
    remarks: Vec<Remark>,
}

impl Reader<'_> {
    fn remark(&mut self, column: Column, code: FaultCode, message: impl Into<String>) {
        let heading = self.mapping.heading(column);
        let folio = text_excerpt(self.row.get(Column::Folio));
        self.remarks.push(Remark { line: self.row.line, folio, column, heading, code, message: message.into() });
    }

    fn name(&mut self, column: Column, required: bool) -> String {
        let name = self.row.get(column).split_whitespace().collect::<Vec<_>>().join(" ");
        let length = text::length(&name);
        if required && text::substance(&name) == 0 {
            self.remark(column, FaultCode::Required, "Está vacío. Escriba el dato en el registro y vuelva a exportar.");
        } else if length > NAME_MAX {
            self.remark(
                column,
                FaultCode::TooLong,
                format!(
                    "Tiene {length} caracteres y el máximo es {NAME_MAX}. Revise si se pegó otro texto en esta celda."
                ),
            );
        } else if text::has_control(&name) {
            self.remark(
                column,
                FaultCode::ControlCharacter,
                "Contiene caracteres que no se ven. Vuelva a escribir el dato en el registro.",
            );
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
            let code = if written.is_empty() { FaultCode::Required } else { FaultCode::UnknownOption };
            self.remark(column, code, message);
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
            let code = if written.is_empty() { FaultCode::Required } else { FaultCode::NotADate };
            self.remark(column, code, message);
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
            self.remark(Column::Nominator, FaultCode::UnknownOption, message);
            return (nominator, None);
        }
        let members = self.election.members(&nominator);
        if members.is_empty() {
            if !responsible.is_empty() {
                self.remark(
                    Column::ResponsibleParty,
                    FaultCode::Unexpected,
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
        self.remark(Column::ResponsibleParty, FaultCode::UnknownOption, message);
        (nominator, None)
    }
}

/// That a row says that its candidacy stands no longer, and how, whatever its other cells say.
#[must_use]
pub fn read_withdrawal(mapping: &Mapping, row: &Row) -> Option<RegistryStatus> {
    let (values, written) = (&mapping.values, row.get(Column::Status));
    [(&values.substituted, RegistryStatus::Substituted), (&values.cancelled, RegistryStatus::Cancelled)]
        .into_iter()
        .find_map(|(word, status)| (word == written).then_some(status))
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
        reader.remark(
            Column::Folio,
            FaultCode::Required,
            "Falta el folio. Cada candidatura necesita el folio del registro.",
        );
    } else if text::length(&folio.0) > 40 {
        reader.remark(Column::Folio, FaultCode::TooLong, "El folio tiene más de 40 caracteres. Revise la celda.");
    } else if text::has_control(&folio.0) {
        reader.remark(
            Column::Folio,
            FaultCode::ControlCharacter,
            "El folio tiene caracteres que no se ven. Escríbalo de nuevo.",
        );
    } else if !mapping.is_of_election(&folio.0) {
        let prefix = mapping.folio_prefix.as_deref().unwrap_or_default();
        let message = format!(
            "El folio no es de esta elección: los suyos comienzan con {prefix}. Corrija el folio o quite el renglón."
        );
        reader.remark(Column::Folio, FaultCode::UnknownOption, message);
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
            reader.remark(Column::Office, FaultCode::UnknownOption, message);
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
                reader.remark(column, FaultCode::UnknownOption, message);
            }
            if let Some(last) = office.list_positions {
                list_position = row.get(Column::ListPosition).parse().ok().filter(|place| (1..=last).contains(place));
                if list_position.is_none() {
                    reader.remark(
                        Column::ListPosition,
                        FaultCode::OutOfRange,
                        format!("El lugar en la lista debe ser un número del 1 al {last}."),
                    );
                }
            }
        }
    }
    let kind = reader.one_of(Column::Kind, &[(&values.owner, Kind::Owner), (&values.substitute, Kind::Substitute)]);
    let (nominator, responsible_party) = reader.nominator();
    if nominator == election.independent && office.is_some_and(|office| !office.independents) {
        reader.remark(Column::Nominator, FaultCode::Unexpected, "Este cargo no admite candidaturas independientes.");
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
        if birth_date > election.election_day {
            let message = "Esta fecha es posterior al día de la elección. Revise el año de nacimiento.";
            reader.remark(Column::BirthDate, FaultCode::OutOfRange, message);
        } else if age < election.minimum_age || age > 120 {
            let message = format!(
                "Con esta fecha la persona tendría {age} años el día de la elección; la edad mínima es {}. Revise la fecha de nacimiento.",
                election.minimum_age
            );
            reader.remark(Column::BirthDate, FaultCode::OutOfRange, message);
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
        reader.remark(Column::AffirmativeAction, FaultCode::UnknownOption, message);
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
        reader.remark(
            Column::Replaces,
            FaultCode::Unexpected,
            "Una candidatura no puede sustituirse a sí misma. Corrija el folio.",
        );
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
