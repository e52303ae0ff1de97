//! Dialogs that come over the page one works on, whatever it is.

use leptos::{
    ev::{Event, SubmitEvent},
    html::Dialog,
    prelude::*,
    task::spawn_local,
};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::pages::workspace::session::entry::{CodeField, Contact, SignInForm};
use crate::{
    api::{ApiError, work::Work},
    components::Trouble,
    state::{Pending, Signed},
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

/// Asks whoever leaves with something unsaved whether they mean it.
pub fn leaves_unsaved() -> bool {
    let ask = "Hay algo que escribió y no se ha guardado. Si sale ahora se pierde. ¿Salir de todos modos?";
    window().confirm_with_message(ask).unwrap_or(false)
}

/// The session ended while somebody was working: they come back in without leaving the page. Whoever cannot, because the
/// account was blocked meanwhile, is told whom to call and may leave.
#[component]
pub fn AgainDialog() -> impl IntoView {
    let (signed, pending) = (expect_context::<Signed>(), expect_context::<Pending>());
    let username = signed.me().map(|me| me.username).unwrap_or_default();
    let dialog = NodeRef::<Dialog>::new();
    over_the_page(dialog, "#contrasena");
    // Nothing can be sent any more, and there is no session of this account for the server to end.
    let leave = move |_| {
        if !pending.is_dirty() || leaves_unsaved() {
            pending.forget();
            signed.leave();
        }
    };
    view! {
        <dialog node_ref=dialog aria-labelledby="otra-vez" on:cancel=move |event: Event| event.prevent_default()>
            <h2 id="otra-vez">"Su sesión terminó"</h2>
            <p>"Entre otra vez; lo que escribió sigue en esta página."</p>
            <SignInForm username=username then=Callback::new(|()| {}) />
            <h3>"¿No puede entrar?"</h3>
            <p>"Comuníquese con el Instituto."</p>
            <Contact />
            <p>
                <button type="button" class="second" on:click=leave>
                    "Salir"
                </button>
            </p>
        </dialog>
    }
}

/// An act needs the second factor just before: it is given here, and the act is done.
#[component]
pub fn ProofDialog(
    /// What is told of the reason.
    why: String,
) -> impl IntoView {
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
            <p>{why}</p>
            <form on:submit=submit>
                {move || error.get().map(|error| view! { <Trouble error=error /> })}
                <CodeField id="comprobacion" code=code /> <p class="row">
                    <button type="submit" disabled=move || busy.get()>
                        "Confirmar"
                    </button>
                    <button type="button" class="second" on:click=move |_| signed.proved(false)>
                        "Cancelar"
                    </button>
                </p>
            </form>
        </dialog>
    }
}
