//! Everything that is listed as one file.

use domain::{questionnaire::Kind, refusal::Refusal, text};

use super::Snapshot;
use crate::desk::Desk;

impl Snapshot {
    /// Every listed candidacy as CSV in UTF-8, each cell a text to any spreadsheet.
    ///
    /// # Errors
    /// [`Refusal::BadRequest`] when it cannot be written.
    pub fn csv(&self, desk: &Desk) -> Result<Vec<u8>, Refusal> {
        let failed = |error: csv::Error| Refusal::BadRequest { reason: error.to_string() };
        let questions: Vec<_> = desk
            .election
            .sections()
            .filter(|(_, section)| !section.statistics_only)
            .flat_map(|(_, section)| &section.questions)
            .filter(|question| question.kind != Kind::Photo)
            .collect();
        let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
        let fixed = [
            "id",
            "direccion",
            "nombre",
            "sobrenombre",
            "cargo",
            "territorio",
            "numero_lista",
            "formula",
            "tipo",
            "postula",
            "partidos",
            "sexo",
            "edad",
            "accion_afirmativa",
            "eleccion_consecutiva",
            "version",
        ];
        let headings =
            fixed.into_iter().map(str::to_owned).chain(questions.iter().map(|question| question.key.0.clone()));
        writer.write_record(headings).map_err(failed)?;
        for profile in self.all() {
            let card = &profile.card;
            let members: Vec<&str> = card.members.iter().map(domain::ids::PartyKey::as_str).collect();
            let cells = vec![
                card.id.to_string(),
                format!("/candidaturas/{}", card.slug),
                card.name.clone(),
                card.nickname.clone(),
                card.office_name.clone(),
                card.territory_name.clone(),
                card.list_position.map_or_else(String::new, |place| place.to_string()),
                card.formula.clone(),
                card.kind.name().to_owned(),
                card.nominator_name.clone(),
                members.join("-"),
                card.sex.name().to_owned(),
                card.age.to_string(),
                card.affirmative_action_name.clone().unwrap_or_default(),
                if card.consecutive { "Sí" } else { "No" }.to_owned(),
                profile.published.as_ref().map_or_else(String::new, |published| published.version.to_string()),
            ];
            let answer = |key| profile.published.as_ref().and_then(|published| published.answers.get(key));
            let answers = questions
                .iter()
                .map(|question| answer(&question.key).map_or_else(String::new, |a| a.lines().join("; ")));
            let record = cells.into_iter().chain(answers).map(|cell| text::spreadsheet_cell(&cell));
            writer.write_record(record).map_err(failed)?;
        }
        writer.into_inner().map_err(|error| Refusal::BadRequest { reason: error.to_string() })
    }
}
