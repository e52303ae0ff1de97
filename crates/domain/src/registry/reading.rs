//! Reading one row of the registry's export.

use super::{Column, Mapping, Remark, Row, text_excerpt};
use crate::{
    candidacy::{Kind, Registration, RegistryStatus, Sex},
    election::{Election, Office, TerritoryKind},
    ids::{AffirmativeActionKey, Folio, NominatorKey, PartyKey, TerritoryId},
    questionnaire::FaultCode,
    term, text,
    time::Date,
};

/// Most characters of a person's name, surname or nickname.
pub const NAME_MAX: usize = 80;

/// Most characters of a folio.
pub const FOLIO_MAX: usize = 40;

struct Reader<'a> {
    election: &'a Election,
    mapping: &'a Mapping,
    row: &'a Row,
    remarks: Vec<Remark>,
}

impl<'a> Reader<'a> {
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

    /// Every cell, so that all faults are told at once; none when one that it cannot be without was not read.
    fn registration(&mut self) -> Option<Registration> {
        let values = &self.mapping.values;
        let folio = self.folio();
        let office = self.office();
        let territory = office.and_then(|office| self.territory(office));
        let list_position = office.and_then(|office| self.list_position(office));
        let kind = self.one_of(Column::Kind, &[(&values.owner, Kind::Owner), (&values.substitute, Kind::Substitute)]);
        let (nominator, responsible_party) = self.nominator();
        if nominator == self.election.independent && office.is_some_and(|office| !office.independents) {
            self.remark(Column::Nominator, FaultCode::Unexpected, "Este cargo no admite candidaturas independientes.");
        }
        let formula = self.name(Column::Formula, true);
        let given_name = self.name(Column::GivenName, true);
        let first_surname = self.name(Column::FirstSurname, true);
        let second_surname = self.name(Column::SecondSurname, false);
        let nickname = self.name(Column::Nickname, false);
        let sexes: [(&str, Sex); 3] =
            [(&values.woman, Sex::Woman), (&values.man, Sex::Man), (&values.non_binary, Sex::NonBinary)];
        let sex = self.one_of(Column::Sex, &sexes);
        let birth_date = self.birth_date();
        let affirmative_action = self.affirmative_action();
        let consecutive = self.one_of(Column::Consecutive, &[(&values.yes, true), (&values.no, false)]);
        let email = self.name(Column::Email, false);
        let statuses: [(&str, RegistryStatus); 3] = [
            (&values.approved, RegistryStatus::Active),
            (&values.substituted, RegistryStatus::Substituted),
            (&values.cancelled, RegistryStatus::Cancelled),
        ];
        let status = self.one_of(Column::Status, &statuses);
        let approved_on = self.date(Column::ApprovedOn);
        let replaces = self.replaces(&folio);
        Some(Registration {
            folio,
            office: office?.key.clone(),
            territory: territory?,
            list_position,
            kind: kind?,
            formula,
            nominator,
            responsible_party,
            given_name,
            first_surname,
            second_surname,
            nickname,
            sex: sex?,
            birth_date: birth_date?,
            affirmative_action,
            consecutive: consecutive?,
            email,
            status: status?,
            approved_on: approved_on?,
            replaces,
        })
    }

    fn folio(&mut self) -> Folio {
        let folio = Folio(self.row.get(Column::Folio).to_owned());
        let (code, message) = if folio.0.is_empty() {
            (FaultCode::Required, "Falta el folio. Cada candidatura necesita el folio del registro.".to_owned())
        } else if text::length(&folio.0) > FOLIO_MAX {
            (FaultCode::TooLong, format!("El folio tiene más de {FOLIO_MAX} caracteres. Revise la celda."))
        } else if text::has_control(&folio.0) {
            let message = "El folio tiene caracteres que no se ven. Escríbalo de nuevo.";
            (FaultCode::ControlCharacter, message.to_owned())
        } else if !self.mapping.is_of_election(&folio.0) {
            let prefix = self.mapping.folio_prefix.as_deref().unwrap_or_default();
            let message = format!(
                "El folio no es de esta elección: los suyos comienzan con {prefix}. Corrija el folio o quite el renglón."
            );
            (FaultCode::UnknownOption, message)
        } else {
            return folio;
        };
        self.remark(Column::Folio, code, message);
        folio
    }

    fn office(&mut self) -> Option<&'a Office> {
        let written = self.row.get(Column::Office);
        let office = self.election.offices.iter().find(|office| office.registry_name == written);
        if office.is_none() {
            let names: Vec<&str> = self.election.offices.iter().map(|office| office.registry_name.as_str()).collect();
            let message = format!(
                "«{}» no es un cargo de esta elección. Los cargos son: {}.",
                text_excerpt(written),
                names.join(", ")
            );
            self.remark(Column::Office, FaultCode::UnknownOption, message);
        }
        office
    }

    fn territory(&mut self, office: &Office) -> Option<TerritoryId> {
        let column = match office.territory {
            TerritoryKind::State => None,
            TerritoryKind::District => Some(Column::District),
            TerritoryKind::Municipality => Some(Column::Municipality),
        };
        let key = column.map_or("", |column| self.row.get(column));
        let found = self.election.territories_of(office).find(|territory| column.is_none() || territory.key == key);
        if let (None, Some(column)) = (found, column) {
            let what = if column == Column::District { "un distrito" } else { "un municipio" };
            let message = format!("«{}» no es {what} de esta elección. Corrija la clave.", text_excerpt(key));
            self.remark(column, FaultCode::UnknownOption, message);
        }
        found.map(|territory| territory.id.clone())
    }

    fn list_position(&mut self, office: &Office) -> Option<u8> {
        let last = office.list_positions?;
        let position = self.row.get(Column::ListPosition).parse().ok().filter(|place| (1..=last).contains(place));
        if position.is_none() {
            let message = format!("El lugar en la lista debe ser un número del 1 al {last}.");
            self.remark(Column::ListPosition, FaultCode::OutOfRange, message);
        }
        position
    }

    fn birth_date(&mut self) -> Option<Date> {
        let date = self.date(Column::BirthDate)?;
        let (election_day, minimum) = (self.election.election_day, self.election.minimum_age);
        let age = term::age_on(date, election_day);
        if date > election_day {
            let message = "Esta fecha es posterior al día de la elección. Revise el año de nacimiento.";
            self.remark(Column::BirthDate, FaultCode::OutOfRange, message);
        } else if age < minimum || age > 120 {
            let message = format!(
                "Con esta fecha la persona tendría {age} años el día de la elección; la edad mínima es {minimum}. Revise la fecha de nacimiento."
            );
            self.remark(Column::BirthDate, FaultCode::OutOfRange, message);
        }
        Some(date)
    }

    fn affirmative_action(&mut self) -> Option<AffirmativeActionKey> {
        let written = self.row.get(Column::AffirmativeAction);
        let action = self.election.affirmative_actions.iter().find(|action| action.registry_name == written);
        if action.is_none() && !written.is_empty() {
            let message = format!("«{}» no es una acción afirmativa de esta elección.", text_excerpt(written));
            self.remark(Column::AffirmativeAction, FaultCode::UnknownOption, message);
        }
        action.map(|action| action.key.clone())
    }

    fn replaces(&mut self, own: &Folio) -> Option<Folio> {
        let replaced = Some(self.row.get(Column::Replaces)).filter(|folio| !folio.is_empty()).map(Folio::from);
        if replaced.as_ref() == Some(own) {
            let message = "Una candidatura no puede sustituirse a sí misma. Corrija el folio.";
            self.remark(Column::Replaces, FaultCode::Unexpected, message);
        }
        replaced
    }

    fn nominator(&mut self) -> (NominatorKey, Option<PartyKey>) {
        let nominator = NominatorKey(self.row.get(Column::Nominator).to_owned());
        let responsible = self.row.get(Column::ResponsibleParty);
        let is_nominator = nominator == self.election.independent
            || self.election.coalitions.iter().any(|coalition| coalition.key == nominator)
            || self.election.parties.iter().any(|party| party.key.0 == nominator.0);
        if !is_nominator {
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
    let mut reader = Reader { election, mapping, row, remarks: Vec::new() };
    match reader.registration() {
        Some(registration) if reader.remarks.is_empty() => Ok(registration),
        _ => Err(reader.remarks),
    }
}
