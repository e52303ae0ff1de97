//! A new password, typed twice.

use leptos::prelude::*;

/// What a password has to be; the server says whether one is.
const RULE: &str = "12 caracteres o más, que no sean una palabra común ni el nombre de la cuenta. Una frase de cuatro \
                    palabras es fácil de recordar y difícil de adivinar. Puede pegarla.";

/// A new password as it is being typed.
#[derive(Clone, Copy)]
pub(super) struct NewPassword {
    new: RwSignal<String>,
    again: RwSignal<String>,
    differ: RwSignal<bool>,
    shown: RwSignal<bool>,
}

impl NewPassword {
    pub(super) fn new() -> Self {
        let [new, again] = [(); 2].map(|()| RwSignal::new(String::new()));
        Self { new, again, differ: RwSignal::new(false), shown: RwSignal::new(false) }
    }

    /// What was typed, when it was typed twice the same; otherwise the page says that it was not.
    pub(super) fn take(self) -> Option<String> {
        self.differ.set(self.new.get_untracked() != self.again.get_untracked());
        (!self.differ.get_untracked()).then(|| self.new.get_untracked())
    }

    /// Forgets it: it was taken.
    pub(super) fn clear(self) {
        for field in [self.new, self.again] {
            field.try_set(String::new());
        }
    }

    /// The kind of the fields: read or hidden; told when it changes.
    pub(super) fn kind(self) -> &'static str {
        if self.shown.get() { "text" } else { "password" }
    }

    /// Says that what was typed twice is not the same.
    pub(super) fn trouble(self, words: &'static str) -> impl IntoView {
        move || {
            self.differ.get().then(|| {
                view! {
                    <p class="trouble" role="alert">
                        {words}
                    </p>
                }
            })
        }
    }

    /// The two fields, and whether what is typed is shown.
    pub(super) fn fields(self, again: &'static str, show: &'static str) -> impl IntoView {
        view! {
            <p>
                <label for="nueva">"Contraseña nueva"</label>
                <span class="quiet" id="nueva-ayuda">
                    {RULE}
                </span>
                <input
                    id="nueva"
                    type=move || self.kind()
                    autocomplete="new-password"
                    aria-describedby="nueva-ayuda"
                    required
                    bind:value=self.new
                />
            </p>
            <p>
                <label for="repetida">{again}</label>
                <input
                    id="repetida"
                    type=move || self.kind()
                    autocomplete="new-password"
                    required
                    bind:value=self.again
                />
            </p>
            <p>
                <label class="mark">
                    <input type="checkbox" bind:checked=self.shown />
                    {show}
                </label>
            </p>
        }
    }
}
