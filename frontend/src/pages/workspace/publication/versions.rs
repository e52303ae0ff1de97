//! The versions that were published, and what the newest changed, word by word (PTO II.C, II.E).

use contract::publication::{CompareVersions, FieldDifference, PublishedVersion, VersionCause};
use domain::{permission::Act, publication::difference::Change};
use leptos::prelude::*;

use crate::pages::workspace::{
    candidacy::{back, case::Case, heading, with_case},
    review::withheld::ask_purpose,
};
use crate::{
    api::{ApiError, work::Work},
    components::shown,
    format,
};

/// The page: every version, and what the newest changed.
#[component]
pub fn Versions() -> impl IntoView {
    let work = expect_context::<Work>();
    with_case(move |case| {
        let (id, compares) = (case.id(), case.may(Act::ReadAnswers));
        let purpose = case.purpose;
        let read = LocalResource::new(move || {
            let (id, purpose) = (id, purpose.get());
            async move {
                let all = work.versions(id).await?;
                let newest = all.first().map(|version| version.number).filter(|newest| compares && *newest > 1);
                let changes = match newest {
                    Some(newest) => {
                        Some(work.difference(id, &CompareVersions { from: newest - 1, to: newest, purpose }).await?)
                    }
                    None => None,
                };
                Ok::<_, ApiError>((all, changes))
            }
        });
        let (way, title) = (back(&case), heading(&case, "Versiones publicadas"));
        let asks = compares && case.work.withheld.is_some() && case.purpose.get_untracked().is_none();
        let asked = (asks && case.may(Act::ReadIdentity)).then(|| ask_purpose(&case));
        view! {
            {title}
            {move || shown(read.get(), |(all, changes)| told(&case, &all, changes))}
            {asked}
            {way}
        }
        .into_any()
    })
}

fn told(case: &Case, all: &[PublishedVersion], changes: Option<Vec<FieldDifference>>) -> AnyView {
    let rows = all.iter().map(|version| {
        let cause = match version.cause {
            VersionCause::FirstPublication => "Primera publicación",
            VersionCause::Correction => "Corrección concedida",
        };
        let when = format::moment(version.at, &case.election.institute.time_zone);
        let line = format!("{when}. {cause}. Autorizó la cuenta {}.", version.by);
        view! {
            <li>
                <strong>{format!("Versión {}: ", version.number)}</strong>
                {line}
            </li>
        }
    });
    let changes = changes.map(|changes| {
        let newest = all.first().map_or(0, |version| version.number);
        view! {
            <h2>{format!("Qué cambió de la versión {} a la {newest}", newest.saturating_sub(1))}</h2>
            <p>"Lo que se quitó va entre [− y −]. Lo que se agregó va entre [+ y +]."</p>
            <dl class="answers">{changes.into_iter().map(|change| field(case, change)).collect_view()}</dl>
        }
    });
    view! {
        <p>"Ninguna versión se borra ni se cambia. El público ve sólo la última."</p>
        <ul>{rows.collect_view()}</ul>
        {changes}
    }
    .into_any()
}

fn field(case: &Case, difference: FieldDifference) -> AnyView {
    let label = case.election.question(difference.field.as_str()).map(|(_, question)| question.label.clone());
    let words = if difference.words.is_empty() {
        let what = match (&difference.before, &difference.after) {
            (None, _) => "Se agregó.",
            (_, None) => "Se quitó.",
            _ => "Se cambió por otra.",
        };
        what.into_any()
    } else {
        // The signs stay on the line of the words they stand beside.
        let words = difference.words.into_iter().map(|stretch| match stretch.change {
            Change::Kept => stretch.text.into_any(),
            Change::Removed => view! {
                <del>{format!("[−\u{a0}{}\u{a0}−]", stretch.text.trim_end())}</del>
                " "
            }
            .into_any(),
            Change::Added => view! {
                <ins>{format!("[+\u{a0}{}\u{a0}+]", stretch.text.trim_end())}</ins>
                " "
            }
            .into_any(),
        });
        view! { <p class="written">{words.collect_view()}</p> }.into_any()
    };
    view! {
        <div>
            <dt>{label.unwrap_or_else(|| difference.field.to_string())}</dt>
            <dd>{words}</dd>
        </div>
    }
    .into_any()
}
