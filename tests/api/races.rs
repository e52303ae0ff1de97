//! Two who act at the same moment, at two servers on one database: exactly one of them was first.

use contract::work::Workspace;
use domain::prohibition::Ground;
use futures_util::future::join;
use support::{House, control, on_both, registry_without};

on_both!(
    two_authorisations_at_once_publish_once,
    authorising_while_the_registry_cancels_shows_nobody,
    hiding_while_the_party_corrects_loses_neither,
);

async fn two_authorisations_at_once_publish_once(house: House) {
    let party = house.verified("PT").await;
    let work = party.unit.candidacy(party.ids[0]).await;
    let other = house.beside();
    let elsewhere = party.unit.at(&other);
    let (one, two) = join(party.unit.authorise_publication(&work), elsewhere.authorise_publication(&work)).await;
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412], "{} {}", one.text(), two.text());
    for server in [&house, &other] {
        server.app.refresh().expect("a snapshot");
        let public = server.citizen().read_public_candidacy(&work.item.slug).await.ok();
        assert_eq!(public.published.map(|published| published.version), Some(1));
    }
    let about = format!("candidacy={}", work.item.id);
    assert_eq!(party.capturist.count_logged(&about, "publication.authorised").await, 1);
}

async fn authorising_while_the_registry_cancels_shows_nobody(house: House) {
    let party = house.verified("PT").await;
    let work = party.unit.candidacy(party.ids[0]).await;
    let Workspace { item, .. } = &work;
    let other = house.beside();
    let elsewhere = party.unit.at(&other);
    let (authorised, synced) =
        join(party.unit.authorise_publication(&work), elsewhere.sync_registry(registry_without(item.folio.as_str())))
            .await;
    // Whichever was first: the person does not stand.
    assert_eq!(synced.status, 200, "{}", synced.text());
    assert!(matches!(authorised.status, 200 | 409 | 412), "{} {}", authorised.status, authorised.text());
    for server in [&house, &other] {
        server.app.refresh().expect("a snapshot");
        server.citizen().read_public_candidacy(&item.slug).await.refused(410, "withdrawn");
        let table = server.citizen().download_table_csv("").await.file();
        assert!(!String::from_utf8_lossy(&table).contains(&item.slug));
    }
    let published = party.unit.candidacy(item.id).await.item.published;
    assert_eq!(published, authorised.status == 200, "published and hidden, or never published");
}

async fn hiding_while_the_party_corrects_loses_neither(house: House) {
    let party = house.verified("PT").await;
    let id = party.ids[0];
    party.unit.authorise_publication(id).await.ok();
    let work = party.unit.candidacy(id).await;
    let other = house.beside();
    let elsewhere = party.representative.at(&other);
    let hide = control(Some("motivation"), Ground::Slogan, "Contiene un lema de campaña.");
    let (hidden, asked) = join(
        party.unit.disable_publication(&work, &hide),
        elsewhere.request_correction(
            &work,
            [("contact.website", "https://ejemplo.mx")],
            "Faltó la página de internet.",
        ),
    )
    .await;
    let mut statuses = [hidden.status, asked.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412], "{} {}", hidden.text(), asked.text());
    let seen = party.unit.candidacy(id).await;
    let told = (seen.hidden_sections == ["motivation".into()], seen.corrections.len() == 1);
    assert_eq!(told, (hidden.status == 200, asked.status == 200), "who was told that it went finds it so");
}
