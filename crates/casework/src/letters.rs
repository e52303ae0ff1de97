//! Placeholder until the letters' module arrives in the next commit of this branch.
pub use contract::accounts::IssuedAccount as Letter;
/// Letters.
///
/// # Errors
/// Always.
pub fn letters(_: &crate::desk::Desk, _: &[Letter], _: &str, _: jiff::Timestamp) -> Result<Vec<u8>, crate::Error> {
    Err(domain::refusal::Refusal::NotFound.into())
}
