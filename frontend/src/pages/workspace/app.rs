//! The programs: the addresses of each and what their pages have at hand.

use domain::permission::Act;
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::provide_meta_context;
use leptos_router::{
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use super::{
    accounts, candidacy, capture, log, messages, publication, registry, review, session,
    shell::{Elsewhere, Nowhere, Shell, allowed::only, election::ElectionResource},
    work,
};
use crate::{
    api::{public, work::Work},
    components::FirstPage,
    state::{Pending, Program, Signed},
};

/// The program of parties and candidacies: capture, validation and the one correction.
#[component]
pub fn PartiesApp() -> impl IntoView {
    begin(Program::Parties);
    view! {
        <Router>
            <Routes fallback=Nowhere>
                <Route path=path!("/trabajo/entrar") view=session::entry::SignInPage />
                <Route path=path!("/trabajo/primer-acceso") view=session::entry::FirstUsePage />
                <Route path=path!("/trabajo/olvide") view=session::entry::ForgottenPage />
                <ParentRoute path=path!("/trabajo") view=Shell>
                    <Route path=path!("") view=work::home::Home />
                    <Route path=path!("turno") view=only(Act::ClaimReview, "Mi turno", work::queue::PartyQueue) />
                    <Route path=path!("cuentas") view=accounts::PartyPage />
                    <Route path=path!("mi-cuenta") view=session::my_account::MyAccount />
                    <Route path=path!("avisos") view=messages::page::MessagesPage />
                    <Route
                        path=path!("hoja")
                        view=only(Act::SaveAnswers, "Hoja de cálculo", capture::spreadsheet::SpreadsheetPage)
                    />
                    <Route path=path!("historial") view=only(Act::ReadLog, "Historial de actividad", log::Log) />
                    <Route path=path!("candidaturas/:id") view=candidacy::tasks::Candidacy />
                    <Route path=path!("candidaturas/:id/seccion/:key") view=capture::section::SectionPage />
                    <Route path=path!("candidaturas/:id/consentimiento") view=capture::consent::ConsentPage />
                    <Route path=path!("candidaturas/:id/revisar") view=capture::check_answers::CheckAnswers />
                    <Route path=path!("candidaturas/:id/corregir") view=publication::correction::AskCorrection />
                    <Route
                        path=path!("candidaturas/:id/corregir/confirmar")
                        view=publication::correction::ConfirmCorrection
                    />
                    <Route path=path!("candidaturas/:id/validar") view=capture::validation::Validation />
                    <Route path=path!("candidaturas/:id/versiones") view=publication::versions::Versions />
                    <Route path=path!("*elsewhere") view=Elsewhere />
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
                <Route path=path!("/trabajo/entrar") view=session::entry::SignInPage />
                <Route path=path!("/trabajo/primer-acceso") view=session::entry::FirstUsePage />
                <Route path=path!("/trabajo/olvide") view=session::entry::ForgottenPage />
                <ParentRoute path=path!("/trabajo") view=Shell>
                    <Route path=path!("") view=work::home::Home />
                    <Route path=path!("turno") view=only(Act::ClaimReview, "Mi turno", work::queue::InstituteQueue) />
                    <Route
                        path=path!("registro")
                        view=only(Act::SyncRegistry, "Registro de candidaturas", registry::Registry)
                    />
                    <Route
                        path=path!("registro/apartados")
                        view=only(Act::MendRegistry, "Renglones apartados", registry::RecordsPage)
                    />
                    <Route
                        path=path!("registro/movimientos")
                        view=only(Act::MendRegistry, "Sustituciones y cancelaciones", registry::MovementsPage)
                    />
                    <Route path=path!("cuentas") view=accounts::Accounts />
                    <Route
                        path=path!("cuentas/entrega")
                        view=only(Act::ManageAccounts, "Entrega y acuse", accounts::DeliveryPage)
                    />
                    <Route
                        path=path!("cuentas/codigos")
                        view=only(Act::ReadResets, "Códigos nuevos", accounts::ResetsPage)
                    />
                    <Route
                        path=path!("cuentas/validacion")
                        view=only(Act::ReadDesignations, "Quienes validan", accounts::ValidatorsPage)
                    />
                    <Route
                        path=path!("cuentas/llaves")
                        view=only(Act::ManageMachineKeys, "Llaves de programas", accounts::KeysPage)
                    />
                    <Route path=path!("mi-cuenta") view=session::my_account::MyAccount />
                    <Route path=path!("avisos") view=messages::page::MessagesPage />
                    <Route
                        path=path!("plazos")
                        view=only(Act::ExtendDeadline, "Ampliar plazos", capture::extension::ExtensionPage)
                    />
                    <Route path=path!("avance") view=only(Act::ReadAllProgress, "Avance", work::overview::Overview) />
                    <Route
                        path=path!("correos")
                        view=only(Act::ManageOutbox, "Correos", messages::outbox::OutboxPage)
                    />
                    <Route path=path!("historial") view=only(Act::ReadLog, "Historial de actividad", log::Log) />
                    <Route path=path!("candidaturas/:id") view=candidacy::tasks::ReviewedCandidacy />
                    <Route path=path!("candidaturas/:id/seccion/:key") view=candidacy::answers::SectionAnswers />
                    <Route path=path!("candidaturas/:id/versiones") view=publication::versions::Versions />
                    <Route path=path!("candidaturas/:id/verificar") view=review::verification::Verification />
                    <Route path=path!("*elsewhere") view=Elsewhere />
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
    provide_context(messages::inbox::Inbox::new());
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
