//! Dialogs that come over the page one works on, whatever it is.

use leptos::{
    ev::{Event, SubmitEvent},
    html::Dialog,
    prelude::*,
    task::spawn_local,
};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::entry::{CodeField, SignInForm};
use crate::{
    api::{ApiError, work::Work},
    components::Trouble,
    state::Signed,
};

/// Opens a dialog over the page with the focus in one of its fields; when it goes, the focus is where it was.
fn over_the_page(dialog: NodeRef<Dialog>, field: &'static str) {
    let held = StoredValue::new_local(document().active_element().and_then(|held| held.dyn_into::<HtmlElement>().ok()));
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        // It fails only when the dialog is open already.
        let _ = dialog.show_modal();
        let found = dialog.query_selector(field).ok().flatten();
        if let Some(found) = found.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            let _ = found.focus();
        }
    });
    on_cleanup(move || {
        if let Some(Some(held)) = held.try_get_value() {
            let _ = held.focus();
        }
    });
}

/// The session ended while somebody was working: they come back in without leaving the page.
#[component]
pub fn AgainDialog() -> impl IntoView {
    let signed = expect_context::<Signed>();
    let username = signed.me().map(|me| me.username).unwrap_or_default();
    let dialog = NodeRef::<Dialog>::new();
    over_the_page(dialog, "#contrasena");
    view! {
        <dialog node_ref=dialog aria-labelledby="otra-vez" on:cancel=move |event: Event| event.prevent_default()>
            <h2 id="otra-vez">"Su sesión terminó"</h2>
            <p>"Entre otra vez; lo que escribió sigue en esta página."</p>
            <SignInForm username=username then=Callback::new(|()| {})/>
        </dialog>
    }
}

/// An act needs the second factor just before: it is given here, and the act is done.
#[component]
pub fn ProofDialog() -> impl IntoView {
    let (signed, work) = (expect_context::<Signed>(), expect_context::<Work>());
    let dialog = NodeRef::<Dialog>::new();
    over_the_page(dialog, "#comprobacion");
    let code = RwSignal::new(String::new());
    let (error, busy) = (RwSignal::new(None::<ApiError>), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        busy.set(true);
        spawn_local(async move {
            match work.prove(code.get_untracked()).await {
                Ok(()) => signed.proved(true),
                Err(problem) => {
                    error.try_set(Some(problem));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <dialog node_ref=dialog aria-labelledby="confirme" on:cancel=move |_: Event| signed.proved(false)>
            <h2 id="confirme">"Confirme que es usted"</h2>
            <p>"Lo que va a hacer necesita un código nuevo de su aplicación de verificación."</p>
            <form on:submit=submit>
                {move || error.get().map(|error| view! { <Trouble error=error/> })}
                <CodeField id="comprobacion" code=code/>
                <p class="row">
                    <button type="submit" disabled=move || busy.get()>"Confirmar"</button>
                    <button type="button" class="second" on:click=move |_| signed.proved(false)>"Cancelar"</button>
                </p>
            </form>
        </dialog>
    }
}
