//! Access tokens: which session they name, and until when.

use contract::problem::Problem;
use domain::{
    ids::SessionId,
    time::{TimeDelta, Timestamp},
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::hs256;
use crate::{http::problem::Failure, settings::TokenKey};

/// How long an access token serves.
const ACCESS: TimeDelta = TimeDelta::minutes(10);

#[derive(Serialize, Deserialize)]
struct Claims {
    /// The session.
    sid: Uuid,
    /// Seconds since 1970 at which the token expires.
    exp: i64,
}

/// Signs access tokens with the first key, and reads those of every key: a new first key signs nobody out.
pub struct Tokens {
    keys: Vec<(String, EncodingKey, DecodingKey)>,
    validation: Validation,
}

impl Tokens {
    pub(crate) fn new(keys: &[TokenKey]) -> Self {
        hs256::install();
        let mut validation = Validation::new(Algorithm::HS256);
        // Time is the application's clock's, below.
        validation.validate_exp = false;
        validation.leeway = 0;
        let key = |key: &TokenKey| {
            (key.id.clone(), EncodingKey::from_secret(&key.secret), DecodingKey::from_secret(&key.secret))
        };
        Self { keys: keys.iter().map(key).collect(), validation }
    }

    pub(crate) fn issue(&self, session: SessionId, now: Timestamp) -> Result<(String, Timestamp), Failure> {
        let expires_at = now + ACCESS;
        let claims = Claims { sid: session.0, exp: expires_at.as_second() };
        let (id, signing, _) = self.keys.first().ok_or_else(|| Failure::of(Problem::internal()))?;
        let header = Header { kid: Some(id.clone()), ..Header::new(Algorithm::HS256) };
        let token = encode(&header, &claims, signing).map_err(|error| {
            tracing::error!(%error, "token");
            Failure::of(Problem::internal())
        })?;
        Ok((token, expires_at))
    }

    pub(super) fn session(&self, token: &str, now: Timestamp) -> Option<Uuid> {
        let kid = decode_header(token).ok()?.kid?;
        let (_, _, reading) = self.keys.iter().find(|(id, _, _)| *id == kid)?;
        let claims = decode::<Claims>(token, reading, &self.validation).ok()?.claims;
        (claims.exp > now.as_second()).then_some(claims.sid)
    }
}
