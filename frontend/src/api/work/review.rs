//! The reviews before a publication.

use contract::{
    paths,
    publication::SchedulePublication,
    review::{AuthoriseSeveral, Claim, SavedMark, Several, TakeReview, ValidateSeveral},
    work::Moved,
};
use domain::{
    ids::{CandidacyId, SectionKey},
    review::{Mark, Task},
};
use gloo_net::http::Method;

use super::{Reply, Work, text};

impl Work {
    /// Takes a review; with `take_over`, also from somebody who has it.
    pub fn claim(self, id: CandidacyId, task: Task, take_over: bool) -> Reply<Claim> {
        self.call(Method::PUT, &paths::claim(id, task), None, &text(&TakeReview { take_over }))
    }

    /// Leaves a review.
    pub fn release(self, id: CandidacyId, task: Task) -> Reply<()> {
        self.call(Method::DELETE, &paths::claim(id, task), None, "")
    }

    /// Saves the mark of a section, whose revision was `seen`.
    pub fn mark(self, id: CandidacyId, section: &SectionKey, seen: i32, mark: &Mark) -> Reply<SavedMark> {
        self.change(Method::PUT, &paths::mark(id, section), seen, mark)
    }

    /// Validates several candidacies.
    pub fn validate_several(self, command: &ValidateSeveral) -> Reply<Several> {
        self.call(Method::POST, paths::validations(), None, &text(command))
    }

    /// Authorises several publications.
    pub fn authorise_several(self, command: &AuthoriseSeveral) -> Reply<Several> {
        self.call(Method::POST, paths::authorisations(), None, &text(command))
    }

    /// Authorises a publication for a later moment, or moves it; with none, takes it back.
    pub fn schedule(self, id: CandidacyId, revision: i32, command: Option<SchedulePublication>) -> Reply<Moved> {
        match command {
            Some(command) => self.change(Method::PUT, &paths::schedule(id), revision, &command),
            None => self.call(Method::DELETE, &paths::schedule(id), Some(revision), ""),
        }
    }
}
