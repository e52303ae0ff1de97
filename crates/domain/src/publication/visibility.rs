//! What the public sees: active in the registry, with a published version, and not hidden (domain rules of PTO II.C).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    candidacy::RegistryStatus,
    capture::answers::of_part,
    election::Election,
    ids::SectionKey,
    prohibition::Ground,
    questionnaire::{Answers, Part},
    time::Timestamp,
};

/// What an optional question left blank reads in public.
pub const NOT_PROVIDED: &str = "No proporcionó";

/// What a candidacy with nothing published reads.
pub const NOTHING_PUBLISHED: &str = "Aún no ha publicado su información";
/// What the public reads of a profile that was published and that the institute does not show for now; never why.
pub const NOT_SHOWN_NOW: &str = "Su información no está disponible por ahora";

/// Signed permission about sensitive data: three separate marks and the sections to publish (PTO II.A).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consent {
    /// That the data are treated.
    pub treatment: bool,
    /// That the answers of `sections` are published.
    pub publication: bool,
    /// That they count in statistical reports.
    pub statistics: bool,
    /// The identity sections it covers.
    pub sections: BTreeSet<SectionKey>,
    /// When it was given.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub given_at: Timestamp,
}

/// What the institute hid, and on which ground.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// The whole profile.
    pub whole: Option<Ground>,
    /// Single sections.
    pub sections: BTreeMap<SectionKey, Ground>,
}

/// Whether the registry lets the candidacy be listed at all.
#[must_use]
pub const fn is_listed(status: RegistryStatus) -> bool {
    matches!(status, RegistryStatus::Active)
}

/// Exactly the answers of a published version that the public may read.
///
/// Curricular answers of sections that are not hidden; identity answers only of consented sections, never of those
/// kept for statistics.
#[must_use]
pub fn public_answers(election: &Election, published: &Answers, consent: Option<&Consent>, hidden: &Hidden) -> Answers {
    if hidden.whole.is_some() {
        return Answers::new();
    }
    let consented = |section: &SectionKey| {
        consent.is_some_and(|consent| consent.treatment && consent.publication && consent.sections.contains(section))
    };
    let mut shown = Answers::new();
    for (part, section) in election.sections() {
        let open = !hidden.sections.contains_key(&section.key) && !section.statistics_only;
        if open && (part == Part::Curricular || consented(&section.key)) {
            for question in &section.questions {
                if let Some(answer) = published.get(&question.key) {
                    shown.insert(question.key.clone(), answer.clone());
                }
            }
        }
    }
    shown
}

/// The identity answers of a set, which are sealed wherever they rest.
#[must_use]
pub fn sensitive(election: &Election, answers: &Answers) -> Answers {
    of_part(election, answers, Part::Identity)
}
