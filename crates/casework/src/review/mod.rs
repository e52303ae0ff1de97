//! What the institute's areas do: they take a review, mark, remark and judge.

mod claim_review;
mod judge_part;
mod mark_section;
pub(crate) mod observe;
mod presence;
mod send_observations;

pub(crate) use claim_review::guard;
pub use claim_review::{claim_review, release_review};
pub use judge_part::{judge_curricular, judge_identity};
pub use mark_section::mark_section;
pub use presence::be_present;
pub use send_observations::send_observations;
