use domain::permission::Act;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::{components::Heading, pages::workspace::shell::allowed::may};

/// Title, and the ways to the other pages about the registry.
#[component]
pub(super) fn Frame(title: &'static str, children: Children) -> impl IntoView {
    let mends = may(Act::MendRegistry);
    view! {
        <Title text=format!("{title} - Conóceles") />
        <Heading title=title.to_owned() />
        {mends
            .then(|| {
                view! {
                    <nav aria-label="Registro">
                        <A href="/trabajo/registro" exact=true>
                            "Aplicar un archivo"
                        </A>
                        <A href="/trabajo/registro/apartados">"Renglones apartados"</A>
                        <A href="/trabajo/registro/movimientos">"Sustituciones y cancelaciones"</A>
                    </nav>
                }
            })}
        {children()}
    }
}
