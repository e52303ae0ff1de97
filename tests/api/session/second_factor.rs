use actix_web::http::Method;
use contract::{
    paths,
    review::{AuthoriseSeveral, Read},
    session::{Session, SignIn},
};
use domain::{accounts::Role, time::TimeDelta};
use support::{Answer, House, PASSWORD, Person, because, on_both};
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

on_both!(
    the_second_factor_is_asked_for_once_it_was_proved,
    a_recovery_code_stands_in_once,
    the_institute_needs_one_where_that_is_required,
    some_acts_need_it_again,
    guessing_is_slowed_and_nobody_is_locked_out,
    five_codes_are_tried_and_no_more,
    reading_many_identities_asks_who_reads,
);

/// Turns the second factor of an account on, as an application on a telephone would; its recovery codes.
async fn turn_on(house: &House, person: &Person) -> (Totp, Vec<String>) {
    let begun = person.begin_second_factor().await.ok();
    let secret = Secret::try_from_base32(&begun.secret).expect("base 32");
    assert!(begun.qr.contains("<svg"));
    assert!(begun.address.starts_with("otpauth://totp/"));
    let totp = Builder::new().with_secret(secret).with_account_name("x").build().expect("a second factor");
    let confirmed = person.confirm_second_factor(&code(house, &totp)).await.ok();
    (totp, confirmed.codes)
}

fn code(house: &House, totp: &Totp) -> String {
    totp.generate(u64::try_from(house.app.now().as_second()).expect("our time")).to_string()
}

async fn sign_in(house: &House, username: &str, code: &str) -> Answer<Session> {
    let (username, password, code) = (username.to_owned(), PASSWORD.to_owned(), Some(code.to_owned()));
    house.citizen().sign_in_from("192.0.2.5", &SignIn { username, password, code }).await
}

async fn the_second_factor_is_asked_for_once_it_was_proved(house: House) {
    let party = house.party("PT").await;
    party.capturist.begin_second_factor().await.ok();
    house.sign_in("pt.captura", PASSWORD).await.ok();
    party.capturist.confirm_second_factor("000000").await.refused(401, "wrong_factor");
    let (totp, codes) = turn_on(&house, &party.capturist).await;
    assert_eq!(codes.len(), 10);
    party.capturist.begin_second_factor().await.refused(409, "nothing_to_change");

    house.sign_in("pt.captura", PASSWORD).await.refused(401, "factor_required");
    house.sign_in("pt.captura", "otra frase distinta").await.refused(401, "wrong_credentials");
    sign_in(&house, "pt.captura", &code(&house, &totp)).await.refused(401, "wrong_factor");
    house.wait(TimeDelta::seconds(30));
    let used = code(&house, &totp);
    sign_in(&house, "pt.captura", &used).await.ok();
    sign_in(&house, "pt.captura", &used).await.refused(401, "wrong_factor");
    house.wait(TimeDelta::seconds(300));
    sign_in(&house, "pt.captura", &used).await.refused(401, "wrong_factor");
    assert!(party.capturist.read_me().await.ok().has_factor);
    party.capturist.drop_second_factor(&code(&house, &totp)).await.ok();
    house.sign_in("pt.captura", PASSWORD).await.ok();
}

async fn a_recovery_code_stands_in_once(house: House) {
    let party = house.party("PT").await;
    let (_, codes) = turn_on(&house, &party.capturist).await;
    sign_in(&house, "pt.captura", &codes[0].to_lowercase()).await.ok();
    sign_in(&house, "pt.captura", &codes[0]).await.refused(401, "wrong_factor");
    let all = party.unit.list_accounts("pt.captura").await.ok();
    assert!(all[0].has_factor);
    // A lost telephone: the institute gives a new code, and the second factor is gone with the old password.
    let again = house.join(&party.unit.give_code(all[0].id).await).await;
    assert!(!again.read_me().await.ok().has_factor);
    sign_in(&house, "pt.captura", &codes[1]).await.ok();
}

async fn the_institute_needs_one_where_that_is_required(house: House) {
    let house = house.needing_factor();
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.read_me().await.ok();
    unit.list_candidacies("").await.refused(403, "factor_missing");
    unit.sync_registry(support::registry()).await.refused(403, "factor_missing");
    turn_on(&house, &unit).await;
    unit.sync_registry(support::registry()).await.ok();
    unit.list_candidacies("").await.ok();
}

async fn some_acts_need_it_again(house: House) {
    let party = house.verified("PT").await;
    let id = party.ids[0];
    let (totp, _) = turn_on(&house, &party.unit).await;
    house.wait(TimeDelta::minutes(6));
    let authorise = || party.unit.authorise_publication(id);
    authorise().await.refused(403, "proof_required");
    let several = AuthoriseSeveral { candidacies: vec![Read { id, revision: 1 }], publish_at: None };
    party.unit.authorise_several(&several).await.refused(403, "proof_required");
    party.unit.schedule_publication(id, "2024-04-02T08:00").await.refused(403, "proof_required");
    party.unit.list_accounts("").await.ok();
    party.unit.plan_registry(support::registry()).await.ok();
    party.unit.read_registry_standing().await.ok();
    party.unit.sync_registry(support::registry()).await.refused(403, "proof_required");
    let approval = paths::registry_plan_approval(Uuid::nil());
    let approval = party.unit.request(Method::POST, &format!("{approval}?digest=nada"));
    house.send(approval).await.refused(403, "proof_required");
    let account = party.unit.list_accounts("pt.captura").await.ok()[0].id;
    party.unit.reset_account(account, &because()).await.refused(403, "proof_required");
    party.unit.approve_reset(Uuid::nil(), false).await.refused(403, "proof_required");
    party.unit.confirm_account(account).await.refused(403, "proof_required");
    party.unit.list_resets().await.ok();
    party.unit.prove_second_factor("123456").await.refused(401, "wrong_factor");
    party.unit.prove_second_factor(&code(&house, &totp)).await.ok();
    authorise().await.ok();
    party.capturist.prove_second_factor("123456").await.refused(403, "factor_missing");
}

/// Guesses a password until that is slowed, and what each guess was answered.
async fn guess(house: &House, address: &str, username: &str) -> Vec<u16> {
    let (username, password) = (username.to_owned(), "adivino que es esta".to_owned());
    let command = SignIn { username, password, code: None };
    let mut told = Vec::new();
    while told.last() != Some(&429) && told.len() < 60 {
        told.push(house.citizen().sign_in_from(address, &command).await.status);
    }
    if told.ends_with(&[429]) {
        house.citizen().sign_in_from(address, &command).await.refused(429, "too_many_attempts");
    }
    told
}

async fn guessing_is_slowed_and_nobody_is_locked_out(house: House) {
    house.party("PT").await;
    let told = guess(&house, "192.0.2.7", "pt.captura").await;
    assert!(told.len() == 11 && told[..10] == [401; 10], "{told:?}");
    // Unknown names are slowed the same.
    assert_eq!(guess(&house, "192.0.2.9", "nadie").await, told);
    let holder = SignIn { username: "pt.captura".to_owned(), password: PASSWORD.to_owned(), code: None };
    house.wait(TimeDelta::seconds(16));
    house.citizen().sign_in_from("192.0.2.8", &holder).await.ok();
}

async fn five_codes_are_tried_and_no_more(house: House) {
    let party = house.party("PT").await;
    let (totp, _) = turn_on(&house, &party.capturist).await;
    house.wait(TimeDelta::minutes(1));
    for _ in 0..4 {
        sign_in(&house, "pt.captura", "000000").await.refused(401, "wrong_factor");
    }
    // Also from within.
    party.capturist.prove_second_factor("000000").await.refused(401, "wrong_factor");
    let right = code(&house, &totp);
    let refused = sign_in(&house, "pt.captura", &right).await;
    assert_eq!(refused.header("retry-after"), "300");
    assert!(refused.refused(429, "too_many_codes").detail.starts_with("Espere 5 minutos"));
    party.capturist.prove_second_factor(&right).await.refused(429, "too_many_codes");
    party.capturist.drop_second_factor(&right).await.refused(429, "too_many_codes");
    house.wait(TimeDelta::seconds(300));
    sign_in(&house, "pt.captura", &code(&house, &totp)).await.ok();
}

async fn reading_many_identities_asks_who_reads(house: House) {
    let house = house.configured("election.toml", "identity_reads_per_hour = 30", "identity_reads_per_hour = 2");
    let party = house.capturing("PT").await;
    let [first, second, third] = [party.ids[0], party.ids[1], party.ids[2]];
    for id in [first, second, third] {
        house.accept_notice(&party.capturist, id).await;
        house.fill_and_send(&party, id).await;
        party.validator.validate_profile(id).await.ok();
    }
    let reviewer = house.institute(Role::GenderDirectorate).await;
    let before = party.unit.count_logged("", "identity.read").await;
    // Whoever has no second factor cannot be asked for it.
    for id in [first, second, third] {
        reviewer.candidacy(id).await;
    }
    let (totp, _) = turn_on(&house, &reviewer).await;
    house.wait(TimeDelta::minutes(1));
    reviewer.candidacy(first).await;
    reviewer.candidacy(second).await;
    let refused = reviewer.read_candidacy(third).await.refused(403, "identity_proof_required");
    assert!(refused.detail.contains("muchas candidaturas"), "{refused:?}");
    reviewer.candidacy(first).await;
    reviewer.prove_second_factor(&code(&house, &totp)).await.ok();
    house.wait(TimeDelta::seconds(1));
    reviewer.candidacy(third).await;
    reviewer.candidacy(second).await;
    reviewer.read_candidacy(first).await.refused(403, "identity_proof_required");
    assert_eq!(party.unit.count_logged("", "identity.read").await - before, 8, "each that was answered");

    // A party's accounts are asked the same.
    let (totp, _) = turn_on(&house, &party.capturist).await;
    house.wait(TimeDelta::seconds(1));
    party.capturist.candidacy(first).await;
    party.capturist.candidacy(second).await;
    party.capturist.read_candidacy(third).await.refused(403, "identity_proof_required");
    house.wait(TimeDelta::seconds(30));
    party.capturist.prove_second_factor(&code(&house, &totp)).await.ok();
    party.capturist.candidacy(third).await;
}
