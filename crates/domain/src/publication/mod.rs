//! What of a candidacy is public, how it is found and compared, and what is counted of it.

pub mod difference;
pub mod directory;
pub mod neutral_order;
pub mod statistics;
pub mod visibility;
