//! Questionnaires as data, and the one way an answer is checked, on the server and on the screen (L19).

use crate::{
    ids::{QuestionKey, SectionKey},
    text,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use url::{Host, Url};

/// One of the two questionnaires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Career and proposals: public once authorised.
    Curricular,
    /// Belonging to priority-attention groups: sensitive.
    Identity,
}

impl Part {
    /// What the screen calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curricular => "Cuestionario curricular",
            Self::Identity => "Cuestionario de identidad",
        }
    }
}

/// A questionnaire of one election.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Questionnaire {
    /// A profile keeps the version it answered.
    pub version: String,
    /// What the screen calls it.
    pub title: String,
    /// The option by which every question may be declined.
    pub decline: Option<String>,
    /// Its sections, one page each.
    pub sections: Vec<Section>,
}

/// Questions that are shown and consented together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Section {
    /// Its key.
    pub key: SectionKey,
    /// Its title.
    pub title: String,
    /// A word before the questions.
    pub help: Option<String>,
    /// Kept for aggregated statistics: never published by name.
    pub statistics_only: bool,
    /// Its questions.
    pub questions: Vec<Question>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Question {
    /// Unique among both questionnaires.
    pub key: QuestionKey,
    /// Its number in the official catalogue, if it has one.
    pub number: Option<u16>,
    /// The question.
    pub label: String,
    /// How to answer.
    pub help: Option<String>,
    /// Whether the profile cannot be sent without it.
    pub required: bool,
    /// What an answer looks like.
    pub kind: Kind,
    /// When it is asked at all.
    pub depends_on: Option<Dependency>,
}

/// What an answer looks like. Lengths are in characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AnswerKind))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Kind {
    /// An uploaded photograph; the answer is its content name.
    Photo,
    /// One line of text.
    Line {
        /// Most characters.
        max: usize,
    },
    /// A text; the minimum counts characters that are not blank.
    Text {
        /// Fewest characters that are not blank.
        min: usize,
        /// Most characters.
        max: usize,
    },
    /// Ten digits.
    Phone,
    /// An e-mail address.
    Email {
        /// Most characters.
        max: usize,
    },
    /// An `https` address.
    Url {
        /// Most characters.
        max: usize,
    },
    /// An account name or an `https` address of that network.
    Network {
        /// The network's host names.
        hosts: Vec<String>,
        /// Most characters.
        max: usize,
    },
    /// One option.
    Choice {
        /// The options.
        options: Vec<String>,
    },
    /// One option or more.
    Choices {
        /// The options.
        options: Vec<String>,
    },
    /// Several lines.
    List {
        /// Most characters of each.
        max: usize,
        /// Most lines.
        max_items: usize,
    },
}

impl Kind {
    /// Whether machines gather its answers to call and write to people: no page has them until somebody asks.
    #[must_use]
    pub const fn is_gathered(&self) -> bool {
        matches!(self, Self::Phone | Self::Email { .. })
    }
}

/// When a question is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dependency {
    /// The parent question.
    pub question: QuestionKey,
    /// What its answer must be.
    pub when: When,
}

/// The parent's answer that asks a dependent question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// This one.
    Is(String),
    /// Any but this one.
    Not(String),
}

/// One answer: a text, or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Answer {
    /// A text, an option or a content name.
    One(String),
    /// Options or lines.
    Many(Vec<String>),
}

impl Answer {
    /// Whether it holds nothing to read.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::One(line) => text::substance(line) == 0,
            Self::Many(many) => many.iter().all(|line| text::substance(line) == 0),
        }
    }

    /// Its lines of text.
    #[must_use]
    pub fn lines(&self) -> Vec<&str> {
        match self {
            Self::One(line) => vec![line],
            Self::Many(many) => many.iter().map(String::as_str).collect(),
        }
    }
}

/// Answers by question.
pub type Answers = BTreeMap<QuestionKey, Answer>;

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// No such question.
    UnknownQuestion,
    /// A list where one answer is due, or the reverse.
    WrongShape,
    /// Not one of the options.
    UnknownOption,
    /// Its parent question does not ask it.
    NotAsked,
    /// A character that no text needs.
    ControlCharacter,
    /// So long that it cannot be kept even as a draft.
    Enormous,
    /// Missing.
    Required,
    /// Too few characters that are not blank.
    TooShort,
    /// Too many characters.
    TooLong,
    /// Too many lines.
    TooMany,
    /// Not ten digits.
    BadPhone,
    /// Not an e-mail address.
    BadEmail,
    /// Not an `https` address.
    BadUrl,
    /// Not an account or address of that network.
    BadNetwork,
    /// "Prefiero no contestar" beside another option.
    DeclinedAndAnswered,
    /// Not a date as year-month-day.
    NotADate,
    /// A number or a date outside what the election admits.
    OutOfRange,
    /// Where nothing may be.
    Unexpected,
    /// The same key twice.
    Repeated,
    /// A folio that nobody knows.
    UnknownFolio,
    /// A formula or code where a name is due.
    LooksLikeCode,
}

impl FaultCode {
    /// Whether not even a draft may hold it. The others are told and can wait until the profile is sent.
    #[must_use]
    pub const fn refuses_draft(self) -> bool {
        matches!(
            self,
            Self::UnknownQuestion
                | Self::WrongShape
                | Self::UnknownOption
                | Self::NotAsked
                | Self::ControlCharacter
                | Self::Enormous
        )
    }
}

/// A fault of one field, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldFault {
    /// The question.
    pub field: String,
    /// What is wrong.
    pub code: FaultCode,
    /// What to do, in Spanish.
    pub message: String,
}

/// A draft keeps more than a final text may hold, so that nothing typed is lost; this is the end of it.
const DRAFT_ROOM: usize = 4;

impl Question {
    pub(crate) fn fault(&self, code: FaultCode, message: impl Into<String>) -> FieldFault {
        FieldFault { field: self.key.0.clone(), code, message: message.into() }
    }

    /// The options on offer, with the one that declines.
    #[must_use]
    pub fn options(&self, decline: Option<&str>) -> Vec<String> {
        match &self.kind {
            Kind::Choice { options } | Kind::Choices { options } => {
                options.iter().map(String::as_str).chain(decline).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether the parent's answer asks this question.
    #[must_use]
    pub fn is_asked(&self, answers: &Answers) -> bool {
        let Some(dependency) = &self.depends_on else { return true };
        match (answers.get(&dependency.question), &dependency.when) {
            (Some(Answer::One(parent)), When::Is(value)) => parent == value,
            (Some(Answer::One(parent)), When::Not(value)) => parent != value,
            _ => false,
        }
    }

    /// Everything wrong with an answer by itself.
    #[must_use]
    pub fn check(&self, answer: &Answer, decline: Option<&str>) -> Vec<FieldFault> {
        if answer.lines().into_iter().any(text::has_control) {
            return vec![self.fault(
                FaultCode::ControlCharacter,
                "Contiene caracteres que no se ven y no se pueden guardar. Vuelva a escribir el texto o péguelo como texto simple.",
            )];
        }
        match (&self.kind, answer) {
            (Kind::Choices { options }, Answer::Many(chosen)) => self.check_choices(options, chosen, decline),
            (Kind::List { max, max_items }, Answer::Many(lines)) => self.check_list(*max, *max_items, lines),
            (Kind::Choices { .. } | Kind::List { .. }, Answer::One(_)) => {
                vec![self.fault(FaultCode::WrongShape, "La respuesta debe ser una lista.")]
            }
            (_, Answer::Many(_)) => vec![self.fault(FaultCode::WrongShape, "La respuesta debe ser una sola.")],
            (kind, Answer::One(typed)) => self.check_one(kind, typed, decline).into_iter().collect(),
        }
    }

    fn check_one(&self, kind: &Kind, typed: &str, decline: Option<&str>) -> Option<FieldFault> {
        let trimmed = typed.trim();
        if trimmed.is_empty() {
            return None;
        }
        match kind {
            Kind::Photo => None,
            Kind::Line { max } => self.check_length(0, *max, typed).or_else(|| {
                trimmed
                    .contains('\n')
                    .then(|| self.fault(FaultCode::WrongShape, "Escriba la respuesta en un solo renglón."))
            }),
            Kind::Text { min, max } => self.check_length(*min, *max, typed),
            Kind::Phone => (!is_phone(trimmed)).then(|| {
                self.fault(FaultCode::BadPhone, "Escriba los diez dígitos del teléfono, por ejemplo 492 123 4567.")
            }),
            Kind::Email { max } => self.check_length(0, *max, typed).or_else(|| {
                (!is_email(trimmed)).then(|| {
                    self.fault(FaultCode::BadEmail, "Escriba un correo completo, por ejemplo nombre@ejemplo.mx.")
                })
            }),
            Kind::Url { max } => self.check_length(0, *max, typed).or_else(|| {
                https_host(trimmed)
                    .is_none()
                    .then(|| self.fault(FaultCode::BadUrl, "Escriba la dirección completa; debe empezar con https://"))
            }),
            Kind::Network { hosts, max } => self.check_length(0, *max, typed).or_else(|| {
                (!is_account(trimmed) && !is_of_network(trimmed, hosts)).then(|| {
                    let message = format!(
                        "Escriba el nombre de la cuenta o su dirección completa en {}, que empieza con https://",
                        hosts.first().map_or("esa red", String::as_str)
                    );
                    self.fault(FaultCode::BadNetwork, message)
                })
            }),
            Kind::Choice { options } => {
                let is_option = options.iter().any(|option| option == typed) || decline == Some(typed);
                (!is_option).then(|| {
                    self.fault(
                        FaultCode::UnknownOption,
                        format!("«{}» no es una de las opciones. Elija una de la lista.", excerpt(typed)),
                    )
                })
            }
            Kind::Choices { .. } | Kind::List { .. } => None,
        }
    }

    fn check_length(&self, min: usize, max: usize, typed: &str) -> Option<FieldFault> {
        let (length, substance) = (text::length(typed), text::substance(typed));
        if length > max * DRAFT_ROOM {
            let message = format!(
                "El texto tiene {length} caracteres y el máximo es {max}. Es demasiado largo incluso para un borrador: acórtelo."
            );
            Some(self.fault(FaultCode::Enormous, message))
        } else if length > max {
            let over = length - max;
            let message =
                format!("{}: el máximo es {max} y el texto tiene {length}.", characters("Sobra", "Sobran", over));
            Some(self.fault(FaultCode::TooLong, message))
        } else if substance < min {
            let missing = min - substance;
            let message = format!(
                "{}: el mínimo es {min} sin contar espacios y el texto tiene {substance}.",
                characters("Falta", "Faltan", missing)
            );
            Some(self.fault(FaultCode::TooShort, message))
        } else {
            None
        }
    }

    fn check_choices(&self, options: &[String], chosen: &[String], decline: Option<&str>) -> Vec<FieldFault> {
        let unknown = chosen.iter().find(|choice| !options.contains(choice) && decline != Some(choice.as_str()));
        let distinct: BTreeSet<&String> = chosen.iter().collect();
        if let Some(unknown) = unknown {
            vec![self.fault(
                FaultCode::UnknownOption,
                format!("«{}» no es una de las opciones. Elija de la lista.", excerpt(unknown)),
            )]
        } else if distinct.len() < chosen.len() {
            vec![self.fault(FaultCode::WrongShape, "Una opción está repetida.")]
        } else if chosen.len() > 1 && chosen.iter().any(|choice| decline == Some(choice.as_str())) {
            vec![self.fault(FaultCode::DeclinedAndAnswered, "Si prefiere no contestar, quite las otras opciones.")]
        } else {
            Vec::new()
        }
    }

    fn check_list(&self, max: usize, max_items: usize, lines: &[String]) -> Vec<FieldFault> {
        if lines.len() > max_items * DRAFT_ROOM {
            return vec![self.fault(FaultCode::Enormous, format!("El máximo es de {max_items} renglones."))];
        }
        let mut faults: Vec<_> = lines.iter().filter_map(|line| self.check_length(0, max, line)).collect();
        if lines.len() > max_items {
            faults.push(self.fault(FaultCode::TooMany, format!("El máximo es de {max_items} renglones.")));
        }
        faults
    }
}

/// `Falta 1 carácter`, `Faltan 12 caracteres`.
fn characters(singular: &str, plural: &str, count: usize) -> String {
    if count == 1 { format!("{singular} 1 carácter") } else { format!("{plural} {count} caracteres") }
}

/// The first characters of something typed, for a message.
fn excerpt(typed: &str) -> String {
    typed.chars().take(60).collect()
}

fn is_phone(phone: &str) -> bool {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    digits == 10 && phone.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '.'))
}

/// Whether a text is one e-mail address, and nothing else.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    local_ok && host.contains('.') && matches!(Host::parse(host), Ok(Host::Domain(domain)) if is_domain(&domain))
}

fn is_domain(domain: &str) -> bool {
    domain.split('.').count() > 1
        && domain.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
}

/// The host of an `https` address that names a public place and carries no user.
fn https_host(address: &str) -> Option<String> {
    if address.chars().any(char::is_whitespace) {
        return None;
    }
    let url = Url::parse(address).ok()?;
    let plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    match url.host() {
        Some(Host::Domain(domain)) if plain && is_domain(domain) => Some(domain.to_owned()),
        _ => None,
    }
}

fn is_account(account: &str) -> bool {
    let name = account.strip_prefix('@').unwrap_or(account);
    !name.is_empty()
        && name.chars().count() <= 100
        && !name.contains("..")
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

fn is_of_network(address: &str, hosts: &[String]) -> bool {
    https_host(address).is_some_and(|host| {
        hosts.iter().any(|network| {
            host == *network || host.strip_suffix(network.as_str()).is_some_and(|rest| rest.ends_with('.'))
        })
    })
}
