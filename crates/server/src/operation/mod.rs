//! What runs beside requests: jobs, mail, asking the registry, and the site as files.

pub mod export;
pub mod jobs;
pub(crate) mod mail;
pub(crate) mod readiness;
pub(crate) mod registry_address;
