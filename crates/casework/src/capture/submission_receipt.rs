//! The proof that the questionnaires were sent: kept, printed, and checked by anybody who has its folio.

use contract::public::{ReceiptCheck, ReceiptOf};
use domain::{
    capture::answers::of_part,
    ids::CandidacyId,
    permission::{Permit, act},
    publication::visibility,
    questionnaire::Part,
    refusal::Refusal,
    text,
};
use papers::Submission;
use store::{
    candidacies,
    capture::submission_receipts::{self, SubmissionReceipt},
    db::Conn,
    registry,
};

use crate::{
    Error,
    act::{Act, By},
    case::{Case, answers_digest},
    desk::Desk,
    session::password,
};

/// Letters of a folio: so many that nobody finds one by trying.
const FOLIO_LETTERS: usize = 12;

/// Keeps what a case holds at this moment as what was sent, and says its folio.
pub(super) fn keep<P: By>(
    act: &mut Act<'_, P>,
    case: &mut Case,
    round: i32,
    account_name: &str,
) -> Result<String, Error> {
    let curricular = of_part(&act.desk.config.election, &case.answers, Part::Curricular);
    let identity = of_part(&act.desk.config.election, &case.answers, Part::Identity);
    case.profile.seal_identity(&case.key, &identity)?;
    let folio = text::grouped(&password::random_letters(FOLIO_LETTERS)?);
    let receipt = SubmissionReceipt {
        folio: folio.clone(),
        candidacy: case.candidacy.id,
        round,
        at: act.now,
        account_name: account_name.to_owned(),
        digest: answers_digest(&curricular, case.profile.identity.as_deref())?,
        curricular,
        identity: case.profile.identity.clone(),
    };
    submission_receipts::insert(act.conn, &receipt)?;
    Ok(folio)
}

/// The receipt as PDF. `address` is where this copy is reached, `https://host`.
///
/// # Errors
/// [`Refusal::NotFound`] when the candidacy has no such receipt, or is out of reach.
pub fn print_receipt(
    act: &mut Act<'_, Permit<act::ReadCandidacy>>,
    id: CandidacyId,
    folio: &str,
    address: &str,
) -> Result<Vec<u8>, Error> {
    let candidacy = candidacies::find(act.conn, id)?.ok_or(Refusal::NotFound)?;
    act.by.cover(&candidacy.scope())?;
    let receipt = submission_receipts::find(act.conn, &text::grouped(folio))?.filter(|receipt| receipt.candidacy == id);
    let receipt = receipt.ok_or(Refusal::NotFound)?;
    let sent = Submission {
        folio: &receipt.folio,
        round: receipt.round,
        at: receipt.at,
        account_name: &receipt.account_name,
        digest: &receipt.digest,
    };
    Ok(papers::submission_receipt(&act.desk.config, &candidacy.registration, &sent, address)?)
}

/// What anybody who has a folio may know: that something was sent, when, and whose, while the candidacy stands. That the
/// answers kept under it are those whose digest it has is checked anew.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none such.
pub fn check_receipt(conn: &mut Conn, desk: &Desk, folio: &str) -> Result<ReceiptCheck, Error> {
    let receipt = submission_receipts::find(conn, &text::grouped(folio))?.ok_or(Refusal::NotFound)?;
    let candidacy = candidacies::find(conn, receipt.candidacy)?.ok_or(Refusal::NotFound)?;
    let registration = &candidacy.registration;
    let waits = registry::waits_of(conn, candidacy.id)?;
    let whose = visibility::is_listed(registration.status, waits).then(|| ReceiptOf {
        name: registration.full_name(),
        office_name: desk.config.election.office_name(&registration.office).to_owned(),
        territory_name: desk.config.election.territory_name(&registration.territory).to_owned(),
        nominator_name: desk.config.election.nominator_name(&registration.nominator).to_owned(),
        slug: candidacy.slug.clone(),
    });
    let whole = answers_digest(&receipt.curricular, receipt.identity.as_deref())? == receipt.digest;
    Ok(ReceiptCheck {
        folio: receipt.folio,
        round: receipt.round,
        at: receipt.at,
        digest: receipt.digest,
        whole,
        of: whose,
    })
}
