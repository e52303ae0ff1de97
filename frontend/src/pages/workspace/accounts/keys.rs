use contract::accounts::{MachineKey, MachineKeyMade};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::pages::workspace::accounts::frame::Frame;
use crate::{
    api::work::Work,
    components::shown_list,
    format,
    pages::workspace::shell::{acting::Acting, election::with_election},
    state::Pending,
};

/// Keys of the registry's programs: made, shown once, revoked.
#[component]
pub fn KeysPage() -> impl IntoView {
    let (work, pending) = (expect_context::<Work>(), expect_context::<Pending>());
    let acting = Acting::new();
    let again = RwSignal::new(0);
    let name = RwSignal::new(String::new());
    let changed = Callback::new(move |()| again.update(|times: &mut u32| *times += 1));
    let list = work.machine_keys(again);
    let make = move |event: SubmitEvent| {
        event.prevent_default();
        let words = name.get_untracked();
        acting.act(async move { work.make_machine_key(words).await }, changed, move |made| {
            pending.key.set(Some(made));
            name.try_set(String::new());
        });
    };
    view! {
        <Frame title="Llaves de programas">
            <p>
                "Con una llave, un programa del sistema de registro manda altas, sustituciones y cancelaciones. No puede hacer otra cosa."
            </p>
            <section class="panel" aria-labelledby="hacer-llave">
                <h2 id="hacer-llave">"Hacer una llave"</h2>
                <form class="narrow" on:submit=make>
                    <p>
                        <label for="para-que">"Para qué es"</label>
                        <input id="para-que" autocomplete="off" minlength="3" maxlength="80" required bind:value=name />
                    </p>
                    <p>
                        <button type="submit" disabled=move || acting.is_busy()>
                            "Hacer la llave"
                        </button>
                    </p>
                </form>
                {acting.trouble()}
            </section>
            {move || pending.key.get().map(|made| view! { <Made made=made /> })}
            <h2>"Llaves hechas"</h2>
            {with_election(move |election| {
                let zone = election.institute.time_zone;
                view! {
                    {move || shown_list(
                        list.get(),
                        "No hay ninguna.",
                        |keys| view! { <Keys keys=keys zone=zone.clone() acting=acting changed=changed /> }.into_any(),
                    )}
                }
                    .into_any()
            })}
        </Frame>
    }
}

/// Copies a text; `false` when the browser does not let one.
async fn copy(text: String) -> bool {
    let clipboard = window().navigator().clipboard();
    // Browsers have none where the connection is not secure.
    if JsValue::from(clipboard.clone()).is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(&text)).await.is_ok()
}

/// A secret that is shown once, with a way to copy it.
#[component]
fn Secret(id: &'static str, name: &'static str, text: String) -> impl IntoView {
    let told = RwSignal::new("");
    let copied = text.clone();
    let press = move |_| {
        let text = copied.clone();
        spawn_local(async move {
            let done = copy(text).await;
            told.try_set(if done { "Copiada." } else { "El navegador no dejó copiarla: selecciónela y cópiela." });
        });
    };
    view! {
        <p>
            <strong>{name}</strong>
            <br />
            <code id=id>{text}</code>
        </p>
        <p class="row">
            <button type="button" aria-label=format!("Copiar: {name}") on:click=press>
                "Copiar"
            </button>
            <span role="status">{told}</span>
        </p>
    }
}

#[component]
fn Made(made: MachineKeyMade) -> impl IntoView {
    let pending = expect_context::<Pending>();
    let forget = move |_| {
        if window().confirm_with_message("¿Ya guardó las dos? No se podrán volver a ver.").unwrap_or(false) {
            pending.key.set(None);
        }
    };
    view! {
        <section class="panel" aria-labelledby="llave-nueva">
            <h2 id="llave-nueva">"Llave nueva"</h2>
            <p>
                <strong>"Sólo se muestran esta vez."</strong>
                " Guárdelas donde el programa las lea; quien las tenga puede usarlas."
            </p>
            <Secret id="llave" name="Llave: viaja con cada mensaje" text=made.key />
            <Secret id="firma" name="Clave de firma: firma los mensajes y nunca se manda" text=made.signing_secret />
            <p>
                <button type="button" class="second" on:click=forget>
                    "Ya las guardé"
                </button>
            </p>
        </section>
    }
}

#[component]
fn Keys(keys: Vec<MachineKey>, zone: String, acting: Acting, changed: Callback<()>) -> impl IntoView {
    let work = expect_context::<Work>();
    let rows = keys.into_iter().map(|key| {
        let state = key
            .revoked_at
            .map_or_else(|| "En uso".to_owned(), |at| format!("Revocada el {}", format::moment(at, &zone)));
        let (id, label) = (key.id, format!("Revocar {}", key.name));
        let revoke = move |_| {
            let question = "¿Revocar la llave? El programa que la usa deja de funcionar en este momento.";
            if window().confirm_with_message(question).unwrap_or(false) {
                acting.act(async move { work.revoke_machine_key(id).await }, changed, |()| ());
            }
        };
        view! {
            <tr>
                <th scope="row">{key.name}</th>
                <td data-label="Hecha">{format::moment(key.created_at, &zone)}</td>
                <td data-label="Estado">{state}</td>
                <td>
                    {key
                        .revoked_at
                        .is_none()
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="second small"
                                    aria-label=label
                                    disabled=move || acting.is_busy()
                                    on:click=revoke
                                >
                                    "Revocar"
                                </button>
                            }
                        })}
                </td>
            </tr>
        }
    });
    view! {
        <table class="rows">
            <thead>
                <tr>
                    <th scope="col">"Para qué"</th>
                    <th scope="col">"Hecha"</th>
                    <th scope="col">"Estado"</th>
                    <th scope="col">"Qué hacer"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
