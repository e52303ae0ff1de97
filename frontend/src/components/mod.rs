//! Small pieces that both programs use.

use domain::questionnaire::{Answer, Kind, Question};
use leptos::prelude::*;

use crate::api::ApiError;

/// Something is on its way.
#[component]
pub fn Loading() -> impl IntoView {
    view! { <p class="quiet" role="status">"Cargando…"</p> }
}

/// Something went wrong, with what to do.
#[component]
pub fn Trouble(
    /// What went wrong.
    error: ApiError,
) -> impl IntoView {
    view! {
        <div class="trouble" role="alert">
            <p>{error.words()}</p>
        </div>
    }
}

/// An answer as text, never as markup; addresses become links.
pub fn answer_view(question: &Question, answer: &Answer) -> AnyView {
    match (&question.kind, answer) {
        (Kind::List { .. } | Kind::Choices { .. }, answer) => {
            let lines: Vec<String> = answer.lines().into_iter().map(str::to_owned).collect();
            view! { <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }.into_any()
        }
        (Kind::Url { .. } | Kind::Network { .. }, Answer::One(one)) if one.starts_with("https://") => {
            let href = one.clone();
            view! { <a href=href rel="noopener nofollow external">{one.clone()}</a> }.into_any()
        }
        (_, answer) => view! { <p class="written">{answer.lines().join("\n")}</p> }.into_any(),
    }
}
