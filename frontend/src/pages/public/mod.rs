//! The public directory.

mod about;
mod list;
mod profile;
mod receipt;

use domain::election::Election;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    components::{A, Route, Router, Routes},
    path,
};

use crate::{
    api::{ApiError, public::PublicSource},
    components::{Arrival, FirstPage, Loading, Trouble},
};

/// The election, asked for once.
pub type ElectionResource = LocalResource<Result<Election, ApiError>>;

/// The public program.
#[component]
pub fn PublicApp() -> impl IntoView {
    provide_meta_context();
    provide_context(PublicSource);
    provide_context(FirstPage::new());
    let election: ElectionResource = LocalResource::new(|| PublicSource.election());
    provide_context(election);
    view! {
        <Router>
            <Arrival/>
            <a class="skip" href="#contenido" rel="external">"Ir al contenido"</a>
            <header class="top">
                <div class="wide">
                    <p class="brand">
                        <A href="/">"Candidatas y Candidatos, Conóceles"</A>
                        <span class="quiet">{move || institute(election, |e| e.institute.name.clone())}</span>
                    </p>
                    <nav aria-label="Principal">
                        <A href="/candidaturas">"Candidaturas"</A>
                        <A href="/datos">"Datos abiertos"</A>
                    </nav>
                </div>
            </header>
            <main id="contenido" class="wide" tabindex="-1">
                <Routes fallback=|| view! { <about::Missing/> }>
                    <Route path=path!("/") view=list::Home/>
                    <Route path=path!("/candidaturas") view=list::List/>
                    <Route path=path!("/candidaturas/:slug") view=profile::Profile/>
                    <Route path=path!("/acuses") view=receipt::Receipt/>
                    <Route path=path!("/acuses/:folio") view=receipt::Receipt/>
                    <Route path=path!("/datos") view=about::Data/>
                    <Route path=path!("/privacidad") view=about::Privacy/>
                    <Route path=path!("/accesibilidad") view=about::Accessibility/>
                </Routes>
            </main>
            <footer class="bottom">
                <div class="wide">
                    <p>
                        {move || institute(election, |e| format!("{} · {} · {}", e.institute.name, e.institute.email, e.institute.phone))}
                    </p>
                    <nav aria-label="Pie de página">
                        <A href="/privacidad">"Aviso de privacidad"</A>
                        <A href="/accesibilidad">"Accesibilidad"</A>
                        <A href="/acuses">"Comprobar un acuse"</A>
                        <a href="/trabajo" rel="external">"Acceso para partidos, candidaturas e Instituto"</a>
                    </nav>
                </div>
            </footer>
        </Router>
    }
}

fn institute(election: ElectionResource, read: fn(&Election) -> String) -> String {
    election.get().and_then(Result::ok).map(|election| read(&election)).unwrap_or_default()
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
