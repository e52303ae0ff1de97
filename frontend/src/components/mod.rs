//! Small pieces that both programs use.

use domain::questionnaire::{Answer, Kind, Question};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::api::ApiError;

/// Takes the focus to the page's content after each step from one address to another, as a new page would.
#[component]
pub fn Arrival() -> impl IntoView {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        let content = document().get_element_by_id("contenido").and_then(|main| main.dyn_into::<HtmlElement>().ok());
        if let (true, Some(content)) = (before.is_some_and(|before| before != now), content) {
            // Nothing to mend where the browser refuses the focus.
            let _ = content.focus();
        }
        now
    });
}

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
