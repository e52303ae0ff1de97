//! Candidacies and their questionnaires.

use contract::{
    capture::{AcceptNotice, ConsentFormQuery, GiveConsent, ReturnToCapture, SaveAnswers, Saved, Submit},
    publication::{FieldDifference, PublishedVersion},
    review::Judge,
    work::{Moved, Presence, Present, Turn, WorkPage, WorkQuery, Workspace},
};
use domain::{capture::advisor::Finding, ids::SectionKey, questionnaire::Part};
use gloo_net::http::Method;
use uuid::Uuid;
use web_sys::{File, FormData};

use super::{Reply, Work, object_url, text};
use crate::api::{ApiError, Body, escape};

impl Work {
    /// The list of work.
    pub fn list(self, query: &WorkQuery) -> Reply<WorkPage> {
        let mut path = format!("/candidacies?page={}", query.page.unwrap_or(1));
        if let Some(stage) = query.stage {
            path.push_str(&format!("&stage={}", stage.code()));
        }
        if query.turn == Some(Turn::Mine) {
            path.push_str("&turn=mine");
        }
        if let Some(incomplete) = query.incomplete {
            path.push_str(&format!("&incomplete={incomplete}"));
        }
        for (name, value) in
            [("due_within", query.due_within.map(u64::from)), ("size", query.size.map(|size| size as u64))]
        {
            if let Some(value) = value {
                path.push_str(&format!("&{name}={value}"));
            }
        }
        for (name, value) in [("office", &query.office), ("party", &query.party), ("q", &query.q)] {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                path.push_str(&format!("&{name}={}", escape(value)));
            }
        }
        self.get(&path)
    }

    /// One candidacy.
    pub fn read(self, id: &str) -> Reply<Workspace> {
        self.get(&format!("/candidacies/{id}"))
    }

    /// What to look at before sending.
    pub fn advice(self, id: &str) -> Reply<Vec<Finding>> {
        self.get(&format!("/candidacies/{id}/advice"))
    }

    /// Says that a section is open, or the candidacy itself, and asks who else has it open.
    pub async fn be_present(self, id: &str, section: Option<SectionKey>) -> Option<Vec<Present>> {
        self.by_itself(Method::POST, &format!("/candidacies/{id}/presence"), &text(&Presence { section })).await
    }

    /// The draft's photograph as an address of this page.
    pub async fn photo(self, id: &str) -> Result<String, ApiError> {
        let bytes = self.bytes(Method::GET, &format!("/candidacies/{id}/photo"), Body::None).await?;
        object_url(&bytes, "")
    }

    /// Accepts the privacy notice.
    pub fn accept_notice(self, id: &str, revision: i32, version: String) -> Reply<Moved> {
        self.change(Method::POST, &format!("/candidacies/{id}/notice-acceptance"), revision, &AcceptNotice { version })
    }

    /// Saves draft answers, or the validator's edits.
    pub fn save(self, id: &str, revision: i32, command: &SaveAnswers, edit: bool) -> Reply<Saved> {
        self.change(Method::PATCH, &format!("/candidacies/{id}/{}", if edit { "edits" } else { "answers" }), revision, command)
    }

    /// Uploads the photograph.
    pub fn set_photo(self, id: &str, revision: i32, file: File) -> Reply<Saved> {
        let media = file.type_();
        let path = format!("/candidacies/{id}/photo");
        self.request(Method::PUT, &path, Some(revision), Body::File(file, media))
    }

    /// Takes the photograph away.
    pub fn remove_photo(self, id: &str, revision: i32) -> Reply<Saved> {
        self.call(Method::DELETE, &format!("/candidacies/{id}/photo"), Some(revision), "")
    }

    /// The consent to sign, filled with the candidacy's data: a PDF as an address of this page.
    pub async fn consent_form(self, id: &str, marks: &ConsentFormQuery) -> Result<String, ApiError> {
        let ConsentFormQuery { publication, statistics, sections } = marks;
        let marks = format!("publication={publication}&statistics={statistics}&sections={}", escape(sections));
        self.pdf(&format!("/candidacies/{id}/consent-form?{marks}")).await
    }

    /// The receipt of what was sent: a PDF as an address of this page.
    pub async fn receipt_of(self, id: &str, folio: &str) -> Result<String, ApiError> {
        self.pdf(&format!("/candidacies/{id}/receipts/{}", escape(folio))).await
    }

    /// The letter about something that was hidden or shown again: a PDF as an address of this page.
    pub async fn letter(self, id: &str, control: Uuid) -> Result<String, ApiError> {
        self.pdf(&format!("/candidacies/{id}/controls/{control}/letter")).await
    }

    async fn pdf(self, path: &str) -> Result<String, ApiError> {
        object_url(&self.bytes(Method::GET, path, Body::None).await?, "application/pdf")
    }

    /// Uploads the consent with its signed document.
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
    pub fn withdraw_consent(self, id: &str, revision: i32) -> Reply<Moved> {
        self.call(Method::DELETE, &format!("/candidacies/{id}/consent"), Some(revision), "")
    }

    /// Sends the questionnaires.
    pub fn submit(self, id: &str, revision: i32, command: &Submit) -> Reply<Moved> {
        self.change(Method::POST, &format!("/candidacies/{id}/submission"), revision, command)
    }

    /// Sends observed fields back.
    pub fn send_back(self, id: &str, revision: i32, command: &ReturnToCapture) -> Reply<Moved> {
        self.change(Method::POST, &format!("/candidacies/{id}/return"), revision, command)
    }

    /// Says whether a part complies.
    pub fn judge(self, id: &str, revision: i32, part: Part, command: &Judge) -> Reply<Moved> {
        let part = if part == Part::Curricular { "curricular" } else { "identity" };
        self.change(Method::POST, &format!("/candidacies/{id}/verdicts/{part}"), revision, command)
    }

    /// The versions that were published, the newest first.
    pub fn versions(self, id: &str) -> Reply<Vec<PublishedVersion>> {
        self.get(&format!("/candidacies/{id}/versions"))
    }

    /// What changed from one version to another.
    pub fn difference(self, id: &str, from: u32, to: u32) -> Reply<Vec<FieldDifference>> {
        self.get(&format!("/candidacies/{id}/versions/difference?from={from}&to={to}"))
    }

    /// Does something to what is published: `flags`, `disabling`, `restoration`, `corrections` or `corrections/decision`.
    pub fn order(self, id: &str, revision: i32, what: &str, body: Body) -> Reply<Moved> {
        self.request(Method::POST, &format!("/candidacies/{id}/{what}"), Some(revision), body)
    }

    /// Does a step that needs no more words: `validation`, `observations` or `authorisation`.
    pub fn step(self, id: &str, revision: i32, what: &str) -> Reply<Moved> {
        self.call(Method::POST, &format!("/candidacies/{id}/{what}"), Some(revision), "")
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
