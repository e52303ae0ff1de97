//! Rows of known folios that may be about another candidacy: they wait for somebody of another area, and meanwhile whose
//! the answers are is not told to anybody new.

use contract::{
    accounts::{AccountReceipt, IssueAccounts},
    registry::{DecideDoubt, RegistryDoubt},
};
use domain::{
    accounts::Role,
    candidacy::RegistryStatus::{self, Active, Cancelled, Substituted},
    messages::MessageKind,
    registry::DoubtDecision::{self, Mistake, Other, Same},
    workflow::StageName,
};
use support::{
    Answer, House, Party, Person, SIGNED, UNDERSTOOD, complete, consent, on_both, registry, registry_with, said,
};

use super::everywhere::everywhere;

on_both!(
    a_row_of_another_party_opens_nothing_and_hides_what_is_personal,
    the_same_candidacy_mended_keeps_everything,
    another_candidacy_starts_clean_and_the_old_one_is_kept,
    a_name_today_and_a_birth_date_tomorrow_wait_as_well,
    a_doubt_ends_as_it_began_and_begins_again_when_it_is_repeated,
    who_is_cancelled_in_doubt_is_hidden_at_once,
    what_is_decided_is_what_was_read,
    a_program_raises_doubts_that_its_makers_area_does_not_decide,
);

const FOLIO: &str = "ZAC24-00005";
const REASON: &str = "Lo confirma el acuerdo del Consejo.";
/// What a published candidacy answered about identity and consented to.
const IDENTITY: &str = "Caxcán";

/// A party with one published candidacy, [`FOLIO`], with photograph and consented identity; its public name.
pub async fn published(house: &House) -> (Party, String) {
    house.build_site();
    let mut party = house.capturing("PT").await;
    let work = party.unit.list_candidacies("size=200").await.ok();
    let id = work.items.into_iter().find(|item| item.folio == FOLIO.into()).expect("a candidacy").id;
    party.ids = vec![id];
    house.accept_notice(&party.capturist, id).await;
    house.photograph(&party.capturist, id).await;
    party.capturist.give_consent(id, &consent(&["indigenous"]), SIGNED.as_bytes()).await.ok();
    party.capturist.save_answers(id, complete()).await.ok();
    party.capturist.submit_profile(id, &UNDERSTOOD).await.ok();
    let slug = house.publish(&party).await;
    (party, slug)
}

/// Whether anybody reads, in its profile, what a published candidacy answered about identity.
async fn shows_identity(house: &House, slug: &str) -> bool {
    house.citizen().read_public_candidacy(slug).await.text().contains(IDENTITY)
}

/// The file in which another party has the folio.
fn other_party() -> Vec<u8> {
    registry_with(FOLIO, ",PT,PT,", ",MC,MC,", &[])
}

/// The file in which another person has the folio.
fn other_person() -> Vec<u8> {
    registry_with(
        FOLIO,
        "Citlali,Ortega,Bañuelos,El Inge,MUJER,1957-08-23",
        "Ramona,Ortega,Bañuelos,,MUJER,1990-02-03",
        &[],
    )
}

/// The rows that wait, as somebody reads them.
async fn doubts(person: &Person) -> Vec<RegistryDoubt> {
    person.read_registry_standing().await.ok().doubts
}

async fn decide(person: &Person, doubt: &RegistryDoubt, decision: DoubtDecision) -> Answer<()> {
    let (reason, digest) = (REASON.to_owned(), doubt.digest.clone());
    person.decide_registry_doubt(doubt.id, &DecideDoubt { decision, reason, digest }).await
}

/// Somebody of informatics brings a file; answers who it was.
async fn brought(house: &House, file: Vec<u8>) -> Person {
    let informatics = house.institute(Role::ItDirectorate).await;
    informatics.sync_registry(file).await.ok();
    informatics
}

async fn status(unit: &Person, folio: &str) -> RegistryStatus {
    let work = unit.list_candidacies("size=200").await.ok();
    work.items.iter().find(|item| item.folio == folio.into()).expect("a candidacy").status
}

async fn a_row_of_another_party_opens_nothing_and_hides_what_is_personal(house: House) {
    let (party, slug) = published(&house).await;
    let (id, foreign) = (party.ids[0], house.party("MC").await);
    let before = house.citizen().read_public_candidacy(&slug).await.ok();
    let photo = before.card.photo.clone().expect("a photograph");
    let (all, card) = (everywhere(&house, &slug).await, format!("/public/candidacies/{slug}/card.png"));
    let drawn = house.citizen().fetch(&card).await.file();
    assert!(all.matches(IDENTITY).count() >= 6 && all.contains(&photo), "{all}");

    let informatics = house.institute(Role::ItDirectorate).await;
    let plan = informatics.plan_registry(other_party()).await.ok().plan;
    assert_eq!((plan.changed.len(), plan.doubtful.len()), (0, 1), "said beforehand: {plan:?}");
    let synced = informatics.sync_registry(other_party()).await.ok();
    assert_eq!((synced.waiting, synced.plan.doubtful.len()), (None, 1));

    foreign.capturist.read_candidacy(id).await.refused(404, "not_found");
    assert_eq!(said(&party.capturist.candidacy(id).await.answers, "indigenous.people"), Some(IDENTITY));
    let seen = everywhere(&house, &slug).await;
    assert!(!seen.contains(IDENTITY) && !seen.contains(&photo), "{seen}");
    assert_eq!(house.page(&photo).await.status, 404);
    assert_ne!(house.citizen().fetch(&card).await.file(), drawn, "a card without photograph");
    let now = house.citizen().read_public_candidacy(&slug).await.ok();
    assert_eq!((&now.card.nominator, &now.card.name), (&before.card.nominator, &before.card.name), "the old data");
    let (was, is) = (before.published.expect("published"), now.published.expect("published"));
    let curricular = |key: &str| !key.starts_with("indigenous.");
    let kept = was.answers.iter().filter(|(key, _)| curricular(key.as_str())).count();
    assert_eq!((is.version, is.answers.len()), (was.version, kept), "the rest of the profile stays");
    let head = house.head();
    informatics.sync_registry(other_party()).await.ok();
    assert_eq!(head, house.head(), "the same row waits once");
    assert_eq!(house.difference_from_built(), None);

    for person in [&informatics, &house.institute(Role::ItDirectorate).await] {
        let waiting = doubts(person).await;
        assert!(waiting[0].own);
        decide(person, &waiting[0], Same).await.refused(409, "second_person_required");
    }
    for (person, kind) in [
        (&party.unit, MessageKind::DoubtWaits),
        (&informatics, MessageKind::DoubtWaits),
        (&party.representative, MessageKind::DoubtRaised),
    ] {
        assert_eq!(person.count_told(kind).await, 1, "{kind:?}");
    }
    assert_eq!(foreign.representative.count_told(MessageKind::DoubtRaised).await, 0);
    assert_eq!(party.unit.count_logged(&format!("candidacy={id}"), "candidacy.doubted").await, 1);
}

async fn the_same_candidacy_mended_keeps_everything(house: House) {
    let (party, slug) = published(&house).await;
    let (id, foreign) = (party.ids[0], house.party("MC").await);
    let candidate = house.candidate(&party, id).await;
    let before = house.citizen().read_public_candidacy(&slug).await.ok();
    brought(&house, other_party()).await;
    let waiting = doubts(&party.unit).await;
    assert!(!waiting[0].own);
    let changed: Vec<_> = waiting[0].changes.iter().map(|change| change.heading.as_str()).collect();
    assert_eq!(changed, ["PARTIDO_COALICION", "PARTIDO_RESPONSABLE"]);
    decide(&party.unit, &waiting[0], Same).await.ok();

    let now = house.citizen().read_public_candidacy(&slug).await.ok();
    assert_eq!((now.published, &now.card.photo), (before.published, &before.card.photo), "shown again");
    assert_eq!(now.card.nominator, "MC".into());
    assert_eq!(said(&foreign.capturist.candidacy(id).await.answers, "indigenous.people"), Some(IDENTITY));
    party.capturist.read_candidacy(id).await.refused(404, "not_found");
    let me = candidate.read_me().await.ok();
    assert_eq!(me.party, Some("MC".into()), "its own account goes with it");
    assert_eq!(candidate.count_told(MessageKind::DoubtEnded).await, 1);
    assert_eq!(foreign.representative.count_told(MessageKind::DoubtEnded).await, 1);
    let again = party.unit.sync_registry(other_party()).await.ok();
    assert_eq!((again.plan.unchanged, again.plan.doubtful.len()), (40, 0), "the registry agrees");
    assert_eq!(party.unit.count_logged("", "candidacy.doubt_mended").await, 1);
    assert_eq!(house.difference_from_built(), None);
}

async fn another_candidacy_starts_clean_and_the_old_one_is_kept(house: House) {
    let (party, slug) = published(&house).await;
    let id = party.ids[0];
    let candidate = house.candidate(&party, id).await;
    brought(&house, other_person()).await;
    let waiting = doubts(&party.unit).await;
    decide(&party.unit, &waiting[0], Other).await.ok();

    house.citizen().read_public_candidacy(&slug).await.refused(410, "withdrawn");
    assert_eq!(house.total().await, 40, "one ended and one began");
    let work = party.unit.list_candidacies("size=200").await.ok();
    let new = work.items.iter().find(|item| item.folio == FOLIO.into()).expect("the new one");
    assert_ne!(new.id, id);
    let clean = party.unit.candidacy(new.id).await;
    assert_eq!((clean.item.stage, clean.answers.len(), clean.consent), (StageName::NotStarted, 0, None));
    let public = house.citizen().read_public_candidacy(&new.slug).await.ok();
    assert_eq!(
        (public.card.name.as_str(), public.published, public.card.photo),
        ("Ramona Ortega Bañuelos", None, None)
    );

    let kept = party.unit.candidacy(id).await;
    assert_eq!((kept.item.status, kept.version), (Substituted, Some(1)));
    assert!(kept.item.folio.as_str().starts_with(FOLIO) && kept.item.folio != FOLIO.into());
    assert_eq!(party.unit.list_versions(id).await.ok().len(), 1, "the evidence stays");
    let own = candidate.candidacy(id).await;
    assert_eq!(said(&own.answers, "indigenous.people"), Some(IDENTITY));
    candidate.read_candidacy(new.id).await.refused(404, "not_found");
    assert_eq!(candidate.count_told(MessageKind::CandidacySucceeded).await, 1);

    let issued = party.unit.issue_accounts(&IssueAccounts::Candidacy { candidacy: new.id }).await.ok();
    assert_eq!(issued[0].username, "zac24-00005-2", "the name of its folio is the other's");
    let person = house.join(&issued[0]).await;
    party.representative.acknowledge_receipt(&AccountReceipt::default()).await.ok();
    person.candidacy(new.id).await;
    person.read_candidacy(id).await.refused(404, "not_found");
    assert!(party.unit.issue_accounts(&IssueAccounts::Candidacy { candidacy: new.id }).await.ok().is_empty());

    let movement = &party.unit.list_registry_movements().await.ok()[0];
    assert_eq!((movement.candidacy, movement.can_undo), (id, false));
    party.unit.undo_registry_movement(movement.id, REASON).await.refused(409, "not_last_movement");
    let again = party.unit.sync_registry(other_person()).await.ok();
    assert_eq!((again.plan.unchanged, again.plan.absent.len()), (40, 0), "no file names the one that ended");
    let back = party.unit.sync_registry(registry()).await.ok();
    assert_eq!(back.plan.doubtful.len(), 1, "and back is another person once more");
    assert_eq!(house.difference_from_built(), None);
}

async fn a_name_today_and_a_birth_date_tomorrow_wait_as_well(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(registry()).await.ok();
    let renamed = String::from_utf8(registry_with(FOLIO, "Citlali,Ortega", "Ramona,Pérez", &[])).expect("UTF-8");
    let first = unit.sync_registry(renamed.clone().into_bytes()).await.ok();
    assert_eq!((first.plan.changed.len(), first.plan.doubtful.len()), (1, 0), "a name alone is a change");
    let born = |date: &str| renamed.replace("1957-08-23", date).into_bytes();
    let second = unit.sync_registry(born("1990-02-03")).await.ok();
    assert_eq!((second.plan.changed.len(), second.plan.doubtful.len()), (0, 1));
    let informatics = house.institute(Role::ItDirectorate).await;
    decide(&informatics, &doubts(&informatics).await[0], Same).await.ok();
    // What was decided is what counts from now on.
    assert_eq!(unit.sync_registry(born("1990-02-04")).await.ok().plan.changed.len(), 1);
}

async fn a_doubt_ends_as_it_began_and_begins_again_when_it_is_repeated(house: House) {
    let (party, slug) = published(&house).await;
    let before = house.citizen().read_public_candidacy(&slug).await.ok();
    let man = || registry_with(FOLIO, "MUJER", "HOMBRE", &[]);
    let informatics = brought(&house, man()).await;
    assert!(!shows_identity(&house, &slug).await);
    decide(&party.unit, &doubts(&party.unit).await[0], Mistake).await.ok();
    assert_eq!(house.citizen().read_public_candidacy(&slug).await.ok(), before);
    assert_eq!(party.representative.count_told(MessageKind::DoubtEnded).await, 1);
    informatics.sync_registry(man()).await.ok();
    let first = doubts(&party.unit).await;
    assert!(!shows_identity(&house, &slug).await);

    informatics.sync_registry(other_person()).await.ok();
    assert_eq!(doubts(&party.unit).await.len(), 1, "what it says last");
    decide(&party.unit, &first[0], Same).await.refused(404, "not_found");
    assert!(!shows_identity(&house, &slug).await);
    let settled = informatics.sync_registry(registry()).await.ok();
    assert_eq!(settled.plan.settled, [FOLIO.into()], "the registry takes it back");
    assert_eq!(house.citizen().read_public_candidacy(&slug).await.ok(), before);
    assert_eq!(doubts(&party.unit).await.len(), 0);
    assert_eq!(party.representative.count_told(MessageKind::DoubtEnded).await, 2);
    assert_eq!(house.difference_from_built(), None);
}

/// The same file, where the folio is cancelled.
fn cancelled(file: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(file).expect("UTF-8");
    let row = |line: &str| match line.starts_with(FOLIO) {
        true => line.replace("APROBADA", "CANCELADA"),
        false => line.to_owned(),
    };
    text.lines().map(row).collect::<Vec<_>>().join("\r\n").into_bytes()
}

async fn who_is_cancelled_in_doubt_is_hidden_at_once(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(registry()).await.ok();
    let synced = unit.sync_registry(cancelled(other_party())).await.ok();
    assert_eq!((synced.plan.cancelled.len(), synced.plan.doubtful.len()), (1, 1));
    assert_eq!((status(&unit, FOLIO).await, house.total().await), (Cancelled, 39));
    // The other party approved under the folio waits as well: nobody stands again of a row in doubt.
    let again = unit.sync_registry(other_party()).await.ok();
    assert_eq!((again.plan.reinstated.len(), again.plan.doubtful.len()), (0, 1));
    assert_eq!(status(&unit, FOLIO).await, Cancelled);
    let informatics = house.institute(Role::ItDirectorate).await;
    decide(&informatics, &doubts(&informatics).await[0], Other).await.ok();
    assert_eq!((status(&unit, FOLIO).await, house.total().await), (Active, 40));
}

async fn what_is_decided_is_what_was_read(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(registry()).await.ok();
    brought(&house, other_party()).await;
    let doubt = &doubts(&unit).await[0];
    let command = |reason: &str, digest: &str| DecideDoubt {
        decision: Other,
        reason: reason.to_owned(),
        digest: digest.to_owned(),
    };
    let decide =
        async |reason: &str, digest: &str| unit.decide_registry_doubt(doubt.id, &command(reason, digest)).await;
    decide("No.", &doubt.digest).await.refused(400, "bad_request");
    decide(REASON, "0").await.refused(409, "plan_changed");
    // A faulty row that cancels it is taken at once: what was read is no longer what would be decided.
    let faulty = cancelled(registry_with(FOLIO, "1957-08-23,,NO", "1957,,NO", &[]));
    unit.sync_registry(faulty).await.ok();
    assert_eq!(status(&unit, FOLIO).await, Cancelled);
    decide(REASON, &doubt.digest).await.refused(409, "plan_changed");
    let unknown = command(REASON, &doubt.digest);
    unit.decide_registry_doubt(uuid::Uuid::nil(), &unknown).await.refused(404, "not_found");
    let area = house.institute(Role::PartiesDirectorate).await;
    area.decide_registry_doubt(doubt.id, &unknown).await.refused(403, "not_allowed");
}

async fn a_program_raises_doubts_that_its_makers_area_does_not_decide(house: House) {
    let program = super::intake::Program::of(&house).await;
    program.unit.sync_registry(registry()).await.ok();
    let answer = program.send(&house, "m", "2024-04-01T15:00:00Z", other_person()).await.ok();
    assert!(answer.plan.doubtful[0].changes.is_empty(), "an answer that is kept holds no birth date: {answer:?}");
    let doubt = &doubts(&program.unit).await[0];
    assert!(doubt.own, "somebody of the responsible unit made the key");
    decide(&program.unit, doubt, Other).await.refused(409, "second_person_required");
    decide(&house.institute(Role::ItDirectorate).await, doubt, Other).await.ok();
    assert_eq!(doubts(&program.unit).await, Vec::new());
}
