//! HTTP as this program speaks it: who may ask and how often, how answers are written, kept and told.

pub(crate) mod asker;
pub(crate) mod connections;
pub(crate) mod content_coding;
pub(crate) mod cors;
pub(crate) mod openapi;
pub(crate) mod password_pool;
pub(crate) mod patience;
pub(crate) mod problem;
pub(crate) mod rate_limit;
pub(crate) mod request;
pub(crate) mod response_cache;
pub(crate) mod security_headers;
pub(crate) mod slow_body;
pub(crate) mod trace;
pub(crate) mod turns;
