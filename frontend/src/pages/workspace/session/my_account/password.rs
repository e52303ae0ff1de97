use contract::session::ChangePassword;
use leptos::{ev::SubmitEvent, prelude::*};

use crate::{
    api::work::Work,
    pages::workspace::{session::entry::PASSWORD_RULE, shell::acting::Acting},
};

/// A new password for the one there is.
#[component]
pub fn Password() -> impl IntoView {
    let work = expect_context::<Work>();
    let acting = Acting::new();
    let [current, new, again] = [(); 3].map(|()| RwSignal::new(String::new()));
    let [differ, shown] = [(); 2].map(|()| RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        acting.forget();
        differ.set(new.get_untracked() != again.get_untracked());
        if differ.get_untracked() {
            return;
        }
        let command = ChangePassword { current: current.get_untracked(), new: new.get_untracked() };
        acting.act(async move { work.change_password(&command).await }, Callback::new(|()| ()), move |()| {
            for field in [current, new, again] {
                field.try_set(String::new());
            }
            acting.tell("La contraseña cambió. Las sesiones en otros aparatos se cerraron.".into());
        });
    };
    let kind = move || if shown.get() { "text" } else { "password" };
    view! {
        <section aria-labelledby="cambiar">
            <h2 id="cambiar">"Cambiar la contraseña"</h2>
            <p>"Al cambiarla se cierran sus sesiones en otros aparatos."</p>
            <form class="narrow" on:submit=submit>
                {acting.trouble()}
                {move || {
                    differ
                        .get()
                        .then(|| {
                            view! {
                                <p class="trouble" role="alert">
                                    "Las dos contraseñas nuevas no son iguales. Escríbalas otra vez."
                                </p>
                            }
                        })
                }}
                <p>
                    <label for="actual">"Contraseña actual"</label>
                    <input id="actual" type=kind autocomplete="current-password" required bind:value=current />
                </p>
                <p>
                    <label for="nueva">"Contraseña nueva"</label>
                    <span class="quiet" id="nueva-ayuda">
                        {PASSWORD_RULE}
                    </span>
                    <input
                        id="nueva"
                        type=kind
                        autocomplete="new-password"
                        aria-describedby="nueva-ayuda"
                        required
                        bind:value=new
                    />
                </p>
                <p>
                    <label for="repetida">"Repita la contraseña nueva"</label>
                    <input id="repetida" type=kind autocomplete="new-password" required bind:value=again />
                </p>
                <p>
                    <label class="mark">
                        <input type="checkbox" bind:checked=shown />
                        "Mostrar las contraseñas"
                    </label>
                </p>
                <p>
                    <button type="submit" disabled=move || acting.is_busy()>
                        "Cambiar la contraseña"
                    </button>
                </p>
            </form>
            {acting.told()}
        </section>
    }
}
