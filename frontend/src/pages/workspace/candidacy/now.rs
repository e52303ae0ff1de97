//! What the reader of a candidacy can do now, in a sentence or two.

use domain::{next_step::NextStep, permission::Act};

use crate::format;
use crate::pages::workspace::{candidacy::case::Case, work::console::done};

/// What the reader can do now, in a sentence.
pub fn what_now(case: &Case) -> String {
    match case.next_step() {
        NextStep::Withdrawn => format!(
            "El registro indica: {}. Ya no es pública ni se puede modificar.",
            case.work.item.status.name().to_lowercase()
        ),
        NextStep::AskForTime => {
            let institute = &case.election.institute;
            format!(
                "El plazo terminó y la captura se cerró; lo que escribió está guardado. Si necesita más tiempo, \
                 comuníquese con el Instituto: {}, {}.",
                institute.phone, institute.email
            )
        }
        NextStep::AwaitReceipt => {
            "Falta el acuse de recibo de las cuentas. Lo registra la representación del partido o la candidatura \
             independiente; con eso comienza el plazo de captura."
                .into()
        }
        NextStep::AcceptPrivacyNotice => "Ahora: lea y acepte el aviso de privacidad.".into(),
        NextStep::WriteCorrection => {
            "Ahora: escriba la corrección en los campos abiertos y envíela. También debe validarse antes de que termine \
             el plazo."
                .into()
        }
        NextStep::Send => {
            let in_time = if case.work.item.until.is_some() { " antes de que termine el plazo" } else { "" };
            format!("Ahora: todo está contestado, pero falta enviarlo. Revise y envíe{in_time}.")
        }
        NextStep::Answer => {
            let (ready, all) = done(case.work.item.sections.values().copied());
            format!(
                "Ahora: conteste lo que falta. {ready} de {all} apartados listos. Lo que escribe se guarda solo, y nada \
                 se envía hasta que usted lo haga en «Revisar y enviar»."
            )
        }
        NextStep::Validate => {
            "Ahora: revise cada respuesta; puede devolverla con observaciones o validar.".into()
        }
        NextStep::Decide => {
            "Ahora: las dos partes tienen dictamen. Autorice la publicación o envíe las observaciones.".into()
        }
        NextStep::AwaitVerdicts => "Por ahora no le toca: falta el dictamen de las áreas.".into(),
        NextStep::Judge => "Ahora: revise las respuestas y diga si cumplen.".into(),
        NextStep::DecideCorrection => "Ahora: decida sobre la corrección que se solicita.".into(),
        NextStep::DecideFlag => {
            "Ahora: hay un señalamiento. Lea abajo qué se señaló y decida si oculta el contenido o lo deja publicado.".into()
        }
        NextStep::ReadHidden => hidden(case),
        NextStep::AwaitPublication | NextStep::Nothing => "Por ahora no hay nada que hacer aquí.".into(),
        NextStep::AwaitOthers => "Por ahora a usted no le toca hacer nada aquí.".into(),
    }
}

/// What is hidden, and what can be done about it and until when.
fn hidden(case: &Case) -> String {
    let what = if case.work.hidden {
        "todo el perfil".to_owned()
    } else {
        let name = |key| case.election.section(key).map(|(_, section)| format!("el apartado «{}»", section.title));
        let names = case.work.hidden_sections.iter().filter_map(|key| name(key.as_str()));
        names.collect::<Vec<_>>().join(", ")
    };
    format!("El Instituto ocultó {what}. El motivo está abajo, en «Qué se hizo y por qué». {}", one_correction(case))
}

/// Whether the one correction can be asked for, by whom and until when, or why not.
fn one_correction(case: &Case) -> String {
    let terms = &case.election.terms;
    if case.work.may_request_correction {
        let last = format::civil(terms.corrections_until);
        return if case.may(Act::RequestCorrection) {
            format!("Puede solicitar la corrección hasta el {last}, una sola vez.")
        } else if case.verifies() {
            format!("Se puede solicitar la corrección hasta el {last}.")
        } else {
            format!("La representación del partido puede solicitar la corrección hasta el {last}, una sola vez.")
        };
    }
    if case.work.corrections.first().is_some_and(|request| request.granted.is_none()) {
        return "La corrección ya se solicitó y falta que el Instituto decida.".to_owned();
    }
    if case.work.corrections.iter().any(|request| request.granted == Some(true)) {
        return "La única corrección ya se usó.".to_owned();
    }
    let today = format::iso_day(format::now(), &case.election.institute.time_zone);
    if terms.corrections_until.to_string() < today {
        format!("El periodo para solicitar correcciones terminó el {}.", format::civil(terms.corrections_until))
    } else {
        format!("Las correcciones se podrán solicitar desde el {}.", format::civil(terms.corrections_from))
    }
}
