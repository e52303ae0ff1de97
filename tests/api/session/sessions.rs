use casework::{accounts::issue_institute_account, act::NoPermit};
use contract::session::FirstUse;
use domain::{accounts::Role, time::TimeDelta};
use futures_util::future::join;
use support::{House, PASSWORD, on_both};

on_both!(
    tokens_that_are_not_good_are_refused,
    a_session_is_renewed_and_a_copied_secret_ends_it,
    a_code_serves_once,
    a_code_used_twice_at_once_serves_once,
    a_name_that_cannot_be_one_is_nobodys,
    a_token_that_is_not_good_changes_nothing,
);

async fn tokens_that_are_not_good_are_refused(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.read_me().await.ok();
    house.citizen().read_me().await.refused(401, "session_required");
    let (body, signature) = unit.token().rsplit_once('.').expect("a token");
    let turned: String = signature.chars().rev().collect();
    unit.bearing(format!("{body}.{turned}")).read_me().await.refused(401, "session_required");
    let (_, claims) = body.split_once('.').expect("a token");
    // {"alg":"none"}
    unit.bearing(format!("eyJhbGciOiJub25lIn0.{claims}.")).read_me().await.refused(401, "session_required");
    house.wait(TimeDelta::minutes(11));
    unit.read_me().await.refused(401, "session_required");
}

async fn a_token_that_is_not_good_changes_nothing(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    let before = party.unit.candidacy(id).await;
    let forged = party.capturist.bearing(format!("{}x", party.capturist.token()));
    let save = [("motivation", "de otra mano")];
    let refused = forged.save_answers(&before, save).await;
    refused.refused(401, "session_required");
    house.wait(TimeDelta::minutes(11));
    let expired = party.capturist.save_answers(&before, save).await;
    expired.refused(401, "session_required");
    let unit = house.institute(Role::ResponsibleUnit).await;
    let after = unit.candidacy(id).await;
    assert_eq!((before.answers, before.revision), (after.answers, after.revision));
}

fn first_use(username: &str, code: &str, password: &str) -> FirstUse {
    FirstUse { username: username.to_owned(), code: code.to_owned(), password: password.to_owned() }
}

async fn a_name_that_cannot_be_one_is_nobodys(house: House) {
    for name in ["a\u{0}b", "", "   ", &"x".repeat(100_000), "res\u{200B}ponsable", "ｒｅｓｐｏｎｓａｂｌｅ"]
    {
        house.sign_in(name, PASSWORD).await.refused(401, "wrong_credentials");
        let first = first_use(name, "2345-2345-2345-2345", PASSWORD);
        house.citizen().use_account_first(&first).await.refused(401, "wrong_credentials");
    }
}

async fn a_code_used_twice_at_once_serves_once(house: House) {
    let issued = house
        .app
        .act(&NoPermit, |act| issue_institute_account(act, "sistemas", Role::ItDirectorate, None))
        .expect("issued");
    let choose =
        async |password: &str| house.citizen().use_account_first(&first_use("sistemas", &issued.code, password)).await;
    let (one, other) = join(choose("una frase cualquiera"), choose("otra frase cualquiera")).await;
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401]);
    let chosen = if one.status == 200 { "una frase cualquiera" } else { "otra frase cualquiera" };
    house.sign_in("sistemas", chosen).await.ok();
}

async fn a_session_is_renewed_and_a_copied_secret_ends_it(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let name = unit.read_me().await.ok().username;
    let renewed = house.person(unit.renew_session().await);
    assert_ne!(renewed.cookie(), unit.cookie());
    assert_eq!(unit.renew_session().await.status, 200, "two tabs may renew at once");
    house.wait(TimeDelta::minutes(1));
    unit.renew_session().await.refused(401, "session_required");
    renewed.renew_session().await.refused(401, "session_required");
    let activity = house.back(&name).await.read_own_activity().await.ok().lines;
    let acts: Vec<_> = activity.iter().map(|line| line.act.as_str()).collect();
    assert!(acts.contains(&"session.reuse_detected"), "its holder is told: {acts:?}");
    renewed.read_me().await.refused(401, "session_required");

    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sign_out().await.ok();
    unit.read_me().await.refused(401, "session_required");
}

async fn a_code_serves_once(house: House) {
    let issue = |name: &'static str| {
        house.app.act(&NoPermit, move |act| issue_institute_account(act, name, Role::ItDirectorate, None))
    };
    let issued = issue("sistemas").expect("issued");
    house.first_use("sistemas", &issued.code).await;
    let again = first_use("sistemas", &issued.code, PASSWORD);
    house.citizen().use_account_first(&again).await.refused(401, "wrong_credentials");
    house.sign_in("sistemas", "otra frase distinta").await.refused(401, "wrong_credentials");
    house.sign_in("nadie", PASSWORD).await.refused(401, "wrong_credentials");
    house.sign_in("sistemas", PASSWORD).await.ok();

    let issued = issue("soporte").expect("issued");
    house.wait(TimeDelta::hours(24 * 16));
    let late = first_use("soporte", &issued.code, PASSWORD);
    house.citizen().use_account_first(&late).await.refused(401, "wrong_credentials");
}
