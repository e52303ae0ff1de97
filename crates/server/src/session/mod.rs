//! Who asks: tokens, their algorithm, known devices, and how often somebody may try.

pub(crate) mod auth;
pub(crate) mod devices;
mod hs256;
pub(crate) mod refusals;
pub(crate) mod throttle;
pub(crate) mod tokens;
