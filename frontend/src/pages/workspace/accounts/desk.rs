//! What the pages that act on accounts one by one work with.

use leptos::prelude::*;

use crate::{api::work::Work, pages::workspace::shell::acting::Acting, state::Pending};

/// The server, the codes that are shown once, what is being done, and the way to read the page's list again.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) work: Work,
    pub(super) pending: Pending,
    pub(super) acting: Acting,
    /// Grows when the list is to be read again.
    pub(super) again: RwSignal<u32>,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self { work: expect_context(), pending: expect_context(), acting: Acting::new(), again: RwSignal::new(0) }
    }

    /// What an act calls when it went well.
    pub(super) fn changed(self) -> Callback<()> {
        Callback::new(move |()| self.again.update(|times| *times += 1))
    }
}
