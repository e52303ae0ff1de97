//! What surrounds every public page.

use domain::election::Election;
use leptos::prelude::*;

use super::{Place, PublicSource, asked_at};

/// The whole body of a page.
pub(super) fn frame(source: &dyn PublicSource, place: &Place, content: AnyView) -> AnyView {
    let election = source.election();
    if place.is_embedded() {
        return small(election, content);
    }
    let institute = &election.institute;
    let reach = format!("{} · {} · {}", institute.name, institute.email, institute.phone);
    let link = |address: &'static str, words: &'static str| {
        let here = (place.address() == address).then_some("page");
        view! {
            <a href=address aria-current=here>
                {words}
            </a>
        }
    };
    view! {
        <a class="skip" href="#contenido">
            "Ir al contenido"
        </a>
        <header class="top">
            <div class="wide">
                <p class="brand">
                    <a href="/">{election.display_name.clone()}</a>
                    <span class="quiet">{institute.name.clone()}</span>
                </p>
                <nav aria-label="Principal">
                    {link("/candidaturas", "Candidaturas")} {link("/contiendas", "Comparar")}
                    {link("/estadisticas", "Estadísticas")} {link("/datos", "Datos abiertos")}
                </nav>
            </div>
        </header>
        <main id="contenido" class="wide" tabindex="-1">
            {content}
        </main>
        <footer class="bottom">
            <div class="wide">
                <p>{reach}</p>
                <nav aria-label="Pie de página">
                    {link("/privacidad", "Aviso de privacidad")} {link("/accesibilidad", "Accesibilidad")}
                    {link("/acuses", "Comprobar un acuse")}
                    {asked_at(source, "/trabajo")
                        .map(|address| {
                            view! { <a href=address>"Acceso para partidos, candidaturas e Instituto"</a> }
                        })}
                </nav>
            </div>
        </footer>
    }
    .into_any()
}

/// What surrounds what another page shows in a frame: whose it is.
fn small(election: &Election, content: AnyView) -> AnyView {
    view! {
        <main id="contenido" class="wide" tabindex="-1">
            {content}
        </main>
        <footer class="bottom">
            <div class="wide">
                <p>
                    <a href="/">{election.display_name.clone()}</a>
                    " · "
                    {election.institute.name.clone()}
                </p>
            </div>
        </footer>
    }
    .into_any()
}
