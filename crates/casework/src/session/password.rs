//! Passwords and one-time codes.

use std::sync::LazyLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::{
    accounts::{PASSWORD_MAX, PASSWORD_MIN},
    refusal::Refusal,
    text::{self, hex},
};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zxcvbn::{Score, zxcvbn};

use crate::Error;

/// Words that whoever guesses here tries first, beside the common passwords of every language that the estimate knows.
const COMMON: &[&str] = &[
    "conoceles",
    "contrasena",
    "candidata",
    "candidato",
    "candidatura",
    "candidaturas",
    "partido",
    "instituto",
    "electoral",
    "eleccion",
    "elecciones",
    "diputada",
    "diputado",
    "presidenta",
    "presidente",
    "municipal",
    "mexico",
    "bienvenido",
    "bienvenida",
    "123456789012",
    "qwertyuiop",
];
// No vowels and nothing that looks like something else: a code is read from paper and spells no word.
const CODE_LETTERS: &[u8; 24] = b"23456789BCDFGHJKMNPQRTVW";
const CODE_LENGTH: usize = 16;

/// Hashes a new password with Argon2id.
///
/// # Errors
/// [`Refusal::WeakPassword`] when it is short, long, easily guessed, or says one of `names`: the account's names.
pub fn hash(names: &[&str], password: &str) -> Result<String, Error> {
    let (length, folded) = (password.chars().count(), text::fold(password));
    let says_name = names.iter().map(|name| text::fold(name)).any(|name| !name.is_empty() && folded.contains(&name));
    let fits = (PASSWORD_MIN..=PASSWORD_MAX).contains(&length);
    // What is guessed first: common passwords and words, sequences, repetitions, dates; and the words of this system.
    let guessed = || zxcvbn(&folded, COMMON).score() < Score::Three;
    if !fits || says_name || guessed() {
        return Err(Refusal::WeakPassword.into());
    }
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

/// Whether a password is the one that was hashed. Without a hash it does the same work and says no, so that the time
/// taken does not tell which accounts exist.
#[must_use]
pub fn matches(password: &str, hash: Option<&str>) -> bool {
    static NOBODY: LazyLock<Option<String>> =
        LazyLock::new(|| Argon2::default().hash_password(b"nobody").map(|hash| hash.to_string()).ok());
    if password.chars().count() > PASSWORD_MAX {
        return false;
    }
    let weighed = hash.or(NOBODY.as_deref()).and_then(|hash| PasswordHash::new(hash).ok());
    let verified = weighed.is_some_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    verified && hash.is_some()
}

/// A one-time code in four groups, and the SHA-256 that is kept of it. It is random enough to need no slow hash.
///
/// # Errors
/// When there is no randomness.
pub fn new_code() -> Result<(String, String), getrandom::Error> {
    let code = random_letters(CODE_LENGTH)?;
    Ok((text::grouped(&code), secret_hash(&code)))
}

/// Random letters of those that a code is made of.
///
/// # Errors
/// When there is no randomness.
pub fn random_letters(length: usize) -> Result<String, getrandom::Error> {
    let mut code = String::new();
    while code.len() < length {
        let mut byte = [0_u8];
        getrandom::fill(&mut byte)?;
        // Bytes past the last whole multiple would make some letters likelier.
        if byte[0] < 240 {
            code.push(char::from(CODE_LETTERS[usize::from(byte[0] % 24)]));
        }
    }
    Ok(code)
}

/// Whether a typed code is the one that was hashed; case, spaces and hyphens do not count.
#[must_use]
pub fn code_matches(typed: &str, hash: &str) -> bool {
    bool::from(code_hash(typed).as_bytes().ct_eq(hash.as_bytes()))
}

/// SHA-256 of a typed code; case, spaces and hyphens do not count.
#[must_use]
pub fn code_hash(typed: &str) -> String {
    secret_hash(&text::code_letters(typed))
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
        let hashed = hash(&["pt.captura"], "una frase que recuerdo").expect("strong enough");
        assert!(hashed.starts_with("$argon2id$"));
        assert!(matches("una frase que recuerdo", Some(&hashed)));
        assert!(!matches("una frase que recuerda", Some(&hashed)));
        assert!(!matches("una frase que recuerdo", None));
    }

    #[test]
    fn weak_passwords_are_refused() {
        for weak in [
            "corta",
            "aaaaaaaaaaaaaaaa",
            "mi PT.Captura de hoy",
            "123456789012",
            "contraseña123",
            "Password1234!",
            "Conoceles2024",
            "qwertyuiopasdf",
        ] {
            assert!(matches!(hash(&["pt.captura"], weak), Err(Error::Refused(Refusal::WeakPassword))), "{weak}");
        }
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let (code, hashed) = new_code().expect("randomness");
        assert!(code_matches(&code.to_lowercase().replace('-', " "), &hashed));
        assert!(!code_matches("0000-0000-0000-0000", &hashed));
    }
}
