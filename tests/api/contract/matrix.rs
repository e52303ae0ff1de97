//! Every operation of the contract, walked by everybody: each role, nobody, a foreign party, and tokens that are not good.
//! A cell that is not as the contract says of the operation, and the table of permissions of its acts, fails.

use std::collections::BTreeSet;

use actix_web::http::Method;
use contract::accounts::IssueAccounts;
use domain::{
    accounts::Role,
    permission::{Act, Reach, reach},
};
use serde_json::Value;
use server::routes::DOCUMENT;
use support::{House, Person, on_both};

on_both!(every_operation_asks_the_table);

/// Who may call an operation.
enum Rule {
    /// Anybody, also without an account.
    Open,
    /// Whoever is signed in.
    Anyone,
    /// A person who is signed in, and no program.
    APerson,
    /// Whose role may do one of these.
    May(Vec<Act>),
}

use Rule::{APerson, Anyone, May, Open};

/// What asks nobody who they are although it is not below `/public/`.
const BEFORE_SIGNING_IN: [&str; 3] = ["signIn", "renewSession", "useAccountFirst"];

/// What a program may ask for without an act.
const OF_PROGRAMS_TOO: &str = "readMe";

/// Operations of one candidacy whose permission reaches only one's own: another party's does not exist.
const OF_A_CANDIDACY: &str = "/candidacies/{id}";

struct Operation {
    id: String,
    method: Method,
    path: String,
    rule: Rule,
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::to_value(&*DOCUMENT).expect("JSON");
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("operations") {
            let id = operation["operationId"].as_str().expect("an id").to_owned();
            let method = method.to_uppercase().parse().expect("a method");
            let rule = rule(&id, path, operation);
            found.push(Operation { id, method, path: path.clone(), rule });
        }
    }
    found
}

/// What the contract says: the acts are those of the sentence «Needs `read_log`.»
fn rule(id: &str, path: &str, operation: &Value) -> Rule {
    if operation["security"].is_null() {
        assert!(path.starts_with("/public/") || BEFORE_SIGNING_IN.contains(&id), "{id} asks nobody who they are");
        return Open;
    }
    let words = ["summary", "description"].map(|part| operation[part].as_str().unwrap_or_default().replace('\n', " "));
    let words = words.join(" ");
    let needs = words.rsplit_once("Needs ").map_or("", |(_, needs)| needs);
    let act = |code: &str| serde_json::from_value(code.into()).unwrap_or_else(|error| panic!("{id}: {error}"));
    let acts: Vec<Act> = needs.split('`').skip(1).step_by(2).map(act).collect();
    if acts.is_empty() {
        return if id == OF_PROGRAMS_TOO { Anyone } else { APerson };
    }
    assert!(operation["responses"]["403"].is_object(), "{id} needs an act and does not name 403");
    May(acts)
}

/// Calls an operation about a candidacy with a body that changes nothing, for it is not what the operation takes.
async fn call(house: &House, person: &Person, operation: &Operation, candidacy: &str) -> support::Answer {
    let id =
        if operation.path.starts_with(OF_A_CANDIDACY) { candidacy } else { "00000000-0000-0000-0000-000000000000" };
    let path = operation.path.replace("{id}", id).replace("{slug}", "nadie-00000000");
    let path = path.replace("{name}", "nada.webp").replace("{folio}", "NADA").replace("{table}", "nada");
    let path = path.replace("{office}", "municipal_president").replace("{territory}", "zac/mun/32010");
    let path = path.replace("{task}", "validation").replace("{section}", "motivation");
    let request = person.request(operation.method.clone(), &path).insert_header(("if-match", "\"999\""));
    let request = request.insert_header(("content-type", "application/json"));
    house.send(request.set_payload("{ \"nothing\": ")).await
}

/// Somebody of every role.
async fn everybody(house: &House) -> (Vec<(Role, Person)>, Person, String) {
    let party = house.capturing("PT").await;
    let own = party.ids[0];
    let candidate = house.candidate(&party, own).await;
    party.unit.sync_registry(support::rows(49..=49)).await.ok();
    let all = party.unit.list_candidacies("size=200").await.ok();
    let independent = all.items.iter().find(|item| item.nominator == "INDEPENDIENTE".into()).expect("an independent");
    let order = IssueAccounts::Candidacy { candidacy: independent.id };
    let independent = house.join(&party.unit.issue_accounts(&order).await.ok()[0]).await;
    let registry = house.program(&party.unit.make_machine_key("registro").await.ok().key);
    let foreign = house.party("MC").await.capturist;
    let mut people = Vec::new();
    for role in Role::ALL {
        let person = match role {
            Role::PartyRepresentative => party.representative.clone(),
            Role::PartyValidator => party.validator.clone(),
            Role::PartyCapturist => party.capturist.clone(),
            Role::Candidate => candidate.clone(),
            Role::IndependentCandidate => independent.clone(),
            Role::RegistrySystem => registry.clone(),
            _ => house.institute(role).await,
        };
        people.push((role, person));
    }
    (people, foreign, own.to_string())
}

fn may(rule: &Rule, role: Role) -> bool {
    match rule {
        Open | Anyone => true,
        APerson => role != Role::RegistrySystem,
        May(acts) => acts.iter().any(|act| reach(role, *act) != Reach::Nothing),
    }
}

/// Acts that no operation asks for: reading identity is asked for within reading a candidacy, and the others have no route
/// yet. The list may only shrink.
const WITHOUT_OPERATION: [Act; 8] = [
    Act::MakeDiffusion,
    Act::ReadIdentity,
    Act::PublishNotice,
    Act::PublishConsentFormat,
    Act::OpenTicket,
    Act::AnswerTicket,
    Act::SuppressSensitive,
    Act::ConfirmSuppression,
];

#[test]
fn an_act_without_an_operation_is_listed() {
    let acts = |operation: Operation| match operation.rule {
        May(acts) => acts,
        Open | Anyone | APerson => Vec::new(),
    };
    let asked: BTreeSet<Act> = operations().into_iter().flat_map(acts).collect();
    let left: Vec<Act> = Act::ALL.iter().copied().filter(|act| !asked.contains(act)).collect();
    assert_eq!(left, WITHOUT_OPERATION);
}

async fn every_operation_asks_the_table(house: House) {
    let operations = operations();
    let (people, foreign, candidacy) = everybody(&house).await;
    let (mut cells, mut wrong) = (0, Vec::new());
    let mut check = |what: String, answer: &support::Answer, right: bool| {
        cells += 1;
        if !right || answer.status >= 500 {
            wrong.push(format!("{what}: {} {}", answer.status, answer.wire()["code"]));
        }
    };
    // Signing out last: it takes its own session away.
    let last = |operation: &&Operation| matches!(operation.id.as_str(), "signOut" | "endOtherSessions");
    let (ending, walked): (Vec<&Operation>, Vec<&Operation>) = operations.iter().partition(last);
    for operation in walked.iter().chain(&ending) {
        let Operation { id, rule, .. } = operation;
        let own = operation.path.starts_with(OF_A_CANDIDACY);
        for (role, person) in &people {
            let answer = call(&house, person, operation, &candidacy).await;
            let refused = answer.status == 403 && answer.wire()["code"] == "not_allowed";
            let right = match (rule, may(rule, *role)) {
                (Open, _) => !refused && answer.status != 403,
                (APerson, false) => answer.status == 401,
                (_, true) => answer.status != 401 && !refused,
                (_, false) => refused,
            };
            check(format!("{id} as {}", role.code()), &answer, right);
        }
        if matches!(rule, Open) {
            continue;
        }
        let unit = &people[0].1;
        let (body, signature) = unit.token().rsplit_once('.').expect("a token");
        let (header, claims) = body.split_once('.').expect("a token");
        let turned: String = signature.chars().rev().collect();
        let bad = [
            ("nobody", None),
            ("garbage", Some("a.b.c".to_owned())),
            ("tampered", Some(format!("{header}.{}.{signature}", claims.to_lowercase()))),
            ("of another key", Some(format!("{body}.{turned}"))),
            ("alg none", Some(format!("eyJhbGciOiJub25lIn0.{claims}."))),
            ("a key that is not", Some(format!("{}.secret", uuid::Uuid::nil()))),
        ];
        for (what, token) in bad {
            let person = token.map_or_else(|| house.citizen(), |token| house.program(&token));
            let answer = call(&house, &person, operation, &candidacy).await;
            check(format!("{id} as {what}"), &answer, answer.status == 401);
        }
        if own {
            let answer = call(&house, &foreign, operation, &candidacy).await;
            // Before what it sends is understood; with what is understood, `refusals.rs` finds that it does not exist.
            let right = matches!(answer.status, 400 | 403 | 404 | 412 | 413 | 422);
            check(format!("{id} as a foreign party"), &answer, right);
        }
    }
    house.wait(domain::time::TimeDelta::minutes(11));
    for operation in &operations {
        if !matches!(operation.rule, Open) {
            let answer = call(&house, &people[3].1, operation, &candidacy).await;
            check(format!("{} with an expired token", operation.id), &answer, answer.status == 401);
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} cells are wrong:\n{}", wrong.len(), wrong.join("\n"));
    println!("matrix: {} operations, {cells} cells", operations.len());
}
