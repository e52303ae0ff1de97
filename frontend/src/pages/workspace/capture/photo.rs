//! The photograph of a draft: chosen, cut, uploaded, seen.

use domain::questionnaire::Question;
use leptos::{prelude::*, task::spawn_local};
use web_sys::File;

use crate::pages::workspace::{
    capture::{
        crop::{Crop, Picture, open},
        field::field_id,
    },
    registry::chosen,
    shell::acting::Acting,
};
use crate::{api::work::Work, components::focus, state::Draft};

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
        address.get().flatten().map(|address| {
            view! {
                <p>
                    <img class="draft-photo" src=address alt="Fotografía cargada" width="240" />
                </p>
            }
        })
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
    /// Whose it is.
    name: String,
) -> impl IntoView {
    let id = field_id(&question);
    let help = format!("{id}-ayuda");
    let field = StoredValue::new(id.clone());
    let optional = if question.required { "" } else { " (opcional)" };
    let input = NodeRef::<leptos::html::Input>::new();
    // Counts uploads, so that a new picture is read again; none when there is no picture.
    let shown = RwSignal::new(present.then_some(0));
    let acting = Acting::new();
    // Somebody else's change moved the revision: it is asked for again, and the picture is still chosen.
    let again = Callback::new(move |()| ());
    let picture = RwSignal::new_local(None::<Picture>);
    let unfit = RwSignal::new(None::<String>);
    let choose = move |_| {
        let Some(file) = chosen(input) else { return };
        if let Some(input) = input.get_untracked() {
            // The same file can be chosen again.
            input.set_value("");
        }
        spawn_local(async move {
            let opened = open(&file).await;
            unfit.try_set(opened.as_ref().err().cloned());
            picture.try_set(opened.ok());
            request_animation_frame(|| focus("recorte"));
        });
    };
    let upload = Callback::new(move |file: File| {
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
            picture.try_set(None);
            field.with_value(|field| focus(field));
        });
    });
    let cancel = Callback::new(move |()| {
        picture.set(None);
        field.with_value(|field| focus(field));
    });
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
            {writable
                .then(|| {
                    view! {
                        <label for=id.clone()>{format!("{}{optional}", question.label)}</label>
                        <p class="quiet" id=help.clone()>
                            {question.help}
                        </p>
                    }
                })} {move || shown.get().map(|_| view! { <DraftPhoto id=draft.id() /> })}
            {writable
                .then(|| {
                    view! {
                        <input
                            id=id
                            type="file"
                            accept="image/jpeg,image/png,image/webp"
                            aria-describedby=help
                            node_ref=input
                            on:change=choose
                        />
                        {move || {
                            unfit
                                .get()
                                .map(|words| {
                                    view! {
                                        <p class="fault" role="alert">
                                            <span>"Error: "</span>
                                            {words}
                                        </p>
                                    }
                                })
                        }}
                        {move || {
                            picture
                                .get()
                                .map(|picture| {
                                    view! {
                                        <Crop
                                            picture=picture
                                            name=name.clone()
                                            busy=Signal::derive(move || acting.is_busy())
                                            take=upload
                                            cancel=cancel
                                        />
                                    }
                                })
                        }}
                        <p role="status">{move || acting.is_busy().then_some("Subiendo la fotografía…")}</p>
                        {move || {
                            shown
                                .get()
                                .map(|_| {
                                    view! {
                                        <p>
                                            <button type="button" class="second" on:click=remove>
                                                "Quitar la fotografía"
                                            </button>
                                        </p>
                                    }
                                })
                        }}
                    }
                })} {acting.trouble()}
        </div>
    }
}
