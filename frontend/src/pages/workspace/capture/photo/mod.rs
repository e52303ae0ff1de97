//! The photograph of a draft: chosen, cut, uploaded, seen.

mod crop;

use contract::upload::{PHOTO_PIXELS, PICTURE};
use domain::{ids::CandidacyId, questionnaire::Question};
use leptos::{html::Input, prelude::*, task::spawn_local};
use web_sys::File;

use self::crop::{Crop, Picture, open};
use crate::{api::work::Work, components::focus, state::Draft};
use crate::{
    components::chosen,
    pages::workspace::{capture::field::field_id, shell::acting::Acting},
};

/// The photograph as it is kept now.
#[component]
pub fn DraftPhoto(
    /// The candidacy.
    id: CandidacyId,
) -> impl IntoView {
    let work = expect_context::<Work>();
    let address = LocalResource::new(move || async move { work.photo(id).await.ok() });
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

/// The photograph as it is being chosen, cut and sent.
#[derive(Clone, Copy)]
struct Choosing {
    draft: Draft,
    acting: Acting,
    input: NodeRef<Input>,
    /// The id of the field, where the focus goes back to.
    field: StoredValue<String>,
    /// Counts uploads, so that a new picture is read again; none when there is no picture.
    shown: RwSignal<Option<u32>>,
    picture: RwSignal<Option<Picture>, LocalStorage>,
    unfit: RwSignal<Option<String>>,
}

impl Choosing {
    /// Opens the chosen file to be cut, or says why it does not serve.
    fn choose(self) {
        let Some(file) = chosen(self.input) else { return };
        if let Some(input) = self.input.get_untracked() {
            // The same file can be chosen again.
            input.set_value("");
        }
        spawn_local(async move {
            let opened = open(&file).await;
            self.unfit.try_set(opened.as_ref().err().cloned());
            self.picture.try_set(opened.ok());
            request_animation_frame(|| focus("recorte"));
        });
    }

    /// Sends the cut picture. Where somebody else's change moved the revision it is asked for again, and the picture is
    /// still chosen.
    fn upload(self, file: File) {
        let draft = self.draft;
        let send = async move {
            draft.save().await;
            let outcome = draft.work().set_photo(draft.id(), draft.revision(), file.clone()).await;
            match outcome {
                Err(error) if draft.meet_current(&error) => {
                    draft.work().set_photo(draft.id(), draft.revision(), file).await
                }
                outcome => outcome,
            }
        };
        self.acting.act(send, Callback::new(|()| ()), move |saved| {
            draft.moved(saved.revision, saved.saved_at);
            self.shown.try_update(|shown| *shown = Some(shown.map_or(0, |times| times + 1)));
            self.picture.try_set(None);
            self.field.with_value(|field| focus(field));
        });
    }

    fn cancel(self) {
        self.picture.set(None);
        self.field.with_value(|field| focus(field));
    }

    fn remove(self) {
        let draft = self.draft;
        let remove = async move { draft.work().remove_photo(draft.id(), draft.revision()).await };
        self.acting.act(remove, Callback::new(|()| ()), move |saved| {
            draft.moved(saved.revision, saved.saved_at);
            self.shown.try_set(None);
        });
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
    let choosing = Choosing {
        draft,
        acting: Acting::new(),
        input: NodeRef::new(),
        field: StoredValue::new(id.clone()),
        shown: RwSignal::new(present.then_some(0)),
        picture: RwSignal::new_local(None),
        unfit: RwSignal::new(None),
    };
    let optional = if question.required { "" } else { " (opcional)" };
    let help = format!("{id}-ayuda");
    let label = writable.then(|| {
        view! {
            <label for=id>{format!("{}{optional}", question.label)}</label>
            <p class="quiet" id=help.clone()>
                {question.help}
                {format!(
                    " Elija {} y de {} pixeles o más por lado: se envía sólo lo que recorte.",
                    PICTURE.words(),
                    PHOTO_PIXELS.side_min,
                )}
            </p>
        }
    });
    view! {
        <div class="field">
            {label} {move || choosing.shown.get().map(|_| view! { <DraftPhoto id=draft.id() /> })}
            {writable.then(|| controls(choosing, help, name))} {choosing.acting.trouble()}
        </div>
    }
}

/// What the photograph is chosen, cut and taken away with.
fn controls(choosing: Choosing, help: String, name: String) -> impl IntoView {
    let Choosing { acting, input, field, shown, picture, unfit, .. } = choosing;
    let take = Callback::new(move |file: File| choosing.upload(file));
    let cancel = Callback::new(move |()| choosing.cancel());
    let busy = Signal::derive(move || acting.is_busy());
    view! {
        <input
            id=field.get_value()
            type="file"
            accept="image/jpeg,image/png,image/webp"
            aria-describedby=help
            node_ref=input
            on:change=move |_| choosing.choose()
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
                .map(|picture| view! { <Crop picture=picture name=name.clone() busy=busy take=take cancel=cancel /> })
        }}
        <p role="status">{move || acting.is_busy().then_some("Subiendo la fotografía…")}</p>
        {move || {
            shown
                .get()
                .map(|_| {
                    view! {
                        <p>
                            <button type="button" class="second" on:click=move |_| choosing.remove()>
                                "Quitar la fotografía"
                            </button>
                        </p>
                    }
                })
        }}
    }
}
