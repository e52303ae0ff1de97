//! The photograph of a draft: chosen, uploaded, seen.

use domain::questionnaire::Question;
use leptos::prelude::*;

use super::{acting::Acting, field::field_id, registry::chosen};
use crate::{api::work::Work, state::Draft};

/// The photograph as it is kept now.
#[component]
pub fn DraftPhoto(
    /// The candidacy.
    id: String,
) -> impl IntoView {
    let work = expect_context::<Work>();
    let address = LocalResource::new(move || {
        let id = id.clone();
        async move { work.photo(&id).await.ok() }
    });
    on_cleanup(move || {
        if let Some(Some(address)) = address.try_get_untracked().flatten() {
            // The picture is no longer shown; forgetting it cannot fail in a way anybody could mend.
            let _ = web_sys::Url::revoke_object_url(&address);
        }
    });
    move || {
        address
            .get()
            .flatten()
            .map(|address| view! { <p><img class="draft-photo" src=address alt="Fotografía cargada" width="240"/></p> })
    }
}

/// The photograph's field.
#[component]
pub fn PhotoField(
    /// The question.
    question: Question,
    /// What is being captured.
    draft: Draft,
    /// Whether there is one already.
    present: bool,
    /// Whether it may be changed now.
    writable: bool,
) -> impl IntoView {
    let id = field_id(&question);
    let help = format!("{id}-ayuda");
    let optional = if question.required { "" } else { " (opcional)" };
    let input = NodeRef::<leptos::html::Input>::new();
    // Counts uploads, so that a new picture is read again; none when there is no picture.
    let shown = RwSignal::new(present.then_some(0));
    let acting = Acting::new();
    // Somebody else's change moved the revision: it is asked for again, and the picture is still chosen.
    let again = Callback::new(move |()| ());
    let upload = move |_| {
        let Some(file) = chosen(input) else { return };
        let send = async move {
            draft.save().await;
            let outcome = draft.work().set_photo(&draft.id(), draft.revision(), file.clone()).await;
            match outcome {
                Err(error) if draft.meet_current(&error) => {
                    draft.work().set_photo(&draft.id(), draft.revision(), file).await
                }
                outcome => outcome,
            }
        };
        acting.act(send, again, move |saved| {
            draft.moved(saved.revision, saved.saved_at);
            shown.try_update(|shown| *shown = Some(shown.map_or(0, |times| times + 1)));
        });
        if let Some(input) = input.get_untracked() {
            // The same file can be chosen again after a failure.
            input.set_value("");
        }
    };
    let remove = move |_| {
        acting.act(
            async move { draft.work().remove_photo(&draft.id(), draft.revision()).await },
            again,
            move |saved| {
                draft.moved(saved.revision, saved.saved_at);
                shown.try_set(None);
            },
        );
    };
    view! {
        <div class="field">
            {writable.then(|| view! {
                <label for=id.clone()>{format!("{}{optional}", question.label)}</label>
                <p class="quiet" id=help.clone()>{question.help}</p>
            })}
            {move || shown.get().map(|_| view! { <DraftPhoto id=draft.id()/> })}
            {writable.then(|| view! {
                <input id=id type="file" accept="image/jpeg,image/png,image/webp" aria-describedby=help node_ref=input on:change=upload/>
                <p role="status">{move || acting.is_busy().then_some("Subiendo la fotografía…")}</p>
                {move || shown.get().map(|_| view! { <p><button type="button" class="second" on:click=remove>"Quitar la fotografía"</button></p> })}
            })}
            {acting.trouble()}
        </div>
    }
}
