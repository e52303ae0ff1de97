//! Passwords and one-time codes.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::{refusal::Refusal, text};
use sha2::{Digest, Sha256};
use store::{StoreError, log::hex};
use subtle::ConstantTimeEq;

use crate::Error;

/// Fewest characters of a password.
pub const PASSWORD_MIN: usize = 12;
/// Most characters of a password: hashing more would only serve to tire the server.
pub const PASSWORD_MAX: usize = 256;
// No vowels and nothing that looks like something else: a code is read from paper and spells no word.
const CODE_LETTERS: &[u8; 24] = b"23456789BCDFGHJKMNPQRTVW";
const CODE_LENGTH: usize = 16;

/// Hashes a new password with Argon2id.
///
/// # Errors
/// [`Refusal::WeakPassword`] when it is short, long, or says the account's name.
pub fn hash(username: &str, password: &str) -> Result<String, Error> {
    let (length, folded) = (password.chars().count(), text::fold(password));
    let distinct = folded.chars().collect::<std::collections::BTreeSet<_>>().len();
    let weak =
        !(PASSWORD_MIN..=PASSWORD_MAX).contains(&length) || distinct < 5 || folded.contains(&text::fold(username));
    if weak {
        return Err(Refusal::WeakPassword.into());
    }
    let hash =
        Argon2::default().hash_password(password.as_bytes()).map_err(|error| StoreError::Sealed(error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether a password is the one that was hashed. Without a hash it does the same work and says no, so that the time
/// taken does not tell which accounts exist.
#[must_use]
pub fn matches(password: &str, hash: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$5T0Qd2Yl8nJqYkqzXy0R0xJ4bq0b0l1m3q1w0b7yq3E";
    if password.chars().count() > PASSWORD_MAX {
        return false;
    }
    let parsed = PasswordHash::new(hash.unwrap_or(NOBODY));
    let verified = parsed.is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok());
    verified && hash.is_some()
}

/// A one-time code in four groups, and the SHA-256 that is kept of it. It is random enough to need no slow hash.
///
/// # Errors
/// When there is no randomness.
pub fn new_code() -> Result<(String, String), StoreError> {
    let mut code = String::new();
    while code.len() < CODE_LENGTH {
        let mut byte = [0_u8];
        getrandom::fill(&mut byte).map_err(|error| StoreError::Sealed(error.to_string()))?;
        // Bytes past the last whole multiple would make some letters likelier.
        if byte[0] < 240 {
            code.push(char::from(CODE_LETTERS[usize::from(byte[0] % 24)]));
        }
    }
    let hashed = secret_hash(&code);
    let groups: Vec<&str> = (0..CODE_LENGTH).step_by(4).map(|start| &code[start..start + 4]).collect();
    Ok((groups.join("-"), hashed))
}

/// Whether a typed code is the one that was hashed; case, spaces and hyphens do not count.
#[must_use]
pub fn code_matches(typed: &str, hash: &str) -> bool {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    bool::from(secret_hash(&plain).as_bytes().ct_eq(hash.as_bytes()))
}

/// SHA-256 of a random secret, hexadecimal.
#[must_use]
pub fn secret_hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_only_matched_by_itself() {
        let hashed = hash("pt.captura", "una frase que recuerdo").expect("strong enough");
        assert!(hashed.starts_with("$argon2id$"));
        assert!(matches("una frase que recuerdo", Some(&hashed)));
        assert!(!matches("una frase que recuerda", Some(&hashed)));
        assert!(!matches("una frase que recuerdo", None));
    }

    #[test]
    fn weak_passwords_are_refused() {
        for weak in ["corta", "aaaaaaaaaaaaaaaa", "mi PT.Captura de hoy"] {
            assert!(matches!(hash("pt.captura", weak), Err(Error::Refused(Refusal::WeakPassword))), "{weak}");
        }
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let (code, hashed) = new_code().expect("randomness");
        assert!(code_matches(&code.to_lowercase().replace('-', " "), &hashed));
        assert!(!code_matches("0000-0000-0000-0000", &hashed));
    }
}
