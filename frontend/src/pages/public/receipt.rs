//! Checking a receipt: whether the questionnaires that it is about were sent, and when.

use contract::public::{ReceiptCheck, ReceiptOf};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

use super::with_election;
use crate::{
    api::public::PublicSource,
    components::{Heading, Loading, Trouble},
    format,
};

/// Whether a folio is of a receipt, and where to type one. The folio is the address's last part, as a receipt has it
/// printed, or what was typed here.
#[component]
pub fn Receipt() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let folio = Memo::new(move |_| {
        let folio = params.with(|params| params.get("folio")).or_else(|| query.with(|query| query.get("folio")));
        folio.map(|folio| folio.trim().to_owned()).unwrap_or_default()
    });
    let source = expect_context::<PublicSource>();
    let check = LocalResource::new(move || {
        let folio = folio.get();
        async move { if folio.is_empty() { None } else { Some(source.receipt(&folio).await) } }
    });
    move || {
        match check.get() {
        None => view! { <Loading/> }.into_any(),
        Some(None) => ask(
            "Comprobar un acuse",
            "Quien envía los cuestionarios de una candidatura recibe un acuse con folio. Aquí cualquiera comprueba que es verdadero.".into_any(),
            String::new(),
        ),
        Some(Some(Err(error))) if error.status() == 404 => ask(
            "No hay un acuse con ese folio",
            "Revise que esté completo y bien copiado. Si lo está, ese acuse no salió de este sistema.".into_any(),
            folio.get_untracked(),
        ),
        Some(Some(Err(error))) => {
            ask("Comprobar un acuse", view! { <Trouble error=error/> }.into_any(), folio.get_untracked())
        }
        Some(Some(Ok(found))) => with_election(move |election| {
            let institute = election.institute;
            let contact = format!("{}, {}", institute.phone, institute.email);
            view! { <Found found=found.clone() zone=institute.time_zone contact=contact/> }.into_any()
        }),
    }
    }
}

/// Where a folio is typed.
fn ask(title: &'static str, words: AnyView, folio: String) -> AnyView {
    view! {
        <Title text=format!("{title} - Conóceles")/>
        <Heading title=title.to_owned()/>
        <div>{words}</div>
        <form class="narrow" action="/acuses" method="get">
            <p>
                <label for="folio">"Folio del acuse"</label>
                <span class="quiet" id="folio-ayuda">"Está al principio del acuse: tres grupos de cuatro letras y números. Puede escribirlo sin guiones."</span>
                <input id="folio" name="folio" autocomplete="off" autocapitalize="characters" spellcheck="false" required aria-describedby="folio-ayuda" value=folio/>
            </p>
            <p><button type="submit">"Comprobar"</button></p>
        </form>
    }
    .into_any()
}

#[component]
fn Found(found: ReceiptCheck, zone: String, contact: String) -> impl IntoView {
    let whole = if found.whole {
        view! { <p class="good">"El acuse es verdadero, y lo que el sistema guarda con este folio es exactamente lo que se envió."</p> }.into_any()
    } else {
        let call = format!(
            "El acuse existe, pero lo que el sistema guarda con este folio no es lo que se envió. Avise al Instituto: {contact}."
        );
        view! { <p class="trouble">{call}</p> }.into_any()
    };
    let fact = |name: &'static str, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let round = match found.round {
        1 => "El primero".to_owned(),
        round => format!("El número {round}, con correcciones"),
    };
    let whose = found.of.map_or_else(
        || view! { <p>"La candidatura ya no está activa; por eso no se dice de quién es."</p> }.into_any(),
        |ReceiptOf { name, office_name, territory_name, nominator_name, slug }| {
            view! {
                <dl class="facts">
                    <div><dt>"Candidatura"</dt><dd><A href=format!("/candidaturas/{slug}")>{name}</A></dd></div>
                    {fact("Cargo", office_name)}
                    {fact("Territorio", territory_name)}
                    {fact("Postula", nominator_name)}
                </dl>
            }
            .into_any()
        },
    );
    view! {
        <Title text=format!("Acuse {} - Conóceles", found.folio)/>
        <Heading title=format!("Acuse {}", found.folio)/>
        {whole}
        <dl class="facts">
            {fact("Se envió", format::moment(found.at, &zone))}
            {fact("Qué envío es", round)}
        </dl>
        {whose}
        <details>
            <summary>"Huella digital de lo que se envió"</summary>
            <p>"Debe ser igual a la que está impresa en el acuse (SHA-256):"</p>
            <p><code class="digest">{found.digest}</code></p>
        </details>
        <p><A href="/acuses">"Comprobar otro acuse"</A></p>
    }
}
