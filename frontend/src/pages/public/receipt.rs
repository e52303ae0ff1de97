//! Checking a receipt: whether the questionnaires that it is about were sent, and when.

use contract::public::{ReceiptCheck, ReceiptOf};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_navigate, use_params_map},
};

use super::with_election;
use crate::{
    api::{escape, public::PublicSource},
    components::{Heading, Loading, Trouble, focus},
    format,
};

/// Where a folio is typed.
#[component]
fn Ask(#[prop(optional)] folio: String) -> impl IntoView {
    let navigate = use_navigate();
    let typed = RwSignal::new(folio);
    let missing = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let folio = typed.get_untracked().trim().to_owned();
        missing.set(folio.is_empty());
        if folio.is_empty() {
            focus("folio");
        } else {
            navigate(&format!("/acuses/{}", escape(&folio)), NavigateOptions::default());
        }
    };
    view! {
        <form class="narrow" novalidate on:submit=submit>
            <p>
                <label for="folio">"Folio del acuse"</label>
                <span class="quiet" id="folio-ayuda">"Está arriba en el acuse: tres grupos de cuatro letras y números. Puede escribirlo sin guiones."</span>
            </p>
            <div id="folio-error" role="alert">{move || missing.get().then(|| view! { <p class="fault"><span>"Error: "</span>"Escriba el folio."</p> })}</div>
            <p><input id="folio" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="folio-ayuda folio-error" aria-invalid=move || missing.get().then_some("true") bind:value=typed/></p>
            <p><button type="submit">"Comprobar"</button></p>
        </form>
    }
}

/// The form alone.
#[component]
pub fn Check() -> impl IntoView {
    view! {
        <Title text="Comprobar un acuse - Conóceles"/>
        <Heading title="Comprobar un acuse".to_owned()/>
        <p>"Quien envía los cuestionarios de una candidatura recibe un acuse con folio. Aquí cualquiera comprueba que es verdadero."</p>
        <Ask/>
    }
}

/// What is known of one receipt.
#[component]
pub fn Receipt() -> impl IntoView {
    let params = use_params_map();
    let folio = Memo::new(move |_| params.with(|params| params.get("folio")).unwrap_or_default());
    let source = expect_context::<PublicSource>();
    let check = LocalResource::new(move || {
        let folio = folio.get();
        async move { source.receipt(&folio).await }
    });
    view! {
        {move || match check.get() {
            None => view! { <Loading/> }.into_any(),
            Some(Err(error)) if error.status() == 404 => view! {
                <Title text="No hay un acuse con ese folio - Conóceles"/>
                <Heading title="No hay un acuse con ese folio".to_owned()/>
                <p>"Revise que esté completo y bien copiado. Si lo está, ese acuse no salió de este sistema."</p>
                <Ask folio=folio.get_untracked()/>
            }.into_any(),
            Some(Err(error)) => view! {
                <Title text="Comprobar un acuse - Conóceles"/>
                <Heading title="Comprobar un acuse".to_owned()/>
                <Trouble error=error/>
                <Ask folio=folio.get_untracked()/>
            }.into_any(),
            Some(Ok(found)) => with_election(move |election| {
                let institute = election.institute;
                view! { <Found found=found.clone() zone=institute.time_zone email=institute.email phone=institute.phone/> }.into_any()
            }).into_any(),
        }}
    }
}

#[component]
fn Found(found: ReceiptCheck, zone: String, email: String, phone: String) -> impl IntoView {
    let whole = if found.whole {
        view! { <p class="good">"El acuse es verdadero, y lo que el sistema guarda con este folio es exactamente lo que se envió."</p> }.into_any()
    } else {
        let call = format!(
            "El acuse existe, pero lo que el sistema guarda con este folio no es lo que se envió. Avise al Instituto: {phone}, {email}."
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
