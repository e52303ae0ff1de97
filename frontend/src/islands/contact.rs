//! Telephone and mail of a candidacy: not in the page, where machines gather them, but asked for by who presses.

use contract::public::Contact;
use leptos::{html, prelude::*, task::spawn_local};

use crate::{api::public, components::contact_list};

/// The button that shows them, and then they. Without a script the button leads to a page of their own.
#[island]
pub fn ContactMeans(
    /// The last part of the profile's address.
    slug: String,
) -> impl IntoView {
    let read = RwSignal::new(None::<Option<Contact>>);
    let place = NodeRef::<html::Div>::new();
    let address = format!("/candidaturas/{slug}/contacto");
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let slug = slug.clone();
        spawn_local(async move {
            read.set(Some(public::contact(&slug).await.ok()));
            // What had the focus is gone.
            if let (Some(Some(_)), Some(place)) = (read.get_untracked(), place.get_untracked()) {
                // Nothing to mend where the browser refuses the focus.
                let _ = place.focus();
            }
        });
    };
    view! {
        <div class="contact" node_ref=place tabindex="-1">
            <form
                action=address
                method="get"
                hidden=move || read.with(|read| matches!(read, Some(Some(_))))
                on:submit=ask
            >
                <p>
                    <button type="submit" class="second">
                        "Mostrar medios de contacto"
                    </button>
                </p>
            </form>
            <div role="status">
                {move || match read.get() {
                    None => ().into_any(),
                    Some(None) => view! { <p>"No se pudieron leer. Intente de nuevo."</p> }.into_any(),
                    Some(Some(contact)) => contact_list(contact),
                }}
            </div>
        </div>
    }
}
