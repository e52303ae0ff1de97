//! One's own account: password, second factor, and where one is signed in.

mod activity;
mod devices;
mod email;
mod factor;
mod password;

use domain::permission::{Act, Reach, reach};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::pages::workspace::shell::acting::Acting;
use crate::{
    api::work::Work,
    components::Heading,
    state::{Pending, Signed},
};

/// One's own account.
#[component]
pub fn MyAccount() -> impl IntoView {
    let (signed, pending) = (expect_context::<Signed>(), expect_context::<Pending>());
    let Some(me) = signed.me() else { return ().into_any() };
    // Told to whoever was sent here from what they were doing.
    let lacks = me.role.is_institute() && !me.has_factor && signed.lacks_factor() > 0;
    let holder = [me.display_name.as_str(), me.role.name()];
    let holder = if holder[0] == holder[1] { holder[0].to_owned() } else { holder.join(" · ") };
    let reports = reach(me.role, Act::ReportLoss) != Reach::Nothing && !me.role.is_institute();
    view! {
        <Title text="Mi cuenta - Conóceles" />
        <Heading title="Mi cuenta".to_owned() />
        <p>{format!("{} · {holder}", me.username)}</p>
        {lacks
            .then(|| {
                view! {
                    <div class="trouble">
                        <p>
                            <strong>"Falta activar la verificación en dos pasos."</strong>
                            " Las cuentas del Instituto la necesitan para trabajar. Actívela aquí y siga con lo que hacía."
                        </p>
                    </div>
                }
            })}
        {move || (!pending.recovery.with(Vec::is_empty)).then(|| view! { <factor::Recovery /> })}
        <factor::Factor me=me />
        <password::Password />
        <email::Email />
        <devices::Devices />
        <activity::Activity />
        {reports.then(|| view! { <Lost /> })}
    }
    .into_any()
}

/// For who thinks that somebody else has their account.
#[component]
fn Lost() -> impl IntoView {
    let (signed, work) = (expect_context::<Signed>(), expect_context::<Work>());
    let acting = Acting::new();
    let report = move |_| {
        let question =
            "¿Bloquear su cuenta? Saldrá en este momento y sólo podrá volver con un código nuevo del Instituto.";
        let Some(me) = signed.me() else { return };
        if window().confirm_with_message(question).unwrap_or(false) {
            acting.act(async move { work.report_loss(me.id).await }, Callback::new(|()| ()), move |()| signed.leave());
        }
    };
    view! {
        <section aria-labelledby="perdida">
            <h2 id="perdida">"Reportar pérdida"</h2>
            <p>
                "Si cree que alguien más tiene su cuenta, bloquéela. No se pierde lo capturado; el Instituto le dará un código nuevo."
            </p>
            {acting.trouble()}
            <p>
                <button type="button" class="second" disabled=move || acting.is_busy() on:click=report>
                    "Bloquear mi cuenta"
                </button>
            </p>
        </section>
    }
}
