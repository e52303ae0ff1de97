//! Who is signed in. The access token lives in memory only; the cookie that renews it is out of reach of scripts.

use contract::session::{INSTITUTE_COOKIE, Me, Session};
use domain::{accounts::Role, time::TimeDelta};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlDocument;

use crate::{
    api::{ApiError, work},
    format,
};

/// What is known of the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Being asked for.
    Unknown,
    /// Nobody.
    Nobody,
    /// Somebody.
    In(Box<Me>),
    /// Somebody whose session ended while working: the page stays as it is under a sign-in dialog.
    Ended(Box<Me>),
}

/// The two programs of the workspaces: nobody downloads the other's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// Of parties and candidacies.
    Parties,
    /// Of the institute.
    Institute,
}

impl Program {
    const fn of(role: Role) -> Self {
        if role.is_institute() { Self::Institute } else { Self::Parties }
    }

    /// Tells the server which program this browser opens from now on, and opens it; `false` when it was told before.
    fn open(self) -> bool {
        let Ok(page) = document().dyn_into::<HtmlDocument>() else { return false };
        let before = page.cookie().unwrap_or_default().split("; ").any(|cookie| cookie.starts_with(INSTITUTE_COOKIE));
        if before == (self == Self::Institute) {
            return false;
        }
        let age = if before { 0 } else { 31_536_000 };
        let place = window().location();
        let at_the_door =
            place.pathname().is_ok_and(|path| ["/trabajo/entrar", "/trabajo/primer-acceso"].contains(&&*path));
        // A browser that keeps no cookie keeps no session either.
        let _ = page.set_cookie(&format!("{INSTITUTE_COOKIE}=1; Path=/trabajo; Max-Age={age}; SameSite=Strict"));
        if at_the_door { place.replace("/trabajo") } else { place.reload() }.is_ok()
    }
}

/// The session, shared by every page.
#[derive(Debug, Clone, Copy)]
pub struct Signed {
    program: Program,
    state: RwSignal<State>,
    session: StoredValue<Option<Session>>,
    entries: RwSignal<u32>,
    /// Acts that wait for the second factor: what to call with the outcome.
    unproved: StoredValue<Vec<js_sys::Function>, LocalStorage>,
    asks_proof: RwSignal<Option<String>>,
    lacks_factor: RwSignal<u32>,
}

impl Signed {
    /// A session not asked for yet.
    #[must_use]
    pub fn new(program: Program) -> Self {
        Self {
            program,
            state: RwSignal::new(State::Unknown),
            session: StoredValue::new(None),
            entries: RwSignal::new(0),
            unproved: StoredValue::new_local(Vec::new()),
            asks_proof: RwSignal::new(None),
            lacks_factor: RwSignal::new(0),
        }
    }

    /// What is known, and told when it changes.
    #[must_use]
    pub fn state(self) -> State {
        self.state.get()
    }

    /// Who works here, also while their session has to begin anew.
    #[must_use]
    pub fn me(self) -> Option<Me> {
        match self.state.get() {
            State::In(me) | State::Ended(me) => Some(*me),
            State::Unknown | State::Nobody => None,
        }
    }

    /// A session began; `false` when its pages are another program's, which is opened.
    pub fn enter(self, session: Session) -> bool {
        let program = Program::of(session.account.role);
        if program != self.program && program.open() {
            return false;
        }
        let me = Box::new(session.account.clone());
        self.session.set_value(Some(session));
        if self.state.get_untracked() != State::In(me.clone()) {
            self.state.set(State::In(me));
            self.entries.update(|entries| *entries += 1);
            // Who just came in may have given the factor; if not, it is asked for again.
            self.proved(true);
        }
        true
    }

    /// The account's second factor came into use, or is gone.
    pub fn has_factor(self, has: bool) {
        self.session.update_value(|session| {
            if let Some(session) = session {
                session.account.has_factor = has;
            }
        });
        self.state.update(|state| {
            if let State::In(me) | State::Ended(me) = state {
                me.has_factor = has;
            }
        });
    }

    /// The account is known to be its holder's: what it may not show until then is read again.
    pub fn confirmed(self) {
        self.session.update_value(|session| {
            if let Some(session) = session {
                session.account.unconfirmed = None;
            }
        });
        self.state.update(|state| {
            if let State::In(me) | State::Ended(me) = state {
                me.unconfirmed = None;
            }
        });
        self.entries.update(|entries| *entries += 1);
    }

    /// Waits until the person gave the second factor again; `false` when they would not. `why` is what they are told.
    pub async fn prove(self, why: String) -> bool {
        self.asks_proof.set(Some(why));
        let promise = js_sys::Promise::new(&mut |resolve, _| self.unproved.update_value(|all| all.push(resolve)));
        JsFuture::from(promise).await.is_ok_and(|given| given.is_truthy())
    }

    /// Why an act waits for the second factor, if one does, told when it changes.
    pub fn asks_proof(self) -> Option<String> {
        self.asks_proof.get()
    }

    /// The second factor was given, or will not be.
    pub fn proved(self, given: bool) {
        self.asks_proof.set(None);
        let waiting = self.unproved.try_update_value(std::mem::take).unwrap_or_default();
        for resolve in waiting {
            // Resolving a promise does not fail.
            let _ = resolve.call1(&JsValue::NULL, &JsValue::from_bool(given));
        }
    }

    /// How often something was refused for want of a second factor, told when it changes.
    pub fn lacks_factor(self) -> u32 {
        self.lacks_factor.get()
    }

    /// How often somebody came in, told when it changes: what failed for want of a session is tried again then.
    pub fn entries(self) -> u32 {
        self.entries.get()
    }

    /// Nobody is signed in any more.
    pub fn leave(self) {
        self.session.set_value(None);
        self.state.set(State::Nobody);
        self.proved(false);
    }

    /// Asks whether the cookie still opens a session.
    pub async fn resume(self) {
        match work::renew().await {
            Ok(session) => {
                self.enter(session);
            }
            Err(_) => self.state.set(State::Nobody),
        }
    }

    /// The token at hand, while it serves for a while yet.
    #[must_use]
    pub fn held_token(self) -> Option<String> {
        let soon = format::now() + TimeDelta::seconds(30);
        self.session.with_value(|session| {
            session.as_ref().filter(|session| session.expires_at > soon).map(|session| session.access_token.clone())
        })
    }

    /// A token that serves for a while yet.
    ///
    /// # Errors
    /// When the session ended or the server was not reached.
    pub async fn fresh_token(self) -> Result<String, ApiError> {
        if let Some(token) = self.held_token() {
            return Ok(token);
        }
        let renewed = self.watch(work::renew().await)?;
        // Nothing typed by one account is ever sent by another that came in with the same browser.
        if let State::In(me) | State::Ended(me) = self.state.get_untracked()
            && me.id != renewed.account.id
        {
            self.session.set_value(None);
            self.state.set(State::Ended(me));
            return Err(ApiError::OtherAccount);
        }
        let token = renewed.access_token.clone();
        self.enter(renewed);
        Ok(token)
    }

    /// Looks at an outcome: a session that ended is told without leaving the page.
    ///
    /// # Errors
    /// The same that came.
    pub fn watch<T>(self, outcome: Result<T, ApiError>) -> Result<T, ApiError> {
        if outcome.as_ref().is_err_and(|error| error.code() == "session_required") {
            self.session.set_value(None);
            if let State::In(me) = self.state.get_untracked() {
                self.state.set(State::Ended(me));
            }
        }
        if outcome.as_ref().is_err_and(|error| error.code() == "factor_missing") {
            self.lacks_factor.update(|times| *times += 1);
        }
        outcome
    }
}
