//! An act that needs its reason, folded until somebody means it.

use domain::text;
use leptos::prelude::*;

use crate::pages::workspace::shell::acting::Acting;

/// A reason and the button that acts with it.
#[component]
pub fn WithReason(
    /// What the field's id begins with, one for each on a page.
    id: String,
    /// What is done.
    title: &'static str,
    /// What follows from it.
    help: &'static str,
    /// What the button says to who only hears it.
    label: String,
    /// Whether something is on its way, and its trouble.
    acting: Acting,
    /// The act, with the reason.
    send: Callback<String>,
) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let ready = move || reason.with(|reason| text::substance(reason) >= 10);
    let (field, hint) = (format!("{id}-motivo"), format!("{id}-ayuda"));
    view! {
        <details>
            <summary aria-label=label.clone()>{title}</summary>
            <div class="panel">
                <p>{help}</p>
                <p>
                    <label for=field.clone()>"Motivo"</label>
                    <span class="quiet" id=hint.clone()>
                        "Queda en el historial: de 10 a 500 caracteres."
                    </span>
                    <textarea
                        id=field
                        class="short"
                        maxlength="500"
                        aria-describedby=hint
                        prop:value=reason
                        on:input:target=move |event| reason.set(event.target().value())
                    ></textarea>
                </p>
                <p>
                    <button
                        type="button"
                        aria-label=label
                        disabled=move || acting.is_busy() || !ready()
                        on:click=move |_| send.run(reason.get_untracked())
                    >
                        {title}
                    </button>
                </p>
            </div>
        </details>
    }
}
