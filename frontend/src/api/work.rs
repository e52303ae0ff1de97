//! What the workspaces ask and do, each with the access token of who is signed in.

use contract::{
    accounts::{Account, IssueAccounts, IssuedAccount, Receipt, ReceiptRecorded},
    log::LogPage,
    profile::{
        AcceptNotice, GiveConsent, Judge, Moved, ReturnToCapture, SaveAnswers, Saved, Submit, WorkPage, WorkQuery,
        Workspace,
    },
    registry::{RegistryPlan, RegistrySynced},
    session::{FirstUse, Session, SignIn},
};
use domain::questionnaire::Part;
use gloo_net::http::Method;
use serde::{Serialize, de::DeserializeOwned};
use web_sys::{File, FormData};

use super::{ApiError, Body, escape, fetch, json, send};
use crate::state::Signed;

/// Signs in.
///
/// # Errors
/// The server's problem, or that it was not reached.
pub async fn sign_in(command: &SignIn) -> Result<Session, ApiError> {
    send(Method::POST, "/sessions", None, None, json(command)).await
}

/// Uses an account for the first time.
///
/// # Errors
/// The server's problem, or that it was not reached.
pub async fn first_use(command: &FirstUse) -> Result<Session, ApiError> {
    send(Method::POST, "/accounts/first-use", None, None, json(command)).await
}

/// Renews the session by its cookie.
///
/// # Errors
/// The server's problem, or that it was not reached.
pub async fn renew() -> Result<Session, ApiError> {
    send(Method::POST, "/sessions/renewal", None, None, Body::None).await
}

/// The API as the signed-in account reaches it. A token that expired is renewed once and the request repeated.
#[derive(Debug, Clone, Copy)]
pub struct Work(pub Signed);

impl Work {
    /// Sends with a token that serves; a session that ended is told.
    async fn request<T: DeserializeOwned>(
        self,
        method: Method,
        path: &str,
        revision: Option<i32>,
        body: Body,
    ) -> Result<T, ApiError> {
        let token = self.0.fresh_token().await?;
        self.0.notice(send(method, path, Some(&token), revision, body).await)
    }

    async fn call<T: DeserializeOwned>(
        self,
        method: Method,
        path: &str,
        revision: Option<i32>,
        body: &str,
    ) -> Result<T, ApiError> {
        let body = if body.is_empty() { Body::None } else { Body::Json(body.to_owned()) };
        self.request(method, path, revision, body).await
    }

    async fn get<T: DeserializeOwned>(self, path: &str) -> Result<T, ApiError> {
        self.call(Method::GET, path, None, "").await
    }

    async fn change<C: Serialize, T: DeserializeOwned>(
        self,
        method: Method,
        id: &str,
        what: &str,
        revision: i32,
        command: &C,
    ) -> Result<T, ApiError> {
        let body = serde_json::to_string(command).unwrap_or_default();
        self.call(method, &format!("/candidacies/{id}/{what}"), Some(revision), &body).await
    }

    /// The list of work.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn list(self, query: &WorkQuery) -> Result<WorkPage, ApiError> {
        let mut path = format!("/candidacies?page={}", query.page.unwrap_or(1));
        if let Some(stage) = query.stage {
            path.push_str(&format!("&stage={}", stage.code()));
        }
        for (name, value) in [("office", &query.office), ("party", &query.party), ("q", &query.q)] {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                path.push_str(&format!("&{name}={}", escape(value)));
            }
        }
        self.get(&path).await
    }

    /// One candidacy.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn read(self, id: &str) -> Result<Workspace, ApiError> {
        self.get(&format!("/candidacies/{id}")).await
    }

    /// The draft's photograph as an address of this page.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn photo(self, id: &str) -> Result<String, ApiError> {
        let token = self.0.fresh_token().await?;
        let response = self
            .0
            .notice(fetch(Method::GET, &format!("/candidacies/{id}/photo"), Some(&token), None, Body::None).await)?;
        let bytes = response.binary().await.map_err(|_| ApiError::Offline)?;
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
        let blob = web_sys::Blob::new_with_u8_array_sequence(&parts).map_err(|_| ApiError::Offline)?;
        web_sys::Url::create_object_url_with_blob(&blob).map_err(|_| ApiError::Offline)
    }

    /// Accepts the privacy notice.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn accept_notice(self, id: &str, revision: i32, version: String) -> Result<Moved, ApiError> {
        self.change(Method::POST, id, "notice-acceptance", revision, &AcceptNotice { version }).await
    }

    /// Saves draft answers, or the validator's edits.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn save(self, id: &str, revision: i32, command: &SaveAnswers, edit: bool) -> Result<Saved, ApiError> {
        self.change(Method::PATCH, id, if edit { "edits" } else { "answers" }, revision, command).await
    }

    /// Uploads the photograph.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn set_photo(self, id: &str, revision: i32, file: File) -> Result<Saved, ApiError> {
        let media = file.type_();
        let path = format!("/candidacies/{id}/photo");
        self.request(Method::PUT, &path, Some(revision), Body::File(file, media)).await
    }

    /// Takes the photograph away.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn remove_photo(self, id: &str, revision: i32) -> Result<Saved, ApiError> {
        self.call(Method::DELETE, &format!("/candidacies/{id}/photo"), Some(revision), "").await
    }

    /// Uploads the consent with its signed document.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn give_consent(
        self,
        id: &str,
        revision: i32,
        command: &GiveConsent,
        document: File,
    ) -> Result<Moved, ApiError> {
        let form = consent_form(command, &document).map_err(|_| ApiError::Offline)?;
        let path = format!("/candidacies/{id}/consent");
        self.request(Method::PUT, &path, Some(revision), Body::Form(form)).await
    }

    /// Withdraws the consent.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn withdraw_consent(self, id: &str, revision: i32) -> Result<Moved, ApiError> {
        self.call(Method::DELETE, &format!("/candidacies/{id}/consent"), Some(revision), "").await
    }

    /// Sends the questionnaires.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn submit(self, id: &str, revision: i32, command: &Submit) -> Result<Moved, ApiError> {
        self.change(Method::POST, id, "submission", revision, command).await
    }

    /// Sends observed fields back.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn send_back(self, id: &str, revision: i32, command: &ReturnToCapture) -> Result<Moved, ApiError> {
        self.change(Method::POST, id, "return", revision, command).await
    }

    /// Says whether a part complies.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn judge(self, id: &str, revision: i32, part: Part, command: &Judge) -> Result<Moved, ApiError> {
        let part = if part == Part::Curricular { "curricular" } else { "identity" };
        self.change(Method::POST, id, &format!("verdicts/{part}"), revision, command).await
    }

    /// Does a step that needs no more words: `validation`, `observations` or `authorisation`.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn step(self, id: &str, revision: i32, what: &str) -> Result<Moved, ApiError> {
        self.call(Method::POST, &format!("/candidacies/{id}/{what}"), Some(revision), "").await
    }

    /// The accounts.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn accounts(self, words: &str) -> Result<Vec<Account>, ApiError> {
        self.get(&format!("/accounts?q={}", escape(words))).await
    }

    /// Issues accounts.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn issue(self, command: &IssueAccounts) -> Result<Vec<IssuedAccount>, ApiError> {
        self.call(Method::POST, "/accounts", None, &serde_json::to_string(command).unwrap_or_default()).await
    }

    /// Says that the accounts were received.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn receipt(self, command: &Receipt) -> Result<ReceiptRecorded, ApiError> {
        self.call(Method::POST, "/accounts/receipt", None, &serde_json::to_string(command).unwrap_or_default()).await
    }

    /// Says what a registry file would do.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn plan(self, file: File) -> Result<RegistryPlan, ApiError> {
        self.request(Method::POST, "/registry/plan", None, Body::File(file, "text/csv".into())).await
    }

    /// Applies the plan that was read.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn sync(self, file: File, digest: &str) -> Result<RegistrySynced, ApiError> {
        let path = format!("/registry/sync?digest={}", escape(digest));
        self.request(Method::POST, &path, None, Body::File(file, "text/csv".into())).await
    }

    /// A page of the log.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn log(self, candidacy: Option<&str>, before: Option<i64>) -> Result<LogPage, ApiError> {
        let mut path = String::from("/activity-log?");
        if let Some(candidacy) = candidacy.filter(|candidacy| !candidacy.is_empty()) {
            path.push_str(&format!("candidacy={}&", escape(candidacy)));
        }
        if let Some(before) = before {
            path.push_str(&format!("before={before}"));
        }
        self.get(&path).await
    }

    /// Ends the session.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn sign_out(self) -> Result<(), ApiError> {
        self.call(Method::DELETE, "/sessions/current", None, "").await
    }
}

fn consent_form(command: &GiveConsent, document: &File) -> Result<FormData, wasm_bindgen::JsValue> {
    let form = FormData::new()?;
    let text = serde_json::to_string(command).unwrap_or_default();
    let parts = js_sys::Array::of1(&wasm_bindgen::JsValue::from_str(&text));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("application/json");
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    form.append_with_blob("consent", &blob)?;
    form.append_with_blob_and_filename("document", document, &document.name())?;
    Ok(form)
}
