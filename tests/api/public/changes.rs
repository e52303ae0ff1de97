//! The feed of changes: whoever keeps a copy by it alone has what is public and nothing that was withdrawn; and it tells no
//! more than that something else is shown.

use std::collections::BTreeSet;

use contract::capture::GiveConsent;
use domain::{accounts::Role, ids::CandidacyId, prohibition::Ground, time::TimeDelta};
use serde_json::Value;
use support::{
    House, Mirror, SIGNED, UNDERSTOOD, consent, control, on_both, part, registry, registry_with, registry_without,
    substitute_of, text,
};

on_both!(
    who_follows_the_feed_alone_has_what_is_public,
    what_the_registry_moves_is_in_the_feed,
    what_another_configuration_shows_is_in_the_feed,
    nothing_tells_why,
    a_place_that_was_never_given_begins_anew_and_nothing_else_is_taken,
);

/// Follows the feed, holds the copy against what is public, and whom it told of against those expected.
async fn told(house: &House, mirror: &mut Mirror, act: &str, expected: &[CandidacyId]) {
    let told = mirror.follow(house).await;
    assert_eq!(mirror.difference(house), None, "after {act}");
    assert_eq!(told, expected.iter().copied().collect::<BTreeSet<_>>(), "after {act}");
}

fn marks() -> GiveConsent {
    GiveConsent { statistics: false, ..consent(&["indigenous"]) }
}

async fn who_follows_the_feed_alone_has_what_is_public(house: House) {
    let mut mirror = Mirror::default();
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let everybody: Vec<CandidacyId> = house.app.published().all().map(|profile| profile.card.id).collect();
    told(&house, &mut mirror, "the registry came", &everybody).await;

    // Nothing of it is public yet: that somebody consented, most of all.
    house.photograph(&party.capturist, id).await;
    party.capturist.give_consent(id, &marks(), SIGNED.as_bytes()).await.ok();
    told(&house, &mut mirror, "a consent before anything is public", &[]).await;
    house.fill_and_send(&party, id).await;
    party.validator.validate_profile(id).await.ok();
    house.verify(id).await;
    party.unit.schedule_publication(id, "2024-04-01T10:05").await.ok();
    told(&house, &mut mirror, "all that comes before publication", &[]).await;
    house.wait(TimeDelta::minutes(5));
    house.run_jobs();
    told(&house, &mut mirror, "its moment came", &[id]).await;

    party.capturist.withdraw_consent(id).await.ok();
    told(&house, &mut mirror, "the consent was withdrawn", &[id]).await;
    party.capturist.give_consent(id, &marks(), SIGNED.as_bytes()).await.ok();
    told(&house, &mut mirror, "it was given again", &[id]).await;
    party.capturist.give_consent(id, &GiveConsent { statistics: true, ..marks() }, SIGNED.as_bytes()).await.ok();
    told(&house, &mut mirror, "a consent that shows the same", &[]).await;

    let order = |section: Option<&str>| control(section, Ground::Slogan, "Contiene el lema de la campaña.");
    let area = house.institute(Role::PartiesDirectorate).await;
    area.flag_published(id, &order(Some("motivation"))).await.ok();
    told(&house, &mut mirror, "a flag", &[]).await;
    for section in [Some("motivation"), Some("indigenous"), None] {
        party.unit.disable_publication(id, &order(section)).await.ok();
        told(&house, &mut mirror, "something was hidden", &[id]).await;
    }
    party.capturist.withdraw_consent(id).await.ok();
    told(&house, &mut mirror, "a consent withdrawn while nothing is shown", &[]).await;
    for section in [None, Some("motivation")] {
        party.unit.restore_publication(id, &part(section, "Se corrigió lo que se señaló.")).await.ok();
        told(&house, &mut mirror, "something was shown again", &[id]).await;
    }

    let right = || [("motivation", format!("Corregido {}", text(302)))];
    party.representative.request_correction(id, right(), "El texto tiene un error de captura.").await.ok();
    party.unit.grant_correction(id).await.ok();
    party.capturist.save_answers(id, right()).await.ok();
    party.capturist.submit_profile(id, &UNDERSTOOD).await.ok();
    party.validator.validate_profile(id).await.ok();
    house.verify(id).await;
    told(&house, &mut mirror, "a correction that is being made", &[]).await;
    party.unit.authorise_publication(id).await.ok();
    told(&house, &mut mirror, "a correction was published", &[id]).await;

    let beside = house.beside();
    told(&beside, &mut mirror, "another server began", &[]).await;
}

async fn what_the_registry_moves_is_in_the_feed(house: House) {
    let mut mirror = Mirror::default();
    let (party, _) = house.published("PT").await;
    mirror.follow(&house).await;
    let id = party.ids[0];
    let folio = party.unit.candidacy(id).await.item.folio;
    let beside = |house: &House| {
        let published = house.app.published();
        let slug = published.all().find(|profile| profile.card.id == id)?.partner.as_ref()?.slug.clone();
        published.all().find(|profile| profile.card.slug == slug).map(|profile| profile.card.id)
    };
    let partner = beside(&house).expect("the other of the formula");

    party.unit.sync_registry(registry()).await.ok();
    told(&house, &mut mirror, "a file that says the same", &[]).await;
    party.unit.sync_registry(registry_without(folio.as_str())).await.ok();
    told(&house, &mut mirror, "it was cancelled", &[id, partner]).await;
    party.unit.sync_registry(registry()).await.ok();
    told(&house, &mut mirror, "it was reinstated", &[id, partner]).await;

    let file = registry_with(folio.as_str(), "APROBADA", "SUSTITUIDA", &[substitute_of(folio.as_str())]);
    party.unit.sync_registry(file).await.ok();
    let substitute =
        house.app.published().all().find(|profile| profile.card.name.contains("Sustituta")).map(|one| one.card.id);
    let substitute = substitute.expect("somebody new");
    told(&house, &mut mirror, "it was substituted", &[id, partner, substitute]).await;
    let movement = party.unit.list_registry_movements().await.ok()[0].id;
    party.unit.undo_registry_movement(movement, "El oficio correspondía a otra fórmula.").await;
    told(&house, &mut mirror, "that was undone", &[id, partner, substitute]).await;
}

async fn what_another_configuration_shows_is_in_the_feed(house: House) {
    let mut mirror = Mirror::default();
    house.party("PT").await;
    mirror.follow(&house).await;
    let house = house.configured("parties.csv", "Partido del Trabajo", "Partido de los Trabajos");
    let renamed: Vec<CandidacyId> = {
        let published = house.app.published();
        let of = published.all().filter(|profile| profile.card.nominator_name.contains("de los Trabajos"));
        of.map(|profile| profile.card.id).collect()
    };
    assert!(!renamed.is_empty());
    let seen = mirror.follow(&house).await;
    assert!(renamed.iter().all(|id| seen.contains(id)), "{seen:?}");
    assert_eq!(mirror.difference(&house), None);
}

/// A consent that is withdrawn is told in the same form as a name that is put right, and neither in other words.
async fn nothing_tells_why(house: House) {
    let (party, slug) = house.published("PT").await;
    let id = party.ids[0];
    let read = async |house: &House| -> (Value, String) {
        house.wait(TimeDelta::seconds(1));
        let answer = house.citizen().fetch("/public/data/cambios.json").await.wire();
        let last = answer["changes"].as_array().and_then(|changes| changes.last()).cloned().expect("a change");
        let feed = house.citizen().fetch("/public/data/cambios.atom").await.text();
        let entry = feed.split("<entry>").nth(1).expect("an entry").to_owned();
        (last, entry)
    };
    let shape = |(mut change, entry): (Value, String)| {
        assert_eq!((&change["id"], &change["slug"]), (&Value::from(id.to_string()), &Value::from(slug.clone())));
        let (place, at) = (change["place"].to_string(), change["at"].as_str().expect("a moment").to_owned());
        change["place"].take();
        change["at"].take();
        (change, entry.replace(&format!(":{place}<"), "<").replace(&at, ""))
    };
    let published = shape(read(&house).await);
    let keys: Vec<&String> = published.0.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["at", "id", "place", "slug", "what"]);
    assert!(published.1.contains("cambió lo que se muestra"), "{}", published.1);
    party.capturist.give_consent(id, &marks(), SIGNED.as_bytes()).await.ok();
    assert_eq!(shape(read(&house).await), published);
    party.capturist.withdraw_consent(id).await.ok();
    assert_eq!(shape(read(&house).await), published);
    party.unit.disable_publication(id, &control(None, Ground::Slogan, "Contiene el lema de la campaña.")).await.ok();
    assert_eq!(shape(read(&house).await), published);
}

async fn a_place_that_was_never_given_begins_anew_and_nothing_else_is_taken(house: House) {
    house.party("PT").await;
    let fresh = house.citizen().list_changes("").await.ok();
    assert_eq!((fresh.changes, fresh.next_since), (Vec::new(), 0), "told when every server shows it");
    house.wait(TimeDelta::seconds(1));
    let all = house.citizen().list_changes("").await.ok();
    let after = house.citizen().list_changes(&format!("since={}", all.next_since)).await.ok();
    assert_eq!((after.changes, after.next_since, after.more), (Vec::new(), all.next_since, false));
    let anew = house.citizen().list_changes("since=9000000").await.ok();
    assert_eq!(anew, all, "a place of a database that is no longer there");
    for wrong in
        ["since=", "since=ayer", "since=-1", "since=1.5", "since=2024-05-30T18:00:00Z", "since=9223372036854775808"]
    {
        let refused = house.citizen().list_changes(wrong).await.refused(400, "bad_request");
        assert!(refused.detail.contains("next_since"), "{wrong}: {refused:?}");
    }
    let (somebody, id) = {
        let published = house.app.published();
        let card = &published.all().next().expect("somebody").card;
        (card.slug.clone(), card.id.to_string())
    };
    assert_eq!(
        house.citizen().read_public_candidacy(&id).await.ok(),
        house.citizen().read_public_candidacy(&somebody).await.ok()
    );
    let tail = id.rsplit('-').next().expect("a tail");
    let other = id.replace(tail, &format!("00{}", &tail[2..]));
    if other != id {
        house.citizen().read_public_candidacy(&other).await.refused(404, "not_found");
    }
}
