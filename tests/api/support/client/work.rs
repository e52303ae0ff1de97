//! Reading the work.

use contract::{
    capture::ConsentFormQuery,
    log::LogPage,
    paths,
    work::{
        Presence, Present, WorkPage, Workspace,
        progress::{Progress, RemindParty, Reminded},
    },
};
use domain::{
    capture::advisor::Finding,
    ids::{CandidacyId, PartyKey, SectionKey},
};

use super::{Answer, File, Person};

impl Person {
    /// A candidacy that this person can read.
    pub async fn candidacy(&self, id: CandidacyId) -> Workspace {
        self.read_candidacy(id).await.ok()
    }

    /// Reads one candidacy whole.
    pub async fn read_candidacy(&self, id: CandidacyId) -> Answer<Workspace> {
        self.get(&paths::candidacy(id)).await
    }

    /// Lists candidacies; what is asked as in an address: `turn=mine&size=200`.
    pub async fn list_candidacies(&self, asked: &str) -> Answer<WorkPage> {
        self.get(&format!("{}?{asked}", paths::candidacies())).await
    }

    /// Reads what an author is advised.
    pub async fn read_advice(&self, id: CandidacyId) -> Answer<Vec<Finding>> {
        self.get(&paths::candidacy_advice(id)).await
    }

    /// Says that they are at a candidacy, in a section or in none, and reads who else is.
    pub async fn be_present(&self, id: CandidacyId, section: Option<&str>) -> Answer<Vec<Present>> {
        let presence = Presence { section: section.map(SectionKey::from) };
        self.post(&paths::candidacy_presence(id), presence).await
    }

    /// Downloads the photograph of what is not yet public.
    pub async fn read_draft_photo(&self, id: CandidacyId) -> Answer<File> {
        self.get(&paths::photo(id)).await
    }

    /// Prints the receipt of what was sent.
    pub async fn print_receipt(&self, id: CandidacyId, folio: &str) -> Answer<File> {
        self.get(&paths::submission_receipt(id, folio)).await
    }

    /// Prints the consent that is to be signed.
    pub async fn print_consent(&self, id: CandidacyId, marks: &ConsentFormQuery) -> Answer<File> {
        let ConsentFormQuery { publication, statistics, sections } = marks;
        let asked = format!("publication={publication}&statistics={statistics}&sections={sections}");
        self.get(&format!("{}?{asked}", paths::consent_form(id))).await
    }

    /// Reads how far the election is.
    pub async fn read_progress(&self) -> Answer<Progress> {
        self.get(paths::progress()).await
    }

    /// Downloads the same, candidacy by candidacy.
    pub async fn download_progress(&self) -> Answer<File> {
        self.get(paths::progress_csv()).await
    }

    /// Prints how far the election is.
    pub async fn print_progress(&self) -> Answer<File> {
        self.get(paths::progress_pdf()).await
    }

    /// Reminds a party of what it did not send; the independents when none is named.
    pub async fn remind_party(&self, party: Option<&str>) -> Answer<Reminded> {
        self.post(paths::progress_reminders(), RemindParty { party: party.map(PartyKey::from) }).await
    }

    /// Reads the activity log, the newest first; what is asked as in an address: `candidacy=…`.
    pub async fn read_activity_log(&self, asked: &str) -> Answer<LogPage> {
        self.get(&format!("{}?{asked}", paths::activity_log())).await
    }
}
