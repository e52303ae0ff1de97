//! Candidacies that the registry substitutes or cancels: gone from everything public at once, and back when it is undone.

use contract::{
    accounts::{AccountReceipt, IssueAccounts},
    registry::RegistryMovement,
    work::WorkItem,
};
use domain::{
    accounts::Role,
    candidacy::RegistryStatus::{self, Active, Cancelled, Substituted},
    ids::CandidacyId,
    messages::MessageKind,
    prohibition::Ground,
    registry::Remark,
    workflow::StageName,
};
use support::{
    Answer, House, Party, Person, UNDERSTOOD, at, complete, control, on_both, registry, registry_with,
    registry_without, substitute_of,
};
use uuid::Uuid;

on_both!(
    whoever_was_substituted_is_gone_from_every_public_address,
    an_undone_substitution_gives_back_what_was_public,
    what_was_hidden_stays_hidden_after_undoing,
    a_substitute_who_captured_is_not_lost,
    only_the_last_movement_is_undone_and_once,
    what_was_undone_and_is_repeated_hides_again_at_once,
    who_was_hidden_again_is_shown_by_two_persons,
    two_never_stand_for_one_place,
    a_substitute_starts_clean_with_five_days,
);

const FOLIO: &str = "ZAC24-00005";
const SUBSTITUTE: &str = "ZAC24-09001";
/// Why a second person confirms.
const REASON: &str = "Lo confirma el acuerdo del Consejo.";

fn substitution() -> Vec<u8> {
    registry_with(FOLIO, "APROBADA", "SUSTITUIDA", &[substitute_of(FOLIO)])
}

async fn undo(unit: &Person, movement: &RegistryMovement) -> Answer<()> {
    unit.undo_registry_movement(movement.id, "El oficio correspondía a otra fórmula.").await
}

/// The last movement of a folio.
fn movement_of<'a>(all: &'a [RegistryMovement], folio: &str) -> &'a RegistryMovement {
    all.iter().find(|movement| movement.folio == folio.into()).expect("a movement")
}

/// What the institute knows of a folio: its item among the work.
async fn item(unit: &Person, folio: &str) -> WorkItem {
    let work = unit.list_candidacies("size=200").await.ok();
    work.items.into_iter().find(|item| item.folio == folio.into()).expect("a candidacy")
}

async fn status(unit: &Person, folio: &str) -> RegistryStatus {
    item(unit, folio).await.status
}

/// A party with one published candidacy, [`FOLIO`], with a photograph; its public name and the folio of its receipt.
async fn published(house: &House) -> (Party, String, String) {
    let mut party = house.capturing("PT").await;
    party.ids = vec![item(&party.unit, FOLIO).await.id];
    let id = party.ids[0];
    house.accept_notice(&party.capturist, id).await;
    house.photograph(&party.capturist, id).await;
    party.capturist.save_answers(id, complete()).await.ok();
    let receipt = party.capturist.submit_profile(id, &UNDERSTOOD).await.ok();
    let slug = house.publish(&party).await;
    (party, slug, receipt.receipt.expect("a folio"))
}

async fn whoever_was_substituted_is_gone_from_every_public_address(house: House) {
    house.build_site();
    let (party, slug, receipt) = published(&house).await;
    let profile = house.citizen().read_public_candidacy(&slug).await.ok();
    let (name, photo) = (profile.card.name, profile.card.photo.expect("a photograph"));
    assert_eq!((name.as_str(), house.page(&photo).await.status), ("Citlali Ortega Bañuelos", 200));

    for file in [substitution(), registry_with(FOLIO, "APROBADA", "CANCELADA", &[])] {
        party.unit.sync_registry(file).await.ok();
        let short = slug.rsplit('-').next().expect("a short name");
        for path in [
            format!("/api/v1/public/candidacies/{slug}"),
            format!("/api/v1/public/candidacies/otro-nombre-{short}"),
            format!("/candidaturas/{slug}"),
            photo.clone(),
        ] {
            let gone = house.page(&path).await;
            assert_eq!(gone.status, 410, "{path}");
            let text = gone.text();
            assert!(!text.contains("Citlali") && !text.contains("Ortega") && !text.contains(FOLIO), "{path}: {text}");
        }
        for path in [
            "/public/candidacies?size=200".to_owned(),
            "/public/data/candidaturas.csv".into(),
            format!("/public/receipts/{receipt}"),
        ] {
            let bytes = house.citizen().fetch(&path).await.file();
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("Citlali Ortega") && !text.contains(&slug), "{path}: {text}");
        }
    }
}

async fn an_undone_substitution_gives_back_what_was_public(house: House) {
    let (party, slug, _) = published(&house).await;
    let read = async || house.citizen().read_public_candidacy(&slug).await;
    let before = read().await.ok();
    assert_eq!(before.published.as_ref().map(|published| published.version), Some(1));
    party.unit.sync_registry(substitution()).await.ok();
    read().await.refused(410, "withdrawn");
    assert_eq!(house.total().await, 40);
    let substitute = item(&party.unit, SUBSTITUTE).await.slug;
    house.citizen().read_public_candidacy(&substitute).await.ok();

    let all = party.unit.list_registry_movements().await.ok();
    let movement = &all[0];
    assert_eq!((all.len(), movement.folio.as_str()), (1, FOLIO));
    assert_eq!((movement.status, movement.can_undo), (Substituted, true));
    assert_eq!(movement.substitutes, ["Sustituta De Prueba Núñez"]);
    party.unit.undo_registry_movement(movement.id, "Sí.").await.refused(400, "bad_request");
    assert_eq!(undo(&party.unit, movement).await.status, 204);

    assert_eq!(read().await.ok(), before);
    house.citizen().read_public_candidacy(&substitute).await.refused(410, "withdrawn");
    assert_eq!(house.total().await, 40);
    let movement = &party.unit.list_registry_movements().await.ok()[0];
    let undone = movement.undone.as_ref().map(|undone| undone.reason.as_str());
    assert_eq!((movement.can_undo, undone), (false, Some("El oficio correspondía a otra fórmula.")));
    for person in [&party.representative, &party.capturist] {
        assert_eq!(person.count_told(MessageKind::MovementUndone).await, 1);
        assert_eq!(person.count_told(MessageKind::SubstituteWithdrawn).await, 1);
    }
    assert_eq!(party.representative.count_logged("", "registry.movement_undone").await, 1);
    assert_eq!(party.representative.count_logged("", "registry.substitute_withdrawn").await, 1);
}

async fn what_was_hidden_stays_hidden_after_undoing(house: House) {
    let (party, slug, _) = published(&house).await;
    let order = control(None, Ground::Slogan, "Contiene el lema de la campaña.");
    party.unit.disable_publication(party.ids[0], &order).await.ok();
    party.unit.sync_registry(registry_without(FOLIO)).await.ok();
    let all = party.unit.list_registry_movements().await.ok();
    assert_eq!(undo(&party.unit, &all[0]).await.status, 204);
    let profile = house.citizen().read_public_candidacy(&slug).await.ok();
    assert_eq!(profile.published, None);
}

/// The account of the substitute's candidacy, whose accounts were received.
async fn substitute_account(house: &House, party: &Party) -> (Person, CandidacyId) {
    let id = item(&party.unit, SUBSTITUTE).await.id;
    let issued = party.unit.issue_accounts(&IssueAccounts::Candidacy { candidacy: id }).await.ok();
    let person = house.join(&issued[0]).await;
    party.representative.acknowledge_receipt(&AccountReceipt::default()).await.ok();
    (person, id)
}

async fn a_substitute_who_captured_is_not_lost(house: House) {
    let party = house.capturing("PT").await;
    party.unit.sync_registry(substitution()).await.ok();
    let (person, id) = substitute_account(&house, &party).await;
    house.accept_notice(&person, id).await;
    person.save_answers(id, [("motivation", "Servir.")]).await.ok();
    let all = party.unit.list_registry_movements().await.ok();
    undo(&party.unit, &all[0]).await.refused(409, "substitute_captured");
    assert_eq!(status(&party.unit, SUBSTITUTE).await, Active);
    assert_eq!(status(&party.unit, FOLIO).await, Substituted);
}

async fn only_the_last_movement_is_undone_and_once(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(registry()).await.ok();
    unit.sync_registry(registry_without(FOLIO)).await.ok();
    unit.sync_registry(registry()).await.ok();
    unit.sync_registry(registry_without(FOLIO)).await.ok();
    let all = unit.list_registry_movements().await.ok();
    assert_eq!((all.len(), all[0].can_undo, all[1].can_undo), (2, true, false));
    undo(&unit, &all[1]).await.refused(409, "not_last_movement");
    assert_eq!(undo(&unit, &all[0]).await.status, 204);
    undo(&unit, &all[0]).await.refused(409, "nothing_to_change");
    unit.undo_registry_movement(Uuid::nil(), "No hay tal movimiento.").await.refused(404, "not_found");

    unit.sync_registry(registry_with("ZAC24-00007", "APROBADA", "SUSTITUIDA", &[substitute_of("ZAC24-00007")]))
        .await
        .ok();
    let other = substitute_of("ZAC24-00007").replace(SUBSTITUTE, "ZAC24-09002").replace(",ZAC24-00007", ",ZAC24-09001");
    let chain = [substitute_of("ZAC24-00007").replace("APROBADA", "SUSTITUIDA"), other];
    unit.sync_registry(registry_with("ZAC24-00007", "APROBADA", "SUSTITUIDA", &chain)).await.ok();
    let all = unit.list_registry_movements().await.ok();
    let first = movement_of(&all, "ZAC24-00007");
    undo(&unit, first).await.refused(409, "not_last_movement");

    unit.sync_registry(registry_with("ZAC24-00009", "APROBADA", "SUSTITUIDA", &[])).await.ok();
    unit.sync_registry(registry_with("ZAC24-00009", "APROBADA", "CANCELADA", &[])).await.ok();
    let all = unit.list_registry_movements().await.ok();
    let first = movement_of(&all, "ZAC24-00009");
    assert!(!first.can_undo, "it was moved again without standing in between");
    undo(&unit, first).await.refused(409, "not_last_movement");
}

async fn what_was_undone_and_is_repeated_hides_again_at_once(house: House) {
    let (party, slug, _) = published(&house).await;
    let unit = &party.unit;
    let read = async || house.citizen().read_public_candidacy(&slug).await.status;
    unit.sync_registry(substitution()).await.ok();
    let all = unit.list_registry_movements().await.ok();
    assert!(!all[0].repeated);
    assert_eq!((undo(unit, &all[0]).await.status, read().await), (204, 200));
    let again = unit.sync_registry(substitution()).await.ok();
    let folios = |remarks: &[Remark]| remarks.iter().map(|remark| remark.folio.clone()).collect::<Vec<_>>();
    assert_eq!(folios(&again.plan.repeated), [FOLIO], "told");
    assert_eq!(folios(&again.plan.withheld), [SUBSTITUTE], "who was withdrawn by undoing stays out");
    let both = async || (status(unit, FOLIO).await, status(unit, SUBSTITUTE).await);
    assert_eq!((both().await, read().await), ((Substituted, Cancelled), 410));
    assert_eq!(house.difference_from_built(), None);

    assert_eq!(unit.allow_registry_movement(all[0].id).await.status, 204);
    unit.allow_registry_movement(all[0].id).await.refused(409, "nothing_to_change");
    unit.sync_registry(substitution()).await.ok();
    assert_eq!(both().await, (Substituted, Active));
    unit.sync_registry(registry()).await.ok();
    unit.sync_registry(registry_without(FOLIO)).await.ok();
    assert_eq!(status(unit, FOLIO).await, Cancelled, "the registry's word counts");
}

async fn who_was_hidden_again_is_shown_by_two_persons(house: House) {
    let (party, slug, _) = published(&house).await;
    let unit = &party.unit;
    let read = async || house.citizen().read_public_candidacy(&slug).await.status;
    unit.sync_registry(registry_without(FOLIO)).await.ok();
    let first = unit.list_registry_movements().await.ok();
    undo(unit, &first[0]).await.ok();
    unit.sync_registry(registry_without(FOLIO)).await.ok();
    let all = unit.list_registry_movements().await.ok();
    assert_eq!((all.len(), all[0].repeated, all[0].can_undo), (2, true, true));
    assert!(all[1].undone.is_some(), "what was undone is kept");

    undo(unit, &all[0]).await.ok();
    assert_eq!((read().await, status(unit, FOLIO).await), (410, Cancelled), "one person only asks for it");
    undo(unit, &all[0]).await.refused(409, "nothing_to_change");
    unit.confirm_registry_undoing(all[0].id, REASON).await.refused(409, "second_person_required");
    let second = house.institute(Role::ResponsibleUnit).await;
    assert_eq!(second.count_told(MessageKind::UndoingWaits).await, 0, "it came after");
    let waiting = second.read_registry_standing().await.ok().undoings;
    assert_eq!((waiting.len(), waiting[0].own, waiting[0].status), (1, false, Cancelled));
    second.decline_registry_undoing(all[0].id, "El registro tiene razón.").await.ok();
    second.confirm_registry_undoing(all[0].id, REASON).await.refused(404, "not_found");
    assert_eq!(read().await, 410);

    undo(unit, &all[0]).await.ok();
    assert_eq!(second.count_told(MessageKind::UndoingWaits).await, 1);
    party.representative.confirm_registry_undoing(all[0].id, REASON).await.refused(403, "not_allowed");
    second.confirm_registry_undoing(all[0].id, "Sí.").await.refused(400, "bad_request");
    second.confirm_registry_undoing(all[0].id, REASON).await.ok();
    assert_eq!((read().await, status(unit, FOLIO).await), (200, Active));
    assert_eq!(house.difference_from_built(), None);
    for act in ["registry.undoing_declined", "registry.undoing_confirmed"] {
        assert_eq!(unit.count_logged("", act).await, 1, "{act}");
    }
    // And once more, however often it was decided.
    unit.sync_registry(registry_without(FOLIO)).await.ok();
    assert_eq!(read().await, 410);
}

async fn a_substitute_starts_clean_with_five_days(house: House) {
    let (party, _, _) = published(&house).await;
    party.unit.sync_registry(substitution()).await.ok();
    let (_, id) = substitute_account(&house, &party).await;
    let work = party.unit.candidacy(id).await;
    assert_eq!(work.item.stage, StageName::NotStarted);
    assert!(work.answers.is_empty(), "{work:?}");
    // Received on 1 April; the day after counts as day one, and the last ends at midnight of Zacatecas.
    assert_eq!(work.item.until, Some(at("2024-04-07T05:59:59Z")), "{work:?}");
}

async fn two_never_stand_for_one_place(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(registry()).await.ok();
    unit.sync_registry(substitution()).await.ok();
    let cancelled = substitute_of(FOLIO).replace("APROBADA", "CANCELADA");
    unit.sync_registry(registry_with(FOLIO, "APROBADA", "SUSTITUIDA", &[cancelled])).await.ok();
    let all = unit.list_registry_movements().await.ok();
    assert_eq!(undo(&unit, movement_of(&all, FOLIO)).await.status, 204);
    undo(&unit, movement_of(&all, SUBSTITUTE)).await.refused(409, "not_last_movement");
    assert_eq!(status(&unit, FOLIO).await, Active);
    assert_eq!(status(&unit, SUBSTITUTE).await, Cancelled);

    // The party substitutes in truth, with somebody else: what was held against the registry is held no more.
    let other = substitute_of(FOLIO).replace(SUBSTITUTE, "ZAC24-09003");
    unit.sync_registry(registry_with(FOLIO, "APROBADA", "SUSTITUIDA", &[other])).await.ok();
    assert_eq!(status(&unit, FOLIO).await, Substituted);
    assert_eq!(status(&unit, "ZAC24-09003").await, Active);
}
