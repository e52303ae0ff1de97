//! Pages about the directory itself.

pub mod accessibility;

use leptos::prelude::*;

use crate::format;
use crate::pages::public::{Head, Page, PageStatus, Place, PublicSource, heading};

/// Nothing at this address.
pub(super) fn missing() -> Page {
    let content = view! {
        {heading("No encontramos esta página")}
        <p>"Revise la dirección o "<a href="/candidaturas">"busque en todas las candidaturas"</a>"."</p>
    };
    Page::here(Head::new("No encontramos esta página", ""), content.into_any()).with_status(PageStatus::Missing)
}

/// The privacy notice.
pub(super) fn privacy(source: &dyn PublicSource) -> Page {
    let notice = source.election().notice.clone();
    let version = format!("Versión {}, del {}.", notice.version, format::civil(notice.date));
    let head = Head::new("Aviso de privacidad", "Qué datos personales se usan, para qué y cómo ejercer sus derechos.");
    let content = view! {
        {heading("Aviso de privacidad")}
        <p class="written">{notice.simplified}</p>
        <h2>"Aviso integral"</h2>
        <p class="written">{notice.integral}</p>
        <p class="quiet">{version}</p>
    };
    Page::here(head.at(Place::Privacy.address()), content.into_any())
}
