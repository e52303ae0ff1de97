//! What outlives a page: who is signed in, and what people typed that the server does not have yet.

mod draft;
mod keeper;
mod pending;
mod remarks;
mod session;

pub use draft::{Draft, Status};
pub use pending::{Pending, Unsent};
pub use remarks::Remarks;
pub use session::{Program, Signed, State};
