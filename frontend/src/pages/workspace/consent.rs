//! The express consent: three marks, the sections, and the signed document.

use contract::profile::GiveConsent;
use domain::ids::SectionKey;
use leptos::prelude::*;

use super::{
    acting::Acting,
    candidacy::{Case, back, heading, with_case},
    registry::chosen,
};
use crate::{api::work::Work, format};

/// The page.
#[component]
pub fn ConsentPage() -> impl IntoView {
    let acting = Acting::new();
    with_case(move |case| {
        view! { {heading(&case, "Consentimiento")} {back(&case)} <Form case=case acting=acting/> }.into_any()
    })
}

#[component]
fn Form(case: Case, acting: Acting) -> impl IntoView {
    let work = expect_context::<Work>();
    let [treatment, publication, statistics] = [(); 3].map(|()| RwSignal::new(false));
    let chosen_sections = RwSignal::new(Vec::<SectionKey>::new());
    let missing = RwSignal::new(false);
    let input = NodeRef::<leptos::html::Input>::new();
    let (id, revision, again) = (StoredValue::new(case.id()), case.work.revision, case.again);
    let withdraw = move |_| {
        let id = id.get_value();
        acting.act(async move { work.withdraw_consent(&id, revision).await }, again, |_| ());
    };
    let give = move |_| {
        let document = chosen(input);
        missing.set(document.is_none());
        let Some(document) = document else { return };
        let command = GiveConsent {
            treatment: treatment.get_untracked(),
            publication: publication.get_untracked(),
            statistics: statistics.get_untracked(),
            sections: chosen_sections.get_untracked(),
        };
        let id = id.get_value();
        acting.act(async move { work.give_consent(&id, revision, &command, document).await }, again, |_| ());
    };
    let zone = case.election.institute.time_zone.clone();
    let title = |key: &SectionKey| {
        case.election
            .identity
            .sections
            .iter()
            .find(|section| section.key == *key)
            .map_or_else(String::new, |section| section.title.clone())
    };
    let current = case.work.consent.as_ref().map(|consent| {
        let sections: Vec<String> = consent.sections.iter().map(title).collect();
        let words = if consent.publication && !sections.is_empty() {
            format!("Se publican: {}.", sections.join(", "))
        } else {
            "No se publica ninguna respuesta de identidad.".into()
        };
        view! {
            <section class="panel">
                <h2>"Consentimiento registrado"</h2>
                <p>{format!("Desde el {}. {words}", format::moment(consent.given_at, &zone))}</p>
                <p><button type="button" class="second" disabled=move || acting.is_busy() on:click=withdraw>"Retirar el consentimiento"</button></p>
                <p class="quiet">"Al retirarlo, esas respuestas dejan de mostrarse de inmediato."</p>
            </section>
        }
    });
    let sections = case.election.identity.sections.iter().filter(|section| !section.statistics_only).map(|section| {
        let key = section.key.clone();
        let toggle = move |_| {
            chosen_sections.update(|chosen| match chosen.iter().position(|one| *one == key) {
                Some(place) => {
                    chosen.remove(place);
                }
                None => chosen.push(key.clone()),
            });
        };
        view! { <label class="mark"><input type="checkbox" on:change=toggle/>{section.title.clone()}</label> }
    });
    view! {
        <p>"Sin consentimiento, las respuestas de identidad sólo se usan para estadísticas. Los datos socioeconómicos nunca se publican con su nombre."</p>
        {current}
        <fieldset class="field">
            <legend>"Autorizo"</legend>
            <label class="mark"><input type="checkbox" bind:checked=treatment/>"Que se traten mis datos personales sensibles"</label>
            <label class="mark"><input type="checkbox" bind:checked=publication/>"Que se publiquen las respuestas de los apartados que elijo"</label>
            <label class="mark"><input type="checkbox" bind:checked=statistics/>"Que se usen en informes estadísticos"</label>
        </fieldset>
        <fieldset class="field"><legend>"Apartados que se publican"</legend>{sections.collect_view()}</fieldset>
        <div class="field">
            <label for="documento">"Documento firmado"</label>
            <p class="quiet" id="documento-ayuda">"PDF o imagen JPEG o PNG, de 10 MB como máximo."</p>
            <input id="documento" type="file" accept="application/pdf,image/jpeg,image/png" aria-describedby="documento-ayuda" node_ref=input/>
        </div>
        {move || missing.get().then(|| view! { <p class="trouble" role="alert">"Falta elegir el documento firmado."</p> })}
        {acting.trouble()}
        <p><button type="button" disabled=move || acting.is_busy() on:click=give>"Registrar el consentimiento"</button></p>
    }
}
