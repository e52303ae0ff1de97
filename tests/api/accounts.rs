use contract::accounts::{Account, AccountReceipt, Delivery, DeliveryState, LetterOf};
use domain::{accounts::Role, candidacy::RegistryStatus, time::TimeDelta};
use support::{House, PASSWORD, Person, SignedMessage, at, because, day, on_both};

on_both!(
    a_reset_account_begins_anew,
    a_blocked_account_is_out_at_once,
    a_lost_account_is_blocked_by_who_answers_for_it,
    letters_are_delivered_in_their_term,
    generic_letters_have_a_term_too,
    letters_are_printed_while_their_code_serves,
    who_validates_is_named_confirmed_and_revoked,
    a_key_of_a_program_does_what_the_registry_may,
    a_changed_password_ends_the_other_sessions,
    an_idle_session_ends,
);

async fn account(unit: &Person, username: &str) -> Account {
    let mut all = unit.list_accounts(username).await.ok().into_iter();
    all.find(|account| account.username == username).expect("the account")
}

/// How far the delivery to a party is.
async fn delivery(unit: &Person, party: &str) -> DeliveryState {
    let mut states = unit.read_delivery().await.ok().into_iter();
    states.find(|state| state.party == Some(party.into())).expect("the party")
}

async fn a_reset_account_begins_anew(house: House) {
    let party = house.party("PT").await;
    let capture = account(&party.unit, "pt.captura").await;
    assert_eq!((capture.in_use, capture.code_expires_at), (true, None));
    let issued = party.unit.give_code(capture.id).await;
    party.capturist.read_me().await.refused(401, "session_required");
    house.sign_in("pt.captura", PASSWORD).await.refused(401, "wrong_credentials");
    let again = house.join(&issued).await;
    again.read_me().await.ok();
    party.representative.reset_account(capture.id, &because()).await.refused(403, "not_allowed");
}

async fn a_blocked_account_is_out_at_once(house: House) {
    let party = house.party("PT").await;
    let capture = account(&party.unit, "pt.captura").await;
    party.unit.block_account(capture.id, "x").await.refused(400, "bad_request");
    party.unit.block_account(capture.id, "Uso indebido reportado").await.ok();
    party.unit.block_account(capture.id, "Uso indebido reportado").await.refused(409, "nothing_to_change");
    party.capturist.read_me().await.refused(401, "session_required");
    house.sign_in("pt.captura", PASSWORD).await.refused(401, "account_blocked");
    house.sign_in("pt.captura", "otra frase distinta").await.refused(401, "wrong_credentials");
    party.unit.unblock_account(capture.id).await.ok();
    house.sign_in("pt.captura", PASSWORD).await.ok();
    let own = account(&party.unit, "pt.captura").await;
    assert!(!own.blocked);
}

async fn a_lost_account_is_blocked_by_who_answers_for_it(house: House) {
    let party = house.party("PT").await;
    let foreign = house.party("MC").await;
    let capture = account(&party.unit, "pt.captura").await;
    foreign.representative.report_loss(capture.id).await.refused(404, "not_found");
    party.capturist.report_loss(capture.id).await.refused(403, "not_allowed");
    let seen = party.representative.list_accounts("").await.ok();
    let is_own = |account: &Account| account.party == Some("PT".into());
    assert!(!seen.is_empty() && seen.iter().all(is_own), "its own and no others: {seen:?}");
    party.capturist.list_accounts("").await.refused(403, "not_allowed");
    party.representative.report_loss(capture.id).await.ok();
    party.capturist.read_me().await.refused(401, "session_required");
    let lost = account(&party.unit, "pt.captura").await;
    assert!(lost.lost_at.is_some() && lost.blocked);
    let institute = &party.unit.list_accounts("responsible-unit").await.ok()[0];
    party.representative.report_loss(institute.id).await.refused(404, "not_found");
}

async fn letters_are_delivered_in_their_term(house: House) {
    let party = house.party("PT").await;
    let before = delivery(&party.unit, "PT").await;
    // Approved on 30 March: the third day after ends on 2 April in Zacatecas.
    assert_eq!((before.due, before.overdue, before.delivered), (Some(at("2024-04-03T05:59:59Z")), false, 0));
    let deliver = async |delivered_on: &str| {
        let (party_key, delivered_on) = (Some("PT".into()), Some(day(delivered_on)));
        party.unit.deliver_accounts(&Delivery { party: party_key, candidacy: None, delivered_on }).await
    };
    deliver("2024-03-29").await.refused(400, "bad_request");
    deliver("2024-04-02").await.refused(400, "bad_request");
    party.unit.deliver_accounts(&Delivery::default()).await.refused(400, "bad_request");
    let delivered = deliver("2024-04-01").await.ok();
    let after = delivery(&party.unit, "PT").await;
    assert_eq!((after.delivered, after.due), (delivered.accounts, None));
    party.representative.acknowledge_receipt(&AccountReceipt::default()).await.ok();
    assert_eq!(delivery(&party.unit, "PT").await.received, delivered.accounts);

    house.party("MC").await;
    house.wait(TimeDelta::hours(48));
    let unit = house.institute(Role::ResponsibleUnit).await;
    assert!(delivery(&unit, "MC").await.overdue);

    // A letter with a new code is delivered and received anew, in three days of its own.
    let capture = account(&unit, "pt.captura").await;
    unit.give_code(capture.id).await;
    let fresh = account(&unit, "pt.captura").await;
    assert_eq!((fresh.delivered_at, fresh.received_at), (None, None));
    let again = delivery(&unit, "PT").await;
    assert_eq!((again.due, again.overdue), (Some(at("2024-04-07T05:59:59Z")), false));
}

async fn generic_letters_have_a_term_too(house: House) {
    let party = house.party("PT").await;
    for id in &party.ids {
        assert_eq!(party.unit.candidacy(*id).await.item.status, RegistryStatus::Active);
    }
    // Every candidacy's letter is lost and its account blocked: what is due are the party's own letters.
    for account in party.unit.list_accounts("").await.ok() {
        if account.role == Role::Candidate {
            party.unit.block_account(account.id, "Se extravió la carta.").await.ok();
        }
    }
    assert_eq!(delivery(&party.unit, "PT").await.due, Some(at("2024-04-03T05:59:59Z")));
    house.wait(TimeDelta::hours(72));
    let unit = house.institute(Role::ResponsibleUnit).await;
    assert!(delivery(&unit, "PT").await.overdue);
}

async fn letters_are_printed_while_their_code_serves(house: House) {
    let party = house.party("PT").await;
    let letter = |username: &str, code: &str| LetterOf { username: username.to_owned(), code: code.to_owned() };
    let (name, code) = party.codes.iter().find(|(name, _)| name.starts_with("zac24-")).expect("a candidacy's");
    let pdf = party.unit.print_letters(vec![letter(name, &code.to_lowercase())]).await.file();
    assert!(pdf.starts_with(b"%PDF-"));
    party.unit.print_letters(Vec::new()).await.refused(400, "bad_request");
    let spent = letter("pt.captura", &party.codes["pt.captura"]);
    let problem = party.unit.print_letters(vec![spent]).await.refused(400, "bad_request");
    assert!(problem.detail.contains("pt.captura"), "{problem:?}");
}

async fn who_validates_is_named_confirmed_and_revoked(house: House) {
    let party = house.party("PT").await;
    let foreign = house.party("MC").await;
    party.representative.designate_validator("Yo").await.refused(400, "bad_request");
    party.representative.designate_validator("PERSONA que válida").await.refused(409, "nothing_to_change");
    let named = party.representative.designate_validator("Otra persona").await.ok();
    party.representative.confirm_validator(named.id).await.refused(403, "not_allowed");
    let issued = party.unit.confirm_validator(named.id).await.ok();
    assert_eq!(issued.username, "pt.validacion-2");
    party.unit.confirm_validator(named.id).await.refused(409, "nothing_to_change");
    let second = house.join(&issued).await;
    second.candidacy(party.ids[0]).await;

    foreign.representative.revoke_validator(named.id).await.refused(404, "not_found");
    party.representative.revoke_validator(named.id).await.ok();
    second.read_me().await.refused(401, "session_required");
    party.unit.revoke_validator(named.id).await.refused(409, "nothing_to_change");
    let gone = account(&party.unit, "pt.validacion-2").await;
    party.unit.unblock_account(gone.id).await.refused(400, "bad_request");
    let history = party.representative.list_validators().await.ok();
    let people: Vec<_> = history.iter().map(|named| (named.person.as_str(), named.revoked_at.is_some())).collect();
    assert_eq!(people, [("Persona que valida", false), ("Otra persona", true)]);
    let theirs = foreign.representative.list_validators().await;
    assert!(!theirs.text().contains("Otra persona"));
    theirs.ok();
}

async fn a_key_of_a_program_does_what_the_registry_may(house: House) {
    let unit = house.institute(Role::ItDirectorate).await;
    let made = unit.make_machine_key("Sistema de Registro").await.ok();
    let program = house.program(&made.key);
    // It is known, and asked for what a message has to be signed with.
    program.push_registry(&SignedMessage::default()).await.refused(400, "bad_request");
    program.sync_registry(support::registry()).await.refused(403, "not_allowed");
    program.list_candidacies("").await.refused(403, "not_allowed");
    program.list_own_sessions().await.refused(401, "session_required");
    let keys = unit.list_machine_keys().await;
    assert!(!keys.text().contains(made.key.split_once('.').expect("two parts").1), "a key is told once");
    assert_eq!(keys.ok().len(), 1);
    let own = account(&unit, "registro.automatico").await;
    unit.reset_account(own.id, &because()).await.refused(404, "not_found");
    unit.revoke_machine_key(made.id).await.ok();
    program.push_registry(&SignedMessage::default()).await.refused(401, "session_required");
}

async fn a_changed_password_ends_the_other_sessions(house: House) {
    let party = house.party("PT").await;
    let capturist = &party.capturist;
    let elsewhere = house.back("pt.captura").await;
    capturist.change_password("no es esta frase", "una frase muy distinta").await.refused(401, "wrong_credentials");
    capturist.change_password(PASSWORD, "contraseña123").await.refused(422, "weak_password");
    assert_eq!(capturist.list_own_sessions().await.ok().len(), 2);
    capturist.change_password(PASSWORD, "una frase muy distinta").await.ok();
    elsewhere.read_me().await.refused(401, "session_required");
    capturist.read_me().await.ok();
    house.sign_in("pt.captura", PASSWORD).await.refused(401, "wrong_credentials");

    let third = house.person(house.sign_in("pt.captura", "una frase muy distinta").await);
    let sessions = capturist.list_own_sessions().await.ok();
    let other = sessions.iter().find(|session| !session.current).expect("another");
    party.validator.end_own_session(other.id).await.refused(404, "not_found");
    capturist.end_own_session(other.id).await.ok();
    third.read_me().await.refused(401, "session_required");
}

async fn an_idle_session_ends(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    house.wait(TimeDelta::minutes(119));
    let renewed = house.person(unit.renew_session().await);
    house.wait(TimeDelta::minutes(121));
    renewed.renew_session().await.refused(401, "session_required");
    for header in [("sec-fetch-site", "cross-site"), ("origin", "https://otro.ejemplo.mx")] {
        house.send(unit.renewal().insert_header(header)).await.refused(403, "foreign_site");
    }
}
