//! Movements that somebody asked to undo although the registry repeated them: another person confirms it, or does not.

use contract::registry::RegistryUndoing;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::pages::workspace::registry::reason::WithReason;
use crate::{
    api::work::Work,
    format,
    pages::workspace::{review::claim::named, shell::acting::Acting},
};

/// One of them.
#[component]
pub(super) fn UndoingView(
    undoing: RegistryUndoing,
    zone: String,
    acting: Acting,
    changed: Callback<()>,
) -> impl IntoView {
    let work = expect_context::<Work>();
    let id = undoing.id;
    let name = format!("deshacer-{id}");
    let asked = &undoing.asked;
    let words = format!(
        "El registro repitió «{}», que ya se había deshecho, y dejó de mostrarse. {} pidió el {} mostrarla otra vez. Motivo: {}",
        undoing.status.name(),
        named(&asked.by_name, &asked.by),
        format::moment(asked.at, &zone),
        asked.reason
    );
    let choice = |confirms: bool, title: &'static str, help: &'static str, done: &'static str| {
        let send = Callback::new(move |reason: String| {
            acting.act(async move { work.decide_undoing(id, confirms, reason).await }, changed, move |()| {
                acting.tell(done.into());
            });
        });
        let (field, label) = (format!("{name}-{confirms}"), format!("{title}: {}", undoing.name));
        view! { <WithReason id=field title=title help=help label=label acting=acting send=send /> }
    };
    let confirm = (!undoing.own).then(|| {
        choice(
            true,
            "Mostrarla otra vez",
            "Vuelve a estar activa y se ve lo que estaba publicado. Si el registro repite la baja, se ocultará de nuevo.",
            "Ahora está activa y se muestra otra vez.",
        )
    });
    let decline =
        choice(false, "Dejarla sin mostrar", "Se queda como dice el registro.", "Se quedó como dice el registro.");
    view! {
        <section class="panel" aria-labelledby=name.clone()>
            <h3 id=name.clone()>
                <A href=format!("/trabajo/candidaturas/{}", undoing.candidacy)>{undoing.name.clone()}</A>
            </h3>
            <p class="quiet">{format!("{} · {} · {}", undoing.folio, undoing.office_name, undoing.territory_name)}</p>
            <p>{words}</p>
            {undoing.own.then(|| view! { <p>"Usted lo pidió: debe confirmarlo otra persona."</p> })}
            {confirm}
            {decline}
        </section>
    }
}
