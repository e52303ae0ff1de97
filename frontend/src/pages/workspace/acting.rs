//! One act at a time: busy while it travels, its refusal told, and what it changed read again.

use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local};

use crate::{api::ApiError, components::Trouble};

/// What follows from an act's success.
type Then = Box<dyn FnOnce()>;
type Done = Result<Then, ApiError>;

/// An act on its way, and the refusal of the last one. Made by a page and not by what it shows, so that reading again
/// leaves the refusal on the screen.
#[derive(Clone, Copy)]
pub struct Acting {
    busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

impl Acting {
    /// Nothing on its way.
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), error: RwSignal::new(None) }
    }

    /// Whether an act is on its way; told when it changes.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Does an act unless another is on its way, then what follows from its success. A candidacy that somebody changed
    /// meanwhile is read `again`, and what was typed stays.
    pub fn act<T: 'static>(
        self,
        act: impl Future<Output = Result<T, ApiError>> + 'static,
        again: Callback<()>,
        then: impl FnOnce(T) + 'static,
    ) {
        self.run(Box::pin(async move { act.await.map(|done| Box::new(move || then(done)) as Then) }), again);
    }

    /// One body for every act: each of its own would be a copy of all of this in what people download.
    fn run(self, act: Pin<Box<dyn Future<Output = Done>>>, again: Callback<()>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let outcome = act.await;
            // The page may be gone by now; then nobody is left to tell.
            self.busy.try_set(false);
            let stale = outcome.as_ref().is_err_and(|error| error.code() == "stale_revision");
            self.error.try_set(outcome.as_ref().err().cloned());
            if outcome.is_ok() || stale {
                again.try_run(());
            }
            if let Ok(then) = outcome {
                then();
            }
        });
    }

    /// The refusal of the last act, if any.
    pub fn trouble(self) -> impl IntoView {
        move || self.error.get().map(|error| view! { <Trouble error=error/> })
    }
}
