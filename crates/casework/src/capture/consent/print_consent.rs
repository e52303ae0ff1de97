use std::collections::BTreeSet;

use contract::capture::ConsentFormQuery;
use domain::{
    candidacy::RegistryStatus,
    ids::CandidacyId,
    permission::{Permit, act},
    refusal::Refusal,
    time::Timestamp,
};
use papers::Marks;
use store::{candidacies, db::Conn};

use crate::{Error, desk::Desk};

/// The consent to sign as PDF, filled with the candidacy's data and the marks that were chosen (PTO I.A.1.XI).
///
/// # Errors
/// [`Refusal::NotFound`] out of reach; [`Refusal::NotActive`]; [`Refusal::BadRequest`] for a section that cannot be
/// published.
pub fn print_consent(
    conn: &mut Conn,
    desk: &Desk,
    permit: &Permit<act::ManageConsent>,
    id: CandidacyId,
    query: &ConsentFormQuery,
    now: Timestamp,
) -> Result<Vec<u8>, Error> {
    let candidacy = candidacies::find(conn, id)?.ok_or(Refusal::NotFound)?;
    permit.cover(&candidacy.scope())?;
    if candidacy.registration.status != RegistryStatus::Active {
        return Err(Refusal::NotActive.into());
    }
    let sections: BTreeSet<_> =
        query.sections.split(',').map(str::trim).filter(|key| !key.is_empty()).map(Into::into).collect();
    super::give_consent::check_sections(desk, &sections)?;
    let marks = Marks { publication: query.publication, statistics: query.statistics, sections };
    Ok(papers::consent_form(&desk.config, &candidacy.registration, &marks, desk.config.today(now))?)
}
