use contract::session::{FactorBegun, Me};
use leptos::{ev::SubmitEvent, prelude::*};

use crate::{
    api::{escape, work::Work},
    components::focus,
    pages::workspace::{session::entry::CodeField, shell::acting::Acting},
    state::{Pending, Signed},
};

/// The second factor: turned on, or taken away by whom the rules let.
#[component]
pub fn Factor(me: Me) -> impl IntoView {
    let state = match (me.has_factor, me.role.is_institute()) {
        (true, _) => "Está activada: al entrar se le pide un código.",
        (false, true) => "No está activada. Las cuentas del Instituto la necesitan.",
        (false, false) => "No está activada. No es obligatoria, pero protege su cuenta.",
    };
    view! {
        <section aria-labelledby="dos-pasos">
            <h2 id="dos-pasos">"Verificación en dos pasos"</h2>
            <p>
                "Además de la contraseña, se pide un número que da una aplicación de su teléfono. Quien robe la contraseña no entra."
            </p>
            <p>
                <strong>{state}</strong>
            </p>
            {match (me.has_factor, me.role.is_institute()) {
                (false, _) => view! { <TurnOn /> }.into_any(),
                (true, true) => {
                    view! {
                        <p class="quiet">
                            "Las cuentas del Instituto la necesitan siempre. Si cambia de teléfono, pida un código nuevo a quien administra las cuentas."
                        </p>
                    }
                        .into_any()
                }
                (true, false) => view! { <TurnOff /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn TurnOn() -> impl IntoView {
    let work = expect_context::<Work>();
    let acting = Acting::new();
    let begun = RwSignal::new(None::<FactorBegun>);
    let begin = move |_| {
        acting.act(async move { work.begin_factor().await }, Callback::new(|()| ()), move |new| {
            begun.try_set(Some(new));
            request_animation_frame(|| focus("escanear"));
        });
    };
    view! {
        {acting.trouble()}
        {move || match begun.get() {
            None => {
                view! {
                    <p>
                        <button type="button" disabled=move || acting.is_busy() on:click=begin>
                            "Activar"
                        </button>
                    </p>
                }
                    .into_any()
            }
            Some(begun) => view! { <Confirm begun=begun acting=acting /> }.into_any(),
        }}
    }
}

#[component]
fn Confirm(begun: FactorBegun, acting: Acting) -> impl IntoView {
    let (work, signed, pending) = (expect_context::<Work>(), expect_context::<Signed>(), expect_context::<Pending>());
    let code = RwSignal::new(String::new());
    let confirm = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = code.get_untracked();
        acting.act(async move { work.confirm_factor(typed).await }, Callback::new(|()| ()), move |recovery| {
            // Kept above the page, which is shown anew now that the account has a second factor.
            pending.recovery.set(recovery.codes);
            signed.has_factor(true);
        });
    };
    let letters: Vec<char> = begun.secret.chars().collect();
    let secret = letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    let qr = format!("data:image/svg+xml;charset=utf-8,{}", escape(&begun.qr));
    view! {
        <div class="panel">
            <h3 id="escanear" tabindex="-1">
                "1. Escanee este código"
            </h3>
            <p>
                "Con una aplicación de verificación de su teléfono (Aegis, Google Authenticator, Microsoft Authenticator u otra)."
            </p>
            <p>
                <img
                    class="qr"
                    src=qr
                    width="220"
                    height="220"
                    alt="Código QR de la verificación; la clave de abajo dice lo mismo"
                />
            </p>
            <p>"Si no puede escanearlo, escriba esta clave en la aplicación: "<code id="clave">{secret}</code></p>
            <h3>"2. Escriba el número que le da"</h3>
            <form class="narrow" on:submit=confirm>
                <CodeField id="confirmacion" code=code recovery=false />
                <p>
                    <button type="submit" disabled=move || acting.is_busy()>
                        "Confirmar"
                    </button>
                </p>
            </form>
        </div>
    }
}

#[component]
fn TurnOff() -> impl IntoView {
    let (work, signed) = (expect_context::<Work>(), expect_context::<Signed>());
    let acting = Acting::new();
    let code = RwSignal::new(String::new());
    let drop = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = code.get_untracked();
        acting.act(async move { work.drop_factor(typed).await }, Callback::new(|()| ()), move |()| {
            signed.has_factor(false);
        });
    };
    view! {
        <form class="narrow" on:submit=drop>
            {acting.trouble()}
            <CodeField id="desactivacion" code=code />
            <p>
                <button type="submit" class="second" disabled=move || acting.is_busy()>
                    "Desactivar"
                </button>
            </p>
        </form>
    }
}

/// The recovery codes, until their holder says to have them.
#[component]
pub fn Recovery() -> impl IntoView {
    let pending = expect_context::<Pending>();
    let codes = pending.recovery.get_untracked();
    let file = format!("data:text/plain;charset=utf-8,{}", escape(&codes.join("\r\n")));
    view! {
        <section class="panel" aria-labelledby="recuperacion">
            <h2 id="recuperacion">"Códigos de recuperación"</h2>
            <p class="good" role="status">
                "La verificación en dos pasos quedó activada."
            </p>
            <p>
                <strong>"Sólo se muestran esta vez."</strong>
                " Si pierde el teléfono, cada uno sirve una vez en lugar del número de la aplicación. Guárdelos fuera del teléfono."
            </p>
            <ul class="codes">
                {codes
                    .into_iter()
                    .map(|code| {
                        view! {
                            <li>
                                <code>{code}</code>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <p class="row">
                <a class="button" href=file download="codigos-de-recuperacion.txt" rel="external">
                    "Descargar"
                </a>
                <button type="button" class="second" on:click=move |_| pending.recovery.set(Vec::new())>
                    "Ya los guardé"
                </button>
            </p>
        </section>
    }
}
