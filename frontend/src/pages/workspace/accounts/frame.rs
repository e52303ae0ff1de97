use domain::permission::Act;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::pages::workspace::{accounts::codes::Codes, shell::allowed::may};
use crate::{components::Heading, state::Pending};

/// Title, ways to the other pages about accounts, and the codes that were not kept yet.
#[component]
pub(super) fn Frame(title: &'static str, children: Children) -> impl IntoView {
    let issued = expect_context::<Pending>().issued;
    let (manages, confirms, keys) =
        (may(Act::ManageAccounts), may(Act::ConfirmValidators), may(Act::ManageMachineKeys));
    view! {
        <Title text=format!("{title} - Conóceles") />
        <Heading title=title.to_owned() />
        {manages
            .then(|| {
                view! {
                    <nav aria-label="Cuentas">
                        <A href="/trabajo/cuentas" exact=true>
                            "Emitir y administrar"
                        </A>
                        <A href="/trabajo/cuentas/entrega">"Entrega y acuse"</A>
                        <A href="/trabajo/cuentas/codigos">"Códigos nuevos"</A>
                        {confirms.then(|| view! { <A href="/trabajo/cuentas/validacion">"Quienes validan"</A> })}
                        {keys.then(|| view! { <A href="/trabajo/cuentas/llaves">"Llaves de programas"</A> })}
                    </nav>
                }
            })}
        {move || (!issued.with(Vec::is_empty)).then(|| view! { <Codes /> })}
        {children()}
    }
}
