//! Pages about the directory itself.

use leptos::prelude::*;
use leptos_meta::Title;

use super::with_election;
use crate::{components::Heading, format};

/// Nothing at this address.
#[component]
pub fn Missing() -> impl IntoView {
    view! {
        <Title text="No encontramos esta página"/>
        <Heading title="No encontramos esta página".to_owned()/>
        <p>"Revise la dirección o "<a href="/candidaturas">"busque en todas las candidaturas"</a>"."</p>
    }
}

/// Open data.
#[component]
pub fn Data() -> impl IntoView {
    view! {
        <Title text="Datos abiertos - Conóceles"/>
        <Heading title="Datos abiertos".to_owned()/>
        <p>"Toda la información publicada se puede descargar y reutilizar."</p>
        <ul class="plain">
            <li><a href="/api/v1/public/candidacies.csv" rel="external">"Descargar todas las candidaturas (CSV)"</a></li>
            <li><a href="/api/docs/" rel="external">"Documentación para programar con estos datos"</a></li>
            <li><a href="/api/v1/openapi.json" rel="external">"Descripción de la API para programas (OpenAPI)"</a></li>
        </ul>
    }
}

/// The privacy notice.
#[component]
pub fn Privacy() -> impl IntoView {
    view! {
        <Title text="Aviso de privacidad - Conóceles"/>
        <Heading title="Aviso de privacidad".to_owned()/>
        {with_election(|election| view! {
            <p class="written">{election.notice.simplified}</p>
            <h2>"Aviso integral"</h2>
            <p class="written">{election.notice.integral}</p>
            <p class="quiet">{format!("Versión {}, del {}.", election.notice.version, format::civil(election.notice.date))}</p>
        }.into_any())}
    }
}

/// How accessible it is.
#[component]
pub fn Accessibility() -> impl IntoView {
    view! {
        <Title text="Accesibilidad - Conóceles"/>
        <Heading title="Accesibilidad".to_owned()/>
        <p>
            "Este sitio busca cumplir las pautas WCAG 2.2, nivel AA: se usa completo con teclado, funciona a 320 pixeles de \
             ancho y con aumento de 400 %, y no comunica nada sólo con color."
        </p>
        {with_election(|election| view! {
            <p>"Si algo le impide leerlo, escriba a " {election.institute.email} " o llame al " {election.institute.phone} "."</p>
        }.into_any())}
    }
}
