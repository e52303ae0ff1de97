//! Every operation of the contract, walked by everybody: each role, nobody, a foreign party, and tokens that are not good.
//! An operation that is missing here, or a cell that is not as the table of permissions says, fails.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::Method;
use domain::{
    accounts::Role,
    permission::{Act, Reach, reach},
};
use serde_json::{Value, json};
use server::http::openapi::DOCUMENT;
use support::{House, Person, on_both};

on_both!(every_operation_asks_the_table);

/// Who may call an operation.
#[derive(Clone, Copy)]
enum Rule {
    /// Anybody, also without an account.
    Open,
    /// Whoever is signed in.
    Anyone,
    /// A person who is signed in, and no program.
    APerson,
    /// Whose role may do one of these.
    May(&'static [Act]),
}

use Rule::{APerson, Anyone, May, Open};

const OPERATIONS: &[(&str, Rule)] = &[
    ("readElection", Open),
    ("readDirectory", Open),
    ("listContests", Open),
    ("readContest", Open),
    ("listPublicCandidacies", Open),
    ("readPublicCandidacy", Open),
    ("readPublicLedger", Open),
    ("readPublicContact", Open),
    ("readPhoto", Open),
    ("checkReceipt", Open),
    ("readStatistics", Open),
    ("downloadStatistics", Open),
    ("downloadTableCsv", Open),
    ("downloadTableJson", Open),
    ("downloadTableJsonLines", Open),
    ("downloadTableSpreadsheet", Open),
    ("readDataDictionary", Open),
    ("downloadDataDictionary", Open),
    ("readDataDictionaryText", Open),
    ("readTableMetadata", Open),
    ("readDataCatalogue", Open),
    ("downloadPopolo", Open),
    ("listChanges", Open),
    ("readChangesFeed", Open),
    ("listDayDigests", Open),
    ("downloadSheet", Open),
    ("readShareCard", Open),
    ("readPageCode", Open),
    ("readSiteCard", Open),
    ("signIn", Open),
    ("renewSession", Open),
    ("useAccountFirst", Open),
    ("readMe", Anyone),
    ("signOut", APerson),
    ("changePassword", APerson),
    ("listOwnSessions", APerson),
    ("endOtherSessions", APerson),
    ("endOwnSession", APerson),
    ("readOwnActivity", APerson),
    ("listOwnNotices", APerson),
    ("markNoticesRead", APerson),
    ("readOwnEmail", APerson),
    ("setOwnEmail", APerson),
    ("readProgress", May(&[Act::ReadAllProgress])),
    ("downloadProgress", May(&[Act::ReadAllProgress])),
    ("printProgress", May(&[Act::ReadAllProgress])),
    ("remindParty", May(&[Act::RemindParty])),
    ("listOutbox", May(&[Act::ManageOutbox])),
    ("retryMail", May(&[Act::ManageOutbox])),
    ("beginSecondFactor", APerson),
    ("confirmSecondFactor", APerson),
    ("dropSecondFactor", APerson),
    ("proveSecondFactor", APerson),
    ("listAccounts", May(&[Act::ReadAccounts])),
    ("issueAccounts", May(&[Act::ManageAccounts])),
    ("acknowledgeReceipt", May(&[Act::RecordReceipt, Act::AcknowledgeReceipt])),
    ("resetAccount", May(&[Act::ResetAccounts])),
    ("blockAccount", May(&[Act::ManageAccounts])),
    ("unblockAccount", May(&[Act::ResetAccounts])),
    ("reportLoss", May(&[Act::ReportLoss])),
    ("deliverAccounts", May(&[Act::ManageAccounts])),
    ("readDelivery", May(&[Act::ManageAccounts])),
    ("printLetters", May(&[Act::ManageAccounts])),
    ("designateValidator", May(&[Act::DesignateValidators])),
    ("listValidators", May(&[Act::ReadDesignations])),
    ("confirmValidator", May(&[Act::ConfirmValidators])),
    ("revokeValidator", May(&[Act::RevokeValidators])),
    ("makeMachineKey", May(&[Act::ManageMachineKeys])),
    ("listMachineKeys", May(&[Act::ManageMachineKeys])),
    ("revokeMachineKey", May(&[Act::ManageMachineKeys])),
    ("planRegistry", May(&[Act::SyncRegistry])),
    ("syncRegistry", May(&[Act::SyncRegistry])),
    ("pushRegistry", May(&[Act::PushRegistry])),
    ("readRegistryStanding", May(&[Act::ApproveRegistry])),
    ("approveRegistryPlan", May(&[Act::ApproveRegistry])),
    ("declineRegistryPlan", May(&[Act::ApproveRegistry])),
    ("listRegistryRecords", May(&[Act::MendRegistry])),
    ("completeRegistryRecord", May(&[Act::MendRegistry])),
    ("discardRegistryRecord", May(&[Act::MendRegistry])),
    ("listRegistryMovements", May(&[Act::MendRegistry])),
    ("undoRegistryMovement", May(&[Act::UndoMovement])),
    ("allowRegistryMovement", May(&[Act::UndoMovement])),
    ("listCandidacies", May(&[Act::ReadCandidacy])),
    ("readCandidacy", May(&[Act::ReadCandidacy])),
    ("readDraftPhoto", May(&[Act::ReadCandidacy])),
    ("readAdvice", May(&[Act::ReadAnswers])),
    ("bePresent", May(&[Act::SaveAnswers, Act::EditSubmitted])),
    ("printReceipt", May(&[Act::ReadCandidacy])),
    ("printConsent", May(&[Act::ManageConsent])),
    ("extendDeadline", May(&[Act::ExtendDeadline])),
    ("downloadSpreadsheet", May(&[Act::SaveAnswers])),
    ("planSpreadsheet", May(&[Act::SaveAnswers])),
    ("applySpreadsheet", May(&[Act::SaveAnswers])),
    ("readActivityLog", May(&[Act::ReadLog])),
    ("acceptNotice", May(&[Act::AcceptNotice])),
    ("saveAnswers", May(&[Act::SaveAnswers])),
    ("editSubmitted", May(&[Act::EditSubmitted])),
    ("setPhoto", May(&[Act::SetPhoto])),
    ("removePhoto", May(&[Act::SetPhoto])),
    ("giveConsent", May(&[Act::ManageConsent])),
    ("withdrawConsent", May(&[Act::ManageConsent])),
    ("submitProfile", May(&[Act::SubmitProfile])),
    ("returnToCapture", May(&[Act::ReturnToCapture])),
    ("validateProfile", May(&[Act::ValidateProfile])),
    ("claimReview", May(&[Act::ClaimReview])),
    ("releaseReview", May(&[Act::ClaimReview])),
    ("markSection", May(&[Act::JudgeCurricular, Act::JudgeIdentity])),
    ("validateSeveral", May(&[Act::ValidateProfile])),
    ("authoriseSeveral", May(&[Act::AuthorisePublication])),
    ("schedulePublication", May(&[Act::AuthorisePublication])),
    ("unschedulePublication", May(&[Act::AuthorisePublication])),
    ("judgeCurricular", May(&[Act::JudgeCurricular])),
    ("judgeIdentity", May(&[Act::JudgeIdentity])),
    ("sendObservations", May(&[Act::SendObservations])),
    ("flagPublished", May(&[Act::FlagPublished])),
    ("disablePublication", May(&[Act::DisablePublication])),
    ("dismissFlag", May(&[Act::DismissFlag])),
    ("restorePublication", May(&[Act::RestorePublication])),
    ("requestCorrection", May(&[Act::RequestCorrection])),
    ("decideCorrection", May(&[Act::GrantFields])),
    ("printOfficialLetter", May(&[Act::ReadCandidacy])),
    ("listVersions", May(&[Act::ReadCandidacy])),
    ("compareVersions", May(&[Act::ReadAnswers])),
    ("authorisePublication", May(&[Act::AuthorisePublication])),
];

/// Operations of one candidacy whose permission reaches only one's own: another party's does not exist.
const OF_A_CANDIDACY: &str = "/candidacies/{id}";

struct Operation {
    id: String,
    method: Method,
    path: String,
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::to_value(&*DOCUMENT).expect("JSON");
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("operations") {
            let id = operation["operationId"].as_str().expect("an id").to_owned();
            let method = method.to_uppercase().parse().expect("a method");
            found.push(Operation { id, method, path: path.clone() });
        }
    }
    found
}

/// Calls an operation about a candidacy with a body that changes nothing, for it is not what the operation takes.
async fn call(house: &House, person: Option<&Person>, operation: &Operation, candidacy: &str) -> support::Answer {
    let id =
        if operation.path.starts_with(OF_A_CANDIDACY) { candidacy } else { "00000000-0000-0000-0000-000000000000" };
    let path = operation.path.replace("{id}", id).replace("{slug}", "nadie-00000000");
    let path = path.replace("{name}", "nada.webp").replace("{folio}", "NADA").replace("{table}", "nada");
    let path = path.replace("{office}", "municipal_president").replace("{territory}", "zac/mun/32010");
    let path = path.replace("{task}", "validation").replace("{section}", "motivation");
    let request = House::request(operation.method.clone(), &path, person).insert_header(("if-match", "\"999\""));
    let request = request.insert_header(("content-type", "application/json"));
    house.send(request.set_payload("{ \"nothing\": ")).await
}

/// Somebody of every role.
async fn everybody(house: &House) -> (Vec<(Role, Person)>, Person, String) {
    let party = house.capturing("PT").await;
    let own = &party.ids[0];
    let folio = |work: &Value| work["item"]["folio"].as_str().expect("a folio").to_lowercase();
    let name = folio(&house.get(Some(&party.unit), &format!("/candidacies/{own}")).await.ok());
    let candidate = house.join(&name, &party.codes[&name]).await;
    house.sync(&party.unit, support::rows(49..=49)).await.ok();
    let all = house.get(Some(&party.unit), "/candidacies?size=200").await.ok();
    let independent = all["items"].as_array().expect("items").iter().find(|item| item["nominator"] == "INDEPENDIENTE");
    let id = independent.expect("an independent")["id"].clone();
    let issued = house.post(&party.unit, "/accounts", json!({ "for": "candidacy", "candidacy": id })).await.ok();
    let word = |value: &Value| value.as_str().expect("a text").to_owned();
    let independent = house.join(&word(&issued[0]["username"]), &word(&issued[0]["code"])).await;
    let key = house.post(&party.unit, "/machine-keys", json!({ "name": "registro" })).await.ok();
    let registry = Person { token: word(&key["key"]), cookie: String::new() };
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
    (people, foreign, own.clone())
}

fn may(rule: Rule, role: Role) -> bool {
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
    let asked: BTreeSet<Act> = OPERATIONS
        .iter()
        .flat_map(|(_, rule)| match rule {
            May(acts) => acts.to_vec(),
            Open | Anyone | APerson => Vec::new(),
        })
        .collect();
    let left: Vec<Act> = Act::ALL.iter().copied().filter(|act| !asked.contains(act)).collect();
    assert_eq!(left, WITHOUT_OPERATION);
}

async fn every_operation_asks_the_table(house: House) {
    let table: BTreeMap<&str, Rule> = OPERATIONS.iter().copied().collect();
    let operations = operations();
    let (named, known): (BTreeSet<&str>, BTreeSet<&str>) =
        (operations.iter().map(|operation| operation.id.as_str()).collect(), table.keys().copied().collect());
    assert_eq!(named, known, "the matrix names every operation of the contract and no other");
    let (people, foreign, candidacy) = everybody(&house).await;
    let (mut cells, mut wrong) = (0, Vec::new());
    let mut check = |what: String, answer: &support::Answer, right: bool| {
        cells += 1;
        if !right || answer.status >= 500 {
            wrong.push(format!("{what}: {} {}", answer.status, answer.body["code"]));
        }
    };
    // Signing out last: it takes its own session away.
    let last = |operation: &&Operation| matches!(operation.id.as_str(), "signOut" | "endOtherSessions");
    let (ending, walked): (Vec<&Operation>, Vec<&Operation>) = operations.iter().partition(last);
    for operation in walked.iter().chain(&ending) {
        let rule = table[operation.id.as_str()];
        let (id, own) = (&operation.id, operation.path.starts_with(OF_A_CANDIDACY));
        for (role, person) in &people {
            let answer = call(&house, Some(person), operation, &candidacy).await;
            let refused = answer.status == 403 && answer.body["code"] == "not_allowed";
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
        let (body, signature) = unit.token.rsplit_once('.').expect("a token");
        let (header, claims) = body.split_once('.').expect("a token");
        let turned: String = signature.chars().rev().collect();
        let bad = [
            ("nobody", String::new()),
            ("garbage", "a.b.c".to_owned()),
            ("tampered", format!("{header}.{}.{signature}", claims.to_lowercase())),
            ("of another key", format!("{body}.{turned}")),
            ("alg none", format!("eyJhbGciOiJub25lIn0.{claims}.")),
            ("a key that is not", format!("{}.secret", uuid::Uuid::nil())),
        ];
        for (what, token) in bad {
            let person = Person { token, cookie: String::new() };
            let person = Some(&person).filter(|person| !person.token.is_empty());
            let answer = call(&house, person, operation, &candidacy).await;
            check(format!("{id} as {what}"), &answer, answer.status == 401);
        }
        if own {
            let answer = call(&house, Some(&foreign), operation, &candidacy).await;
            // Before what it sends is understood; with what is understood, `refusals.rs` finds that it does not exist.
            let right = matches!(answer.status, 400 | 403 | 404 | 412 | 413 | 422);
            check(format!("{id} as a foreign party"), &answer, right);
        }
    }
    house.wait(domain::time::TimeDelta::minutes(11));
    for operation in &operations {
        if !matches!(table[operation.id.as_str()], Open) {
            let answer = call(&house, Some(&people[3].1), operation, &candidacy).await;
            check(format!("{} with an expired token", operation.id), &answer, answer.status == 401);
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} cells are wrong:\n{}", wrong.len(), wrong.join("\n"));
    println!("matrix: {} operations, {cells} cells", operations.len());
}
