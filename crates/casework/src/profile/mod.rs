//! The acts of a profile's life, one file each.

mod accept_notice;
mod authorise_publication;
mod claim_review;
mod control_publication;
mod correct_published;
mod edit_submitted;
mod extend_deadline;
mod give_consent;
mod judge_part;
mod mark_section;
mod observe;
mod presence;
mod print_consent;
mod print_letter;
mod receipt;
mod return_to_capture;
mod save_answers;
mod send_observations;
mod set_photo;
mod several;
mod submit_profile;
mod take_figures;
mod validate_profile;
mod versions;

pub use accept_notice::accept_notice;
pub use authorise_publication::{
    authorise, authorise_publication, publish_due, schedule_publication, unschedule_publication,
};
pub use claim_review::{claim_review, release_review};
pub use control_publication::{disable_publication, dismiss_flag, flag_published, restore_publication};
pub use correct_published::{decide_correction, lapse_grants, request_correction};
pub use edit_submitted::edit_submitted;
pub use extend_deadline::extend_deadline;
pub use give_consent::{give_consent, seal_document, withdraw_consent};
pub use judge_part::{judge_curricular, judge_identity};
pub use mark_section::mark_section;
pub use presence::be_present;
pub use print_consent::print_consent;
pub use print_letter::print_letter;
pub use receipt::{check_receipt, print_receipt};
pub use return_to_capture::return_to_capture;
pub use save_answers::save_answers;
pub use send_observations::send_observations;
pub use set_photo::{remove_photo, set_photo};
pub use several::check_several;
pub use submit_profile::submit_profile;
pub use take_figures::{keep_figures, may_take_figures, take_figures};
pub use validate_profile::{validate_opened, validate_profile};
pub use versions::{compare_versions, list_versions};

use domain::ids::CandidacyId;

/// Which candidacy an act is about, and the revision its author read.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The candidacy.
    pub id: CandidacyId,
    /// The revision that was read.
    pub revision: i32,
}
