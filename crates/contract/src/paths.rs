//! The addresses of the API, each said once: as a function of its parts and as the template that a route is registered
//! under. `tests/api/contract/document.rs` holds the templates to the routes of the server.
//!
//! They begin below [`BASE`], as in the OpenAPI document; [`from_root`] gives what a link needs. What is asked for after a
//! question mark is added by whoever asks.

use domain::{
    ids::{AccountId, CandidacyId, SectionKey, SessionId},
    review::Task,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

/// Where the API begins.
pub const BASE: &str = "/api/v1";

/// An address from the root of the site, as links name it.
#[must_use]
pub fn from_root(path: &str) -> String {
    format!("{BASE}{path}")
}

/// A part of an address, whatever it says: a slash in it does not begin another part.
fn segment(part: &impl ToString) -> String {
    const ESCAPED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(&part.to_string(), &ESCAPED).to_string()
}

/// Makes the function of one address: of an address that is always the same, a constant one.
macro_rules! address {
    ($function:ident() = $template:literal) => {
        #[doc = concat!("`", $template, "`")]
        #[must_use]
        pub const fn $function() -> &'static str {
            $template
        }
    };
    ($function:ident($($part:ident: $type:ty),+) = $template:literal) => {
        #[doc = concat!("`", $template, "`")]
        #[must_use]
        pub fn $function($($part: $type),+) -> String {
            $(let $part = segment(&$part);)+
            format!($template)
        }
    };
}

/// Makes the functions, and `TEMPLATES` of the same lines, so that no template is said twice.
macro_rules! addresses {
    ($($function:ident($($part:ident: $type:ty),*) = $template:literal;)+) => {
        $(address!($function($($part: $type),*) = $template);)+

        /// Each address of this module, with the names of its parts in braces.
        pub const TEMPLATES: &[&str] = &[$($template),+];
    };
}

addresses! {
    sessions() = "/sessions";
    session_renewal() = "/sessions/renewal";
    current_session() = "/sessions/current";
    session_proof() = "/sessions/current/proof";
    me() = "/me";
    own_activity() = "/me/activity";
    own_confirmation() = "/me/confirmation";
    own_email() = "/me/email";
    own_notices() = "/me/notices";
    own_notices_read() = "/me/notices/read";
    own_password() = "/me/password";
    own_second_factor() = "/me/second-factor";
    own_second_factor_confirmation() = "/me/second-factor/confirmation";
    own_sessions() = "/me/sessions";
    own_session(id: SessionId) = "/me/sessions/{id}";

    accounts() = "/accounts";
    account_delivery() = "/accounts/delivery";
    account_first_use() = "/accounts/first-use";
    account_letters() = "/accounts/letters";
    account_receipt() = "/accounts/receipt";
    account_block(id: AccountId) = "/accounts/{id}/block";
    account_confirmation(id: AccountId) = "/accounts/{id}/confirmation";
    account_loss(id: AccountId) = "/accounts/{id}/loss";
    account_reset(id: AccountId) = "/accounts/{id}/reset";
    account_resets() = "/account-resets";
    reset(id: Uuid) = "/account-resets/{id}";
    reset_approval(id: Uuid) = "/account-resets/{id}/approval";
    reset_refusal(id: Uuid) = "/account-resets/{id}/refusal";
    validators() = "/validators";
    validator(id: Uuid) = "/validators/{id}";
    validator_confirmation(id: Uuid) = "/validators/{id}/confirmation";
    machine_keys() = "/machine-keys";
    machine_key(id: Uuid) = "/machine-keys/{id}";

    registry_plan() = "/registry/plan";
    registry_sync() = "/registry/sync";
    registry_push() = "/registry/push";
    registry_standing() = "/registry/standing";
    registry_plan_approval(id: Uuid) = "/registry/plans/{id}/approval";
    registry_plan_refusal(id: Uuid) = "/registry/plans/{id}/refusal";
    registry_doubt_decision(id: Uuid) = "/registry/doubts/{id}/decision";
    registry_records() = "/registry/records";
    registry_record_completion(id: Uuid) = "/registry/records/{id}/completion";
    registry_record_discard(id: Uuid) = "/registry/records/{id}/discard";
    registry_movements() = "/registry/movements";
    registry_movement_undoing(id: Uuid) = "/registry/movements/{id}/undoing";
    registry_undoing_confirmation(id: Uuid) = "/registry/movements/{id}/undoing/confirmation";
    registry_undoing_refusal(id: Uuid) = "/registry/movements/{id}/undoing/refusal";
    registry_movement_allowance(id: Uuid) = "/registry/movements/{id}/allowance";

    candidacies() = "/candidacies";
    candidacy(id: CandidacyId) = "/candidacies/{id}";
    candidacy_advice(id: CandidacyId) = "/candidacies/{id}/advice";
    candidacy_presence(id: CandidacyId) = "/candidacies/{id}/presence";
    notice_acceptance(id: CandidacyId) = "/candidacies/{id}/notice-acceptance";
    answers(id: CandidacyId) = "/candidacies/{id}/answers";
    edits(id: CandidacyId) = "/candidacies/{id}/edits";
    photo(id: CandidacyId) = "/candidacies/{id}/photo";
    consent(id: CandidacyId) = "/candidacies/{id}/consent";
    consent_form(id: CandidacyId) = "/candidacies/{id}/consent-form";
    submission(id: CandidacyId) = "/candidacies/{id}/submission";
    submission_receipt(id: CandidacyId, folio: &str) = "/candidacies/{id}/receipts/{folio}";
    return_to_capture(id: CandidacyId) = "/candidacies/{id}/return";
    validation(id: CandidacyId) = "/candidacies/{id}/validation";
    extensions() = "/extensions";
    spreadsheet() = "/spreadsheet";
    spreadsheet_plan() = "/spreadsheet/plan";

    claim(id: CandidacyId, task: Task) = "/candidacies/{id}/claims/{task}";
    mark(id: CandidacyId, section: &SectionKey) = "/candidacies/{id}/marks/{section}";
    curricular_verdict(id: CandidacyId) = "/candidacies/{id}/verdicts/curricular";
    identity_verdict(id: CandidacyId) = "/candidacies/{id}/verdicts/identity";
    observations(id: CandidacyId) = "/candidacies/{id}/observations";
    validations() = "/validations";
    authorisations() = "/authorisations";

    authorisation(id: CandidacyId) = "/candidacies/{id}/authorisation";
    schedule(id: CandidacyId) = "/candidacies/{id}/schedule";
    flags(id: CandidacyId) = "/candidacies/{id}/flags";
    dismissal(id: CandidacyId) = "/candidacies/{id}/dismissal";
    disabling(id: CandidacyId) = "/candidacies/{id}/disabling";
    restoration(id: CandidacyId) = "/candidacies/{id}/restoration";
    official_letter(id: CandidacyId, control: Uuid) = "/candidacies/{id}/controls/{control}/letter";
    corrections(id: CandidacyId) = "/candidacies/{id}/corrections";
    correction_decision(id: CandidacyId) = "/candidacies/{id}/corrections/decision";
    versions(id: CandidacyId) = "/candidacies/{id}/versions";
    version_difference(id: CandidacyId) = "/candidacies/{id}/versions/difference";

    activity_log() = "/activity-log";
    outbox() = "/outbox";
    outbox_retry(id: Uuid) = "/outbox/{id}/retry";
    progress() = "/progress";
    progress_csv() = "/progress.csv";
    progress_pdf() = "/progress.pdf";
    progress_reminders() = "/progress/reminders";
}

/// What anybody may read.
pub mod public {
    use domain::ids::{OfficeKey, TerritoryId};

    use super::segment;

    addresses! {
        election() = "/public/election";
        directory() = "/public/directory";
        candidacies() = "/public/candidacies";
        candidacy(slug: &str) = "/public/candidacies/{slug}";
        ledger(slug: &str) = "/public/candidacies/{slug}/ledger";
        contact(slug: &str) = "/public/candidacies/{slug}/contact";
        sheet(slug: &str) = "/public/candidacies/{slug}/sheet.pdf";
        share_card(slug: &str) = "/public/candidacies/{slug}/card.png";
        page_code(slug: &str) = "/public/candidacies/{slug}/qr.svg";
        site_card() = "/public/card.png";
        contests() = "/public/contests";
        contest(office: &OfficeKey, territory: &TerritoryId) = "/public/contests/{office}/{territory}";
        photo(name: &str) = "/public/photos/{name}";
        receipt(folio: &str) = "/public/receipts/{folio}";
        statistics() = "/public/statistics";
        statistics_csv(table: &str) = "/public/statistics/{table}.csv";
        table_csv() = "/public/data/candidaturas.csv";
        table_json() = "/public/data/candidaturas.json";
        table_json_lines() = "/public/data/candidaturas.jsonl";
        table_spreadsheet() = "/public/data/candidaturas.xlsx";
        table_metadata() = "/public/data/candidaturas.csv-metadata.json";
        dictionary() = "/public/data/diccionario.json";
        dictionary_csv() = "/public/data/diccionario.csv";
        dictionary_text() = "/public/data/diccionario.txt";
        catalogue() = "/public/data/catalogo.jsonld";
        popolo() = "/public/data/popolo.json";
        changes() = "/public/data/cambios.json";
        changes_feed() = "/public/data/cambios.atom";
        day_digests() = "/public/data/snapshots";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_stays_a_part_whatever_it_says() {
        let id = CandidacyId(Uuid::nil());
        assert_eq!(claim(id, Task::Validation), format!("/candidacies/{}/claims/validation", Uuid::nil()));
        assert_eq!(mark(id, &"career.political".into()), format!("/candidacies/{id}/marks/career.political"));
        assert_eq!(public::contest(&"mayor".into(), &"a/32".into()), "/public/contests/mayor/a%2F32");
        assert_eq!(public::receipt("ñ?/.."), "/public/receipts/%C3%B1%3F%2F..");
        assert_eq!(from_root(public::site_card()), "/api/v1/public/card.png");
    }
}
