//! What an account that was reset does not show yet, and who ends that.

use domain::accounts::Confirmer;
use leptos::prelude::*;

use crate::{api::work::Work, pages::workspace::shell::acting::Acting, state::Signed};

/// Told above every page while nobody said that the account is its holder's.
#[component]
pub(super) fn Unconfirmed() -> impl IntoView {
    let signed = expect_context::<Signed>();
    let who = Memo::new(move |_| signed.me().and_then(|me| me.unconfirmed));
    move || who.get().map(|who| view! { <Notice who=who /> })
}

#[component]
fn Notice(who: Confirmer) -> impl IntoView {
    let (signed, work) = (expect_context::<Signed>(), expect_context::<Work>());
    let acting = Acting::new();
    let confirm = move |_| {
        acting.act(async move { work.confirm_own_account().await }, Callback::new(|()| ()), move |()| {
            signed.confirmed();
        });
    };
    let says = match who {
        Confirmer::Holder => view! {
            <p>
                "Si usted pidió el código y es su cuenta, dígalo. Si no, llame de inmediato a la Instancia Responsable."
            </p>
            {acting.trouble()}
            <p>
                <button type="button" disabled=move || acting.is_busy() on:click=confirm>
                    "Sí fui yo: esta es mi cuenta"
                </button>
            </p>
        }
        .into_any(),
        Confirmer::Others => view! {
            <p>
                "La confirma la Instancia Responsable o, si es de un partido, su representación: ya se les avisó. Después, entre otra vez."
            </p>
        }
        .into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="por-confirmar">
            <h2 id="por-confirmar">"Falta confirmar su cuenta"</h2>
            <p>
                "Su cuenta recibió un código nuevo. Mientras no se confirme que es suya, no muestra respuestas de identidad. Lo demás sigue igual."
            </p>
            {says}
        </section>
    }
}
