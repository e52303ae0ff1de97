//! One candidacy that stands: what is shown of it, where it stands among the others, and its bytes.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, OnceLock},
};

use config::Configuration;
use contract::{
    paths,
    public::{Card, Partner, PublicLedger, PublicProfile, PublishedAnswers},
};
use domain::{
    ids::{CandidacyId, SectionKey},
    publication::{
        neutral_order::neutral_rank,
        visibility::{self, Consent},
    },
    questionnaire::{Answer, Answers, Kind, Part},
    term,
};
use store::{
    StoreError,
    public::{Candidacy, Rows, Version, short_id},
    seal::CandidacyKey,
};

use super::{
    filters::{Catalog, Marks},
    ledger,
    natural::natural,
    served::{Digest, LASTING, Served},
    sources::Sources,
};

/// A candidacy that stands.
pub(super) struct Entry {
    /// The end of its address, which never changes.
    pub short: Arc<str>,
    /// What it is put in order by among surnames.
    pub sort: String,
    /// What it is put in order by among folios; never shown.
    pub folio: String,
    /// Its nominator's place in the neutral order.
    pub rank: (u16, u16),
    /// Its number in the index of texts, which it keeps while it stands.
    pub slot: u32,
    pub marks: Marks,
    /// The content names of its photographs.
    pub photos: Vec<Arc<str>>,
    pub profile: PublicProfile,
    pub ledger: PublicLedger,
    pub profile_bytes: OnceLock<Served>,
    pub ledger_bytes: OnceLock<Served>,
}

/// A candidacy that stood and no longer does.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Gone {
    /// The end of its address.
    pub short: Arc<str>,
    /// The content names of its photographs.
    pub photos: Vec<Arc<str>>,
}

/// What is the same as long as nothing that is shown of a candidacy changes, in every process: its answers, its partner and
/// its ledger among them. Nobody else has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp([Digest; 2]);

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([profile, ledger]) = self;
        write!(f, "{profile}{ledger}")
    }
}

/// What is made of the rows of one candidacy.
pub(super) enum Made {
    Stands(Box<Entry>),
    Gone(Gone),
}

/// What the public sees of it.
pub(super) fn made(sources: &mut Sources<'_>, rows: &Rows, catalog: &Catalog) -> Result<Made, StoreError> {
    let config = sources.config;
    let (candidacy, versions) = (&rows.candidacy, rows.versions.as_slice());
    let short: Arc<str> = short_id(&candidacy.slug).into();
    if !visibility::is_listed(candidacy.registration.status, rows.waits) {
        let photos = versions.iter().flat_map(|version| photos(config, &version.curricular)).collect();
        return Ok(Made::Gone(Gone { short, photos }));
    }
    let published = match versions.first() {
        Some(version) => match published(sources, rows, version) {
            // One profile that does not open must not keep the others from being hidden or shown.
            Err(error @ (StoreError::Sealed(_) | StoreError::Damaged(_))) => {
                tracing::error!(candidacy = %candidacy.id, %error, "left out of what is public");
                None
            }
            outcome => outcome?,
        },
        None => None,
    };
    let registration = &candidacy.registration;
    let ledger = ledger::of(config, registration.approved_on, published.as_ref(), versions, &rows.moments);
    let hidden = !versions.is_empty() && rows.hidden.whole.is_some();
    let card = card(config, candidacy, published.as_ref(), hidden);
    let order = (registration.sort_name(), natural(registration.folio.as_str()));
    let profile = PublicProfile { card, partner: None, published };
    Ok(Made::Stands(Box::new(Entry::new(config, catalog, profile, ledger, order))))
}

impl Entry {
    /// What is shown of a candidacy, with what it is put in order by: surnames and folio.
    pub(super) fn new(
        config: &Configuration,
        catalog: &Catalog,
        profile: PublicProfile,
        ledger: PublicLedger,
        (sort, folio): (String, String),
    ) -> Self {
        let (place, within) = neutral_rank(&config.election, &profile.card.nominator);
        let short = |place| u16::try_from(place).unwrap_or(u16::MAX);
        let photo = |url: &String| {
            let (name, _) = url.rsplit('/').next()?.rsplit_once('-')?;
            Some(Arc::from(name))
        };
        let shown = profile.published.as_ref();
        let mut photos: Vec<Arc<str>> =
            shown.iter().flat_map(|shown| shown.photos.values()).filter_map(photo).collect();
        photos.dedup();
        Self {
            short: short_id(&profile.card.slug).into(),
            sort,
            folio,
            rank: (short(place), short(within)),
            slot: 0,
            marks: catalog.marks(&profile.card, shown),
            photos,
            profile,
            ledger,
            profile_bytes: OnceLock::new(),
            ledger_bytes: OnceLock::new(),
        }
    }

    pub(super) fn id(&self) -> CandidacyId {
        self.profile.card.id
    }

    /// Whether it has the same place as `other` in every order, the same address and the same formula: nobody else is shown
    /// otherwise by one in place of the other.
    pub(super) fn stands_as(&self, other: &Self) -> bool {
        fn held(entry: &Entry) -> impl PartialEq {
            let Card { kind, slug, name, formula, office, territory, nominator, .. } = &entry.profile.card;
            let texts = [&*entry.short, &entry.sort, &entry.folio, slug, name, formula];
            (entry.rank, entry.slot, *kind, texts, office, territory, nominator)
        }
        held(self) == held(other)
    }

    /// The same with another partner.
    pub(super) fn beside(&self, partner: Option<Partner>) -> Self {
        Self {
            short: Arc::clone(&self.short),
            sort: self.sort.clone(),
            folio: self.folio.clone(),
            rank: self.rank,
            slot: self.slot,
            marks: self.marks.clone(),
            photos: self.photos.clone(),
            profile: PublicProfile { partner, ..self.profile.clone() },
            ledger: self.ledger.clone(),
            profile_bytes: OnceLock::new(),
            ledger_bytes: OnceLock::new(),
        }
    }

    /// The profile's bytes, made the first time they are asked for.
    pub(super) fn profile_bytes(&self) -> &Served {
        self.profile_bytes.get_or_init(|| Served::json(&self.profile, LASTING))
    }

    /// The ledger's bytes, made the first time they are asked for.
    pub(super) fn ledger_bytes(&self) -> &Served {
        self.ledger_bytes.get_or_init(|| Served::json(&self.ledger, LASTING))
    }

    /// A digest of what is shown of it, which is what its stamp is made of. Nothing that was written for it is kept.
    pub(super) fn digest(&self) -> String {
        let of = |made: &OnceLock<Served>, make: &dyn Fn() -> Digest| made.get().map_or_else(make, Served::digest);
        let profile = of(&self.profile_bytes, &|| Digest::of_json(&self.profile));
        let ledger = of(&self.ledger_bytes, &|| Digest::of_json(&self.ledger));
        Stamp([profile, ledger]).to_string()
    }

    /// The stamp of what is shown of it.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp([self.profile_bytes().digest(), self.ledger_bytes().digest()])
    }
}

fn card(
    config: &Configuration,
    candidacy: &Candidacy,
    published: Option<&PublishedAnswers>,
    unavailable: bool,
) -> Card {
    let (election, registration) = (&config.election, &candidacy.registration);
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
            election.affirmative_actions.iter().find(|action| action.key == *key).map(|action| action.name.clone())
        }),
        consecutive: registration.consecutive,
        published: published.is_some(),
        unavailable,
        photo: published.and_then(|published| published.photos.values().next().cloned()),
    }
}

/// The content names of every photograph among answers.
fn photos(config: &Configuration, answers: &Answers) -> impl Iterator<Item = Arc<str>> {
    let questions = config.election.questions().filter(|(_, question)| question.kind == Kind::Photo);
    let names = questions.filter_map(|(_, question)| match answers.get(&question.key) {
        Some(Answer::One(name)) => Some(name),
        Some(Answer::Many(_)) | None => None,
    });
    names.map(|name| Arc::from(name.as_str()))
}

fn photo_file(name: &str, width: u32) -> String {
    format!("{name}-{width}.webp")
}

/// The shown part of a version; none when all of it is hidden.
fn published(
    sources: &mut Sources<'_>,
    rows: &Rows,
    version: &Version,
) -> Result<Option<PublishedAnswers>, StoreError> {
    let (hidden, waits) = (&rows.hidden, rows.waits);
    if hidden.whole.is_some() {
        return Ok(None);
    }
    let mut all = version.curricular.clone();
    let mut consent: Option<Consent> = None;
    if rows.has_consent() && !waits.doubt {
        // Only with a consent, and without doubt whose they are, is anything opened at all.
        let key = CandidacyKey::load(sources.conn, sources.master, rows.candidacy.id)?;
        consent = rows.open_consent(&key)?;
        all.extend(version.open_identity(&key)?);
    }
    let mut answers = visibility::public_answers(&sources.config.election, &all, consent.as_ref(), hidden, waits);
    let mut photos = BTreeMap::new();
    for (_, question) in sources.config.election.questions().filter(|(_, question)| question.kind == Kind::Photo) {
        if let Some(Answer::One(name)) = answers.remove(&question.key) {
            photos.extend(
                contract::photo::WIDTHS
                    .map(|width| (width, paths::from_root(&paths::public::photo(&photo_file(&name, width))))),
            );
        }
    }
    let public = |part: Part, key: &SectionKey| {
        part == Part::Curricular || visibility::shows_identity(consent.as_ref(), waits, key)
    };
    let sections = sources
        .config
        .election
        .sections()
        .filter(|(part, section)| !section.statistics_only && public(*part, &section.key));
    let (unavailable, sections) =
        sections.map(|(_, section)| section.key.clone()).partition(|key| hidden.sections.contains_key(key));
    Ok(Some(PublishedAnswers {
        version: u32::try_from(version.number).unwrap_or(0),
        published_at: version.published_at,
        answers,
        sections,
        unavailable,
        photos,
    }))
}
