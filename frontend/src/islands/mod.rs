//! The parts of public pages that move. The server writes them as they begin; the browser wakes them once the small program
//! is there, so what they do is done by a plain form or link until then, and where no script runs. They have no children.

mod contact;
mod read_aloud;

pub use contact::ContactMeans;
pub use read_aloud::ReadAloud;
