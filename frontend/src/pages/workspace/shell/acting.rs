//! One act at a time: busy while it travels, its outcome told, and what it changed read again.

use std::{future::Future, pin::Pin};

use leptos::{html::P, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::{
    api::ApiError,
    components::{Trouble, nobody_has_focus},
};

/// What follows from an act's success.
type Then = Box<dyn FnOnce()>;
type Done = Result<Then, ApiError>;

/// An act on its way, and what the last one came to. Made by a page and not by what it shows, so that reading again
/// leaves the outcome on the screen.
#[derive(Clone, Copy)]
pub struct Acting {
    busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
    told: RwSignal<Option<String>>,
}

/// Good news. It takes the focus from the button that was pressed, for that goes away when the page is read again; not from
/// a field one may be typing in.
#[component]
fn Told(words: String) -> impl IntoView {
    let node = NodeRef::<P>::new();
    Effect::new(move |_| {
        let Some(news) = node.get() else { return };
        request_animation_frame(move || {
            let held = document().active_element();
            if !held.is_some_and(|held| ["INPUT", "SELECT", "TEXTAREA"].contains(&held.tag_name().as_str())) {
                // Nothing to mend where the browser refuses the focus.
                let _ = news.focus();
            }
        });
    });
    view! {
        <p class="good" tabindex="-1" node_ref=node>
            {words}
        </p>
    }
}

/// Gives the focus back to what had it, unless something else took it: a button that is disabled loses it.
fn give_back(held: Option<HtmlElement>) {
    request_animation_frame(move || {
        if let Some(held) = held.filter(|_| nobody_has_focus()) {
            // Nothing to mend where it is gone.
            let _ = held.focus();
        }
    });
}

impl Acting {
    /// Nothing on its way.
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), error: RwSignal::new(None), told: RwSignal::new(None) }
    }

    /// Whether an act is on its way; told when it changes.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Does an act unless another is on its way, then what follows from its success. What was told of the one before goes
    /// away as it begins. A candidacy that somebody changed meanwhile is read `again`, and what was typed stays.
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
        let held = document().active_element().and_then(|held| held.dyn_into::<HtmlElement>().ok());
        self.forget();
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
            match outcome {
                Ok(then) => then(),
                Err(_) => give_back(held),
            }
        });
    }

    /// Says what an act came to; a page that is gone has nobody to tell.
    pub fn tell(self, words: String) {
        self.told.try_set(Some(words));
    }

    /// What was told is told no more.
    pub fn forget(self) {
        self.error.set(None);
        self.told.set(None);
    }

    /// What the last act came to, if it was told.
    pub fn told(self) -> impl IntoView {
        view! { <div role="status">{move || self.told.get().map(|words| view! { <Told words=words /> })}</div> }
    }

    /// The refusal of the last act, if any.
    pub fn trouble(self) -> impl IntoView {
        move || self.error.get().map(|error| view! { <Trouble error=error /> })
    }
}

/// The way to what comes after what is shown, as long as there is more.
#[component]
pub fn More(
    /// Whether there is more.
    there_is: Signal<bool>,
    /// What asks for it.
    acting: Acting,
    /// What the button says.
    words: &'static str,
    /// Asks for it.
    more: Callback<()>,
) -> impl IntoView {
    move || {
        there_is.get().then(|| {
            view! {
                <p>
                    <button
                        type="button"
                        class="second"
                        disabled=move || acting.is_busy()
                        on:click=move |_| more.run(())
                    >
                        {words}
                    </button>
                </p>
            }
        })
    }
}
