//! What the public may read, in memory: built from the registry and the published versions, never from drafts.

use std::collections::{BTreeMap, BTreeSet};

use contract::public::{Card, CardQuery, Cards, Partner, PublicLedger, PublicProfile, PublishedAnswers};
use domain::{
    ids::{CandidacyId, SectionKey},
    questionnaire::{Answer, Answers, Kind, Part},
    refusal::Refusal,
    term, text,
    visibility::{self, Consent},
};
use store::{
    StoreError,
    candidacies::{Candidacy, short_id},
    controls,
    db::Conn,
    log,
    profiles::{self, Profile, Version},
    seal::CandidacyKey,
};

use crate::{desk::Desk, event::Event, photo};

mod ledger;

/// Everything public at one moment.
#[derive(Default)]
pub struct Snapshot {
    /// The log's last place when it was built: newer than that, it is stale.
    pub seq: i64,
    profiles: Vec<Entry>,
    by_short_id: BTreeMap<String, usize>,
    withdrawn: BTreeSet<String>,
    photos: BTreeSet<String>,
    withdrawn_photos: BTreeSet<String>,
}

struct Entry {
    search: String,
    profile: PublicProfile,
    ledger: PublicLedger,
}

/// What an address leads to.
pub enum Found<'a, T> {
    /// A profile, or what is asked of it.
    Profile(&'a T),
    /// Somebody who stood and no longer does; nothing else is said.
    Withdrawn,
    /// Nothing.
    Nothing,
}

/// What a photograph's address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundPhoto {
    /// One of a published version.
    Published,
    /// One of somebody who stood and no longer does.
    Withdrawn,
    /// Nothing.
    Nothing,
}

/// Builds the snapshot.
///
/// # Errors
/// When the database fails.
pub fn build(conn: &mut Conn, desk: &Desk) -> Result<Snapshot, StoreError> {
    // Read before the rest: what happens meanwhile makes it stale, never too new.
    let (seq, _) = log::head(conn)?;
    let mut versions: BTreeMap<CandidacyId, Vec<Version>> = BTreeMap::new();
    for version in profiles::every_version(conn, None)? {
        versions.entry(version.candidacy).or_default().push(version);
    }
    let moments = controls::timeline(conn)?;
    let mut snapshot = Snapshot { seq, ..Snapshot::default() };
    for (candidacy, profile) in profiles::list(conn, None, None)? {
        if !visibility::is_listed(candidacy.registration.status) {
            snapshot.withdrawn.insert(short_id(&candidacy.slug).to_owned());
            for version in versions.get(&candidacy.id).into_iter().flatten() {
                snapshot.withdrawn_photos.extend(photos(desk, &version.curricular));
            }
            continue;
        }
        let versions = versions.get(&candidacy.id).map_or(&[][..], Vec::as_slice);
        let published = match versions.first() {
            Some(version) => match published(conn, desk, &profile, version) {
                // One profile that does not open must not keep the others from being hidden or shown.
                Err(error @ (StoreError::Sealed(_) | StoreError::Damaged(_))) => {
                    tracing::error!(candidacy = %candidacy.id, %error, "left out of what is public");
                    None
                }
                outcome => outcome?,
            },
            None => None,
        };
        if let Some(published) = &published {
            snapshot
                .photos
                .extend(published.photos.values().filter_map(|url| url.rsplit('/').next()).map(str::to_owned));
        }
        let hidden = !versions.is_empty() && profile.life.disabled.whole.is_some();
        let card = card(desk, &candidacy, published.as_ref(), hidden);
        snapshot.by_short_id.insert(short_id(&candidacy.slug).to_owned(), snapshot.profiles.len());
        let search = candidacy.registration.search_name();
        let moments = moments.get(&candidacy.id).map_or(&[][..], Vec::as_slice);
        let ledger = ledger::of(desk, candidacy.registration.approved_on, published.as_ref(), versions, moments);
        snapshot.profiles.push(Entry { search, profile: PublicProfile { card, partner: None, published }, ledger });
    }
    snapshot.join_formulas();
    Ok(snapshot)
}

/// Whether something public happened after a place in the log.
///
/// # Errors
/// When the database fails.
pub fn is_stale(conn: &mut Conn, seq: i64) -> Result<bool, StoreError> {
    const PUBLIC: [Event; 6] = [
        Event::ConsentGiven,
        Event::ConsentWithdrawn,
        Event::PublicationAuthorised,
        Event::PublicationReleased,
        Event::PublicationDisabled,
        Event::PublicationRestored,
    ];
    let codes: Vec<&str> = PUBLIC.into_iter().chain(Event::REGISTRY).map(Event::code).collect();
    log::any_after(conn, seq, &codes)
}

fn card(desk: &Desk, candidacy: &Candidacy, published: Option<&PublishedAnswers>, unavailable: bool) -> Card {
    let (election, registration) = (&desk.election, &candidacy.registration);
    let action = registration.affirmative_action.as_ref();
    Card {
        id: candidacy.id,
        slug: candidacy.slug.clone(),
        name: registration.full_name(),
        nickname: registration.nickname.clone(),
        office: registration.office.clone(),
        office_name: election.office_name(&registration.office).to_owned(),
        territory: registration.territory.clone(),
        territory_name: election.territory_name(&registration.territory).to_owned(),
        list_position: registration.list_position,
        formula: registration.formula.clone(),
        kind: registration.kind,
        nominator: registration.nominator.clone(),
        nominator_name: election.nominator_name(&registration.nominator).to_owned(),
        members: election.members(&registration.nominator),
        sex: registration.sex,
        age: term::age_on(registration.birth_date, election.election_day),
        affirmative_action: action.cloned(),
        affirmative_action_name: action.and_then(|key| {
            election.affirmative_actions.iter().find(|known| known.key == *key).map(|known| known.name.clone())
        }),
        consecutive: registration.consecutive,
        published: published.is_some(),
        unavailable,
        photo: published.and_then(|published| published.photos.values().next().cloned()),
    }
}

/// The file names of every photograph among answers.
fn photos(desk: &Desk, answers: &Answers) -> impl Iterator<Item = String> {
    let questions = desk.election.questions().filter(|(_, question)| question.kind == Kind::Photo);
    let names = questions.filter_map(|(_, question)| match answers.get(&question.key) {
        Some(Answer::One(name)) => Some(name),
        Some(Answer::Many(_)) | None => None,
    });
    names.flat_map(|name| photo::WIDTHS.map(|width| photo_file(name, width)))
}

fn photo_file(name: &str, width: u32) -> String {
    format!("{name}-{width}.webp")
}

/// The shown part of a version; none when all of it is disabled.
fn published(
    conn: &mut Conn,
    desk: &Desk,
    profile: &Profile,
    version: &Version,
) -> Result<Option<PublishedAnswers>, StoreError> {
    let disabled = &profile.life.disabled;
    if disabled.whole.is_some() {
        return Ok(None);
    }
    let mut all = version.curricular.clone();
    let mut consent: Option<Consent> = None;
    if profile.consent.is_some() {
        // Only with a consent is anything opened at all.
        let key = CandidacyKey::load(conn, &desk.master, profile.candidacy)?;
        consent = profile.open_consent(&key)?;
        all.extend(version.open_identity(&key)?);
    }
    let mut answers = visibility::public_answers(&desk.election, &all, consent.as_ref(), disabled);
    let mut photos = BTreeMap::new();
    for (_, question) in desk.election.questions().filter(|(_, question)| question.kind == Kind::Photo) {
        if let Some(Answer::One(name)) = answers.remove(&question.key) {
            photos.extend(
                photo::WIDTHS.map(|width| (width, format!("/api/v1/public/photos/{}", photo_file(&name, width)))),
            );
        }
    }
    let consented = |key: &SectionKey| {
        consent
            .as_ref()
            .is_some_and(|consent| consent.treatment && consent.publication && consent.sections.contains(key))
    };
    let public = |part: Part, key: &SectionKey| part == Part::Curricular || consented(key);
    let sections =
        desk.election.sections().filter(|(part, section)| !section.statistics_only && public(*part, &section.key));
    let (unavailable, sections) =
        sections.map(|(_, section)| section.key.clone()).partition(|key| disabled.sections.contains_key(key));
    Ok(Some(PublishedAnswers {
        version: u32::try_from(version.number).unwrap_or(0),
        published_at: version.published_at,
        answers,
        sections,
        unavailable,
        photos,
    }))
}

impl Snapshot {
    fn join_formulas(&mut self) {
        let mut formulas: BTreeMap<(String, String, String), Vec<usize>> = BTreeMap::new();
        for (place, entry) in self.profiles.iter().enumerate() {
            let card = &entry.profile.card;
            let key = (card.office.0.clone(), card.territory.0.clone(), format!("{} {}", card.nominator, card.formula));
            formulas.entry(key).or_default().push(place);
        }
        for places in formulas.values() {
            for place in places {
                let own = &self.profiles[*place].profile.card;
                let other =
                    places.iter().map(|other| &self.profiles[*other].profile.card).find(|other| other.kind != own.kind);
                let partner =
                    other.map(|card| Partner { slug: card.slug.clone(), name: card.name.clone(), kind: card.kind });
                self.profiles[*place].profile.partner = partner;
            }
        }
    }

    /// The profile of an address; its tail alone decides, so that old addresses go on serving.
    #[must_use]
    pub fn find(&self, slug: &str) -> Found<'_, PublicProfile> {
        self.entry(slug, |entry| &entry.profile)
    }

    /// What happened in public to the profile of an address.
    #[must_use]
    pub fn ledger(&self, slug: &str) -> Found<'_, PublicLedger> {
        self.entry(slug, |entry| &entry.ledger)
    }

    fn entry<T>(&self, slug: &str, asked: impl Fn(&Entry) -> &T) -> Found<'_, T> {
        let short = short_id(slug);
        match self.by_short_id.get(short) {
            Some(place) => Found::Profile(asked(&self.profiles[*place])),
            None if self.withdrawn.contains(short) => Found::Withdrawn,
            None => Found::Nothing,
        }
    }

    /// What a photograph's file name leads to.
    #[must_use]
    pub fn find_photo(&self, name: &str) -> FoundPhoto {
        if self.photos.contains(name) {
            FoundPhoto::Published
        } else if self.withdrawn_photos.contains(name) {
            FoundPhoto::Withdrawn
        } else {
            FoundPhoto::Nothing
        }
    }

    /// Every profile, in order of surnames.
    pub fn all(&self) -> impl Iterator<Item = &PublicProfile> {
        self.profiles.iter().map(|entry| &entry.profile)
    }

    /// A page of the list, in order of surnames.
    #[must_use]
    pub fn list(&self, query: &CardQuery) -> Cards {
        let words = text::fold(query.q.as_deref().unwrap_or_default());
        let is = |wanted: &Option<String>, value: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted.is_empty() || wanted == value)
        };
        let matches = |entry: &&Entry| {
            let card = &entry.profile.card;
            let by_member = query
                .nominator
                .as_deref()
                .is_some_and(|wanted| card.members.iter().any(|party| party.as_str() == wanted));
            is(&query.office, card.office.as_str())
                && is(&query.territory, card.territory.as_str())
                && (by_member || is(&query.nominator, card.nominator.as_str()))
                && words.split(' ').all(|word| entry.search.contains(word))
        };
        let found: Vec<&Entry> = self.profiles.iter().filter(matches).collect();
        let size = query.size.unwrap_or(24).clamp(1, 200);
        let page = query.page.unwrap_or(1).max(1);
        let items =
            found.iter().skip((page - 1).saturating_mul(size)).take(size).map(|entry| entry.profile.card.clone());
        Cards { items: items.collect(), total: found.len(), page, size }
    }

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
