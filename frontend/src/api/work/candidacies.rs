//! Candidacies and their questionnaires.

use contract::{
    capture::{AcceptNotice, ConsentFormQuery, GiveConsent, ReturnToCapture, SaveAnswers, Saved, Submit},
    paths,
    publication::{CompareVersions, FieldDifference, PublishedVersion},
    review::Judge,
    work::{Moved, Presence, Present, Turn, WorkPage, WorkQuery, Workspace},
};
use domain::{
    capture::advisor::Finding,
    ids::{CandidacyId, SectionKey},
    questionnaire::Part,
};
use gloo_net::http::Method;
use uuid::Uuid;
use web_sys::{File, FormData};

use super::{Reply, Work, object_url, text};
use crate::api::{ApiError, Body, escape};

impl Work {
    /// The list of work.
    pub fn list(self, query: &WorkQuery) -> Reply<WorkPage> {
        let mut path = format!("{}?page={}", paths::candidacies(), query.page.unwrap_or(1));
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

    /// One candidacy, with what its identity answers are read for.
    pub fn read(self, id: CandidacyId, purpose: Option<&str>) -> Reply<Workspace> {
        let purpose = purpose.map_or_else(String::new, |purpose| format!("?purpose={}", escape(purpose)));
        self.get(&format!("{}{purpose}", paths::candidacy(id)))
    }

    /// What to look at before sending.
    pub fn advice(self, id: CandidacyId) -> Reply<Vec<Finding>> {
        self.get(&paths::candidacy_advice(id))
    }

    /// Says that a section is open, or the candidacy itself, and asks who else has it open.
    pub async fn be_present(self, id: CandidacyId, section: Option<SectionKey>) -> Option<Vec<Present>> {
        self.by_itself(Method::POST, &paths::candidacy_presence(id), &text(&Presence { section })).await
    }

    /// The draft's photograph as an address of this page.
    pub async fn photo(self, id: CandidacyId) -> Result<String, ApiError> {
        let bytes = self.bytes(Method::GET, &paths::photo(id), Body::None).await?;
        object_url(&bytes, "")
    }

    /// Accepts the privacy notice.
    pub fn accept_privacy_notice(self, id: CandidacyId, revision: i32, version: String) -> Reply<Moved> {
        self.change(Method::POST, &paths::notice_acceptance(id), revision, &AcceptNotice { version })
    }

    /// Saves draft answers, or the validator's edits.
    pub fn save(self, id: CandidacyId, revision: i32, command: &SaveAnswers, edit: bool) -> Reply<Saved> {
        self.change(Method::PATCH, &if edit { paths::edits(id) } else { paths::answers(id) }, revision, command)
    }

    /// Uploads the photograph.
    pub fn set_photo(self, id: CandidacyId, revision: i32, file: File) -> Reply<Saved> {
        let media = file.type_();
        self.request(Method::PUT, &paths::photo(id), Some(revision), Body::File(file, media))
    }

    /// Takes the photograph away.
    pub fn remove_photo(self, id: CandidacyId, revision: i32) -> Reply<Saved> {
        self.call(Method::DELETE, &paths::photo(id), Some(revision), "")
    }

    /// The consent to sign, filled with the candidacy's data: a PDF as an address of this page.
    pub async fn consent_form(self, id: CandidacyId, marks: &ConsentFormQuery) -> Result<String, ApiError> {
        let ConsentFormQuery { publication, statistics, sections } = marks;
        let marks = format!("publication={publication}&statistics={statistics}&sections={}", escape(sections));
        self.pdf(&format!("{}?{marks}", paths::consent_form(id))).await
    }

    /// The receipt of what was sent: a PDF as an address of this page.
    pub async fn receipt_of(self, id: CandidacyId, folio: &str) -> Result<String, ApiError> {
        self.pdf(&paths::submission_receipt(id, folio)).await
    }

    /// The letter about something that was hidden or shown again: a PDF as an address of this page.
    pub async fn letter(self, id: CandidacyId, control: Uuid) -> Result<String, ApiError> {
        self.pdf(&paths::official_letter(id, control)).await
    }

    async fn pdf(self, path: &str) -> Result<String, ApiError> {
        object_url(&self.bytes(Method::GET, path, Body::None).await?, "application/pdf")
    }

    /// Uploads the consent with its signed document.
    pub async fn give_consent(
        self,
        id: CandidacyId,
        revision: i32,
        command: &GiveConsent,
        document: File,
    ) -> Result<Moved, ApiError> {
        let form = consent_form(command, &document).map_err(|_| ApiError::Offline)?;
        self.request(Method::PUT, &paths::consent(id), Some(revision), Body::Form(form)).await
    }

    /// Withdraws the consent.
    pub fn withdraw_consent(self, id: CandidacyId, revision: i32) -> Reply<Moved> {
        self.call(Method::DELETE, &paths::consent(id), Some(revision), "")
    }

    /// Sends the questionnaires.
    pub fn submit(self, id: CandidacyId, revision: i32, command: &Submit) -> Reply<Moved> {
        self.change(Method::POST, &paths::submission(id), revision, command)
    }

    /// Sends observed fields back.
    pub fn send_back(self, id: CandidacyId, revision: i32, command: &ReturnToCapture) -> Reply<Moved> {
        self.change(Method::POST, &paths::return_to_capture(id), revision, command)
    }

    /// Says whether a part complies.
    pub fn judge(self, id: CandidacyId, revision: i32, part: Part, command: &Judge) -> Reply<Moved> {
        let path = match part {
            Part::Curricular => paths::curricular_verdict(id),
            Part::Identity => paths::identity_verdict(id),
        };
        self.change(Method::POST, &path, revision, command)
    }

    /// The versions that were published, the newest first.
    pub fn versions(self, id: CandidacyId) -> Reply<Vec<PublishedVersion>> {
        self.get(&paths::versions(id))
    }

    /// What changed from one version to another, with what identity answers are read for.
    pub fn difference(self, id: CandidacyId, asked: &CompareVersions) -> Reply<Vec<FieldDifference>> {
        let purpose =
            asked.purpose.as_deref().map_or_else(String::new, |purpose| format!("&purpose={}", escape(purpose)));
        self.get(&format!("{}?from={}&to={}{purpose}", paths::version_difference(id), asked.from, asked.to))
    }

    /// Does something to what is published: one of the addresses of a candidacy that take an order.
    pub fn order(self, path: &str, revision: i32, body: Body) -> Reply<Moved> {
        self.request(Method::POST, path, Some(revision), body)
    }

    /// Does a step that needs no more words: one of the addresses of a candidacy that take nothing.
    pub fn step(self, path: &str, revision: i32) -> Reply<Moved> {
        self.call(Method::POST, path, Some(revision), "")
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
