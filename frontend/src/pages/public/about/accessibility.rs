//! What the institute declares of how accessible the site is. Whatever changes in it changes here, with its date.

use domain::time::Date;
use leptos::prelude::*;

use crate::format;
use crate::pages::public::{Head, Page, Place, PublicSource, heading};

/// When this was last looked at.
const REVIEWED: Date = Date::new(2026, 11, 26);
const STANDARD: &str = "Pautas de Accesibilidad para el Contenido Web (WCAG) 2.2, nivel AA";
const STATE: &str = "parcialmente conforme";

/// How it was found out.
const CHECKED: [&str; 4] = [
    "Una herramienta automática (axe-core) revisa las pantallas principales con un navegador de verdad.",
    "En esas pantallas se comprueba que nada se salga ni se corte a 320, 390 y 1280 pixeles de ancho. El de 320 equivale a un \
     aumento de 400 %.",
    "Se recorren con teclado tareas completas, y se comprueba que siempre se vea en dónde está el foco.",
    "Las páginas públicas se leen y se usan con JavaScript apagado.",
];

/// What is known not to be right, and what can be done meanwhile.
const LIMITS: [(&str, &str); 6] = [
    (
        "Todavía no la han revisado personas con discapacidad, ni alguien ajeno al proyecto.",
        "Una herramienta automática no encuentra todo. Si algo le impide usar el sitio, díganos.",
    ),
    (
        "La ficha en PDF no tiene etiquetas para lectores de pantalla.",
        "El perfil en la página dice lo mismo y sí se puede leer.",
    ),
    (
        "Las fotografías dicen de quién son, pero no describen lo que se ve.",
        "Las entrega cada candidatura. Ninguna información está sólo en la fotografía.",
    ),
    (
        "Las respuestas de las candidaturas pueden ser difíciles de leer.",
        "Son palabras de cada persona y el Instituto no las cambia.",
    ),
    (
        "Las tablas anchas se mueven de lado en pantallas pequeñas.",
        "Se mueven también con el teclado, y cada tabla se puede descargar.",
    ),
    (
        "No hay Lengua de Señas Mexicana ni lenguas indígenas, y la lista de direcciones para programar está en inglés.",
        "Hay una guía en español para programar con los datos.",
    ),
];

/// The declaration.
pub(crate) fn accessibility(source: &dyn PublicSource) -> Page {
    let institute = &source.election().institute;
    let (email, phone) = (institute.email.clone(), institute.phone.clone());
    let write = format!("mailto:{email}");
    let checked = CHECKED.map(|way| view! { <li>{way}</li> }).into_iter().collect_view();
    let limits = LIMITS.map(|(limit, meanwhile)| {
        view! {
            <div>
                <dt>{limit}</dt>
                <dd>{meanwhile}</dd>
            </div>
        }
    });
    let limits = limits.into_iter().collect_view();
    let head =
        Head::new("Accesibilidad", "Qué tan accesible es este sitio, cómo se revisó, qué falta y a quién avisar.");
    let content = view! {
        {heading("Accesibilidad")}
        <p class="lead">"Queremos que cualquier persona pueda leer quiénes piden su voto."</p>
        <p>
            "Este sitio es "<strong>{STATE}</strong>" con las "{STANDARD}
            ". «Parcialmente» quiere decir que cumple casi todo y que hay \
            fallas, que decimos abajo."
        </p>
        <h2>"Qué puede hacer"</h2>
        <ul>
            <li>"Usarlo completo con teclado."</li>
            <li>"Aumentar la letra hasta 400 % sin perder nada."</li>
            <li>"Leerlo con un lector de pantalla."</li>
            <li>"Leerlo sin JavaScript y con internet lento."</li>
            <li>"Imprimir cada perfil."</li>
            <li>"Entender todo sin distinguir colores."</li>
        </ul>
        <h2>"Cómo se revisó"</h2>
        <ul>{checked}</ul>
        <h2>"Qué falta"</h2>
        <dl class="answers">{limits}</dl>
        <h2>"Si algo le impide usarlo"</h2>
        <p>
            "Escriba a "<a href=write>{email}</a>" o llame al "{phone}
            ". Diga en qué página le pasó y qué quería hacer. También \
            puede pedir la información de una candidatura de otra forma."
        </p>
        <p class="quiet">{format!("{}. Declaración revisada el {}.", institute.name, format::civil(REVIEWED))}</p>
    };
    Page::here(head.at(Place::Accessibility.address()), content.into_any())
}
