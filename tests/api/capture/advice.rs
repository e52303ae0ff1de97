//! What an author is advised before sending.

use domain::{
    accounts::Role,
    capture::advisor::{Finding, FindingKind},
    ids::CandidacyId,
    prohibition::Ground,
};
use support::{House, Person, UNDERSTOOD, complete_with, on_both};

on_both!(a_copy_is_told_to_its_author_and_whose_it_is_to_the_institute, a_draft_is_known_to_its_own_party_only);

const PROPOSAL: &str = "En los primeros cien días abriré en cada comunidad una ventanilla donde mujeres y jóvenes \
    encuentren asesoría gratuita para iniciar un negocio, con un fondo anual que se revisará en público cada tres meses \
    y cuyas cuentas estarán en la entrada de la presidencia para que cualquiera las lea, las copie y pregunte por ellas cuando quiera.";

async fn propose(house: &House, person: &Person, id: CandidacyId, text: &str) {
    house.accept_notice(person, id).await;
    let answers = complete_with([("proposal.first", text)]);
    person.save_answers(id, answers).await.ok();
}

async fn send(person: &Person, id: CandidacyId) {
    person.submit_profile(id, &UNDERSTOOD).await.ok();
}

/// What an author is advised of copies in the first proposal.
async fn copies(person: &Person, id: CandidacyId) -> Vec<Finding> {
    let mut found = person.read_advice(id).await.ok();
    found.retain(|finding| finding.ground == Ground::Copy && finding.field == "proposal.first".into());
    found
}

async fn a_copy_is_told_to_its_author_and_whose_it_is_to_the_institute(house: House) {
    let (party, other) = (house.capturing("PT").await, house.capturing("MC").await);
    let (id, theirs) = (party.ids[0], other.ids[0]);
    propose(&house, &party.capturist, id, PROPOSAL).await;
    assert_eq!(copies(&party.capturist, id).await, Vec::new(), "nobody copies oneself");
    propose(&house, &other.capturist, theirs, PROPOSAL).await;
    send(&other.capturist, theirs).await;

    let told = copies(&party.capturist, id).await;
    assert_eq!((told[0].kind, told[0].share), (FindingKind::CopyOfOther, Some(100)));
    assert_eq!(told[0].others, [], "whose it is is not told to an author");
    let passage = &told[0].places[0].passage;
    assert!(PROPOSAL.contains(passage.trim_end_matches('…')), "the author's own words");
    let parties = house.institute(Role::PartiesDirectorate).await;
    assert_eq!(copies(&parties, id).await, Vec::new(), "the institute is told nothing of a draft");
    other.capturist.read_advice(id).await.refused(404, "not_found");

    // It advises, and keeps nobody from sending.
    send(&party.capturist, id).await;
    party.validator.validate_profile(id).await.ok();
    assert_eq!(copies(&parties, id).await[0].others, [theirs]);
    // Who no longer stands is no candidacy to be copied.
    let work = other.capturist.candidacy(theirs).await;
    let folio = work.item.folio.as_str();
    party.unit.sync_registry(support::registry_without(folio)).await.ok();
    assert_eq!(copies(&party.capturist, id).await, Vec::new());
}

async fn a_draft_is_known_to_its_own_party_only(house: House) {
    let (party, other) = (house.capturing("PT").await, house.capturing("MC").await);
    propose(&house, &party.capturist, party.ids[0], PROPOSAL).await;
    propose(&house, &other.capturist, other.ids[0], PROPOSAL).await;
    assert_eq!(copies(&other.capturist, other.ids[0]).await, Vec::new());
    let items = party.capturist.list_candidacies("").await.ok().items;
    let own = items.iter().find(|item| item.id == party.ids[0]).expect("the candidacy");
    let another = items.iter().find(|item| item.formula != own.formula).expect("another formula").id;
    propose(&house, &party.capturist, another, PROPOSAL).await;
    assert_eq!(copies(&party.capturist, another).await[0].kind, FindingKind::CopyOfOther);
}

mod postgres_alone {
    use diesel::{Connection, PgConnection, connection::SimpleConnection};
    use futures_util::future::join_all;

    use super::*;

    /// On SQLite nobody can keep somebody else from reading.
    #[actix_web::test]
    async fn who_waits_for_advice_keeps_no_connection_from_others() {
        let house = House::on_postgres();
        let party = house.capturing("PT").await;
        let id = party.ids[0];
        // The index cannot be brought up to date: whoever has it waits for the end of the log with the only connection.
        let mut other = PgConnection::establish(&house.url).expect("a connection");
        other.batch_execute("BEGIN; LOCK TABLE activity_log IN ACCESS EXCLUSIVE MODE").expect("held");
        let asked = join_all((0..6).map(|_| party.capturist.read_advice(id)));
        let others = async {
            actix_web::rt::time::sleep(std::time::Duration::from_millis(1_500)).await;
            let read = party.capturist.list_candidacies("").await.status;
            other.batch_execute("ROLLBACK").expect("given back");
            read
        };
        let (advice, read) = futures_util::future::join(asked, others).await;
        assert_eq!(read, 200, "somebody else was answered meanwhile");
        assert!(advice.iter().all(|answer| answer.status == 200), "and so was everybody afterwards");
    }
}
