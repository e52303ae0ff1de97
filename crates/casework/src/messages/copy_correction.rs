use std::collections::BTreeSet;

use domain::{
    election::Election,
    ids::QuestionKey,
    messages::fill,
    permission::{Action, Permit},
    questionnaire::Part,
};
use papers::moment;
use store::{
    StoreError,
    candidacies::Candidacy,
    messages::outbox::{self, Mail},
    publication::corrections::Correction,
};

use super::one_line;
use crate::act::Act;

/// What stands for every question of identity: which one is asked about already says something.
const IDENTITY: &str = "cuestionario de identidad";
/// What stands for the reason of a request about identity.
const REASON_ELSEWHERE: &str = "está en la página de la candidatura";

/// Mails the institute's mailbox a copy of a request of correction, in the request's own transaction (PTO II.C). It names
/// the fields and the reason, and no answer.
pub(crate) fn copy_correction<A: Action>(
    act: &mut Act<'_, Permit<A>>,
    candidacy: &Candidacy,
    correction: &Correction,
) -> Result<(), StoreError> {
    let (institute, words) = (&act.desk.config.election.institute, &act.desk.config.messages.mail.correction);
    let name = one_line(&candidacy.registration.full_name());
    let labels: BTreeSet<&str> =
        correction.request.changes.keys().map(|key| label(&act.desk.config.election, key)).collect();
    // The reason of a request about identity may tell an answer: it stays sealed.
    let reason = if labels.contains(IDENTITY) { REASON_ELSEWHERE } else { correction.request.reason.as_str() };
    let (fields, date) = (labels.into_iter().collect::<Vec<_>>().join("; "), moment(&act.desk.config, correction.at));
    let values = [
        ("persona", name.as_str()),
        ("folio", candidacy.registration.folio.as_str()),
        ("cuenta", &act.by.actor().username),
        ("campos", &fields),
        ("motivo", reason),
        ("fecha", &date),
    ];
    let to = (one_line(&institute.name), institute.email.clone());
    let (subject, body) = (fill(&words.subject, &values), fill(&words.body, &values));
    outbox::insert(act.conn, &Mail::new(act.by.actor().account, to, subject, body, correction.at))
}

fn label<'a>(election: &'a Election, key: &QuestionKey) -> &'a str {
    match election.question(key.as_str()) {
        Some((Part::Curricular, question)) => &question.label,
        Some((Part::Identity, _)) | None => IDENTITY,
    }
}
