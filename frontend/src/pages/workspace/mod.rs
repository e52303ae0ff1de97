//! stub
use leptos::prelude::*;
/// stub
#[component]
pub fn WorkspaceApp() -> impl IntoView {
    view! { <p>"x"</p> }
}
