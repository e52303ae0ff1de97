//! Substitutions and cancellations, and undoing the last of them.

use contract::registry::RegistryMovement;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::pages::workspace::registry::{frame::Frame, reason::WithReason};
use crate::{
    api::work::Work,
    components::shown_list,
    format,
    pages::workspace::{
        review::claim::named,
        shell::{acting::Acting, election::with_election},
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
                "Si el registro movió una candidatura por error, corríjalo primero en el registro. Aquí se deshace el último movimiento: vuelve a estar activa y se ve al público lo que ya estaba publicado, salvo lo que el Instituto ocultó. Si el registro repite la baja, se oculta otra vez; mostrarla de nuevo necesita a dos personas."
            </p>
            {acting.trouble()}
            {acting.told()}
            {with_election(move |election| {
                let zone = election.institute.time_zone;
                view! {
                    {move || shown_list(
                        asked.get(),
                        "No hay ninguna.",
                        |all| {
                            all.into_iter()
                                .map(|found| movement(found, &zone, acting, changed))
                                .collect_view()
                                .into_any()
                        },
                    )}
                }
                    .into_any()
            })}
        </Frame>
    }
}

fn movement(movement: RegistryMovement, zone: &str, acting: Acting, changed: Callback<()>) -> AnyView {
    let what = format!(
        "{} el {}, por {}.",
        movement.status.name(),
        format::moment(movement.at, zone),
        named(&movement.display_name, &movement.account_name)
    );
    let substitutes = movement.substitutes.join(", ");
    let substitutes = (!substitutes.is_empty()).then(|| format!(" En su lugar: {substitutes}."));
    let undone = movement.undone.as_ref().map(|undone| {
        let words = format!(
            "Se deshizo el {}, por {}. Motivo: {}",
            format::moment(undone.at, zone),
            named(&undone.by_name, &undone.by),
            undone.reason
        );
        view! { <p>{words}</p> }
    });
    let asked = movement.asked.as_ref().map(|asked| {
        let words = format!(
            "{} pidió el {} mostrarla otra vez. Espera a que lo confirme otra persona en «Registro de candidaturas». Motivo: {}",
            named(&asked.by_name, &asked.by),
            format::moment(asked.at, zone),
            asked.reason
        );
        view! { <p>{words}</p> }
    });
    let (heading, name) = (format!("movimiento-{}", movement.id), movement.name.clone());
    let undo = movement.can_undo.then(|| undo(&movement, heading.clone(), acting, changed));
    let allow = movement.held.then(|| allow(&movement, acting, changed));
    view! {
        <section class="panel" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>
                <A href=format!("/trabajo/candidaturas/{}", movement.candidacy)>{name}</A>
            </h2>
            <p class="quiet">
                {format!("{} · {} · {}", movement.folio, movement.office_name, movement.territory_name)}
            </p>
            <p>{what}{substitutes}</p>
            {undone}
            {asked}
            {undo}
            {allow}
        </section>
    }
    .into_any()
}

/// To undo it, with a reason.
fn undo(movement: &RegistryMovement, heading: String, acting: Acting, changed: Callback<()>) -> impl IntoView + use<> {
    let work = expect_context::<Work>();
    let (id, name, repeated) = (movement.id, StoredValue::new(movement.name.clone()), movement.repeated);
    let send = Callback::new(move |reason: String| {
        acting.act(async move { work.undo_movement(id, reason).await }, changed, move |()| {
            acting.tell(if repeated {
                format!("Espera a que lo confirme otra persona: {}. Ya se le avisó.", name.get_value())
            } else {
                format!("Ahora está activa: {}.", name.get_value())
            });
        });
    });
    let help = if repeated {
        "El registro repitió esta baja después de que se deshizo: no se mostrará hasta que lo confirme otra persona de la Instancia Responsable o de Sistemas Informáticos, a quien se le avisa."
    } else if movement.substitutes.is_empty() {
        "Se avisa al partido."
    } else {
        "Quien llegó en su lugar se retira, si todavía no ha capturado nada. Se avisa al partido."
    };
    let label = format!("Deshacer: {}", movement.name);
    view! { <WithReason id=heading title="Deshacer" help=help label=label acting=acting send=send /> }
}

/// To let the registry make it again.
fn allow(movement: &RegistryMovement, acting: Acting, changed: Callback<()>) -> impl IntoView + use<> {
    let work = expect_context::<Work>();
    let id = movement.id;
    let allow = move |_| {
        acting.act(async move { work.allow_movement(id).await }, changed, move |()| {
            acting.tell("Listo: si el registro lo vuelve a mandar, se aplicará.".into());
        });
    };
    let label = format!("Permitir que se aplique: {}", movement.name);
    view! {
        <p>
            "Quien llegó en su lugar se retiró. Aunque el registro vuelva a mandar a esa persona como aprobada, el sistema no la activa. Si el registro tiene razón, permita que se aplique la próxima vez que lo mande."
        </p>
        <p>
            <button type="button" class="second" aria-label=label disabled=move || acting.is_busy() on:click=allow>
                "Permitir que se aplique"
            </button>
        </p>
    }
}
