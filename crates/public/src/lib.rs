//! What anybody may read, and nothing else: the snapshot of what is published, its search and order, the open data and the
//! figures that are made of it. Drafts are out of reach: what is read of the database is `store::public`.

pub mod contact;
mod csv_file;
pub mod figures;
pub mod open_data;
pub mod snapshot;
