//! Who asks: access tokens, keys of programs, and the extractor that proves a permission before a handler runs.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header::{AUTHORIZATION, HOST, ORIGIN},
    middleware::Next,
    web,
};
use casework::{
    Error, accounts,
    act::{Act, NoPermit},
    session,
    work::Proof,
};
use contract::problem::Problem;
use domain::{
    ids::SessionId,
    permission::{Action, Permit, act},
    refusal::Refusal,
    time::TimeDelta,
};
use store::accounts::{Account, Session};

use crate::{app::App, http::problem::Failure, settings::Mode};

/// Whoever asks: a person in a session, or a program with a key of its own.
#[derive(Clone)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// The session; none for a program.
    session: Option<Session>,
    app: web::Data<App>,
}

impl SignedIn {
    /// Proves that the account may do `A` now: its role, the second factor where the role needs one, and given again
    /// just before where the act needs that.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], [`Refusal::FactorMissing`], [`Refusal::ProofRequired`].
    pub fn permit<A: Action>(&self) -> Result<Permit<A>, Refusal> {
        let permit = Permit::prove(self.account.actor())?;
        let Some(session) = &self.session else { return Ok(permit) };
        let has_factor = self.account.active_factor().is_some();
        if self.app.needs_factor && self.account.role.is_institute() && !has_factor {
            return Err(Refusal::FactorMissing);
        }
        let serves = TimeDelta::minutes(i64::from(self.app.desk.config.election.accounts.proof_minutes));
        let proved = session.proved_at.is_some_and(|at| at + serves > self.app.now());
        if A::ACT.needs_proof() && has_factor && !proved {
            return Err(Refusal::ProofRequired);
        }
        Ok(permit)
    }

    /// How it proved who it is.
    fn proof(&self) -> Proof {
        match &self.session {
            Some(session) if self.account.active_factor().is_some() => Proof::Given(session.proved_at),
            Some(_) | None => Proof::NoFactor,
        }
    }

    fn allowed<A: Action>(self) -> Result<Allowed<A>, Failure> {
        Ok(Allowed { permit: self.permit()?, proof: self.proof(), app: self.app })
    }
}

/// Who a request says it comes from, found out before any of it is read.
struct Known(Result<SignedIn, Problem>);

/// Finds out who asks and holds them to their pace, before the routes read the rest of the request: nobody learns from an
/// answer about a body what they may not do.
pub async fn identify(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|value| value.strip_prefix("Bearer ")).map(str::to_owned);
    let app = request.app_data::<web::Data<App>>().cloned();
    if let (Some(app), Some(token)) = (app, token) {
        let mut signed_in = signed_in(app.clone(), token).await.map_err(|failure| *failure.0);
        if let Ok(known) = &signed_in
            && !request.method().is_safe()
        {
            let media_type = request.content_type();
            let is_upload = !matches!(media_type, "" | "application/json");
            if let Err(refusal) = app.acts.count(known.account.id, is_upload) {
                signed_in = Err(Problem::of(&refusal));
            }
        }
        request.extensions_mut().insert(Known(signed_in));
    }
    next.call(request).await
}

async fn signed_in(app: web::Data<App>, token: String) -> Result<SignedIn, Failure> {
    let (reader, now) = (app.clone(), app.now());
    // A token has three parts and a program's key two.
    let (account, session) = if token.matches('.').count() == 1 {
        (web::block(move || reader.read(&NoPermit, |act| accounts::known_key(act.conn, &token))).await??, None)
    } else {
        let id = app.tokens.session(&token, now).ok_or(Refusal::SessionRequired)?;
        let found = web::block(move || reader.read(&NoPermit, |act| session::known_session(act, id)));
        let (session, account) = found.await??;
        (account, Some(session))
    };
    Ok(SignedIn { account, session, app })
}

impl FromRequest for SignedIn {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let signed_in = request.extensions().get::<Known>().map(|signed_in| signed_in.0.clone().map_err(Failure::of));
        ready(signed_in.unwrap_or_else(|| Err(Refusal::SessionRequired.into())))
    }
}

/// A person in a session, which no program is.
pub struct InSession {
    /// The account.
    pub account: Account,
    /// The session.
    pub session: SessionId,
}

impl FromRequest for InSession {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed_in = SignedIn::from_request(request, payload).into_inner();
        ready(signed_in.and_then(|SignedIn { account, session, .. }| {
            let session = session.ok_or(Refusal::SessionRequired)?.id;
            Ok(Self { account, session })
        }))
    }
}

/// Proof that whoever asks may do `A`, and the only way to do it: a handler cannot have it without naming the act.
pub struct Allowed<A> {
    permit: Permit<A>,
    /// How whoever asks proved who they are.
    pub(crate) proof: Proof,
    pub(crate) app: web::Data<App>,
}

impl<A: Action> Allowed<A> {
    /// The permission.
    pub const fn permit(&self) -> &Permit<A> {
        &self.permit
    }

    /// The same person, reading candidacies.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub(crate) fn reader(&self) -> Result<Allowed<act::ReadCandidacy>, Refusal> {
        Ok(Allowed { permit: Permit::prove(self.permit.actor().clone())?, proof: self.proof, app: self.app.clone() })
    }

    /// Does it, where blocking is allowed.
    ///
    /// # Errors
    /// What is refused, or a failure of ours.
    pub async fn act<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Act<'_, Permit<A>>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Failure> {
        let (app, permit) = (self.app.clone(), self.permit.clone());
        Ok(web::block(move || app.act(&permit, work)).await??)
    }

    /// The same for what only reads, which holds up nobody who writes.
    ///
    /// # Errors
    /// What is refused, or a failure of ours.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Act<'_, Permit<A>>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Failure> {
        let (app, permit) = (self.app.clone(), self.permit.clone());
        Ok(web::block(move || app.read(&permit, work)).await??)
    }
}

impl<A: Action> FromRequest for Allowed<A> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed_in = SignedIn::from_request(request, payload).into_inner();
        ready(signed_in.and_then(|signed_in| signed_in.allowed()))
    }
}

/// Proof that whoever asks may do `A` or, failing that, `B`: for an operation that two acts share.
pub enum AllowedEither<A, B> {
    /// The first.
    First(Allowed<A>),
    /// The second.
    Second(Allowed<B>),
}

impl<A: Action, B: Action> FromRequest for AllowedEither<A, B> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed_in = SignedIn::from_request(request, payload).into_inner();
        ready(signed_in.and_then(|signed_in| match signed_in.permit::<A>() {
            Err(Refusal::NotAllowed) => Ok(Self::Second(signed_in.allowed()?)),
            _ => Ok(Self::First(signed_in.allowed()?)),
        }))
    }
}

/// Refuses a request that a page of another site made: where the cookie alone speaks for somebody, that is the only
/// thing that tells (beside the cookie's own `SameSite`). Pages of one's own are those of the address that people open,
/// whatever name a proxy asks for; a demo's are also those of the name it was asked by.
///
/// # Errors
/// [`Refusal::ForeignSite`].
pub fn from_own_site(app: &App, request: &HttpRequest) -> Result<(), Refusal> {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let from_host = |origin: &str| {
        let asked_by = header(HOST.as_str()).filter(|_| app.mode == Mode::Demo);
        asked_by.is_some_and(|host| origin.split_once("://").is_some_and(|(_, from)| from == host))
    };
    let own = match header("sec-fetch-site") {
        // No page makes its browser say this.
        Some("same-origin") => true,
        Some("none") | None => header(ORIGIN.as_str()).is_none_or(|origin| origin == app.origin || from_host(origin)),
        Some(_) => false,
    };
    if own { Ok(()) } else { Err(Refusal::ForeignSite) }
}
