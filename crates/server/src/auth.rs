//! Who asks: access tokens, and the extractor that proves a permission before a handler runs.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::AUTHORIZATION, web};
use casework::session;
use domain::{
    ids::SessionId,
    permission::{Action, Permit},
    refusal::Refusal,
};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{app::App, problem::Failure};

/// How long an access token serves.
const ACCESS: SignedDuration = SignedDuration::from_mins(10);

#[derive(Serialize, Deserialize)]
struct Claims {
    /// The session.
    sid: Uuid,
    /// Seconds since 1970 at which the token expires.
    exp: i64,
}

/// Signs and reads access tokens.
pub struct Tokens {
    signing: EncodingKey,
    reading: DecodingKey,
    validation: Validation,
}

impl Tokens {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        // Time is the application's clock's, below.
        validation.validate_exp = false;
        validation.leeway = 0;
        Self { signing: EncodingKey::from_secret(key), reading: DecodingKey::from_secret(key), validation }
    }

    pub(crate) fn issue(&self, session: SessionId, now: Timestamp) -> Result<(String, Timestamp), Failure> {
        let expires_at = now + ACCESS;
        let claims = Claims { sid: session.0, exp: expires_at.as_second() };
        let token = encode(&Header::new(Algorithm::HS256), &claims, &self.signing).map_err(|error| {
            tracing::error!(%error, "token");
            Failure::of(contract::problem::Problem::internal())
        })?;
        Ok((token, expires_at))
    }

    fn session(&self, token: &str, now: Timestamp) -> Option<Uuid> {
        let claims = decode::<Claims>(token, &self.reading, &self.validation).ok()?.claims;
        (claims.exp > now.as_second()).then_some(claims.sid)
    }
}

/// A signed-in account with its session.
pub struct SignedIn {
    /// The account.
    pub account: store::accounts::Account,
    /// The session.
    pub session: SessionId,
}

impl FromRequest for SignedIn {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let app = request.app_data::<web::Data<App>>().cloned();
        let token = request
            .headers()
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .map(str::to_owned);
        Box::pin(async move {
            let app = app.ok_or(Refusal::SessionRequired)?;
            let now = app.now();
            let id = token.and_then(|token| app.tokens.session(&token, now)).ok_or(Refusal::SessionRequired)?;
            let account = web::block(move || {
                let mut conn = app.db.conn()?;
                session::known_session(&mut conn, id, now)
            })
            .await??;
            Ok(Self { account, session: SessionId(id) })
        })
    }
}

/// Proof that whoever asks may do `A`: a handler cannot have it without naming the act.
pub struct Allowed<A>(pub Permit<A>);

impl<A: Action + 'static> FromRequest for Allowed<A> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed_in = SignedIn::from_request(request, payload);
        Box::pin(async move { Ok(Self(Permit::prove(signed_in.await?.account.actor())?)) })
    }
}
