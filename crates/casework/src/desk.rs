//! What every act needs besides its command: the election's configuration and the keys.

use config::Configuration;
use domain::work::progress;
use store::{
    StoreError,
    db::{self, Conn},
    profiles,
    seal::MasterKey,
};

/// The desk every act is done at.
pub struct Desk {
    /// The election, its registry, its words, its time zone.
    pub config: Configuration,
    /// The key that wraps the candidacies' keys.
    pub master: MasterKey,
}

impl Desk {
    /// Seals what an earlier version left in the clear. Says of how many candidacies.
    ///
    /// # Errors
    /// When the database fails, or a candidacy's key does not open what it sealed.
    pub fn seal_older(&self, conn: &mut Conn) -> Result<usize, StoreError> {
        let election = &self.config.election;
        db::write(conn, |conn| {
            profiles::seal_older(conn, &self.master, |answers| progress::sections(election, answers))
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The desk of the demo election.
    pub(crate) fn desk() -> Desk {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/zacatecas-2024");
        Desk { config: config::load(&folder).expect("no faults"), master: MasterKey::new([7; 32]) }
    }
}
