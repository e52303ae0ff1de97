//! An election's data files: read, and checked so that every fault is told at once with its file and line.

mod advisor;
mod directory;
mod figures;
mod folder;
mod licence;
mod messages;
mod open_data;
mod raw;
mod sheets;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    ops::Range,
    path::Path,
};

use domain::{
    capture::advisor::Lists,
    election::{Election, Institute, Territory, TerritoryKind},
    ids::{NominatorKey, OfficeKey, QuestionKey, SectionKey},
    messages::{Messages, unknown_placeholders},
    questionnaire::{Dependency, Kind, Question, Questionnaire, Section, When},
    registry::{Column, Mapping, Rules},
    term,
    time::{Date, Timestamp, Zone},
};
use folder::Folder;
use serde::{Deserialize, de::DeserializeOwned};
use toml::Spanned;

pub use licence::Licence;
pub use open_data::{Column as DataColumn, Fixed, OpenData, Source as DataSource};

/// What the texts of the consent form may hold between braces.
pub const CONSENT_PLACES: [&str; 7] = ["persona", "cargo", "territorio", "postula", "folio", "instituto", "sistema"];
/// What the texts of the official letter may hold between braces.
pub const LETTER_PLACES: [&str; 10] =
    ["persona", "cargo", "territorio", "postula", "folio", "instituto", "sistema", "parte", "causa", "motivo"];

/// One fault of a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, from the configuration's folder.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// What a checked configuration gives.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// The election.
    pub election: Election,
    /// How its registry's export is read.
    pub mapping: Mapping,
    /// How the registry's files and messages are taken.
    pub registry_rules: Rules,
    /// The words of messages.
    pub messages: Messages,
    /// The institute's time zone.
    pub zone: Zone,
    /// What the author's advisor looks for.
    pub lists: Lists,
    /// The consent that is signed on paper.
    pub consent_form: ConsentForm,
    /// The letter about what is hidden or shown again.
    pub official_letter: OfficialLetter,
    /// How the open data are named and licensed.
    pub open_data: OpenData,
}

impl Configuration {
    /// Today in the institute's time zone.
    #[must_use]
    pub fn today(&self, now: Timestamp) -> Date {
        now.local(&self.zone).date()
    }

    /// Whether the one correction may be requested now.
    #[must_use]
    pub fn corrections_open(&self, now: Timestamp) -> bool {
        let terms = &self.election.terms;
        (terms.corrections_from..=terms.corrections_until).contains(&self.today(now))
    }

    /// The version of both questionnaires, which an answered profile keeps.
    #[must_use]
    pub fn questionnaire_version(&self) -> String {
        format!("{}+{}", self.election.curricular.version, self.election.identity.version)
    }

    /// When a capture whose accounts were received at `received` ends.
    #[must_use]
    pub fn capture_until(&self, received: Timestamp, is_replacement: bool) -> Option<Timestamp> {
        let terms = &self.election.terms;
        let days = if is_replacement { terms.substitute_capture_days } else { terms.capture_days };
        term::after_days(received, days, &self.zone).ok()
    }
}

/// The letter about published information that is hidden or shown again, with places to fill between braces.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialLetter {
    /// Its version, printed at its foot.
    pub version: String,
    /// How its number is written.
    pub number: String,
    /// Whom it is addressed to.
    pub addressee: String,
    /// Whom it is addressed to when the candidacy is independent.
    pub addressee_independent: String,
    /// When something was hidden.
    pub disabled: LetterWords,
    /// When it is shown again.
    pub restored: LetterWords,
}

/// What a letter says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterWords {
    /// What it is about, a line.
    pub subject: String,
    /// Its paragraphs.
    pub body: String,
}

/// The consent that a person signs on paper, with places to fill between braces.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentForm {
    /// Its version, printed at its foot.
    pub version: String,
    /// Its title.
    pub title: String,
    /// Who signs and what they know.
    pub declaration: String,
    /// The mark that the data are treated.
    pub treatment: String,
    /// The mark that answers are published.
    pub publication: String,
    /// The mark that they count in reports.
    pub statistics: String,
    /// The words before the list of sections.
    pub sections: String,
    /// The last words before the signature.
    pub closing: String,
}

/// The faults found so far, and the folder they are in.
struct Checker<'a> {
    folder: &'a Path,
    faults: Vec<Fault>,
}

/// A text file and its name, for lines.
struct Source {
    file: String,
    text: String,
}

impl Source {
    fn line(&self, span: &Range<usize>) -> usize {
        self.text.get(..span.start).map_or(1, |before| before.matches('\n').count() + 1)
    }
}

impl Checker<'_> {
    fn fault(&mut self, file: &str, line: usize, message: impl Into<String>) {
        self.faults.push(Fault { file: file.to_owned(), line, message: message.into() });
    }

    fn source(&mut self, file: &str) -> Option<Source> {
        match std::fs::read_to_string(self.folder.join(file)) {
            Ok(text) => Some(Source { file: file.to_owned(), text }),
            Err(error) => {
                self.fault(file, 1, format!("the file cannot be read: {error}"));
                None
            }
        }
    }

    fn toml<T: DeserializeOwned>(&mut self, file: &str) -> Option<(Source, T)> {
        let source = self.source(file)?;
        match toml::from_str(&source.text) {
            Ok(value) => Some((source, value)),
            Err(error) => {
                let line = error.span().map_or(1, |span| source.line(&span));
                self.fault(file, line, error.message().to_owned());
                None
            }
        }
    }

    fn unique<'a>(&mut self, source: &Source, what: &str, keys: impl IntoIterator<Item = &'a Spanned<String>>) {
        let mut seen = BTreeSet::new();
        for key in keys {
            if key.get_ref().trim().is_empty() {
                self.fault(&source.file, source.line(&key.span()), format!("the {what} is empty"));
            } else if !seen.insert(key.get_ref()) {
                self.fault(
                    &source.file,
                    source.line(&key.span()),
                    format!("the {what} `{}` is repeated", key.get_ref()),
                );
            }
        }
    }
}

/// Reads and checks the configuration in a folder.
///
/// # Errors
/// Every fault, in order of file and line.
pub fn load(folder: &Path) -> Result<Configuration, Vec<Fault>> {
    let mut checker = Checker { folder, faults: Vec::new() };
    let built = build(&mut checker);
    let mut faults = checker.faults;
    faults.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    match built {
        Some(configuration) if faults.is_empty() => Ok(configuration),
        _ => Err(faults),
    }
}

fn build(checker: &mut Checker<'_>) -> Option<Configuration> {
    // Everything is read before anything is given up, so that every file's faults are told at once.
    let folder = Folder::read(checker);
    let entries = advisor::entries(checker, &folder.parties, &folder.coalitions);
    let zone = folder.institute.as_ref().and_then(|(source, institute)| zone(checker, source, institute));
    folder.check(checker);

    let ((_, institute), (source, election)) = (folder.institute?, folder.election?);
    let (curricular, identity) = (folder.curricular?.0, folder.identity?.0);
    photo_in_identity(checker, &identity);
    let open_data = open_data::build(checker, &source, election.open_data, [&curricular, &identity]);
    let state = Territory {
        id: institute.key.as_str().into(),
        kind: TerritoryKind::State,
        key: String::new(),
        name: institute.state.clone(),
    };
    let mapping = Mapping {
        columns: columns(&election.registry.columns),
        values: election.registry.values.clone(),
        folio_prefix: election.registry.folio_prefix,
    };
    let built = Election {
        institute: institute.build(),
        key: election.key,
        name: election.name,
        display_name: election.display_name,
        election_day: election.election_day.into_inner().parse().ok()?,
        minimum_age: election.minimum_age,
        terms: election.terms.into_inner().build()?,
        reminders: election.reminders.into_inner(),
        review: election.review,
        accounts: election.accounts,
        directory: election.directory.map(Spanned::into_inner).unwrap_or_default(),
        statistics: election.statistics.into_inner(),
        offices: election.offices.into_iter().map(raw::OfficeEntry::build).collect(),
        territories: std::iter::once(state).chain(folder.districts).chain(folder.municipalities).collect(),
        parties: folder.parties,
        coalitions: folder.coalitions,
        independent: NominatorKey(election.registry.values.independent),
        affirmative_actions: election.affirmative_actions.into_iter().map(raw::ActionEntry::build).collect(),
        curricular,
        identity,
        notice: folder.notice?.1,
    };
    Some(Configuration {
        lists: entries.complete(&built),
        election: built,
        mapping,
        registry_rules: election.registry.rules.into_inner(),
        messages: folder.messages?,
        zone: zone?,
        consent_form: folder.consent_form?.1,
        official_letter: folder.official_letter?.1,
        open_data,
    })
}

fn zone(checker: &mut Checker<'_>, source: &Source, institute: &raw::InstituteFile) -> Option<Zone> {
    let name = &institute.time_zone;
    name.get_ref()
        .parse()
        .inspect_err(|_| {
            let message = format!("`{}` is not an IANA time zone, such as `America/Mexico_City`", name.get_ref());
            checker.fault(&source.file, source.line(&name.span()), message);
        })
        .ok()
}

/// Every place to fill of a text is one that is known.
fn check_places(checker: &mut Checker<'_>, source: &Source, text: &str, known: &[&str]) {
    for place in unknown_placeholders(text, known) {
        let line = source.text.find(&format!("{{{place}")).map_or(1, |at| source.line(&(at..at)));
        let known = known.join("}, {");
        checker.fault(&source.file, line, format!("`{{{place}}}` is not a place to fill: use {{{known}}}"));
    }
}

fn check_election(checker: &mut Checker<'_>, source: &Source, election: &raw::ElectionFile) {
    if election.election_day.get_ref().parse::<domain::time::Date>().is_err() {
        let line = source.line(&election.election_day.span());
        checker.fault(
            &source.file,
            line,
            format!("`{}` is not a date as year-month-day", election.election_day.get_ref()),
        );
    }
    let terms = &election.terms;
    match terms.get_ref().clone().build() {
        None => {
            let line = source.line(&terms.span());
            checker.fault(&source.file, line, "corrections_from and corrections_until must be dates as year-month-day");
        }
        Some(built) if built.corrections_from > built.corrections_until => {
            checker.fault(&source.file, source.line(&terms.span()), "corrections_until comes before corrections_from");
        }
        Some(built) if built.capture_days == 0 || built.substitute_capture_days == 0 || built.grant_hours == 0 => {
            checker.fault(&source.file, source.line(&terms.span()), "a term of zero leaves no time to capture");
        }
        Some(_) => {}
    }
    checker.unique(source, "office key", election.offices.iter().map(|office| &office.key));
    checker.unique(source, "office's registry_name", election.offices.iter().map(|office| &office.registry_name));
    checker.unique(source, "affirmative action key", election.affirmative_actions.iter().map(|action| &action.key));
    if election.offices.is_empty() {
        checker.fault(&source.file, 1, "there is no office: add at least one [[offices]]");
    }
    for (name, text) in election.offices.iter().flat_map(|office| office.explanation.parts()) {
        if text.get_ref().trim().is_empty() {
            let message = format!("`{name}` is empty: explain it to somebody who never voted, in short sentences");
            checker.fault(&source.file, source.line(&text.span()), message);
        }
    }
    let rules = &election.registry.rules;
    if rules.get_ref().clock_skew_minutes == 0 || rules.get_ref().ask_every_minutes == 0 {
        checker.fault(
            &source.file,
            source.line(&rules.span()),
            "clock_skew_minutes and ask_every_minutes are at least 1",
        );
    }
    let columns = columns(&election.registry.columns);
    for column in Column::ALL.into_iter().filter(|column| !columns.contains_key(column)) {
        let line = source.line(&election.registry.columns.span());
        let name = serde_json::to_string(&column).unwrap_or_default();
        checker.fault(&source.file, line, format!("registry.columns has no {name}"));
    }
}

fn columns(columns: &Spanned<BTreeMap<Column, String>>) -> BTreeMap<Column, String> {
    columns.get_ref().clone()
}

type Keys = Vec<(std::rc::Rc<Source>, Spanned<String>)>;

fn questionnaire(checker: &mut Checker<'_>, file: &str) -> Option<(Questionnaire, Keys)> {
    let (source, raw) = checker.toml::<raw::QuestionnaireFile>(file)?;
    let source = std::rc::Rc::new(source);
    checker.unique(&source, "section key", raw.sections.iter().map(|section| &section.key));
    let questions = || raw.sections.iter().flat_map(|section| &section.questions);
    checker.unique(&source, "question key", questions().map(|question| &question.key));
    let keys = questions().map(|question| (std::rc::Rc::clone(&source), question.key.clone())).collect();
    let mut kinds: BTreeMap<String, Kind> = BTreeMap::new();
    let mut sections = Vec::new();
    for section in &raw.sections {
        if section.questions.is_empty() {
            let line = source.line(&section.key.span());
            checker.fault(file, line, format!("the section `{}` has no questions", section.key.get_ref()));
        }
        let mut built = Vec::new();
        for question in &section.questions {
            let Some(kind) = kind(checker, &source, question) else { continue };
            let depends_on = dependency(checker, &source, question, &kinds, raw.decline.as_deref());
            kinds.insert(question.key.get_ref().clone(), kind.clone());
            built.push(Question {
                key: QuestionKey(question.key.get_ref().clone()),
                number: question.number,
                label: question.label.clone(),
                help: question.help.clone(),
                required: question.required,
                kind,
                depends_on,
            });
        }
        sections.push(Section {
            key: SectionKey(section.key.get_ref().clone()),
            title: section.title.clone(),
            help: section.help.clone(),
            statistics_only: section.statistics_only,
            questions: built,
        });
    }
    Some((Questionnaire { version: raw.version, title: raw.title, decline: raw.decline, sections }, keys))
}

/// Photographs are named where nothing is sealed, so that none is taken for a file that nothing names.
fn photo_in_identity(checker: &mut Checker<'_>, identity: &Questionnaire) {
    let questions = identity.sections.iter().flat_map(|section| &section.questions);
    for question in questions.filter(|question| question.kind == Kind::Photo) {
        let message = format!("`{}` asks for a photograph: only the curricular questionnaire can", question.key);
        checker.fault("questionnaires/identity.toml", 1, message);
    }
}

fn kind(checker: &mut Checker<'_>, source: &Source, question: &raw::QuestionEntry) -> Option<Kind> {
    let line = source.line(&question.kind.span());
    let options = options(checker, source, question);
    let name = question.kind.get_ref().as_str();
    let built = match (name, question.min, question.max, options, &question.hosts, question.max_items) {
        ("photo", None, None, None, None, None) => Some(Kind::Photo),
        ("phone", None, None, None, None, None) => Some(Kind::Phone),
        ("line", None, Some(max), None, None, None) => Some(Kind::Line { max }),
        ("email", None, Some(max), None, None, None) => Some(Kind::Email { max }),
        ("url", None, Some(max), None, None, None) => Some(Kind::Url { max }),
        ("network", None, Some(max), None, Some(hosts), None) if !hosts.is_empty() => {
            Some(Kind::Network { hosts: hosts.clone(), max })
        }
        ("text", min, Some(max), None, None, None) => Some(Kind::Text { min: min.unwrap_or(0), max }),
        ("list", None, Some(max), None, None, Some(max_items)) => Some(Kind::List { max, max_items }),
        ("choice", None, None, Some(options), None, None) => Some(Kind::Choice { options }),
        ("choices", None, None, Some(options), None, None) => Some(Kind::Choices { options }),
        _ => None,
    };
    match &built {
        None => checker.fault(
            &source.file,
            line,
            format!(
                "kind `{name}` does not go with these settings: photo and phone take none; line, email and url take max; \
                 network takes hosts and max; text takes min and max; list takes max and max_items; choice and choices take \
                 options or options_from"
            ),
        ),
        Some(Kind::Text { min, max }) if min > max => {
            checker.fault(&source.file, line, format!("min {min} is greater than max {max}"));
        }
        Some(_) => {}
    }
    built
}

fn options(checker: &mut Checker<'_>, source: &Source, question: &raw::QuestionEntry) -> Option<Vec<String>> {
    match (&question.options, &question.options_from) {
        (None, None) => None,
        (Some(options), Some(from)) => {
            checker.fault(&source.file, source.line(&from.span()), "give options or options_from, not both");
            Some(options.iter().map(|option| option.get_ref().clone()).collect())
        }
        (Some(options), None) => {
            checker.unique(source, "option", options);
            if options.is_empty() {
                checker.fault(&source.file, source.line(&question.kind.span()), "there are no options");
            }
            Some(options.iter().map(|option| option.get_ref().clone()).collect())
        }
        (None, Some(from)) => Some(sheets::options(checker, from.get_ref())),
    }
}

fn dependency(
    checker: &mut Checker<'_>,
    source: &Source,
    question: &raw::QuestionEntry,
    before: &BTreeMap<String, Kind>,
    decline: Option<&str>,
) -> Option<Dependency> {
    let spanned = question.depends_on.as_ref()?;
    let line = source.line(&spanned.span());
    let raw = spanned.get_ref();
    let (value, when) = match (&raw.is, &raw.not) {
        (Some(value), None) => (value, When::Is(value.clone())),
        (None, Some(value)) => (value, When::Not(value.clone())),
        _ => {
            checker.fault(&source.file, line, "depends_on takes `is` or `not`, one of them");
            return None;
        }
    };
    match before.get(&raw.question) {
        None => {
            checker.fault(
                &source.file,
                line,
                format!("depends_on names `{}`, which is not an earlier question", raw.question),
            );
        }
        Some(Kind::Choice { options }) if options.contains(value) || decline == Some(value.as_str()) => {}
        Some(Kind::Choice { .. }) => {
            checker.fault(&source.file, line, format!("`{value}` is not an option of `{}`", raw.question));
        }
        Some(_) => {
            checker.fault(
                &source.file,
                line,
                format!("`{}` is not a choice, so nothing can depend on it", raw.question),
            );
        }
    }
    Some(Dependency { question: QuestionKey(raw.question.clone()), when })
}

impl raw::InstituteFile {
    fn build(self) -> Institute {
        Institute {
            key: self.key,
            name: self.name,
            short_name: self.short_name,
            state: self.state,
            email: self.email.into_inner(),
            phone: self.phone,
            website: self.website,
            time_zone: self.time_zone.into_inner(),
            units: self.units,
        }
    }
}

impl raw::OfficeEntry {
    fn build(self) -> domain::election::Office {
        domain::election::Office {
            key: OfficeKey(self.key.into_inner()),
            name: self.name,
            plural: self.plural,
            registry_name: self.registry_name.into_inner(),
            territory: self.territory,
            list_positions: self.list_positions,
            independents: self.independents,
            explanation: self.explanation.build(),
        }
    }
}

impl raw::ExplanationEntry {
    /// Its texts under the names they are written with.
    const fn parts(&self) -> [(&'static str, &Spanned<String>); 5] {
        [
            ("does", &self.does),
            ("term", &self.term),
            ("seats", &self.seats),
            ("formula", &self.formula),
            ("method", &self.method),
        ]
    }

    fn build(self) -> domain::election::Explanation {
        let text = |part: Spanned<String>| part.into_inner().trim().to_owned();
        domain::election::Explanation {
            does: text(self.does),
            term: text(self.term),
            seats: text(self.seats),
            formula: text(self.formula),
            method: text(self.method),
        }
    }
}

impl raw::ActionEntry {
    fn build(self) -> domain::election::AffirmativeAction {
        domain::election::AffirmativeAction {
            key: self.key.get_ref().as_str().into(),
            name: self.name,
            registry_name: self.registry_name,
        }
    }
}

#[cfg(test)]
mod tests;
