//! Checking a receipt: whether the questionnaires that it is about were sent, and when.

use contract::public::{ReceiptCheck, ReceiptOf};
use domain::election::Institute;
use leptos::prelude::*;

use super::{AskedReceipt, Head, Page, PageStatus, Place, PublicSource, asked_at, fact, heading, profile_address};
use crate::format;

const CHECK: &str = "Comprobar un acuse";

/// Whether a folio is of a receipt, and where to type one. Only the page without a folio is found by searching.
pub(super) fn receipt(source: &dyn PublicSource, folio: Option<&str>) -> Page {
    let what = "Quien envía los cuestionarios de una candidatura recibe un acuse con folio. Aquí cualquiera comprueba que es \
                verdadero.";
    let head = Head::new(CHECK, what);
    let Some(folio) = folio else {
        return Page::here(head.at(Place::Receipt(None).address()), ask(source, CHECK, what.into_any(), ""));
    };
    match source.receipt() {
        AskedReceipt::Found(found) => {
            let head = Head::new(format!("Acuse {}", found.folio), "");
            Page::here(head, known(found.clone(), &source.election().institute))
        }
        AskedReceipt::Nothing => {
            let title = "No hay un acuse con ese folio";
            let words = "Revise que esté completo y bien copiado. Si lo está, ese acuse no salió de este sistema.";
            let content = ask(source, title, words.into_any(), folio);
            Page::here(Head::new(title, ""), content).with_status(PageStatus::Missing)
        }
        AskedReceipt::Unavailable => {
            let words = "Ahora hay muchas personas usando el sistema. Espere un momento e intente de nuevo.";
            let content = ask(source, CHECK, view! { <p class="trouble">{words}</p> }.into_any(), folio);
            Page::here(head, content).with_status(PageStatus::Unavailable)
        }
    }
}

/// Where a folio is typed.
fn ask(source: &dyn PublicSource, title: &'static str, words: AnyView, folio: &str) -> AnyView {
    let folio = folio.to_owned();
    let Some(address) = asked_at(source, "/acuses") else {
        let words = "Esta es una copia del sitio, donde los acuses no se pueden comprobar.";
        return view! {
            {heading(title)}
            <p class="trouble">{words}</p>
        }
        .into_any();
    };
    view! {
        {heading(title)}
        <div>{words}</div>
        <form class="narrow" action=address method="get">
            <p>
                <label for="folio">"Folio del acuse"</label>
                <span class="quiet" id="folio-ayuda">
                    "Está al principio del acuse: tres grupos de cuatro letras y números. Puede escribirlo sin guiones."
                </span>
                <input
                    id="folio"
                    name="folio"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    required
                    aria-describedby="folio-ayuda"
                    value=folio
                />
            </p>
            <p>
                <button type="submit">"Comprobar"</button>
            </p>
        </form>
    }
    .into_any()
}

/// What is known of a receipt.
fn known(found: ReceiptCheck, institute: &Institute) -> AnyView {
    let contact = format!("{}, {}", institute.phone, institute.email);
    let whole = if found.whole {
        view! {
            <p class="good">
                "El acuse es verdadero, y lo que el sistema guarda con este folio es exactamente lo que se envió."
            </p>
        }
        .into_any()
    } else {
        let call = format!(
            "El acuse existe, pero lo que el sistema guarda con este folio no es lo que se envió. Avise al Instituto: {contact}."
        );
        view! { <p class="trouble">{call}</p> }.into_any()
    };
    let round = match found.round {
        1 => "El primero".to_owned(),
        round => format!("El número {round}, con correcciones"),
    };
    let whose = found.of.map_or_else(
        || view! { <p>"La candidatura ya no está activa; por eso no se dice de quién es."</p> }.into_any(),
        |ReceiptOf { name, office_name, territory_name, nominator_name, slug }| {
            view! {
                <dl class="facts">
                    <div>
                        <dt>"Candidatura"</dt>
                        <dd>
                            <a href=profile_address(&slug)>{name}</a>
                        </dd>
                    </div>
                    {fact("Cargo", office_name)}
                    {fact("Territorio", territory_name)}
                    {fact("Postula", nominator_name)}
                </dl>
            }
            .into_any()
        },
    );
    view! {
        {heading(format!("Acuse {}", found.folio))}
        {whole}
        <dl class="facts">
            {fact("Se envió", format::moment(found.at, &institute.time_zone))} {fact("Qué envío es", round)}
        </dl>
        {whose}
        <details>
            <summary>"Huella digital de lo que se envió"</summary>
            <p>"Debe ser igual a la que está impresa en el acuse (SHA-256):"</p>
            <p>
                <code class="digest">{found.digest}</code>
            </p>
        </details>
        <p>
            <a href="/acuses">"Comprobar otro acuse"</a>
        </p>
    }
    .into_any()
}
