//! What every act needs besides its command: the election's configuration and the keys.

use config::Configuration;
use store::seal::MasterKey;

/// The desk every act is done at.
pub struct Desk {
    /// The election, its registry, its words, its time zone.
    pub config: Configuration,
    /// The key that wraps the candidacies' keys.
    pub master: MasterKey,
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
