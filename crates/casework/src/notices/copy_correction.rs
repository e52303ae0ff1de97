use std::collections::BTreeSet;

use domain::{account::Actor, election::Election, ids::QuestionKey, notice::fill, questionnaire::Part};
use store::{
    StoreError,
    candidacies::Candidacy,
    corrections::Correction,
    db::Conn,
    outbox::{self, Mail},
};
use uuid::Uuid;

use super::one_line;
use crate::{desk::Desk, documents::moment};

/// What stands for every question of identity: which one is asked about already says something.
const IDENTITY: &str = "cuestionario de identidad";
/// What stands for the reason of a request about identity.
const REASON_ELSEWHERE: &str = "está en la página de la candidatura";

/// Mails the institute's mailbox a copy of a request of correction, in the request's own transaction (PTO II.C). It names
/// the fields and the reason, and no answer.
pub(crate) fn copy_correction(
    conn: &mut Conn,
    desk: &Desk,
    candidacy: &Candidacy,
    actor: &Actor,
    correction: &Correction,
) -> Result<(), StoreError> {
    let (institute, words) = (&desk.election.institute, &desk.messages.mail.correction);
    let name = one_line(&candidacy.registration.full_name());
    let (fields, date) = (labels(&desk.election, correction.request.changes.keys()), moment(desk, correction.at));
    // The reason of a request about identity may tell an answer: it stays sealed.
    let sealed = correction.request.changes.keys().any(|key| is_identity(&desk.election, key));
    let reason = if sealed { REASON_ELSEWHERE } else { correction.request.reason.as_str() };
    let values = [
        ("persona", name.as_str()),
        ("folio", candidacy.registration.folio.as_str()),
        ("cuenta", &actor.username),
        ("campos", &fields),
        ("motivo", reason),
        ("fecha", &date),
    ];
    let mail = Mail {
        id: Uuid::now_v7(),
        account: actor.account,
        to_name: one_line(&institute.name),
        to_address: institute.email.clone(),
        subject: fill(&words.subject, &values),
        body: fill(&words.body, &values),
        created_at: correction.at,
        next_try_at: correction.at,
        tries: 0,
        sent_at: None,
        failed_at: None,
        last_error: None,
    };
    outbox::insert(conn, &mail)
}

fn is_identity(election: &Election, key: &QuestionKey) -> bool {
    !matches!(election.question(key.as_str()), Some((Part::Curricular, _)))
}

fn labels<'a>(election: &Election, fields: impl Iterator<Item = &'a QuestionKey>) -> String {
    let label = |key: &QuestionKey| match election.question(key.as_str()) {
        Some((Part::Curricular, question)) => question.label.clone(),
        Some((Part::Identity, _)) | None => IDENTITY.to_owned(),
    };
    fields.map(label).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ")
}
