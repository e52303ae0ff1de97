//! How often somebody may try to come in: counted per address, and per account and address together, so that whoever
//! guesses from one place never keeps the rightful holder out of another.

use std::{net::IpAddr, num::NonZeroU32};

use domain::{refusal::Refusal, text};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::http::asker::Asker;

/// At once, and then so many a minute: a whole party's office behind one address comes in without noticing.
const PER_LINE: (u32, u32) = (300, 120);
/// The many lines that one customer may have, together.
const PER_SITE: (u32, u32) = (1_200, 480);
/// Whoever is right is counted too, for the count comes before the password is weighed; twice with a second factor. The
/// ten a minute are what holds a guesser back; twenty at once let a holder come in, leave and change their password.
const PER_ACCOUNT: (u32, u32) = (20, 10);
/// After so many attempts what is no longer counted is forgotten, so that memory stays bounded.
const SWEEP: usize = 10_000;

/// Counts attempts.
pub struct Throttle {
    lines: DefaultKeyedRateLimiter<IpAddr>,
    sites: DefaultKeyedRateLimiter<IpAddr>,
    accounts: DefaultKeyedRateLimiter<(String, IpAddr)>,
}

/// So many at once, then so many a minute.
fn quota((at_once, a_minute): (u32, u32)) -> Quota {
    let number = |number: u32| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
    Quota::per_minute(number(a_minute)).allow_burst(number(at_once))
}

impl Throttle {
    pub(crate) fn new() -> Self {
        Self {
            lines: RateLimiter::keyed(quota(PER_LINE)),
            sites: RateLimiter::keyed(quota(PER_SITE)),
            accounts: RateLimiter::keyed(quota(PER_ACCOUNT)),
        }
    }

    /// Counts an attempt to come in as an account.
    ///
    /// # Errors
    /// [`Refusal::TooManyAttempts`].
    pub fn attempt(&self, username: &str, asker: Asker) -> Result<(), Refusal> {
        if self.lines.len() + self.sites.len() + self.accounts.len() > SWEEP {
            self.lines.retain_recent();
            self.sites.retain_recent();
            self.accounts.retain_recent();
        }
        let name: String = text::fold(username).chars().take(60).collect();
        let allowed = self.lines.check_key(&asker.line).is_ok()
            && asker.site.is_none_or(|site| self.sites.check_key(&site).is_ok())
            && self.accounts.check_key(&(name, asker.line)).is_ok();
        if allowed { Ok(()) } else { Err(Refusal::TooManyAttempts) }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn a_holder_who_comes_and_goes_does_not_notice() {
        let throttle = Throttle::new();
        let place = Asker::from(IpAddr::V4(Ipv4Addr::LOCALHOST));
        // Nine times with a second factor, then the password changes and changes again.
        assert!((0..9 * 2 + 2).all(|_| throttle.attempt("responsable", place).is_ok()));
    }

    #[test]
    fn who_guesses_in_one_place_keeps_nobody_out_of_another() {
        let throttle = Throttle::new();
        let place = |last| Asker::from(IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)));
        let tried = (0..50).filter(|_| throttle.attempt("pt.captura", place(1)).is_ok()).count();
        assert!((20..=21).contains(&tried), "{tried}");
        assert!(throttle.attempt("PT.Captura ", place(1)).is_err(), "the same name written otherwise");
        assert!(throttle.attempt("pt.captura", place(2)).is_ok());
        assert!(throttle.attempt("mc.captura", place(1)).is_ok());
    }
}
