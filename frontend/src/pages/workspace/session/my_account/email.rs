use contract::messages::{OwnEmail, SetEmail};
use leptos::{ev::SubmitEvent, prelude::*};

use crate::{
    api::work::Work,
    components::{focus, shown},
    pages::workspace::{
        capture::by_field::{Wrong, beside},
        shell::acting::Acting,
    },
};

/// Where one's messages are mailed to.
#[component]
pub fn Email() -> impl IntoView {
    let again = RwSignal::new(0);
    let read = expect_context::<Work>().own_email(again);
    let acting = Acting::new();
    let changed = Callback::new(move |()| again.update(|times: &mut u32| *times += 1));
    view! {
        <section aria-labelledby="avisos-correo">
            <h2 id="avisos-correo">"Correo para avisos"</h2>
            <p>
                "Sus avisos están siempre en «Avisos». Para que no se le pase un plazo, también se mandan por correo: dicen qué candidatura es, qué le toca y hasta cuándo. Nunca llevan respuestas de los cuestionarios."
            </p>
            {acting.trouble()}
            {acting.told()}
            {move || shown(read.get(), |own| view! { <Form own=own acting=acting changed=changed /> }.into_any())}
        </section>
    }
}

/// Which address is used now.
fn used(own: &OwnEmail) -> AnyView {
    match (own.email.clone(), own.from_registry.clone()) {
        (Some(email), _) => {
            view! { <p>"Ahora se mandan a "<strong>{email}</strong>", que usted escribió."</p> }.into_any()
        }
        (None, Some(email)) => view! {
            <p>
                "Ahora se mandan a "<strong>{email}</strong>
                ", que viene del registro de la candidatura. Puede escribir otro."
            </p>
        }
        .into_any(),
        (None, None) => view! {
            <p>
                <strong>"Ahora no se mandan a ningún correo."</strong>
                " Sólo los ve al entrar aquí."
            </p>
        }
        .into_any(),
    }
}

#[component]
fn Form(own: OwnEmail, acting: Acting, changed: Callback<()>) -> impl IntoView {
    let work = expect_context::<Work>();
    let typed = RwSignal::new(own.email.clone().unwrap_or_default());
    let password = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<String>);
    let set = move |email: Option<String>, words: &'static str| {
        fault.set(None);
        let command = SetEmail { email, password: password.get_untracked() };
        let act = async move { beside(work.set_email(&command).await, &["bad_request", "nothing_to_change"]) };
        acting.act(act, Callback::new(|()| ()), move |outcome| match outcome {
            Ok(_) => {
                password.try_set(String::new());
                changed.run(());
                acting.tell(words.into());
            }
            Err(words) => {
                fault.try_set(Some(words));
                request_animation_frame(|| focus("correo"));
            }
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let email = typed.get_untracked().trim().to_owned();
        if email.is_empty() {
            fault.set(Some("Escriba un correo completo, por ejemplo nombre@ejemplo.mx.".into()));
            focus("correo");
        } else {
            set(Some(email), "Guardado. Sus avisos se mandarán a ese correo.");
        }
    };
    let removes = own.email.is_some();
    view! {
        {used(&own)}
        <form class="narrow" novalidate on:submit=submit>
            <p>
                <label for="correo">"Correo"</label>
                <span class="quiet" id="correo-ayuda">
                    "Uno que usted abra seguido. No se publica."
                </span>
            </p>
            <Wrong id="correo-error" fault=fault />
            <p>
                <input
                    id="correo"
                    type="email"
                    autocomplete="email"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby="correo-ayuda correo-error"
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    bind:value=typed
                />
            </p>
            <p>
                <label for="correo-contrasena">"Su contraseña"</label>
                <span class="quiet" id="correo-contrasena-ayuda">
                    "Para que nadie más cambie su correo. Se avisa también al correo que tenía."
                </span>
                <input
                    id="correo-contrasena"
                    type="password"
                    autocomplete="current-password"
                    aria-describedby="correo-contrasena-ayuda"
                    required
                    bind:value=password
                />
            </p>
            <p class="row">
                <button type="submit" disabled=move || acting.is_busy()>
                    "Guardar el correo"
                </button>
                {removes
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="second"
                                disabled=move || acting.is_busy()
                                on:click=move |_| set(None, "Se quitó el correo que usted había escrito.")
                            >
                                "Quitar"
                            </button>
                        }
                    })}
            </p>
        </form>
    }
}
