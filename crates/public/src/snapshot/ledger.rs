//! What happened in public to a profile (PTO II.C, II.E): which and when, never why, nor a text that is hidden or replaced.

use contract::public::{LedgerEvent, LedgerLine, PublicLedger, PublishedAnswers};
use domain::{
    ids::{QuestionKey, SectionKey},
    questionnaire::Part,
    time::Date,
};
use store::public::{Moment, Version, What};

use config::Configuration;

/// The ledger of what is shown now, from its versions, the newest first, and from what was hidden and shown again.
pub(super) fn of(
    config: &Configuration,
    approved_on: Date,
    shown: Option<&PublishedAnswers>,
    versions: &[Version],
    moments: &[Moment],
) -> PublicLedger {
    let Some(shown) = shown else { return PublicLedger { approved_on, lines: Vec::new() } };
    let published = versions.iter().enumerate().filter_map(|(place, version)| {
        let what = match versions.get(place + 1).map(|before| changed(config, before, version)) {
            None => LedgerEvent::Published,
            // The public is not told that only identity answers changed.
            Some(fields) if fields.is_empty() => return None,
            Some(fields) => LedgerEvent::Corrected { fields },
        };
        Some(LedgerLine { at: version.published_at, what })
    });
    // A section that is not public, because consent is missing, is not mentioned.
    let public = |section: &Option<SectionKey>| {
        section.as_ref().is_none_or(|key| shown.sections.contains(key) || shown.unavailable.contains(key))
    };
    let controlled = moments.iter().filter(|(_, _, section)| public(section)).filter_map(|(at, what, section)| {
        let section = section.clone();
        let what = match what {
            What::Hidden => LedgerEvent::Unavailable { section },
            What::Restored => LedgerEvent::Available { section },
            What::Flagged | What::Dismissed => return None,
        };
        Some(LedgerLine { at: *at, what })
    });
    let mut lines: Vec<LedgerLine> = published.chain(controlled).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    PublicLedger { approved_on, lines }
}

/// The curricular questions whose answer changed. That one of identity changed would tell what it was before.
fn changed(config: &Configuration, before: &Version, after: &Version) -> Vec<QuestionKey> {
    let curricular = config.election.questions().filter(|(part, _)| *part == Part::Curricular);
    let keys = curricular.map(|(_, question)| &question.key);
    keys.filter(|key| before.curricular.get(*key) != after.curricular.get(*key)).cloned().collect()
}
