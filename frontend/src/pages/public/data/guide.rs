//! The guide for who programs with the data. Every address that it names is in one of two lists, which a test asks one by
//! one.

use contract::paths::{from_root, public as paths};
use domain::election::Election;
use leptos::prelude::*;

use crate::pages::public::{Head, Page, Place, PublicSource, asked_at, heading};

/// A file of the open data.
#[derive(Debug, Clone)]
pub struct OpenFile {
    /// From the root of the site.
    pub address: String,
    /// Its format.
    pub format: &'static str,
    /// What it is for.
    pub purpose: &'static str,
}

/// The files of the open data.
#[must_use]
pub fn open_files() -> [OpenFile; 13] {
    [
        (
            paths::table_spreadsheet(),
            "Hoja de cálculo (Excel, LibreOffice)",
            "Ver, filtrar y contar. El diccionario está en la segunda hoja.",
        ),
        (paths::table_csv(), "CSV", "Abrir en cualquier programa de datos: una candidatura por renglón."),
        (paths::table_json(), "JSON", "Programar. Dice por qué falta cada dato."),
        (paths::table_json_lines(), "JSON Lines", "Leer muchas candidaturas una por una."),
        (paths::popolo(), "Popolo (JSON)", "Juntar con datos de otros países: personas, cargos y territorios."),
        (paths::dictionary_text(), "Texto", "Leer qué quiere decir cada columna."),
        (paths::dictionary_csv(), "CSV", "Lo mismo, para hojas de cálculo."),
        (paths::dictionary(), "JSON", "Lo mismo, para programas."),
        (paths::table_metadata(), "CSV on the Web", "Que un programa entienda las columnas del CSV."),
        (paths::catalogue(), "DCAT (JSON-LD)", "Agregar estos datos a un catálogo de datos abiertos."),
        (paths::changes_feed(), "Atom", "Enterarse de los cambios con un lector de noticias."),
        (paths::changes(), "JSON", "Poner al día una copia: de quién cambió lo que se muestra y quién ya no está."),
        (paths::day_digests(), "JSON", "Comprobar qué se publicó cada día: huellas de los archivos."),
    ]
    .map(|(path, format, purpose)| OpenFile { address: from_root(path), format, purpose })
}

/// Something to ask the API for.
#[derive(Debug, Clone)]
pub struct Example {
    /// From the root of the site, with `OFFICE` and `TERRITORY` for those of a contest and `SLUG` for a candidacy.
    pub address: String,
    /// What it gives.
    pub gives: &'static str,
}

/// Searching, which the programs of the guide do: from the root of the site.
#[must_use]
pub fn search() -> String {
    from_root(&format!("{}?q=agua&within=texts", paths::candidacies()))
}

/// What the guide shows how to ask for.
#[must_use]
pub fn examples() -> [Example; 16] {
    let at = |path: &str, gives| Example { address: from_root(path), gives };
    let asked = |path: &str, question: &str, gives| at(&format!("{path}?{question}"), gives);
    let (office, territory) = ("OFFICE".into(), "TERRITORY".into());
    [
        at(paths::election(), "La elección: cargos, territorios, partidos y cuestionarios."),
        at(paths::directory(), "Los filtros de la lista y sus opciones."),
        at(paths::candidacies(), "Todas las candidaturas, por páginas."),
        Example { address: search(), gives: "Las que escriben una palabra en sus motivos o propuestas." },
        asked(paths::candidacies(), "office=OFFICE&page=1&size=50", "Las de un cargo, 50 por página."),
        asked(paths::table_csv(), "office=OFFICE", "La tabla, con los mismos filtros de la lista."),
        at(&paths::candidacy("SLUG"), "Todo lo publicado de una candidatura."),
        at(&paths::ledger("SLUG"), "Qué ha cambiado en su perfil."),
        at(&paths::sheet("SLUG"), "Su ficha en PDF."),
        at(&paths::page_code("SLUG"), "El código QR de su página."),
        at(paths::contests(), "Todas las contiendas: un cargo en un territorio."),
        at(&paths::contest(&office, &territory), "Una contienda con todas sus candidaturas, para comparar."),
        at(paths::statistics(), "Todas las estadísticas."),
        at(&paths::statistics_csv("partido"), "Una tabla de las estadísticas en CSV."),
        asked(paths::changes(), "since=0", "De quién cambió algo, para poner al día una copia."),
        at("/openapi.json", "La descripción completa para programas (OpenAPI)."),
    ]
}

/// The address of an example in an election: one of its offices and a territory where it is elected.
#[must_use]
pub fn in_election(address: &str, election: &Election) -> String {
    let Some(office) = election.offices.first() else { return address.to_owned() };
    let territory = election.territories.iter().find(|territory| territory.kind == office.territory);
    let territory = territory.map_or("TERRITORY", |territory| territory.id.as_str());
    address.replace("OFFICE", office.key.as_str()).replace("TERRITORY", territory)
}

/// The programs that the guide shows, each with its language's name. They read `total`, and of each of `items` `name` and
/// `office_name`.
#[must_use]
pub fn programs(site: &str) -> [(&'static str, String); 3] {
    let address = format!("{site}{}", search());
    [
        ("curl", format!("curl --compressed \"{address}\"")),
        (
            "JavaScript",
            format!(
                "const answer = await fetch(\"{address}\");\nif (!answer.ok) throw new Error(answer.status);\n\
                 const {{ total, items }} = await answer.json();\nconsole.log(total);\n\
                 for (const one of items) console.log(one.name, one.office_name);"
            ),
        ),
        (
            "Python",
            format!(
                "import json\nfrom urllib.request import urlopen\n\nwith urlopen(\"{address}\") as answer:\n    \
                 found = json.load(answer)\nprint(found[\"total\"])\nfor one in found[\"items\"]:\n    \
                 print(one[\"name\"], one[\"office_name\"])"
            ),
        ),
    ]
}

/// The guide.
pub(crate) fn guide(source: &dyn PublicSource) -> Page {
    let title = "Guía para programar con los datos";
    let head = Head::new(title, "Cómo pedir los datos de las candidaturas desde un programa, con ejemplos.");
    let content = view! {
        {heading(title)}
        <p class="lead">"No necesita cuenta ni clave. Cualquier página o programa puede leer los datos."</p>
        <p>
            "Si quiere todo junto, descargue "<a href=Place::Data.address()>"los archivos"</a>
            ". Si quiere una parte, pídala así."
        </p>
        {programs_section(source)}
        {examples_section(source)}
        {rules_section()}
    };
    Page::here(head.at(Place::Guide.address()), content.into_any())
}

fn programs_section(source: &dyn PublicSource) -> AnyView {
    let programs = programs(source.site()).map(|(language, text)| {
        view! {
            <h3>{language}</h3>
            <pre tabindex="0">
                <code>{text}</code>
            </pre>
        }
    });
    view! {
        <section>
            <h2>"Ejemplos"</h2>
            <p>
                "Los tres buscan la palabra «agua» en los motivos y las propuestas, y escriben cuántas candidaturas hay y quiénes son."
            </p>
            {programs.into_iter().collect_view()}
        </section>
    }
    .into_any()
}

fn examples_section(source: &dyn PublicSource) -> AnyView {
    let examples = examples().map(|example| {
        let address = in_election(&example.address, source.election());
        let shown = view! { <code>{address.clone()}</code> };
        let shown = match asked_at(source, &address).filter(|_| !address.contains("SLUG")) {
            Some(address) => view! { <a href=address>{shown}</a> }.into_any(),
            None => shown.into_any(),
        };
        view! {
            <div>
                <dt>{shown}</dt>
                <dd>{example.gives}</dd>
            </div>
        }
    });
    let all = asked_at(source, "/api/docs/").map(|address| {
        view! {
            <p>
                <a href=address>"Todas las direcciones, una por una"</a>
            </p>
        }
    });
    view! {
        <section>
            <h2>"Qué puede pedir"</h2>
            <p>
                "Todo empieza en "<code>{source.site().to_owned()}</code>". Cambie "<code>"SLUG"</code>
                " por el final de la dirección de un perfil."
            </p>
            <dl class="answers">{examples.into_iter().collect_view()}</dl>
            {all}
        </section>
    }
    .into_any()
}

fn rules_section() -> AnyView {
    view! {
        <section>
            <h2>"Reglas"</h2>
            <ul>
                <li>
                    "Hay un límite de consultas por minuto. Los encabezados "<code>"RateLimit-Policy"</code>" y "
                    <code>"RateLimit"</code>" dicen cuál es y cuánto le queda. Si se pasa, la respuesta es 429 y "
                    <code>"Retry-After"</code>" dice cuántos \
                    segundos esperar."
                </li>
                <li>
                    "Guarde el "<code>"ETag"</code>" de cada respuesta y mándelo en "<code>"If-None-Match"</code>
                    ": si nada cambió, la \
                    respuesta es 304 y no descarga nada."
                </li>
                <li>
                    "Si guarda una copia, siga los cambios: pida "<code>"since"</code>
                    " con el número que la respuesta anterior trae en " <code>"next_since"</code>". De lo que diga "
                    <code>"changed"</code>", pida otra vez esa candidatura con su " <code>"id"</code>"; lo que diga "
                    <code>"gone"</code>", quítelo de su copia."
                </li>
                <li>"Una candidatura que dejó la contienda responde 410. Quítela de su copia."</li>
                <li>
                    "Los errores vienen en "<code>"application/problem+json"</code>
                    ", con un código que no cambia y un texto que dice \
                    qué hacer."
                </li>
            </ul>
        </section>
    }
    .into_any()
}
