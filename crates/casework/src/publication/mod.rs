//! What is published: authorised, released, hidden, corrected, kept in versions, and counted.

mod authorise_publication;
mod control_publication;
mod correct_published;
mod print_letter;
mod several;
mod take_figures;
mod versions;

pub use authorise_publication::{
    authorise, authorise_publication, publish_due, schedule_publication, unschedule_publication,
};
pub use control_publication::{dismiss_flag, flag_published, hide_publication, restore_publication};
pub use correct_published::{decide_correction, lapse_grants, request_correction};
pub use print_letter::print_letter;
pub use several::check_several;
pub use take_figures::{keep_figures, may_take_figures, take_figures, were_figures_taken};
pub use versions::{compare_versions, list_versions};
