use std::collections::BTreeSet;

use contract::{capture::GiveConsent, work::Moved};
use domain::{
    candidacy::RegistryStatus,
    ids::SectionKey,
    log::Entry,
    permission::{Permit, act},
    publication::visibility::Consent,
    refusal::Refusal,
};
use store::{StoreError, files::ContentName};

use crate::{
    Error,
    act::Act,
    case::{Case, Target},
    desk::Desk,
};

/// That a consent may be given now, whatever it says: asked before its document is read.
///
/// # Errors
/// [`Refusal::NotFound`] out of reach, [`Refusal::Stale`], [`Refusal::NotActive`].
pub fn may_give_consent(act: &mut Act<'_, Permit<act::ManageConsent>>, target: Target) -> Result<(), Error> {
    opened(act, target).map(|_| ())
}

/// Records the express consent with its signed document (PTO II.A). It may be given at any time while the candidacy stands,
/// and takes the place of the one before. The document is sealed with the candidacy's key, so that it rests nowhere in the
/// clear; `keep` puts it where files are, and says its content name, once nothing refuses the act any more.
///
/// # Errors
/// Those of [`may_give_consent`]; [`Refusal::BadRequest`] when the treatment is not accepted or a section is not one of
/// those that can be published.
pub fn give_consent(
    act: &mut Act<'_, Permit<act::ManageConsent>>,
    target: Target,
    command: &GiveConsent,
    document: &[u8],
    keep: impl FnOnce(Vec<u8>) -> Result<ContentName, StoreError>,
) -> Result<Moved, Error> {
    let mut case = opened(act, target)?;
    if !command.treatment {
        let reason = "Sin aceptar el tratamiento de los datos no se puede registrar el consentimiento.";
        return Err(Refusal::BadRequest { reason: reason.into() }.into());
    }
    let sections: BTreeSet<SectionKey> = command.sections.iter().cloned().collect();
    check_sections(act.desk, &sections)?;
    let consent = Consent {
        treatment: command.treatment,
        publication: command.publication,
        statistics: command.statistics,
        sections,
        given_at: act.now,
    };
    case.profile.seal_consent(&case.key, Some(&consent))?;
    let document = keep(case.key.seal_bytes("consent document", document)?)?.to_string();
    case.profile.consent_document = Some(document.clone());
    case.close(act, &Entry::ConsentGiven { document })
}

/// Each of these sections is one that can be published by name.
pub(super) fn check_sections(desk: &Desk, sections: &BTreeSet<SectionKey>) -> Result<(), Refusal> {
    let can = |key: &SectionKey| {
        desk.config.election.identity.sections.iter().any(|section| section.key == *key && !section.statistics_only)
    };
    match sections.iter().find(|key| !can(key)) {
        None => Ok(()),
        Some(unknown) => {
            let reason = format!(
                "El apartado «{unknown}» no se puede publicar. Elija sólo apartados del cuestionario de identidad."
            );
            Err(Refusal::BadRequest { reason })
        }
    }
}

/// Withdraws the consent: what it let be published is hidden at once.
///
/// # Errors
/// [`Refusal::NothingToChange`] when there is none.
pub fn withdraw_consent(act: &mut Act<'_, Permit<act::ManageConsent>>, target: Target) -> Result<Moved, Error> {
    // Also of a candidacy that no longer stands: the registry may reinstate it.
    let mut case = Case::open(act, target.id, Some(target.revision))?;
    if case.profile.consent.is_none() {
        return Err(Refusal::NothingToChange.into());
    }
    case.profile.seal_consent(&case.key, None)?;
    let document = case.profile.consent_document.take().unwrap_or_default();
    case.close(act, &Entry::ConsentWithdrawn { document: document.to_owned() })
}

fn opened(act: &mut Act<'_, Permit<act::ManageConsent>>, target: Target) -> Result<Case, Error> {
    let case = Case::open(act, target.id, Some(target.revision))?;
    if case.candidacy.registration.status == RegistryStatus::Active { Ok(case) } else { Err(Refusal::NotActive.into()) }
}
