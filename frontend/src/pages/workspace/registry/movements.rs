//! Substitutions and cancellations, and undoing the last of them.

use contract::registry::RegistryMovement;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::pages::workspace::registry::{Frame, reason::WithReason};
use crate::{
    api::work::Work,
    components::shown_list,
    format,
    pages::workspace::{
        review::claim::named,
        shell::{acting::Acting, with_election},
    },
};

/// Every movement, the newest first.
#[component]
pub fn MovementsPage() -> impl IntoView {
    let again = RwSignal::new(0);
    let asked = expect_context::<Work>().registry_movements(again);
    let acting = Acting::new();
    let changed = Callback::new(move |()| again.update(|times: &mut u32| *times += 1));
    view! {
        <Frame title="Sustituciones y cancelaciones">
            <p>
                "Si el registro movió una candidatura por error, aquí se deshace el último movimiento: vuelve a estar activa y se ve al público lo que ya estaba publicado, salvo lo que el Instituto ocultó."
            </p>
            {acting.trouble()}
            {acting.told()}
            {with_election(move |election| {
                let zone = election.institute.time_zone;
                view! {
                    {move || shown_list(
                        asked.get(),
                        "No hay ninguna.",
                        |all| all.into_iter().map(|one| movement(one, &zone, acting, changed)).collect_view().into_any(),
                    )}
                }
                    .into_any()
            })}
        </Frame>
    }
}

fn movement(one: RegistryMovement, zone: &str, acting: Acting, changed: Callback<()>) -> AnyView {
    let work = expect_context::<Work>();
    let (id, name) = (one.id, StoredValue::new(one.name.clone()));
    let what = format!(
        "{} el {}, por {}.",
        one.status.name(),
        format::moment(one.at, zone),
        named(&one.display_name, &one.account_name)
    );
    let help = if one.substitutes.is_empty() {
        "Se avisa al partido."
    } else {
        "Quien llegó en su lugar se retira, si todavía no ha capturado nada. Se avisa al partido."
    };
    let substitutes = one.substitutes.join(", ");
    let substitutes = (!substitutes.is_empty()).then(|| format!(" En su lugar: {substitutes}."));
    let undone = one.undone.map(|undone| {
        let words = format!(
            "Se deshizo el {}, por {}. Motivo: {}",
            format::moment(undone.at, zone),
            named(&undone.by_name, &undone.by),
            undone.reason
        );
        view! { <p>{words}</p> }
    });
    let undo = Callback::new(move |reason: String| {
        acting.act(async move { work.undo_movement(id, reason).await }, changed, move |()| {
            acting.tell(format!("Ahora está activa: {}.", name.get_value()));
        });
    });
    let allow = move |_| {
        acting.act(async move { work.allow_movement(id).await }, changed, move |()| {
            acting.tell("Listo: si el registro lo vuelve a mandar, se aplicará.".into());
        });
    };
    let (undo_label, allow_label) =
        (format!("Deshacer: {}", one.name), format!("Permitir que se aplique: {}", one.name));
    let heading = format!("movimiento-{id}");
    view! {
        <section class="panel" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>
                <A href=format!("/trabajo/candidaturas/{}", one.candidacy)>{one.name.clone()}</A>
            </h2>
            <p class="quiet">{format!("{} · {} · {}", one.folio, one.office_name, one.territory_name)}</p>
            <p>{what}{substitutes}</p>
            {undone}
            {one
                .can_undo
                .then(|| {
                    view! {
                        <WithReason
                            id=heading.clone()
                            title="Deshacer"
                            help=help
                            label=undo_label
                            acting=acting
                            send=undo
                        />
                    }
                })}
            {one
                .held
                .then(|| {
                    view! {
                        <p>
                            "Ahora está activa. Aunque el registro vuelva a mandar este movimiento, el sistema no lo aplica. Si el registro tiene razón, permita que se aplique la próxima vez que lo mande."
                        </p>
                        <p>
                            <button
                                type="button"
                                class="second"
                                aria-label=allow_label
                                disabled=move || acting.is_busy()
                                on:click=allow
                            >
                                "Permitir que se aplique"
                            </button>
                        </p>
                    }
                })}
        </section>
    }
    .into_any()
}
