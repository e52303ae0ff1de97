//! The candidacies in the shape of Popolo: persons, organizations, areas, posts and memberships.

use contract::public::{Card, PublicProfile};
use domain::{
    candidacy::{Kind, Sex},
    election::{Election, TerritoryKind},
    questionnaire::{Answer, Kind as QuestionKind},
};
use serde_json::{Map, Value, json};

use super::columns::questions;
use config::Configuration;

/// One document with all of them.
#[must_use]
pub fn popolo<'a>(config: &Configuration, people: impl Iterator<Item = &'a PublicProfile>) -> Value {
    let election = &config.election;
    let (mut persons, mut memberships) = (Vec::new(), Vec::new());
    for profile in people {
        persons.push(person(election, profile));
        memberships.push(membership(election, &profile.card));
    }
    json!({
        "persons": persons,
        "organizations": organizations(election),
        "areas": areas(election),
        "posts": posts(election),
        "memberships": memberships,
    })
}

fn person(election: &Election, profile: &PublicProfile) -> Value {
    let card = &profile.card;
    let mut person = Map::new();
    person.insert("id".into(), json!(card.id));
    person.insert("name".into(), json!(card.name));
    let gender = match card.sex {
        Sex::Woman => "female",
        Sex::Man => "male",
        Sex::NonBinary => "non-binary",
    };
    person.insert("gender".into(), json!(gender));
    if !card.nickname.is_empty() {
        person.insert("other_names".into(), json!([{ "name": card.nickname, "note": "Sobrenombre" }]));
    }
    let Some(published) = &profile.published else { return person.into() };
    if let Some(photo) = published.photos.values().last() {
        person.insert("image".into(), json!(photo));
    }
    let (mut links, mut contacts) = (Vec::new(), Vec::new());
    for (_, _, question) in questions(election) {
        let Some(Answer::One(answer)) = published.answers.get(&question.key) else { continue };
        let contact = |kind: &str| json!({ "type": kind, "label": question.label, "value": answer });
        match question.kind {
            QuestionKind::Url { .. } => links.push(json!({ "url": answer, "note": question.label })),
            QuestionKind::Network { .. } if answer.starts_with("https://") => {
                links.push(json!({ "url": answer, "note": question.label }));
            }
            QuestionKind::Network { .. } => contacts.push(contact("account")),
            QuestionKind::Phone => contacts.push(contact("voice")),
            QuestionKind::Email { .. } => contacts.push(contact("email")),
            _ => {}
        }
    }
    person.insert("links".into(), json!(links));
    person.insert("contact_details".into(), json!(contacts));
    person.into()
}

/// Parties, coalitions, independents and what is elected.
fn organizations(election: &Election) -> Vec<Value> {
    let organization = |id: &str, name: &str, classification: &str| json!({ "id": id, "name": name, "classification": classification });
    let parties = election.parties.iter().map(|party| organization(party.key.as_str(), &party.name, "party"));
    let coalitions = election.coalitions.iter().map(|coalition| {
        let mut coalition_value = organization(coalition.key.as_str(), &coalition.name, "coalition");
        coalition_value["members"] = json!(coalition.members);
        coalition_value
    });
    let independent = election.independent.as_str();
    let independents = organization(independent, election.nominator_name(&election.independent), "independent");
    let offices = election
        .offices
        .iter()
        .map(|office| organization(&organization_id(office.key.as_str()), &office.plural, "office"));
    parties.chain(coalitions).chain([independents]).chain(offices).collect()
}

fn organization_id(office: &str) -> String {
    format!("office/{office}")
}

fn areas(election: &Election) -> Vec<Value> {
    let area = |territory: &domain::election::Territory| {
        let classification = match territory.kind {
            TerritoryKind::State => "state",
            TerritoryKind::District => "district",
            TerritoryKind::Municipality => "municipality",
        };
        json!({ "id": territory.id, "name": territory.name, "classification": classification })
    };
    election.territories.iter().map(area).collect()
}

/// One post for each office and territory.
fn posts(election: &Election) -> Vec<Value> {
    let of = |office: &'_ domain::election::Office| {
        let post = |territory: &domain::election::Territory| {
            json!({
                "id": post_id(office.key.as_str(), territory.id.as_str()),
                "label": format!("{}, {}", office.name, territory.name),
                "role": office.name,
                "organization_id": organization_id(office.key.as_str()),
                "area_id": territory.id,
            })
        };
        election.territories_of(office).map(post).collect::<Vec<_>>()
    };
    election.offices.iter().flat_map(of).collect()
}

fn post_id(office: &str, territory: &str) -> String {
    format!("{office}@{territory}")
}

/// Standing for a post on behalf of whoever nominates.
fn membership(election: &Election, card: &Card) -> Value {
    let role = match card.kind {
        Kind::Owner => "Candidatura propietaria",
        Kind::Substitute => "Candidatura suplente",
    };
    json!({
        "id": format!("{}/membership", card.id),
        "label": format!("{role}: {}", card.office_name),
        "role": role,
        "person_id": card.id,
        "organization_id": organization_id(card.office.as_str()),
        "post_id": post_id(card.office.as_str(), card.territory.as_str()),
        "area_id": card.territory,
        "on_behalf_of_id": card.nominator,
        "start_date": null,
        "end_date": election.election_day,
    })
}
