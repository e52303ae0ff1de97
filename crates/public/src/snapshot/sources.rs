//! What a snapshot is made with.

use config::Configuration;
use store::{db::Conn, seal::MasterKey};

/// The database, the election and the keys.
pub struct Sources<'a> {
    /// The database.
    pub conn: &'a mut Conn,
    /// The election.
    pub config: &'a Configuration,
    /// The key that wraps the candidacies' keys: what is published of identity is sealed.
    pub master: &'a MasterKey,
}
