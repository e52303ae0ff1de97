//! The workspaces of parties, candidacies and the institute.

mod accounts;
mod acting;
mod advice;
mod allowed;
mod answers;
mod by_field;
mod candidacy;
mod checklist;
mod claim;
mod consent;
mod console;
mod correction;
mod crop;
mod decision;
mod dialogs;
mod entry;
mod field;
mod home;
mod inbox;
mod lines;
mod log;
mod my_account;
mod notices;
mod now;
mod outbox;
mod overview;
mod photo;
mod presence;
mod published;
mod queue;
mod receipts;
mod registry;
mod remarks;
mod review;
mod section;
mod spreadsheet;
mod tasks;
mod terms;
mod unsaved;
mod validation;
mod verification;
mod versions;

use domain::{
    election::Election,
    permission::{Act, Reach, reach},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    NavigateOptions,
    components::{A, Outlet, ParentRoute, Route, Router, Routes},
    hooks::use_navigate,
    path,
};

use self::allowed::only;
use crate::{
    api::{ApiError, public, work::Work},
    components::{Arrival, FirstPage, Heading, Loading, Trouble},
    state::{Pending, Program, Signed, State},
};

/// The election, asked for once.
type ElectionResource = LocalResource<Result<Election, ApiError>>;

/// The program of parties and candidacies: capture, validation and the one correction.
#[component]
pub fn PartiesApp() -> impl IntoView {
    begin(Program::Parties);
    view! {
        <Router>
            <Routes fallback=Nowhere>
                <Route path=path!("/trabajo/entrar") view=entry::SignInPage/>
                <Route path=path!("/trabajo/primer-acceso") view=entry::FirstUsePage/>
                <Route path=path!("/trabajo/olvide") view=entry::ForgottenPage/>
                <ParentRoute path=path!("/trabajo") view=Shell>
                    <Route path=path!("") view=home::Home/>
                    <Route path=path!("turno") view=only(Act::ClaimReview, "Mi turno", queue::PartyQueue)/>
                    <Route path=path!("cuentas") view=accounts::PartyPage/>
                    <Route path=path!("mi-cuenta") view=my_account::MyAccount/>
                    <Route path=path!("avisos") view=notices::NoticesPage/>
                    <Route path=path!("hoja") view=only(Act::SaveAnswers, "Hoja de cálculo", spreadsheet::SpreadsheetPage)/>
                    <Route path=path!("historial") view=only(Act::ReadLog, "Historial de actividad", log::Log)/>
                    <Route path=path!("candidaturas/:id") view=tasks::Candidacy/>
                    <Route path=path!("candidaturas/:id/seccion/:key") view=section::SectionPage/>
                    <Route path=path!("candidaturas/:id/consentimiento") view=consent::ConsentPage/>
                    <Route path=path!("candidaturas/:id/revisar") view=review::Review/>
                    <Route path=path!("candidaturas/:id/corregir") view=correction::AskCorrection/>
                    <Route path=path!("candidaturas/:id/corregir/confirmar") view=correction::ConfirmCorrection/>
                    <Route path=path!("candidaturas/:id/validar") view=validation::Validation/>
                    <Route path=path!("candidaturas/:id/versiones") view=versions::Versions/>
                    <Route path=path!("*elsewhere") view=Elsewhere/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// The program of the institute: the registry, accounts, terms, verification and what is published.
#[component]
pub fn InstituteApp() -> impl IntoView {
    begin(Program::Institute);
    view! {
        <Router>
            <Routes fallback=Nowhere>
                <Route path=path!("/trabajo/entrar") view=entry::SignInPage/>
                <Route path=path!("/trabajo/primer-acceso") view=entry::FirstUsePage/>
                <Route path=path!("/trabajo/olvide") view=entry::ForgottenPage/>
                <ParentRoute path=path!("/trabajo") view=Shell>
                    <Route path=path!("") view=home::Home/>
                    <Route path=path!("turno") view=only(Act::ClaimReview, "Mi turno", queue::InstituteQueue)/>
                    <Route path=path!("registro") view=only(Act::SyncRegistry, "Registro de candidaturas", registry::Registry)/>
                    <Route path=path!("registro/apartados") view=only(Act::MendRegistry, "Renglones apartados", registry::RecordsPage)/>
                    <Route path=path!("registro/movimientos") view=only(Act::MendRegistry, "Sustituciones y cancelaciones", registry::MovementsPage)/>
                    <Route path=path!("cuentas") view=accounts::Accounts/>
                    <Route path=path!("cuentas/entrega") view=only(Act::ManageAccounts, "Entrega y acuse", accounts::DeliveryPage)/>
                    <Route path=path!("cuentas/validacion") view=only(Act::ReadDesignations, "Quienes validan", accounts::ValidatorsPage)/>
                    <Route path=path!("cuentas/llaves") view=only(Act::ManageMachineKeys, "Llaves de programas", accounts::KeysPage)/>
                    <Route path=path!("mi-cuenta") view=my_account::MyAccount/>
                    <Route path=path!("avisos") view=notices::NoticesPage/>
                    <Route path=path!("plazos") view=only(Act::ExtendDeadline, "Ampliar plazos", terms::TermsPage)/>
                    <Route path=path!("avance") view=only(Act::ReadAllProgress, "Avance", overview::Overview)/>
                    <Route path=path!("correos") view=only(Act::ManageOutbox, "Correos", outbox::OutboxPage)/>
                    <Route path=path!("historial") view=only(Act::ReadLog, "Historial de actividad", log::Log)/>
                    <Route path=path!("candidaturas/:id") view=tasks::ReviewedCandidacy/>
                    <Route path=path!("candidaturas/:id/seccion/:key") view=answers::SectionAnswers/>
                    <Route path=path!("candidaturas/:id/versiones") view=versions::Versions/>
                    <Route path=path!("candidaturas/:id/verificar") view=verification::Verification/>
                    <Route path=path!("*elsewhere") view=Elsewhere/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// What every page of either program has at hand.
fn begin(program: Program) {
    provide_meta_context();
    let signed = Signed::new(program);
    let pending = Pending::new(Work(signed));
    provide_context(signed);
    provide_context(Work(signed));
    provide_context(pending);
    provide_context(FirstPage::new());
    provide_context(inbox::Inbox::new());
    let election: ElectionResource = LocalResource::new(public::election);
    provide_context(election);
    // What failed for want of a session, or was left from another visit, is sent once somebody is in.
    Effect::new(move |_| {
        signed.entries();
        let me = untrack(|| signed.me());
        if let (Some(Ok(election)), Some(me)) = (election.get(), me) {
            pending.open(me.id, &election);
        }
    });
    spawn_local(signed.resume());
}

#[component]
fn Nowhere() -> impl IntoView {
    view! { <main class="wide"><h1>"No encontramos esta página"</h1><a href="/trabajo">"Ir al inicio"</a></main> }
}

/// An address that this program has no page for: it is another's, or nobody's.
#[component]
fn Elsewhere() -> impl IntoView {
    view! {
        <Title text="No es para su cuenta - Conóceles"/>
        <Heading title="Aquí no hay nada para su cuenta".to_owned()/>
        <p>"La página no existe, o es de otra clase de cuenta. Lo que puede hacer con la suya está en el menú de arriba."</p>
        <p><A href="/trabajo">"Ir a Candidaturas"</A></p>
    }
}

/// The frame of every page behind the entry; without a session, the entry itself.
#[component]
fn Shell() -> impl IntoView {
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
    let leave = move |_| {
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
    view! {
        {move || match known.get() {
            None if unknown.get() => view! { <main class="wide"><Loading/></main> }.into_any(),
            None => view! { <entry::SignInPage/> }.into_any(),
            Some(me) => {
                let can = |act| reach(me.role, act) != Reach::Nothing;
                let fills = reach(me.role, Act::SaveAnswers) == Reach::OwnParty;
                view! {
                    <a class="skip" href="#contenido" rel="external">"Ir al contenido"</a>
                    <header class="top">
                        <div class="wide">
                            <p class="brand">
                                <A href="/trabajo">"Conóceles"</A>
                                <span class="quiet">{format!("{} · {}", me.display_name, me.username)}</span>
                            </p>
                            <nav aria-label="Principal">
                                <A href="/trabajo" exact=true>"Candidaturas"</A>
                                {can(Act::ReadAllProgress).then(|| view! { <A href="/trabajo/avance">"Avance"</A> })}
                                {can(Act::ClaimReview).then(|| view! { <A href="/trabajo/turno">"Mi turno"</A> })}
                                <A href="/trabajo/avisos">"Avisos"<inbox::Unread/></A>
                                {fills.then(|| view! { <A href="/trabajo/hoja">"Hoja de cálculo"</A> })}
                                {can(Act::ExtendDeadline).then(|| view! { <A href="/trabajo/plazos">"Plazos"</A> })}
                                {can(Act::SyncRegistry).then(|| view! { <A href="/trabajo/registro">"Registro"</A> })}
                                {(can(Act::ManageAccounts) || can(Act::ReadDesignations)).then(|| view! { <A href="/trabajo/cuentas">"Cuentas"</A> })}
                                {can(Act::ManageOutbox).then(|| view! { <A href="/trabajo/correos">"Correos"</A> })}
                                {can(Act::ReadLog).then(|| view! { <A href="/trabajo/historial">"Historial"</A> })}
                                <A href="/trabajo/mi-cuenta">"Mi cuenta"</A>
                                <button class="second" type="button" on:click=leave>"Salir"</button>
                            </nav>
                        </div>
                    </header>
                    <main id="contenido" class="wide" tabindex="-1"><Outlet/></main>
                    <Arrival/>
                    {move || asks_proof.get().then(|| view! { <dialogs::ProofDialog/> })}
                    {move || ended.get().then(|| view! { <dialogs::AgainDialog/> })}
                }.into_any()
            }
        }}
    }
}

/// Shows something once the election is known.
fn with_election(show: impl Fn(Election) -> AnyView + Send + Sync + 'static) -> AnyView {
    once_known(Box::new(show))
}

/// One body for everything that waits for the election: each of its own would be a copy of this in what people download.
fn once_known(show: Box<dyn Fn(Election) -> AnyView + Send + Sync>) -> AnyView {
    let election = expect_context::<ElectionResource>();
    view! {
        {move || match election.get() {
            None => view! { <Loading/> }.into_any(),
            Some(Err(error)) => view! { <Trouble error=error/> }.into_any(),
            Some(Ok(election)) => show(election),
        }}
    }
    .into_any()
}
