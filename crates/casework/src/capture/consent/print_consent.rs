use std::collections::BTreeSet;

use contract::capture::ConsentFormQuery;
use domain::{
    candidacy::RegistryStatus,
    ids::CandidacyId,
    permission::{Permit, act},
    refusal::Refusal,
};
use papers::Marks;
use store::candidacies;

use crate::{Error, act::Act};

/// The consent to sign as PDF, filled with the candidacy's data and the marks that were chosen (PTO I.A.1.XI).
///
/// # Errors
/// [`Refusal::NotFound`] out of reach; [`Refusal::NotActive`]; [`Refusal::BadRequest`] for a section that cannot be
/// published.
pub fn print_consent(
    act: &mut Act<'_, Permit<act::ManageConsent>>,
    id: CandidacyId,
    query: &ConsentFormQuery,
) -> Result<Vec<u8>, Error> {
    let candidacy = candidacies::find(act.conn, id)?.ok_or(Refusal::NotFound)?;
    act.by.cover(&candidacy.scope())?;
    if candidacy.registration.status != RegistryStatus::Active {
        return Err(Refusal::NotActive.into());
    }
    let sections: BTreeSet<_> =
        query.sections.split(',').map(str::trim).filter(|key| !key.is_empty()).map(Into::into).collect();
    super::give_consent::check_sections(act.desk, &sections)?;
    let marks = Marks { publication: query.publication, statistics: query.statistics, sections };
    Ok(papers::consent_form(&act.desk.config, &candidacy.registration, &marks, act.desk.config.today(act.now))?)
}
