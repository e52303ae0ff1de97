//! The versions that were published, and what changed from each to the next, word by word (PTO II.C, II.E).

use contract::profile::{FieldDifference, PublishedVersion, VersionCause};
use domain::{difference::Change, permission::Act, questionnaire::Answer};
use leptos::prelude::*;

use super::candidacy::{Case, back, heading, with_case};
use crate::{
    api::work::Work,
    components::{Loading, Trouble},
    format,
};

/// The page.
#[component]
pub fn Versions() -> impl IntoView {
    let work = expect_context::<Work>();
    with_case(move |case| {
        let id = case.id();
        let read = LocalResource::new(move || {
            let id = id.clone();
            async move { work.versions(&id).await }
        });
        let (way, title) = (back(&case), heading(&case, "Versiones publicadas"));
        view! {
            {title}
            {move || match read.get() {
                None => view! { <Loading/> }.into_any(),
                Some(Err(error)) => view! { <Trouble error=error/> }.into_any(),
                Some(Ok(all)) => told(&case, &all),
            }}
            {way}
        }
        .into_any()
    })
}

fn told(case: &Case, all: &[PublishedVersion]) -> AnyView {
    if all.is_empty() {
        return view! { <p>"Todavía no se publica ninguna versión."</p> }.into_any();
    }
    let rows = all.iter().map(|version| {
        let cause = match version.cause {
            VersionCause::FirstPublication => "Primera publicación",
            VersionCause::Correction => "Corrección concedida",
        };
        view! {
            <tr>
                <th scope="row">{format!("Versión {}", version.number)}</th>
                <td data-label="Fecha y hora">{format::moment(version.at, &case.election.institute.time_zone)}</td>
                <td data-label="Motivo">{cause}</td>
                <td data-label="Cuenta que autorizó">{version.by.clone()}</td>
            </tr>
        }
    });
    let later = all.iter().filter(|version| version.number > 1 && case.may(Act::ReadAnswers));
    let changes = later.map(|version| view! { <Changes case=case.clone() to=version.number/> });
    view! {
        <p>"Ninguna versión se borra ni se cambia. El público ve sólo la última."</p>
        <table class="rows">
            <thead><tr><th scope="col">"Versión"</th><th scope="col">"Fecha y hora"</th><th scope="col">"Motivo"</th><th scope="col">"Cuenta que autorizó"</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        {changes.collect_view()}
    }
    .into_any()
}

/// What a version changed of the one before.
#[component]
fn Changes(case: Case, to: u32) -> impl IntoView {
    let work = expect_context::<Work>();
    let id = case.id();
    let read = LocalResource::new(move || {
        let id = id.clone();
        async move { work.difference(&id, to - 1, to).await }
    });
    view! {
        <section>
            <h2>{format!("Qué cambió de la versión {} a la {to}", to - 1)}</h2>
            {move || match read.get() {
                None => view! { <Loading/> }.into_any(),
                Some(Err(error)) => view! { <Trouble error=error/> }.into_any(),
                Some(Ok(all)) if all.is_empty() => view! { <p>"No cambió ninguna respuesta que usted pueda leer."</p> }.into_any(),
                Some(Ok(all)) => view! {
                    <p>"Lo que se quitó va entre [− y −]. Lo que se agregó va entre [+ y +]."</p>
                    <dl class="answers">{all.into_iter().map(|one| field(&case, one)).collect_view()}</dl>
                }.into_any(),
            }}
        </section>
    }
}

fn field(case: &Case, one: FieldDifference) -> AnyView {
    let label = case.election.question(one.field.as_str()).map(|(_, question)| question.label.clone());
    let words = if one.words.is_empty() {
        let what = match (&one.before, &one.after) {
            (None, Some(Answer::One(_))) => "Se agregó.",
            (Some(_), None) => "Se quitó.",
            _ => "Se cambió por otra.",
        };
        view! { <p>{what}</p> }.into_any()
    } else {
        let words = one.words.into_iter().map(|stretch| match stretch.change {
            Change::Kept => view! { <span>{stretch.text}</span> }.into_any(),
            Change::Removed => view! { <del>{format!("[− {} −]", stretch.text.trim_end())}</del>" " }.into_any(),
            Change::Added => view! { <ins>{format!("[+ {} +]", stretch.text.trim_end())}</ins>" " }.into_any(),
        });
        view! { <p class="written">{words.collect_view()}</p> }.into_any()
    };
    view! { <div><dt>{label.unwrap_or_else(|| one.field.to_string())}</dt><dd>{words}</dd></div> }.into_any()
}
