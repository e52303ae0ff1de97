//! Small pieces of the workspaces, which take one from page to page without loading.

use contract::upload::Upload;
use leptos::{html::Input, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlElement, HtmlImageElement, HtmlInputElement, Url};

use crate::api::ApiError;

/// Where a page says how much it found of what was asked of it in the address.
pub const FOUND: &str = "hallado";

/// Takes the focus to the page's content after each step from one address to another, as a new page would; where only the
/// question changed, to what was found.
#[component]
pub fn Arrival() -> impl IntoView {
    let place = use_location();
    Effect::new(move |before: Option<(String, String)>| {
        let now = (place.pathname.get(), place.search.get());
        if let Some(before) = before.filter(|before| *before != now) {
            let asked = before.0 == now.0 && document().get_element_by_id(FOUND).is_some();
            focus(if asked { FOUND } else { "contenido" });
        }
        now
    });
}

/// Whether nothing of the page has the focus: what had it is gone, or cannot have it.
#[must_use]
pub fn nobody_has_focus() -> bool {
    document().active_element().is_none_or(|held| held.tag_name() == "BODY" || held.id() == "contenido")
}

/// Takes the focus to an element of the page, if it is there.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Nothing to mend where the browser refuses the focus.
        let _ = element.focus();
    }
}

/// The file a person chose.
pub fn chosen(node: NodeRef<Input>) -> Option<File> {
    let input: HtmlInputElement = node.get_untracked()?;
    input.files()?.get(0)
}

/// Gives the browser a file to keep.
pub fn download(address: &str, name: &str) {
    let Ok(link) = document().create_element("a") else { return };
    let set = link.set_attribute("href", address).and_then(|()| link.set_attribute("download", name));
    if let (Ok(()), Ok(link)) = (set, link.dyn_into::<HtmlElement>()) {
        link.click();
    }
}

/// Whether the page on the screen is the one the browser began with: there the browser itself says where one is.
#[derive(Clone, Copy)]
pub struct FirstPage(StoredValue<bool>);

impl FirstPage {
    /// The program begins.
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new(true))
    }
}

impl Default for FirstPage {
    fn default() -> Self {
        Self::new()
    }
}

/// The page's title. It takes the focus when nothing on the page has it: what had it went away with the page before, or
/// with what this one showed before an act.
#[component]
pub fn Heading(
    /// The title.
    title: String,
) -> impl IntoView {
    let first = expect_context::<FirstPage>();
    Effect::new(move |_| {
        if first.0.try_update_value(|first| std::mem::replace(first, false)) != Some(false) {
            return;
        }
        request_animation_frame(|| {
            if nobody_has_focus() {
                focus("titulo");
            }
        });
    });
    view! {
        <h1 id="titulo" tabindex="-1">
            {title}
        </h1>
    }
}

/// Why a chosen file is too large to be sent, before any of it is.
pub fn too_heavy(file: &File, upload: &Upload) -> Option<String> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of bytes")]
    upload.too_heavy(file.size() as usize)
}

/// A file as a picture with its size; none when this browser cannot open it as one.
pub async fn picture(file: &File) -> Option<HtmlImageElement> {
    let address = Url::create_object_url_with_blob(file).ok()?;
    let image = HtmlImageElement::new().ok()?;
    image.set_src(&address);
    let decoded = JsFuture::from(image.decode()).await;
    // The picture is in memory by now.
    let _ = Url::revoke_object_url(&address);
    decoded.is_ok().then_some(image)
}

/// Something is on its way.
#[component]
pub fn Loading() -> impl IntoView {
    view! {
        <Title text="Cargando… - Conóceles" />
        <p class="quiet" role="status">
            "Cargando…"
        </p>
    }
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

/// What was asked for, once it is there; until then that it is on its way, or what went wrong.
pub fn shown<T>(answer: Option<Result<T, ApiError>>, show: impl FnOnce(T) -> AnyView) -> AnyView {
    match answer {
        None => view! { <Loading /> }.into_any(),
        Some(Err(error)) => view! { <Trouble error=error /> }.into_any(),
        Some(Ok(found)) => show(found),
    }
}

/// The same of a list, which says in a sentence that there is `nothing` in it.
pub fn shown_list<T>(
    answer: Option<Result<Vec<T>, ApiError>>,
    nothing: &'static str,
    show: impl FnOnce(Vec<T>) -> AnyView,
) -> AnyView {
    shown(answer, |all| if all.is_empty() { view! { <p>{nothing}</p> }.into_any() } else { show(all) })
}
