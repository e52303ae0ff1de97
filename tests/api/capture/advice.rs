//! What an author is advised before sending.

use actix_web::http::Method;
use domain::accounts::Role;
use serde_json::{Value, json};
use support::{House, Person, complete, on_both};

on_both!(a_copy_is_told_to_its_author_and_whose_it_is_to_the_institute, a_draft_is_known_to_its_own_party_only);

const PROPOSAL: &str = "En los primeros cien días abriré en cada comunidad una ventanilla donde mujeres y jóvenes \
    encuentren asesoría gratuita para iniciar un negocio, con un fondo anual que se revisará en público cada tres meses \
    y cuyas cuentas estarán en la entrada de la presidencia para que cualquiera las lea, las copie y pregunte por ellas cuando quiera.";

async fn propose(house: &House, person: &Person, id: &str, text: &str) {
    house.accept_notice(person, id).await;
    let mut answers = complete();
    answers["proposal.first"] = json!(text);
    house.change(person, Method::PATCH, id, "answers", json!({ "answers": answers })).await.ok();
}

async fn send(house: &House, person: &Person, id: &str) {
    let body = json!({ "single_opportunity_understood": true });
    house.change(person, Method::POST, id, "submission", body).await.ok();
}

async fn copies(house: &House, person: &Person, id: &str) -> Vec<Value> {
    let found = house.get(Some(person), &format!("/candidacies/{id}/advice")).await.ok();
    let found = found.as_array().expect("findings").clone();
    found.into_iter().filter(|one| one["ground"] == "copy" && one["field"] == "proposal.first").collect()
}

async fn a_copy_is_told_to_its_author_and_whose_it_is_to_the_institute(house: House) {
    let (party, other) = (house.capturing("PT").await, house.capturing("MC").await);
    let (id, theirs) = (&party.ids[0], &other.ids[0]);
    propose(&house, &party.capturist, id, PROPOSAL).await;
    assert_eq!(copies(&house, &party.capturist, id).await, Vec::<Value>::new(), "nobody copies oneself");
    propose(&house, &other.capturist, theirs, PROPOSAL).await;
    send(&house, &other.capturist, theirs).await;

    let told = copies(&house, &party.capturist, id).await;
    assert_eq!((&told[0]["kind"], &told[0]["share"]), (&json!("copy_of_other"), &json!(100)));
    assert_eq!(told[0]["others"], json!([]), "whose it is is not told to an author");
    let passage = told[0]["places"][0]["passage"].as_str().expect("a passage");
    assert!(PROPOSAL.contains(passage.trim_end_matches('…')), "the author's own words");
    let parties = house.institute(Role::PartiesDirectorate).await;
    assert_eq!(copies(&house, &parties, id).await[0]["others"], json!([theirs]));
    house.get(Some(&other.capturist), &format!("/candidacies/{id}/advice")).await.refused(404, "not_found");

    // It advises, and keeps nobody from sending.
    send(&house, &party.capturist, id).await;
    // Who no longer stands is no candidacy to be copied.
    let work = house.get(Some(&other.capturist), &format!("/candidacies/{theirs}")).await.ok();
    let folio = work["item"]["folio"].as_str().expect("a folio");
    house.sync(&party.unit, support::registry_without(folio)).await.ok();
    assert_eq!(copies(&house, &party.capturist, id).await, Vec::<Value>::new());
}

async fn a_draft_is_known_to_its_own_party_only(house: House) {
    let (party, other) = (house.capturing("PT").await, house.capturing("MC").await);
    propose(&house, &party.capturist, &party.ids[0], PROPOSAL).await;
    propose(&house, &other.capturist, &other.ids[0], PROPOSAL).await;
    assert_eq!(copies(&house, &other.capturist, &other.ids[0]).await, Vec::<Value>::new());
    let items = house.get(Some(&party.capturist), "/candidacies").await.ok();
    let formula = |id: &String| {
        let items = items["items"].as_array().expect("items").iter();
        items.clone().find(|item| item["id"] == json!(id)).expect("the candidacy")["formula"].clone()
    };
    let another = party.ids.iter().find(|id| formula(id) != formula(&party.ids[0])).expect("another formula");
    propose(&house, &party.capturist, another, PROPOSAL).await;
    assert_eq!(copies(&house, &party.capturist, another).await[0]["kind"], "copy_of_other");
}
