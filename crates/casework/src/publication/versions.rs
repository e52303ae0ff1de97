//! What was published, version by version, and what changed from one to another (PTO II.C, II.E).

use contract::publication::{CompareVersions, FieldDifference, PublishedVersion, VersionCause};
use domain::{
    ids::CandidacyId,
    permission::{Permit, act},
    publication::difference::by_words,
    questionnaire::{Answer, Answers, Kind, Part},
    refusal::Refusal,
};
use store::publication::versions;
use store::{StoreError, accounts, candidacies, profiles, seal::CandidacyKey};

use crate::{
    Error,
    act::Act,
    work::{Proof, read_identity, reading::Reading},
};

/// The versions of a candidacy that were published, the newest first.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach.
pub fn list_versions(
    act: &mut Act<'_, Permit<act::ReadCandidacy>>,
    id: CandidacyId,
) -> Result<Vec<PublishedVersion>, Error> {
    let candidacy = candidacies::find(act.conn, id)?.ok_or(Refusal::NotFound)?;
    act.by.cover(&candidacy.scope())?;
    let mut listed = Vec::new();
    for version in versions::every_version(act.conn, Some(id))? {
        let by = accounts::by_id(act.conn, version.authorised_by)?;
        listed.push(PublishedVersion {
            number: number(version.number)?,
            at: version.published_at,
            by: by.map_or_else(String::new, |account| account.username),
            cause: if version.number == 1 { VersionCause::FirstPublication } else { VersionCause::Correction },
            digest: version.digest,
        });
    }
    Ok(listed)
}

/// Each question whose answer is not the same in two versions, in the questionnaires' order. Identity answers are compared
/// for those allowed to read them, and the log says so unless they are one's own.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach, or when there is no such version; [`Refusal::BadRequest`] for a purpose that is too
/// short or too long; [`Refusal::ManyIdentityReads`].
pub fn compare_versions(
    act: &mut Act<'_, Permit<act::ReadAnswers>>,
    id: CandidacyId,
    query: &CompareVersions,
    proof: Proof,
) -> Result<Vec<FieldDifference>, Error> {
    let candidacy = candidacies::find(act.conn, id)?.ok_or(Refusal::NotFound)?;
    act.by.cover(&candidacy.scope())?;
    let life = profiles::load(act.conn, id)?.life;
    let reading = Reading::of_published(act.by.actor(), &candidacy.scope(), &life, query.purpose.as_deref())?;
    let versions = versions::every_version(act.conn, Some(id))?;
    let key = CandidacyKey::load(act.conn, &act.desk.master, id)?;
    let answers = |wanted: u32| -> Result<Answers, Error> {
        let found = versions.iter().find(|version| u32::try_from(version.number) == Ok(wanted));
        let version = found.ok_or(Refusal::NotFound)?;
        let mut answers = if reading.identity { version.open_identity(&key)? } else { Answers::new() };
        answers.extend(version.curricular.clone());
        Ok(answers)
    };
    let (before, after) = (answers(query.from)?, answers(query.to)?);
    let questions =
        act.desk.config.election.questions().filter(|(part, _)| reading.identity || *part == Part::Curricular);
    let changed = questions.filter(|(_, question)| before.get(&question.key) != after.get(&question.key));
    let differences = changed.map(|(_, question)| {
        let (before, after) = (before.get(&question.key).cloned(), after.get(&question.key).cloned());
        let words = match question.kind {
            Kind::Photo => Vec::new(),
            _ => by_words(&text(before.as_ref()), &text(after.as_ref())),
        };
        FieldDifference { field: question.key.clone(), before, after, words }
    });
    let differences = differences.collect();
    if reading.identity && versions.iter().any(|version| version.identity.is_some()) {
        read_identity(act, &candidacy, proof, reading.purpose.as_deref())?;
    }
    Ok(differences)
}

fn text(answer: Option<&Answer>) -> String {
    answer.map_or_else(String::new, |answer| answer.lines().join("\n"))
}

fn number(stored: i32) -> Result<u32, StoreError> {
    u32::try_from(stored).map_err(|error| StoreError::Damaged(error.to_string()))
}
