//! What a line of the log tells besides its act, in words that whoever reads it knows: titles for keys, dates as people
//! write them, and no digest.

use std::collections::BTreeSet;

use domain::{ids::SectionKey, log::Event, prohibition::Ground, questionnaire::Part, review::Task, time::Timestamp};
use papers::moment;

use crate::desk::Desk;

/// What the registry's line counts, as it is written and as it is read.
const COUNTED: [(&str, &str); 8] = [
    ("added", "nuevas"),
    ("changed", "con cambios"),
    ("substituted", "sustituidas"),
    ("cancelled", "canceladas"),
    ("reinstated", "restituidas"),
    ("rejected", "renglones rechazados"),
    ("aside", "renglones apartados"),
    ("good", "apartados que se corrigieron"),
];
/// What stands for an identity question: which one it is already says something.
const IDENTITY: &str = "cuestionario de identidad";

/// The words of a detail. One of another version of the program is told as it is.
pub(super) fn of(desk: &Desk, code: &str, detail: &str) -> String {
    let Some(event) = Event::from_code(code) else { return detail.to_owned() };
    let (first, rest) = detail.split_once(' ').unwrap_or((detail, ""));
    match event {
        Event::ContentFlagged | Event::FlagDismissed | Event::PublicationDisabled | Event::PublicationRestored => {
            let section = SectionKey::from(first);
            let part = desk.config.election.profile_part_name(Some(&section).filter(|_| first != "all"));
            let ground = Ground::from_code(rest).map(|ground| format!(". {}", ground.name())).unwrap_or_default();
            format!("{part}{ground}")
        }
        Event::AnswersSaved
        | Event::PhotoSet
        | Event::PhotoRemoved
        | Event::ProfileEdited
        | Event::ProfileReturned
        | Event::ObservationsSent
        | Event::CorrectionRequested => questions(desk, detail),
        Event::PartCompliant | Event::PartObserved => {
            let part = if first == "identity" { Part::Identity } else { Part::Curricular };
            let fields = if part == Part::Identity { String::new() } else { questions(desk, rest) };
            if fields.is_empty() { part.name().to_owned() } else { format!("{}: {fields}", part.name()) }
        }
        Event::SectionMarked => desk.config.election.profile_part_name(Some(&SectionKey::from(first))),
        Event::ReviewTaken | Event::ReviewLeft => task(first),
        Event::ReviewTakenOver => format!("{}. La tenía {rest}", task(first)),
        Event::NoticeAccepted => format!("Versión {detail}"),
        Event::ProfileSubmitted => format!("Acuse {rest}"),
        Event::ConsentGiven | Event::ConsentWithdrawn | Event::PlanHeld => String::new(),
        Event::PublicationAuthorised | Event::PublicationReleased => {
            rest.split(' ').next().map(|number| format!("Versión {number}")).unwrap_or_default()
        }
        Event::PublicationScheduled => at(desk, detail).map_or_else(String::new, |at| format!("Para el {at}")),
        Event::DeadlineExtended => {
            // An end there was not before leaves its place blank.
            let (until, reason) = rest.split_once(' ').unwrap_or((rest, ""));
            at(desk, until).map_or_else(|| reason.to_owned(), |until| format!("Hasta el {until}. {reason}"))
        }
        Event::AccountsReceived => match at(desk, detail) {
            Some(until) => format!("Puede capturar hasta el {until}"),
            None => counted(detail, &[("accounts", "cuentas"), ("candidacies", "candidaturas")]),
        },
        Event::AccountsDelivered => counted(detail, &[("accounts", "cuentas")]),
        Event::PartyReminded => counted(detail, &[("candidacies", "candidaturas sin enviar")]),
        Event::RegistrySynced => counted(detail, &COUNTED),
        Event::MachineKeyMade | Event::MachineKeyRevoked => rest.to_owned(),
        _ => detail.to_owned(),
    }
}

/// The questions of some keys, each between its marks; what is of no question of this election stays as it is.
fn questions(desk: &Desk, keys: &str) -> String {
    let name = |key: &str| match desk.config.election.question(key) {
        Some((_, question)) => format!("«{}»", question.label),
        None if key == "identity" => IDENTITY.to_owned(),
        None => key.to_owned(),
    };
    let names: BTreeSet<String> = keys.split_whitespace().map(name).collect();
    sentence(&names.into_iter().collect::<Vec<_>>().join("; "))
}

fn task(code: &str) -> String {
    Task::from_code(code).map_or_else(|| code.to_owned(), |task| task.name().to_owned())
}

fn at(desk: &Desk, written: &str) -> Option<String> {
    written.parse::<Timestamp>().ok().map(|at| moment(&desk.config, at))
}

/// Every count above nought of a line that writes each word before its number.
fn counted(detail: &str, names: &[(&str, &str)]) -> String {
    let tokens: Vec<&str> = detail.split_whitespace().collect();
    let told = names.iter().filter_map(|(word, name)| {
        let count = tokens.windows(2).find(|pair| pair[0] == *word)?[1];
        (count.parse::<usize>().ok()? > 0).then(|| format!("{name}: {count}"))
    });
    sentence(&told.collect::<Vec<_>>().join("; "))
}

/// With its first letter in capitals.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::tests::desk;

    #[test]
    fn no_key_is_left_where_there_are_words() {
        let desk = desk();
        let told = |event: Event, detail: &str| of(&desk, event.code(), detail);
        assert_eq!(
            told(Event::PublicationDisabled, "motivation slogan"),
            "Apartado «Motivos». Lemas o imágenes de campaña (art. 18.2, VII)"
        );
        assert_eq!(told(Event::PublicationRestored, "all"), "Todo el perfil");
        assert_eq!(
            told(Event::AnswersSaved, "identity motivation"),
            "Cuestionario de identidad; «¿Por qué quiere ocupar un cargo público?»"
        );
        assert_eq!(told(Event::PartObserved, "identity identity"), "Cuestionario de identidad");
        assert_eq!(
            told(Event::PartObserved, "curricular motivation"),
            "Cuestionario curricular: «¿Por qué quiere ocupar un cargo público?»"
        );
        assert_eq!(
            told(Event::ReviewTakenOver, "curricular ana"),
            "Dictaminar el cuestionario curricular. La tenía ana"
        );
        assert_eq!(told(Event::PublicationAuthorised, "version 2 abcdef"), "Versión 2");
        assert_eq!(told(Event::ConsentGiven, "document abcdef"), "");
        assert!(told(Event::PublicationScheduled, "2024-04-02T14:00:00Z").starts_with("Para el 2 de abril de 2024"));
        assert_eq!(
            told(
                Event::RegistrySynced,
                "file abc added 3 changed 0 substituted 0 cancelled 1 rejected 0 put aside 2 made good 0"
            ),
            "Nuevas: 3; canceladas: 1; renglones apartados: 2"
        );
    }
}
