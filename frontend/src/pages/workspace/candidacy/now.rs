//! What the reader of a candidacy can do now, in a sentence or two.

use domain::{permission::Act, review::Task, workflow::StageName};

use crate::format;
use crate::pages::workspace::{candidacy::Case, work::console::done};

/// What the reader can do now, in a sentence.
pub fn what_now(case: &Case) -> String {
    let stage = case.work.item.stage;
    let (ready, all) = done(case.work.item.sections.values().copied());
    let captures = matches!(stage, StageName::NotStarted | StageName::InCapture) && case.may(Act::SaveAnswers);
    match () {
        () if captures && case.is_closed() => {
            let institute = &case.election.institute;
            format!(
                "El plazo terminó y la captura se cerró; lo que escribió está guardado. Si necesita más tiempo, \
                 comuníquese con el Instituto: {}, {}.",
                institute.phone, institute.email
            )
        }
        () if captures && !case.work.received => {
            "Falta el acuse de recibo de las cuentas. Lo registra la representación del partido o la candidatura \
             independiente; con eso comienza el plazo de captura."
                .into()
        }
        () if captures && !case.work.notice_accepted => "Ahora: lea y acepte el aviso de privacidad.".into(),
        () if captures && case.corrected().is_some() => {
            "Ahora: escriba la corrección en los campos abiertos y envíela. También debe validarse antes de que termine \
             el plazo."
                .into()
        }
        () if captures && ready == all && case.work.item.until.is_none() => {
            "Ahora: todo está contestado, pero falta enviarlo. Revise y envíe.".into()
        }
        () if captures && ready == all => {
            "Ahora: todo está contestado, pero falta enviarlo. Revise y envíe antes de que termine el plazo.".into()
        }
        () if captures => format!(
            "Ahora: conteste lo que falta. {ready} de {all} apartados listos. Lo que escribe se guarda solo, y nada se \
             envía hasta que usted lo haga en «Revisar y enviar»."
        ),
        () if stage == StageName::InValidation && case.may(Act::ValidateProfile) => {
            "Ahora: revise cada respuesta; puede devolverla con observaciones o validar.".into()
        }
        () if case.work.item.publish_at.is_some() => "Por ahora no hay nada que hacer aquí.".into(),
        () if stage == StageName::InVerification && case.may(Act::AuthorisePublication) => {
            if own(case, Task::Decision) {
                "Ahora: las dos partes tienen dictamen. Autorice la publicación o envíe las observaciones.".into()
            } else {
                "Por ahora no le toca: falta el dictamen de las áreas.".into()
            }
        }
        () if verifies(case) && stage == StageName::InVerification => {
            "Ahora: revise las respuestas y diga si cumplen.".into()
        }
        () if case.may(Act::GrantFields) && case.work.corrections.first().is_some_and(|one| one.granted.is_none()) => {
            "Ahora: decida sobre la corrección que se solicita.".into()
        }
        () if own(case, Task::Flag) => {
            "Ahora: hay un señalamiento. Lea abajo qué se señaló y decida si oculta el contenido o lo deja publicado.".into()
        }
        () if stage == StageName::Published && is_hidden(case) => hidden(case),
        () if stage == StageName::Published => "Por ahora no hay nada que hacer aquí.".into(),
        () => "Por ahora a usted no le toca hacer nada aquí.".into(),
    }
}

/// Whether the institute hid something of what is published.
const fn is_hidden(case: &Case) -> bool {
    case.work.hidden || !case.work.hidden_sections.is_empty()
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
    let told = format!("El Instituto ocultó {what}. El motivo está abajo, en «Qué se hizo y por qué».");
    let terms = &case.election.terms;
    let today = format::iso_day(format::now(), &case.election.institute.time_zone);
    let next = match () {
        () if case.work.may_request_correction => {
            let last = format::civil(terms.corrections_until);
            if case.may(Act::RequestCorrection) {
                format!("Puede solicitar la corrección hasta el {last}, una sola vez.")
            } else if verifies(case) {
                format!("Se puede solicitar la corrección hasta el {last}.")
            } else {
                format!("La representación del partido puede solicitar la corrección hasta el {last}, una sola vez.")
            }
        }
        () if case.work.corrections.first().is_some_and(|one| one.granted.is_none()) => {
            "La corrección ya se solicitó y falta que el Instituto decida.".to_owned()
        }
        () if case.work.corrections.iter().any(|one| one.granted == Some(true)) => {
            "La única corrección ya se usó.".to_owned()
        }
        () if terms.corrections_until.to_string() < today => {
            format!("El periodo para solicitar correcciones terminó el {}.", format::civil(terms.corrections_until))
        }
        () => {
            format!("Las correcciones se podrán solicitar desde el {}.", format::civil(terms.corrections_from))
        }
    };
    format!("{told} {next}")
}

/// Whether a review waits for the reader.
fn own(case: &Case, task: Task) -> bool {
    case.work.item.tasks.iter().any(|one| one.own && one.task == task)
}

/// Whether the reader says whether it complies, or decides on it.
pub fn verifies(case: &Case) -> bool {
    [Act::JudgeCurricular, Act::JudgeIdentity, Act::AuthorisePublication].into_iter().any(|act| case.may(act))
}
