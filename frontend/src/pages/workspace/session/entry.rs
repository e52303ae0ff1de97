//! Coming in.

use contract::session::{FirstUse, SignIn};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::pages::workspace::{session::new_password::NewPassword, shell::election::with_election};
use crate::{
    api::{ApiError, work},
    components::{Heading, Trouble, focus},
    state::Signed,
};

/// Where a code of the second factor, or a recovery code, is typed.
#[component]
pub fn CodeField(
    id: &'static str,
    code: RwSignal<String>,
    /// Whether a recovery code serves too.
    #[prop(default = true)]
    recovery: bool,
) -> impl IntoView {
    let help = format!("{id}-ayuda");
    let words = if recovery {
        "Los seis números de su aplicación, o uno de sus códigos de recuperación."
    } else {
        "Los seis números de su aplicación."
    };
    view! {
        <p>
            <label for=id>"Código de verificación"</label>
            <span class="quiet" id=help.clone()>
                {words}
            </span>
            <input
                id=id
                inputmode="numeric"
                autocomplete="one-time-code"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=help
                required
                bind:value=code
            />
        </p>
    }
}

/// Name and password, and the code of the second factor once the server asks for it.
#[component]
pub fn SignInForm(
    /// The account that comes back in; empty when anybody may.
    #[prop(optional)]
    username: String,
    then: Callback<()>,
) -> impl IntoView {
    let fixed = !username.is_empty();
    let signed = expect_context::<Signed>();
    let [name, password, code] = [username, String::new(), String::new()].map(RwSignal::new);
    let asked = RwSignal::new(false);
    let (error, busy) = (RwSignal::new(None::<ApiError>), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        busy.set(true);
        spawn_local(async move {
            let command = SignIn {
                username: name.get_untracked(),
                password: password.get_untracked(),
                code: asked.get_untracked().then(|| code.get_untracked()),
            };
            match work::sign_in(&command).await {
                Ok(session) => {
                    if signed.enter(session) {
                        then.try_run(());
                    }
                }
                // The password was right: it is not an error that the code is still to come.
                Err(problem) if problem.code() == "factor_required" => {
                    error.try_set(None);
                    asked.try_set(true);
                    request_animation_frame(|| focus("verificacion"));
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
            {move || error.get().map(|error| view! { <Trouble error=error /> })}
            <p>
                <label for="cuenta">"Cuenta"</label>
                <input
                    id="cuenta"
                    autocomplete="username"
                    autocapitalize="none"
                    required
                    readonly=fixed
                    bind:value=name
                />
            </p>
            <p>
                <label for="contrasena">"Contraseña"</label>
                <input id="contrasena" type="password" autocomplete="current-password" required bind:value=password />
            </p>
            {move || asked.get().then(|| view! { <CodeField id="verificacion" code=code /> })}
            <p>
                <button type="submit" disabled=move || busy.get()>
                    "Entrar"
                </button>
            </p>
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
        <Title text="Entrar - Conóceles" />
        <main class="wide">
            <Heading title="Entrar a Conóceles".to_owned() />
            <SignInForm then=then />
            <p>
                <a href="/trabajo/primer-acceso">"Es mi primer acceso: tengo un código"</a>
            </p>
            <p>
                <a href="/trabajo/olvide">"Olvidé mi contraseña o perdí mi carta"</a>
            </p>
            <p>
                <a href="/" rel="external">
                    "Ir al directorio público"
                </a>
            </p>
        </main>
    }
}

/// The code from the letter for a password of one's own.
#[component]
pub fn FirstUsePage() -> impl IntoView {
    let signed = expect_context::<Signed>();
    let navigate = use_navigate();
    let [name, code] = [(); 2].map(|()| RwSignal::new(String::new()));
    let (chosen, error) = (NewPassword::new(), RwSignal::new(None::<ApiError>));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(password) = chosen.take() else { return };
        let navigate = navigate.clone();
        spawn_local(async move {
            let command = FirstUse { username: name.get_untracked(), code: code.get_untracked(), password };
            match work::first_use(&command).await {
                Ok(session) => {
                    if signed.enter(session) {
                        navigate("/trabajo", NavigateOptions::default());
                    }
                }
                Err(problem) => error.set(Some(problem)),
            }
        });
    };
    view! {
        <Title text="Primer acceso - Conóceles" />
        <main class="wide">
            <Heading title="Primer acceso".to_owned() />
            <p>"Escriba la cuenta y el código de su carta, y elija una contraseña."</p>
            <form on:submit=submit class="narrow">
                {move || error.get().map(|error| view! { <Trouble error=error /> })}
                {chosen.trouble("Las dos contraseñas no son iguales. Escríbalas otra vez.")}
                <p>
                    <label for="cuenta">"Cuenta"</label>
                    <input id="cuenta" autocomplete="username" autocapitalize="none" required bind:value=name />
                </p>
                <p>
                    <label for="codigo">"Código de la carta"</label>
                    <input id="codigo" autocomplete="one-time-code" required bind:value=code />
                </p>
                {chosen.fields("Repita la contraseña", "Mostrar la contraseña")}
                <p>
                    <button type="submit">"Comenzar"</button>
                </p>
            </form>
            <p>
                <a href="/trabajo/olvide">"Mi código no sirve o perdí mi carta"</a>
            </p>
        </main>
    }
}

/// The institute's telephone, mail and area.
#[component]
pub fn Contact() -> impl IntoView {
    with_election(|election| {
        let institute = election.institute;
        let (mail, phone) = (format!("mailto:{}", institute.email), format!("tel:{}", institute.phone));
        view! {
            <dl class="facts">
                <div>
                    <dt>"Teléfono"</dt>
                    <dd>
                        <a href=phone rel="external">
                            {institute.phone}
                        </a>
                    </dd>
                </div>
                <div>
                    <dt>"Correo"</dt>
                    <dd>
                        <a href=mail rel="external">
                            {institute.email}
                        </a>
                    </dd>
                </div>
                <div>
                    <dt>"Área"</dt>
                    <dd>{institute.units.responsible_unit}</dd>
                </div>
            </dl>
        }
        .into_any()
    })
}

/// Whom to call when the password or the letter is gone.
#[component]
pub fn ForgottenPage() -> impl IntoView {
    view! {
        <Title text="Olvidé mi contraseña - Conóceles" />
        <main class="wide">
            <Heading title="Olvidé mi contraseña o perdí mi carta".to_owned() />
            <p class="lead">
                "Nadie puede ver su contraseña, tampoco el Instituto. Le darán un código nuevo y con él elegirá otra."
            </p>
            <h2>"Comuníquese con el Instituto"</h2>
            <Contact />
            <h2>"Qué decir"</h2>
            <ul>
                <li>"El nombre de la cuenta, si lo recuerda. Está en la carta."</li>
                <li>"Si el código de la carta ya se usó o venció: pida uno nuevo."</li>
                <li>
                    "Si perdió la carta o cree que alguien más la tiene: se bloquea la cuenta en ese momento y no se pierde lo capturado."
                </li>
                <li>
                    "Si perdió el teléfono con su aplicación de verificación: use uno de sus códigos de recuperación; si no los tiene, pida un código nuevo."
                </li>
            </ul>
            <h2>"Si su cuenta es de un partido"</h2>
            <p>
                "Avise también a la representación de su partido: en «Cuentas» puede reportar la pérdida, y la cuenta se bloquea en ese momento."
            </p>
            <p>
                <a href="/trabajo/entrar">"Volver a entrar"</a>
            </p>
        </main>
    }
}
