//! What the law says about publishing who the candidates are, as plain data and functions.
//!
//! Nothing here reads a clock, a file, a network or a random source: every function takes what it needs, so the same
//! rules run on the server and in the browser. The source is the institute's *Proceso Técnico Operativo* (PTO) and the
//! *Lineamientos* it cites (L).

pub mod accounts;
pub mod candidacy;
pub mod capture;
pub mod election;
pub mod ids;
pub mod log;
pub mod messages;
pub mod next_step;
pub mod permission;
pub mod prohibition;
pub mod publication;
pub mod questionnaire;
pub mod refusal;
pub mod registry;
pub mod review;
pub mod term;
pub mod text;
pub mod time;
pub mod work;
pub mod workflow;
