//! The reviews before a publication.

use contract::{
    publication::SchedulePublication,
    review::{AuthoriseSeveral, Claim, SavedMark, Several, TakeReview, ValidateSeveral},
    work::Moved,
};
use domain::{
    ids::SectionKey,
    review::{Mark, Task},
};
use gloo_net::http::Method;

use super::{Reply, Work, text};

impl Work {
    /// Takes a review; with `take_over`, also from somebody who has it.
    pub fn claim(self, id: &str, task: Task, take_over: bool) -> Reply<Claim> {
        let path = format!("/candidacies/{id}/claims/{}", task.code());
        self.call(Method::PUT, &path, None, &text(&TakeReview { take_over }))
    }

    /// Leaves a review.
    pub fn release(self, id: &str, task: Task) -> Reply<()> {
        self.call(Method::DELETE, &format!("/candidacies/{id}/claims/{}", task.code()), None, "")
    }

    /// Saves the mark of a section, whose revision was `seen`.
    pub fn mark(self, id: &str, section: &SectionKey, seen: i32, mark: &Mark) -> Reply<SavedMark> {
        self.change(Method::PUT, &format!("/candidacies/{id}/marks/{section}"), seen, mark)
    }

    /// Validates several candidacies.
    pub fn validate_several(self, command: &ValidateSeveral) -> Reply<Several> {
        self.call(Method::POST, "/validations", None, &text(command))
    }

    /// Authorises several publications.
    pub fn authorise_several(self, command: &AuthoriseSeveral) -> Reply<Several> {
        self.call(Method::POST, "/authorisations", None, &text(command))
    }

    /// Authorises a publication for a later moment, or moves it; with none, takes it back.
    pub fn schedule(self, id: &str, revision: i32, command: Option<SchedulePublication>) -> Reply<Moved> {
        match command {
            Some(command) => self.change(Method::PUT, &format!("/candidacies/{id}/schedule"), revision, &command),
            None => self.call(Method::DELETE, &format!("/candidacies/{id}/schedule"), Some(revision), ""),
        }
    }
}
