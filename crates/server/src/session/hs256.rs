//! HS256 for `jsonwebtoken`, which otherwise brings every algorithm of its own, RSA among them.

use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{ErrorKind, Result},
    signature::{Error, Signer, Verifier},
};
use sha2::Sha256;

/// Signs and verifies by HS256 alone.
static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key: &EncodingKey| Ok(Box::new(Hs256::new(*algorithm, key.as_bytes())?)),
    verifier_factory: |algorithm, key: &DecodingKey| Ok(Box::new(Hs256::new(*algorithm, key.try_get_as_bytes()?)?)),
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes it what this process signs by; again, it changes nothing.
pub(crate) fn install() {
    let _ = PROVIDER.install_default();
}

struct Hs256(Hmac<Sha256>);

impl Hs256 {
    fn new(algorithm: Algorithm, secret: &[u8]) -> Result<Self> {
        if algorithm != Algorithm::HS256 {
            return Err(ErrorKind::InvalidAlgorithm.into());
        }
        Hmac::new_from_slice(secret).map(Self).map_err(|_| ErrorKind::InvalidKeyFormat.into())
    }

    fn over(&self, message: &[u8]) -> Hmac<Sha256> {
        self.0.clone().chain_update(message)
    }
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        Ok(self.over(message).finalize().into_bytes().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        // In a time that tells nothing of where they differ.
        self.over(message).verify_slice(signature).map_err(Error::from_source)
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};

    use super::*;

    // RFC 7515, appendix A.1.
    const SIGNED: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
        eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    // cspell:disable-next-line
    const SECRET: &str = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    const SIGNATURE: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    fn secret() -> Vec<u8> {
        BASE64.decode(SECRET).expect("base64")
    }

    #[test]
    fn it_signs_as_the_standard_does() {
        let signer =
            (PROVIDER.signer_factory)(&Algorithm::HS256, &EncodingKey::from_secret(&secret())).expect("a signer");
        assert_eq!(BASE64.encode(signer.sign(SIGNED.as_bytes())), SIGNATURE);
    }

    #[test]
    fn what_was_changed_by_one_bit_is_not_verified() {
        let key = DecodingKey::from_secret(&secret());
        let verifier = (PROVIDER.verifier_factory)(&Algorithm::HS256, &key).expect("a verifier");
        let signature = BASE64.decode(SIGNATURE).expect("base64");
        assert!(verifier.verify(SIGNED.as_bytes(), &signature).is_ok());
        let mut changed = signature.clone();
        changed[31] ^= 1;
        assert!(verifier.verify(SIGNED.as_bytes(), &changed).is_err());
        assert!(verifier.verify(SIGNED.as_bytes(), &signature[..31].to_vec()).is_err());
    }

    #[test]
    fn no_other_algorithm_signs_or_verifies() {
        for other in [Algorithm::HS384, Algorithm::HS512, Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA] {
            assert!((PROVIDER.signer_factory)(&other, &EncodingKey::from_secret(&secret())).is_err(), "{other:?}");
            assert!((PROVIDER.verifier_factory)(&other, &DecodingKey::from_secret(&secret())).is_err(), "{other:?}");
        }
    }
}
