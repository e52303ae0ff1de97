//! The open data: the files, what their columns mean, and how to show a candidacy in another page.

pub mod guide;

use contract::{
    paths::{from_root, public as paths},
    public::open_data::{ColumnType, DataDictionary, DictionaryColumn},
};
use domain::election::Election;
use leptos::prelude::*;

use crate::pages::public::{Head, Page, Place, PublicSource, embed, fact, guide::open_files, heading};

const DATA: &str = "Datos abiertos";
const DICTIONARY: &str = "Diccionario de datos";
const EMBED: &str = "Poner una candidatura o una elección en su página";

/// What can be downloaded, and what may be done with it.
pub(super) fn data(source: &dyn PublicSource) -> Page {
    let (election, site, dictionary) = (source.election(), source.site(), source.dictionary());
    let files = open_files().map(|file| {
        let name = file.address.rsplit('/').next().unwrap_or_default().to_owned();
        view! {
            <tr>
                <th scope="row">
                    <a href=file.address>{name}</a>
                </th>
                <td>{file.format}</td>
                <td>{file.purpose}</td>
            </tr>
        }
    });
    let files = files.into_iter().collect_view();
    let head = Head::new(DATA, "Descargue y reutilice toda la información publicada de las candidaturas.");
    let content = view! {
        {heading(DATA)}
        <p class="lead">"Toda la información publicada se puede descargar y volver a usar, sin cuenta y sin pagar."</p>
        <p>{dictionary.title.clone()}</p>
        <ul>
            <li>
                <a href=Place::Dictionary.address()>{DICTIONARY}</a>
                ": qué quiere decir cada columna."
            </li>
            <li>
                <a href=Place::Guide.address()>"Guía para programar con los datos"</a>
            </li>
            <li>
                <a href=Place::EmbedHelp.address()>{EMBED}</a>
            </li>
            <li>
                <a href=Place::Statistics.address()>"Estadísticas"</a>
            </li>
        </ul>
        <section>
            <h2>"Archivos"</h2>
            <p>
                "Los archivos tienen lo que está publicado en este momento. Si no sabe cuál elegir, descargue la hoja de cálculo."
            </p>
            <div class="sideways" role="region" tabindex="0" aria-label="Archivos">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Archivo"</th>
                            <th scope="col">"Formato"</th>
                            <th scope="col">"Para qué sirve"</th>
                        </tr>
                    </thead>
                    <tbody>{files}</tbody>
                </table>
            </div>
        </section>
        {licence(&dictionary, election, site)}
        {copies()}
    };
    Page::here(head.at(Place::Data.address()), content.into_any())
}

/// What whoever keeps a copy has to do.
fn copies() -> impl IntoView {
    view! {
        <section>
            <h2>"Si guarda una copia"</h2>
            <p>
                "Quien deja la contienda o retira su consentimiento ya no es público, y lo que corrige cambia. Siga "
                <a href=from_root(paths::changes())>"los cambios"</a>
                ", por ejemplo cada cinco minutos: lo que diga «changed» se pide otra vez, y lo que diga «gone» se quita de la \
                 copia. "<a href=Place::Guide.address()>"La guía"</a>" dice cómo."
            </p>
            <h3>"Cómo comprobar un archivo"</h3>
            <p>
                "Cada día, poco después de que empieza, se guarda cuántas candidaturas había y la huella (SHA-256) de los archivos \
                 de ese momento. Calcule la huella de su archivo, por ejemplo con "
                <code>"sha256sum candidaturas.csv"</code> ", y compárela con la de "
                <a href=from_root(paths::day_digests())>"las huellas de cada día"</a>
                ". Si son iguales, su archivo es como se publicó. Si no lo son, puede ser que algo cambió ese día antes de que \
                 usted lo bajara: los cambios dicen a qué hora. Los archivos viejos no se guardan."
            </p>
        </section>
    }
}

/// What may be done with the data, and how to say where they come from.
fn licence(dictionary: &DataDictionary, election: &Election, site: &str) -> AnyView {
    let cite = format!(
        "{}. {}. Consultado el (fecha) en {site}{}. Licencia: {}.",
        election.institute.name,
        dictionary.title,
        Place::Data.address(),
        dictionary.licence
    );
    view! {
        <section>
            <h2>"Licencia y cómo citar"</h2>
            <p>
                "Puede copiar, compartir y transformar los datos si dice de dónde los tomó. Licencia: "
                <a href=dictionary.licence_url.clone() rel="license noopener external">
                    {dictionary.licence.clone()}
                </a>"."
            </p>
            <p>"Puede citarlos así:"</p>
            <blockquote>
                <p>{cite}</p>
            </blockquote>
        </section>
    }
    .into_any()
}

/// What each column means and each missing value.
pub(super) fn dictionary(source: &dyn PublicSource) -> Page {
    let dictionary = source.dictionary();
    let missing = dictionary.missing.iter().map(|missing| {
        view! {
            <div>
                <dt>"«"{missing.words.clone()}"»"</dt>
                <dd>{missing.meaning.clone()}</dd>
            </div>
        }
    });
    let missing = missing.collect_view();
    let columns = dictionary.columns.iter().map(column).collect_view();
    let how_many = format!("La tabla tiene {} columnas, en este orden.", dictionary.columns.len());
    let head = Head::new(DICTIONARY, "Qué quiere decir cada columna de los datos de las candidaturas.");
    let content = view! {
        {heading(DICTIONARY)}
        <p>{how_many}</p>
        <p>
            "El diccionario también está en "<a href=from_root(paths::dictionary_csv())>"CSV"</a>", "
            <a href=from_root(paths::dictionary())>"JSON"</a>" y "
            <a href=from_root(paths::dictionary_text())>"texto"</a>"."
        </p>
        <section>
            <h2>"Cuando falta un dato"</h2>
            <dl class="answers">{missing}</dl>
            <p>"En JSON el valor es "<code>"null"</code>" y el motivo está en "<code>"FALTANTES"</code>"."</p>
        </section>
        <section>
            <h2>"Columnas"</h2>
            <div class="sideways" role="region" tabindex="0" aria-label="Columnas">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Columna"</th>
                            <th scope="col">"Qué es"</th>
                            <th scope="col">"Tipo"</th>
                            <th scope="col">"Por qué puede faltar"</th>
                        </tr>
                    </thead>
                    <tbody>{columns}</tbody>
                </table>
            </div>
        </section>
        <p>
            <a href=Place::Data.address()>"Volver a los datos abiertos"</a>
        </p>
    };
    Page::here(head.at(Place::Dictionary.address()), content.into_any())
}

fn column(column: &DictionaryColumn) -> AnyView {
    let missing: Vec<&str> = column.missing.iter().map(|missing| missing.words()).collect();
    let missing = if missing.is_empty() { "Siempre está".to_owned() } else { missing.join(", ") };
    let options = (!column.options.is_empty()).then(|| {
        let options = column.options.iter().map(|option| view! { <li>{option.clone()}</li> }).collect_view();
        view! {
            <details>
                <summary>"Respuestas posibles"</summary>
                <ul>{options}</ul>
            </details>
        }
    });
    view! {
        <tr>
            <th scope="row">
                <code>{column.name.clone()}</code>
            </th>
            <td>{column.title.clone()}{options}</td>
            <td>{kind(column.datatype)}</td>
            <td>{missing}</td>
        </tr>
    }
    .into_any()
}

const fn kind(datatype: ColumnType) -> &'static str {
    match datatype {
        ColumnType::Text => "Texto",
        ColumnType::Whole => "Número entero",
        ColumnType::Flag => "Sí o No",
        ColumnType::List => "Varios textos, separados por punto y coma",
        ColumnType::Moment => "Fecha y hora (RFC 3339)",
    }
}

/// How to show a candidacy in another page.
pub(super) fn embed_help(source: &dyn PublicSource) -> Page {
    let candidacy = embed::snippet(source.site(), &Place::Embedded("SLUG".to_owned()));
    let contest = embed::snippet(source.site(), &Place::EmbeddedContest("CARGO".to_owned(), "LUGAR".to_owned()));
    let head = Head::new(
        EMBED,
        "Copie un código para mostrar una candidatura, o quiénes compiten por un cargo, en otra página de internet.",
    );
    let content = view! {
        {heading(EMBED)}
        <p>"Sirve para medios, escuelas y organizaciones. Muestra lo que está publicado en cada momento."</p>
        <p>
            "El código ya hecho está en el perfil de cada candidatura, en «Compartir esta página», y en cada elección, en «Mostrar quiénes compiten en otra página de internet»."
        </p>
        <h2>"Una candidatura"</h2>
        <p>
            "Cambie "<code>"SLUG"</code>" por el final de la dirección de su perfil, por ejemplo "
            <code>"ana-perez-1a2b3c"</code>"."
        </p>
        <pre tabindex="0">
            <code>{candidacy}</code>
        </pre>
        <h2>"Una elección"</h2>
        <p>
            "Cambie "<code>"CARGO"</code>" y "<code>"LUGAR"</code>
            " por lo que dice la dirección de la elección, por ejemplo "<code>"presidencia-municipal"</code>" y "
            <code>"fresnillo"</code>"."
        </p>
        <pre tabindex="0">
            <code>{contest}</code>
        </pre>
        <h2>"Preguntas"</h2>
        <dl class="answers">
            {fact(
                "¿Guarda datos de quien la mira?",
                "No. No usa galletas (cookies) ni programas de otras empresas. El programa del código sólo ajusta la altura del recuadro; puede quitarlo.",
            )} {fact("¿A dónde llevan los enlaces?", "A la página completa, en toda la ventana.")}
            {fact("¿Y si la candidatura deja la contienda?", "El recuadro lo dice y no muestra nada más.")}
            {fact(
                "¿Cómo la leen quienes usan lector de pantalla?",
                "Conserve el título (title) del código: dice qué hay en el recuadro.",
            )}
        </dl>
    };
    Page::here(head.at(Place::EmbedHelp.address()), content.into_any())
}
