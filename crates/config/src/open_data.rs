//! How the open data are named and licensed, and the columns of their table: built, and their names checked.

use std::collections::BTreeSet;

use domain::{ids::QuestionKey, questionnaire::Questionnaire};

use super::{Checker, Source as File, licence::Licence, raw};

/// How the open data of an election are named and licensed.
#[derive(Debug, Clone)]
pub struct OpenData {
    /// The data set's title.
    pub title: String,
    /// What is in it.
    pub description: String,
    /// The licence.
    pub licence: Licence,
    /// The columns of its table, in order.
    pub columns: Vec<Column>,
}

macro_rules! fixed {
    ($($name:ident = $code:literal, $title:literal;)+) => {
        /// What a column may hold besides an answer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Fixed {
            $(#[doc = $title] $name,)+
        }

        impl Fixed {
            /// The one of a code, as the configuration names it.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }

            /// What it is, in words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }
        }
    };
}

fixed! {
    Id = "id", "Identificador estable de la candidatura. No cambia aunque cambie el nombre.";
    Address = "address", "Dirección del perfil público, a partir de la del sitio.";
    Name = "name", "Nombre y apellidos.";
    Nickname = "nickname", "Sobrenombre registrado.";
    Office = "office", "Clave del cargo.";
    OfficeName = "office_name", "Cargo por el que compite.";
    State = "state", "Entidad federativa.";
    Territory = "territory", "Identificador estable del territorio.";
    TerritoryName = "territory_name", "Territorio donde compite.";
    District = "district", "Número de distrito, en los cargos que se eligen por distrito.";
    Municipality = "municipality", "Municipio, en los cargos que se eligen por municipio.";
    Circumscription = "circumscription", "Circunscripción. Sólo existe en elecciones federales.";
    ListOrFormula = "list_or_formula", "Lugar en la lista o, si no hay lista, fórmula.";
    ListPosition = "list_position", "Lugar en la lista, en los cargos que se eligen por lista.";
    Formula = "formula", "Fórmula: la comparten la persona propietaria y su suplente.";
    Kind = "kind", "Propietaria o suplente.";
    Nominator = "nominator", "Clave de quien postula: partido, coalición o candidatura independiente.";
    NominatorName = "nominator_name", "Partido o coalición que postula, o candidatura independiente.";
    Members = "members", "Claves de los partidos que postulan.";
    Sex = "sex", "Sexo registrado.";
    Age = "age", "Años cumplidos el día de la elección.";
    AffirmativeAction = "affirmative_action", "Acción afirmativa con la que se registró.";
    Consecutive = "consecutive", "Si compite por el cargo que tiene ahora.";
    Published = "published", "Si ya publicó su información.";
    Version = "version", "Número de la versión publicada.";
    PublishedAt = "published_at", "Cuándo se publicó esa versión.";
    Photo = "photo", "Dirección de la fotografía publicada, a partir de la del sitio.";
    Networks = "networks", "Redes sociales públicas, todas juntas.";
}

/// Where a column's cells come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The registry or the publication.
    Fixed(Fixed),
    /// The answer to a question.
    Answer(QuestionKey),
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Where its cells come from.
    pub source: Source,
}

/// The columns as they are named, then the questions that may be public and that no column names.
pub(super) fn build(
    checker: &mut Checker<'_>,
    file: &File,
    entry: raw::OpenDataEntry,
    questionnaires: [&Questionnaire; 2],
) -> OpenData {
    let sections = questionnaires.into_iter().flat_map(|questionnaire| &questionnaire.sections);
    let questions: Vec<_> = sections
        .filter(|section| !section.statistics_only)
        .flat_map(|section| &section.questions)
        .filter(|question| question.kind != domain::questionnaire::Kind::Photo)
        .collect();
    let (mut columns, mut names) = (Vec::new(), BTreeSet::new());
    for spanned in entry.columns {
        let line = file.line(&spanned.span());
        let (name, of) = spanned.into_inner();
        let answer = || questions.iter().find(|question| question.key.as_str() == of);
        let source = Fixed::from_code(&of)
            .map(Source::Fixed)
            .or_else(|| answer().map(|question| Source::Answer(question.key.clone())));
        if name.trim().is_empty() || !names.insert(name.clone()) {
            checker.fault(&file.file, line, format!("the column `{name}` is empty or repeated"));
        }
        match source {
            Some(source) => columns.push(Column { name, source }),
            None => checker.fault(
                &file.file,
                line,
                format!("`{of}` is neither a datum of a candidacy nor a question that may be public"),
            ),
        }
    }
    let is_named = |key: &QuestionKey| columns.iter().any(|column| column.source == Source::Answer(key.clone()));
    let unnamed: Vec<Column> = questions
        .iter()
        .filter(|question| !is_named(&question.key))
        .map(|question| Column {
            name: question.key.as_str().replace('.', "_").to_uppercase(),
            source: Source::Answer(question.key.clone()),
        })
        .collect();
    columns.extend(unnamed);
    OpenData { title: entry.title, description: entry.description, licence: entry.licence, columns }
}
