//! What the public sees: active in the registry, with a published version, and not hidden (domain rules of PTO II.C).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    candidacy::RegistryStatus,
    capture::answers::of_part,
    election::Election,
    ids::SectionKey,
    prohibition::Ground,
    questionnaire::{Answers, Kind, Part, Question},
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

/// What the registry said of a candidacy and waits for a second person: what it would hide is hidden meanwhile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waits {
    /// That it no longer stands.
    pub withdrawal: bool,
    /// That it may be another candidacy's folio: whose answers these are is not sure.
    pub doubt: bool,
}

/// Whether the registry lets the candidacy be listed at all.
#[must_use]
pub const fn is_listed(status: RegistryStatus, waits: Waits) -> bool {
    matches!(status, RegistryStatus::Active) && !waits.withdrawal
}

/// Whether the public may read the identity answers of a section. While it is in doubt whose they are, of none.
#[must_use]
pub fn shows_identity(consent: Option<&Consent>, waits: Waits, section: &SectionKey) -> bool {
    !waits.doubt
        && consent.is_some_and(|consent| consent.treatment && consent.publication && consent.sections.contains(section))
}

/// Exactly the answers of a published version that the public may read.
///
/// Curricular answers of sections that are not hidden; identity answers only of consented sections, never of those
/// kept for statistics. While it is in doubt whose they are, neither identity answers nor the photograph.
#[must_use]
pub fn public_answers(
    election: &Election,
    published: &Answers,
    consent: Option<&Consent>,
    hidden: &Hidden,
    waits: Waits,
) -> Answers {
    if hidden.whole.is_some() || waits.withdrawal {
        return Answers::new();
    }
    let mut shown = Answers::new();
    for (part, section) in election.sections() {
        let open = !hidden.sections.contains_key(&section.key) && !section.statistics_only;
        if open && (part == Part::Curricular || shows_identity(consent, waits, &section.key)) {
            let doubted = |question: &&Question| waits.doubt && question.kind == Kind::Photo;
            for question in section.questions.iter().filter(|question| !doubted(question)) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::Answer;

    const WITHDRAWN: Waits = Waits { withdrawal: true, doubt: false };
    const DOUBTED: Waits = Waits { withdrawal: false, doubt: true };

    #[test]
    fn nobody_is_listed_who_no_longer_stands_or_waits_for_it() {
        use RegistryStatus::{Active, Cancelled, Substituted};
        for status in [Active, Substituted, Cancelled] {
            assert_eq!(is_listed(status, Waits::default()), status == Active);
            assert_eq!(is_listed(status, DOUBTED), status == Active, "the rest of the profile stays");
            assert!(!is_listed(status, WITHDRAWN));
        }
    }

    #[test]
    fn while_it_is_in_doubt_whose_they_are_neither_identity_nor_photograph_is_shown() {
        let mut election: Election =
            serde_json::from_str(include_str!("../capture/advisor/fixture.json")).expect("an election");
        election.curricular.sections[0].questions[0].kind = Kind::Photo;
        let all: Answers =
            election.questions().map(|(_, question)| (question.key.clone(), Answer::One("x".into()))).collect();
        let consent = Consent {
            treatment: true,
            publication: true,
            statistics: true,
            sections: election.identity.sections.iter().map(|section| section.key.clone()).collect(),
            given_at: Timestamp::UNIX_EPOCH,
        };
        let shown = |waits| public_answers(&election, &all, Some(&consent), &Hidden::default(), waits);
        let whole = shown(Waits::default());
        let personal: BTreeSet<_> = election
            .sections()
            .filter(|(_, section)| !section.statistics_only)
            .flat_map(|(part, section)| section.questions.iter().map(move |question| (part, question)))
            .filter(|(part, question)| *part == Part::Identity || question.kind == Kind::Photo)
            .map(|(_, question)| question.key.clone())
            .collect();
        assert_eq!(personal.len(), 2, "{personal:?}");
        assert!(personal.iter().all(|key| whole.contains_key(key)), "{personal:?}");
        let doubted = shown(DOUBTED);
        assert!(personal.iter().all(|key| !doubted.contains_key(key)));
        assert_eq!(doubted.len() + personal.len(), whole.len(), "and everything else is");
        assert!(shown(WITHDRAWN).is_empty());
        let section = &election.identity.sections[0].key;
        assert!(shows_identity(Some(&consent), Waits::default(), section));
        assert!(!shows_identity(Some(&consent), DOUBTED, section) && !shows_identity(None, Waits::default(), section));
    }
}
