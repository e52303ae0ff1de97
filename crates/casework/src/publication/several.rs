use contract::review::Read;
use domain::refusal::Refusal;

/// Most candidacies of one act over several.
const SEVERAL_MAX: usize = 200;

/// That an act over several names 1 to 200 candidacies.
///
/// # Errors
/// [`Refusal::BadRequest`].
pub fn check_several(candidacies: &[Read]) -> Result<(), Refusal> {
    if (1..=SEVERAL_MAX).contains(&candidacies.len()) {
        return Ok(());
    }
    Err(Refusal::BadRequest { reason: format!("Elija en candidacies de 1 a {SEVERAL_MAX} candidaturas.") })
}
