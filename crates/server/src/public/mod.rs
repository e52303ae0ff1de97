//! What is kept ready of what anybody may read: pages, papers, open data and figures of this moment.

pub mod figures;
pub mod open_data;
pub(crate) mod pages;
pub(crate) mod paper_cache;
pub(crate) mod site;
