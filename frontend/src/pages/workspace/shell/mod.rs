//! The frame of every page behind the entry.

pub(super) mod acting;
pub(super) mod allowed;
mod dialogs;
pub(super) mod election;
mod unconfirmed;

use contract::session::Me;
use domain::permission::{Act, Reach, reach};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    components::{A, Outlet},
    hooks::use_navigate,
};

use crate::pages::workspace::{messages, session};
use crate::{
    api::work::Work,
    components::{Arrival, Heading, Loading},
    state::{Pending, Signed, State},
};

#[component]
pub(super) fn Nowhere() -> impl IntoView {
    view! {
        <main class="wide">
            <h1>"No encontramos esta página"</h1>
            <a href="/trabajo">"Ir al inicio"</a>
        </main>
    }
}

/// An address that this program has no page for: it is another's, or nobody's.
#[component]
pub(super) fn Elsewhere() -> impl IntoView {
    view! {
        <Title text="No es para su cuenta - Conóceles" />
        <Heading title="Aquí no hay nada para su cuenta".to_owned() />
        <p>
            "La página no existe, o es de otra clase de cuenta. Lo que puede hacer con la suya está en el menú de arriba."
        </p>
        <p>
            <A href="/trabajo">"Ir a Candidaturas"</A>
        </p>
    }
}

/// The frame of every page behind the entry; without a session, the entry itself.
#[component]
pub(super) fn Shell() -> impl IntoView {
    let signed = expect_context::<Signed>();
    let known = Memo::new(move |_| signed.me());
    let unknown = Memo::new(move |_| signed.state() == State::Unknown);
    let ended = Memo::new(move |_| matches!(signed.state(), State::Ended(_)));
    let asks_proof = Memo::new(move |_| signed.asks_proof());
    let work = expect_context::<Work>();
    let pending = expect_context::<Pending>();
    let navigate = use_navigate();
    // An account of the institute without a second factor is taken where it is turned on.
    Effect::new(move |before: Option<u32>| {
        let times = signed.lacks_factor();
        if before.is_some_and(|before| before != times) {
            navigate("/trabajo/mi-cuenta", NavigateOptions::default());
        }
        times
    });
    let leave = move |()| {
        spawn_local(async move {
            if !pending.settle().await && !dialogs::leaves_unsaved() {
                return;
            }
            // Whether or not the server heard it, this page forgets the session.
            let _ = work.sign_out().await;
            pending.forget();
            signed.leave();
        });
    };
    let leave = Callback::new(leave);
    view! {
        {move || match known.get() {
            None if unknown.get() => {
                view! {
                    <main class="wide">
                        <Loading />
                    </main>
                }
                    .into_any()
            }
            None => view! { <session::entry::SignInPage /> }.into_any(),
            Some(me) => {
                view! {
                    <a class="skip" href="#contenido" rel="external">
                        "Ir al contenido"
                    </a>
                    <Top me=me leave=leave />
                    <main id="contenido" class="wide" tabindex="-1">
                        <unconfirmed::Unconfirmed />
                        <Outlet />
                    </main>
                    <Arrival />
                    {move || asks_proof.get().map(|why| view! { <dialogs::ProofDialog why=why /> })}
                    {move || ended.get().then(|| view! { <dialogs::AgainDialog /> })}
                }
                    .into_any()
            }
        }}
    }
}

/// Who works here, and the ways to every page that they may open.
#[component]
fn Top(me: Me, leave: Callback<()>) -> impl IntoView {
    let can = |act| reach(me.role, act) != Reach::Nothing;
    let fills = reach(me.role, Act::SaveAnswers) == Reach::OwnParty;
    let accounts = can(Act::ManageAccounts) || can(Act::ReadDesignations);
    view! {
        <header class="top">
            <div class="wide">
                <p class="brand">
                    <A href="/trabajo">"Conóceles"</A>
                    <span class="quiet">{format!("{} · {}", me.display_name, me.username)}</span>
                </p>
                <nav aria-label="Principal">
                    <A href="/trabajo" exact=true>
                        "Candidaturas"
                    </A>
                    {can(Act::ReadAllProgress).then(|| view! { <A href="/trabajo/avance">"Avance"</A> })}
                    {can(Act::ClaimReview).then(|| view! { <A href="/trabajo/turno">"Mi turno"</A> })}
                    <A href="/trabajo/avisos">"Avisos"<messages::inbox::Unread /></A>
                    {fills.then(|| view! { <A href="/trabajo/hoja">"Hoja de cálculo"</A> })}
                    {can(Act::ExtendDeadline).then(|| view! { <A href="/trabajo/plazos">"Plazos"</A> })}
                    {can(Act::SyncRegistry).then(|| view! { <A href="/trabajo/registro">"Registro"</A> })}
                    {accounts.then(|| view! { <A href="/trabajo/cuentas">"Cuentas"</A> })}
                    {can(Act::ManageOutbox).then(|| view! { <A href="/trabajo/correos">"Correos"</A> })}
                    {can(Act::ReadLog).then(|| view! { <A href="/trabajo/historial">"Historial"</A> })}
                    <A href="/trabajo/mi-cuenta">"Mi cuenta"</A>
                    <button class="second" type="button" on:click=move |_| leave.run(())>
                        "Salir"
                    </button>
                </nav>
            </div>
        </header>
    }
}
