use contract::session::ChangePassword;
use leptos::{ev::SubmitEvent, prelude::*};

use crate::{
    api::work::Work,
    pages::workspace::{session::new_password::NewPassword, shell::acting::Acting},
};

/// A new password for the one there is.
#[component]
pub fn Password() -> impl IntoView {
    let work = expect_context::<Work>();
    let acting = Acting::new();
    let (current, chosen) = (RwSignal::new(String::new()), NewPassword::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        acting.forget();
        let Some(new) = chosen.take() else { return };
        let command = ChangePassword { current: current.get_untracked(), new };
        acting.act(async move { work.change_password(&command).await }, Callback::new(|()| ()), move |()| {
            current.try_set(String::new());
            chosen.clear();
            acting.tell("La contraseña cambió. Las sesiones en otros aparatos se cerraron.".into());
        });
    };
    view! {
        <section aria-labelledby="cambiar">
            <h2 id="cambiar">"Cambiar la contraseña"</h2>
            <p>"Al cambiarla se cierran sus sesiones en otros aparatos."</p>
            <form class="narrow" on:submit=submit>
                {acting.trouble()}
                {chosen.trouble("Las dos contraseñas nuevas no son iguales. Escríbalas otra vez.")}
                <p>
                    <label for="actual">"Contraseña actual"</label>
                    <input
                        id="actual"
                        type=move || chosen.kind()
                        autocomplete="current-password"
                        required
                        bind:value=current
                    />
                </p>
                {chosen.fields("Repita la contraseña nueva", "Mostrar las contraseñas")}
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
