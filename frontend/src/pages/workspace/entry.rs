//! Coming in.

use contract::session::{FirstUse, SignIn};
use leptos::{
    ev::{Event, SubmitEvent},
    prelude::*,
    task::spawn_local,
};
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::{
    api::{ApiError, work},
    components::{Heading, Trouble},
    state::Signed,
};

/// Name and password.
#[component]
fn SignInForm(
    /// The account that comes back in; empty when anybody may.
    #[prop(optional)]
    username: String,
    then: Callback<()>,
) -> impl IntoView {
    let fixed = !username.is_empty();
    let signed = expect_context::<Signed>();
    let (name, password) = (RwSignal::new(username), RwSignal::new(String::new()));
    let (error, busy) = (RwSignal::new(None::<ApiError>), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        busy.set(true);
        spawn_local(async move {
            let command = SignIn { username: name.get_untracked(), password: password.get_untracked() };
            match work::sign_in(&command).await {
                Ok(session) => {
                    signed.enter(session);
                    then.try_run(());
                }
                Err(problem) => {
                    error.try_set(Some(problem));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <form on:submit=submit class="narrow">
            {move || error.get().map(|error| view! { <Trouble error=error/> })}
            <p>
                <label for="cuenta">"Cuenta"</label>
                <input id="cuenta" autocomplete="username" autocapitalize="none" required readonly=fixed bind:value=name/>
            </p>
            <p>
                <label for="contrasena">"Contraseña"</label>
                <input id="contrasena" type="password" autocomplete="current-password" required bind:value=password/>
            </p>
            <p><button type="submit" disabled=move || busy.get()>"Entrar"</button></p>
        </form>
    }
}

/// The entry.
#[component]
pub fn SignInPage() -> impl IntoView {
    let navigate = use_navigate();
    let then = Callback::new(move |()| {
        let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
        if path.ends_with("/entrar") {
            navigate("/trabajo", NavigateOptions::default());
        }
    });
    view! {
        <Title text="Entrar - Conóceles"/>
        <main class="wide">
            <Heading title="Entrar a Conóceles".to_owned()/>
            <SignInForm then=then/>
            <p><a href="/trabajo/primer-acceso">"Es mi primer acceso: tengo un código"</a></p>
            <p><a href="/" rel="external">"Ir al directorio público"</a></p>
        </main>
    }
}

/// The session ended while somebody was working: they come back in without leaving the page.
#[component]
pub fn AgainDialog() -> impl IntoView {
    let signed = expect_context::<Signed>();
    let username = signed.me().map(|me| me.username).unwrap_or_default();
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let held = StoredValue::new_local(document().active_element().and_then(|held| held.dyn_into::<HtmlElement>().ok()));
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // It fails only when the dialog is open already.
            let _ = dialog.show_modal();
            if let Some(password) = dialog
                .query_selector("#contrasena")
                .ok()
                .flatten()
                .and_then(|field| field.dyn_into::<HtmlElement>().ok())
            {
                let _ = password.focus();
            }
        }
    });
    on_cleanup(move || {
        if let Some(Some(held)) = held.try_get_value() {
            let _ = held.focus();
        }
    });
    view! {
        <dialog node_ref=dialog aria-labelledby="otra-vez" on:cancel=move |event: Event| event.prevent_default()>
            <h2 id="otra-vez">"Su sesión terminó"</h2>
            <p>"Entre otra vez; lo que escribió sigue en esta página."</p>
            <SignInForm username=username then=Callback::new(|()| {})/>
        </dialog>
    }
}

/// The code from the letter for a password of one's own.
#[component]
pub fn FirstUsePage() -> impl IntoView {
    let signed = expect_context::<Signed>();
    let navigate = use_navigate();
    let [name, code, password, again] = [(); 4].map(|()| RwSignal::new(String::new()));
    let (error, differ, shown) = (RwSignal::new(None::<ApiError>), RwSignal::new(false), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        differ.set(password.get_untracked() != again.get_untracked());
        if differ.get_untracked() {
            return;
        }
        let navigate = navigate.clone();
        spawn_local(async move {
            let command = FirstUse {
                username: name.get_untracked(),
                code: code.get_untracked(),
                password: password.get_untracked(),
            };
            match work::first_use(&command).await {
                Ok(session) => {
                    signed.enter(session);
                    navigate("/trabajo", NavigateOptions::default());
                }
                Err(problem) => error.set(Some(problem)),
            }
        });
    };
    let kind = move || if shown.get() { "text" } else { "password" };
    view! {
        <Title text="Primer acceso - Conóceles"/>
        <main class="wide">
            <Heading title="Primer acceso".to_owned()/>
            <p>"Escriba la cuenta y el código de su carta, y elija una contraseña."</p>
            <form on:submit=submit class="narrow">
                {move || error.get().map(|error| view! { <Trouble error=error/> })}
                {move || differ.get().then(|| view! { <p class="trouble" role="alert">"Las dos contraseñas no son iguales. Escríbalas otra vez."</p> })}
                <p><label for="cuenta">"Cuenta"</label><input id="cuenta" autocomplete="username" autocapitalize="none" required bind:value=name/></p>
                <p><label for="codigo">"Código de la carta"</label><input id="codigo" autocomplete="one-time-code" required bind:value=code/></p>
                <p>
                    <label for="nueva">"Contraseña nueva"</label>
                    <span class="quiet" id="nueva-ayuda">"12 caracteres o más. Una frase corta es fácil de recordar y difícil de adivinar."</span>
                    <input id="nueva" type=kind autocomplete="new-password" aria-describedby="nueva-ayuda" required bind:value=password/>
                </p>
                <p><label for="repetida">"Repita la contraseña"</label><input id="repetida" type=kind autocomplete="new-password" required bind:value=again/></p>
                <p><label class="mark"><input type="checkbox" bind:checked=shown/>"Mostrar la contraseña"</label></p>
                <p><button type="submit">"Comenzar"</button></p>
            </form>
        </main>
    }
}
