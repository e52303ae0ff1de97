//! Who asks: tokens, their algorithm, and how often somebody may try.

pub(crate) mod auth;
mod hs256;
pub(crate) mod throttle;
pub(crate) mod tokens;
