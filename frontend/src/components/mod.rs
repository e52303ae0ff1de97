//! Small pieces of pages.

#[cfg(feature = "csr")]
mod working;

use contract::public::Contact;
use domain::questionnaire::{Answer, Kind, Question};
use leptos::prelude::*;

#[cfg(feature = "csr")]
pub use working::{
    Arrival, FOUND, FirstPage, Heading, Loading, Trouble, chosen, download, focus, nobody_has_focus, picture, shown,
    shown_list, too_heavy,
};

/// The way from one page of a list to the next, each at its `address`.
pub fn pager(page: usize, pages: usize, address: &dyn Fn(usize) -> String) -> AnyView {
    view! {
        <nav class="pager" aria-label="Páginas">
            {(page > 1)
                .then(|| {
                    view! {
                        <a href=address(page - 1) rel="prev">
                            "Anterior"
                        </a>
                    }
                })}
            <span>{format!("Página {page} de {pages}")}</span>
            {(page < pages)
                .then(|| {
                    view! {
                        <a href=address(page + 1) rel="next">
                            "Siguiente"
                        </a>
                    }
                })}
        </nav>
    }
    .into_any()
}

/// One option of a list to choose from.
pub fn option(value: String, words: String, selected: bool) -> AnyView {
    view! {
        <option value=value selected=selected>
            {words}
        </option>
    }
    .into_any()
}

/// An answer as text, never as markup; addresses become links.
pub fn answer_view(question: &Question, answer: &Answer) -> AnyView {
    match (&question.kind, answer) {
        (Kind::List { .. } | Kind::Choices { .. }, answer) => {
            let lines: Vec<String> = answer.lines().into_iter().map(str::to_owned).collect();
            view! { <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }.into_any()
        }
        (Kind::Url { .. } | Kind::Network { .. }, Answer::One(text)) if text.starts_with("https://") => {
            let href = text.clone();
            view! {
                <a href=href rel="noopener nofollow external">
                    {text.clone()}
                </a>
            }
            .into_any()
        }
        (_, answer) => view! { <p class="written">{answer.lines().join("\n")}</p> }.into_any(),
    }
}

/// Telephone and mail, each with its address to call or write to.
pub fn contact_list(contact: Contact) -> AnyView {
    let rows = contact.means.into_iter().map(|way| {
        view! {
            <div>
                <dt>{way.label}</dt>
                <dd>
                    <a href=way.address>{way.value}</a>
                </dd>
            </div>
        }
    });
    view! { <dl class="answers">{rows.collect_view()}</dl> }.into_any()
}
