use std::fmt::Write as _;

use uuid::Uuid;

use super::*;
use crate::{election::LateCapture, questionnaire::FaultCode, time::Date};

fn fields(names: &[&str]) -> Fields {
    names.iter().map(|name| QuestionKey::from(*name)).collect()
}

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(1_712_000_000 + hour * 3600).expect("in range")
}

fn rules(verifier_may_authorise: bool) -> ReviewRules {
    ReviewRules { verifier_may_authorise, claim_minutes: std::num::NonZeroU16::MIN }
}

fn terms() -> Terms {
    Terms {
        send_accounts_days: 3,
        capture_days: 15,
        substitute_capture_days: 5,
        grant_hours: 24,
        late_capture: LateCapture::Refuse,
        corrections_from: Date::new(2024, 3, 31),
        corrections_until: Date::new(2024, 5, 29),
    }
}

fn account(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(n))
}

fn facts(terms: &Terms) -> Facts<'_> {
    Facts {
        now: at(0),
        actor: account(1),
        registry: RegistryStatus::Active,
        capture_until: Some(at(100)),
        privacy_notice_accepted: true,
        corrections_open: true,
        terms,
        review: rules(false),
    }
}

fn submit() -> Move {
    Move::Submit { faults: Vec::new(), unanswered: 0 }
}

fn life(stage: Stage) -> Life {
    let versions = u32::from(stage == Stage::Published);
    Life { stage, versions, ..Life::default() }
}

fn compliant() -> Verdicts {
    let verdict = Some(Verdict::Compliant { by: account(7) });
    Verdicts { curricular: verdict.clone(), identity: verdict }
}

fn stages() -> Vec<(&'static str, Life)> {
    let observed = Opening::Observed { fields: fields(&["motivation"]), until: at(24) };
    let correction = Opening::Correction { fields: fields(&["motivation"]), until: at(24) };
    let verdicts = Verdicts {
        curricular: Some(Verdict::Observed { by: account(7), fields: fields(&["motivation"]) }),
        identity: None,
    };
    let mut scheduled = life(Stage::InVerification { verdicts: compliant() });
    scheduled.scheduled = Some(Scheduled { at: at(0), by: account(9) });
    let mut pending = life(Stage::Published);
    pending.correction = Correction::Pending { fields: fields(&["motivation"]) };
    vec![
        ("not_started", life(Stage::NotStarted)),
        ("in_capture", life(Stage::InCapture { opening: Opening::Whole, returned: None })),
        (
            "in_capture(returned)",
            life(Stage::InCapture { opening: Opening::Whole, returned: Some(fields(&["motivation"])) }),
        ),
        ("in_capture(observed)", life(Stage::InCapture { opening: observed.clone(), returned: None })),
        ("in_capture(correction)", life(Stage::InCapture { opening: correction.clone(), returned: None })),
        ("in_validation", life(Stage::InValidation { opening: Opening::Whole })),
        ("in_validation(observed)", life(Stage::InValidation { opening: observed })),
        ("in_validation(correction)", life(Stage::InValidation { opening: correction })),
        ("in_verification", life(Stage::InVerification { verdicts: Verdicts::default() })),
        ("in_verification(observed)", life(Stage::InVerification { verdicts })),
        ("in_verification(compliant)", life(Stage::InVerification { verdicts: compliant() })),
        ("in_verification(scheduled)", scheduled),
        ("published", life(Stage::Published)),
        ("published(pending)", pending),
    ]
}

fn moves() -> Vec<(&'static str, Move)> {
    let motivation = || fields(&["motivation"]);
    vec![
        ("save open", Move::SaveDraft(motivation())),
        ("save other", Move::SaveDraft(fields(&["proposal.first"]))),
        ("submit", submit()),
        ("edit open", Move::Edit(motivation())),
        ("edit other", Move::Edit(fields(&["proposal.first"]))),
        ("return", Move::Return(motivation())),
        ("return nothing", Move::Return(Fields::new())),
        ("validate", Move::Validate { faults: Vec::new() }),
        ("judge compliant", Move::Judge(Part::Curricular, Verdict::Compliant { by: account(7) })),
        (
            "judge observed",
            Move::Judge(Part::Identity, Verdict::Observed { by: account(7), fields: fields(&["migrant.self"]) }),
        ),
        ("judge nothing", Move::Judge(Part::Identity, Verdict::Observed { by: account(7), fields: Fields::new() })),
        ("send observations", Move::SendObservations),
        ("authorise", Move::Authorise),
        ("schedule", Move::Schedule(at(5))),
        ("schedule past", Move::Schedule(at(0))),
        ("unschedule", Move::Unschedule),
        ("release", Move::Release),
        ("request correction", Move::RequestCorrection(motivation())),
        ("request nothing", Move::RequestCorrection(Fields::new())),
        ("grant", Move::GrantFields),
        ("decline correction", Move::DeclineCorrection),
        ("flag whole", Move::Flag(None)),
        ("dismiss whole", Move::Dismiss(None)),
        ("disable whole", Move::Hide(None, Ground::Slogan)),
        ("restore whole", Move::Restore(None)),
        ("extend", Move::Extend(at(48))),
    ]
}

/// Stage × move → outcome, as text: the table of the law, whole.
#[test]
fn every_move_from_every_stage_is_as_agreed() {
    let terms = terms();
    let mut table = String::new();
    for (from, life) in stages() {
        let _ = writeln!(table, "{from}");
        for (name, step) in moves() {
            let outcome = match apply(&life, &step, &facts(&terms)) {
                Ok(next) => format!(
                    "{}{}",
                    next.stage.name().code(),
                    if next.versions > life.versions { " +version" } else { "" }
                ),
                Err(refusal) => format!("refused: {refusal}"),
            };
            let _ = writeln!(table, "  {name}: {outcome}");
        }
    }
    assert_eq!(table, include_str!("workflow_table.txt"));
}

/// `profiles.life` holds this text. A change here is a migration: rows written before must still be read.
#[test]
fn what_is_stored_of_a_life_keeps_its_form() {
    let mut everything = life(Stage::Published);
    everything.correction = Correction::Used;
    everything.hidden.whole = Some(Ground::Slogan);
    everything.hidden.sections = [(SectionKey::from("motivation"), Ground::Slogan)].into();
    everything.flags = [None, Some(SectionKey::from("motivation"))].into();
    everything.late = true;
    everything.verifiers = [account(7), account(8)].into();
    let mut all = stages();
    all.push(("everything beside the stage", everything));
    let mut stored = String::new();
    for (name, life) in all {
        let text = serde_json::to_string(&life).expect("JSON");
        assert_eq!(serde_json::from_str::<Life>(&text).expect("a life"), life, "{name}");
        let _ = writeln!(stored, "{name}\t{text}");
    }
    assert_eq!(stored, include_str!("life_stored.txt"));
    // Before there were flags, verifiers and dates.
    let first = r#"{"stage":"published","versions":1,"correction":"unused","disabled":{"whole":null,"sections":{}},"late":false}"#;
    assert_eq!(serde_json::from_str::<Life>(first).expect("a life"), life(Stage::Published));
}

#[test]
fn a_candidacy_that_does_not_stand_refuses_every_move() {
    let terms = terms();
    for status in [RegistryStatus::Substituted, RegistryStatus::Cancelled] {
        let facts = Facts { registry: status, ..facts(&terms) };
        for (_, life) in stages() {
            for (_, step) in moves() {
                assert_eq!(apply(&life, &step, &facts), Err(Refusal::NotActive));
            }
        }
    }
}

#[test]
fn capture_needs_receipt_privacy_notice_and_term() {
    let terms = terms();
    let save = Move::SaveDraft(fields(&["motivation"]));
    let start = Life::default();
    let not_received = Facts { capture_until: None, ..facts(&terms) };
    assert_eq!(apply(&start, &save, &not_received), Err(Refusal::AccountsNotReceived));
    let not_accepted = Facts { privacy_notice_accepted: false, ..facts(&terms) };
    assert_eq!(apply(&start, &save, &not_accepted), Err(Refusal::PrivacyNoticeNotAccepted));
    let late = Facts { now: at(101), ..facts(&terms) };
    assert_eq!(apply(&start, &save, &late), Err(Refusal::TermEnded));
    let last_second = Facts { now: at(100), ..facts(&terms) };
    assert!(apply(&start, &save, &last_second).is_ok());
}

#[test]
fn an_election_may_accept_and_mark_what_comes_late() {
    let terms = Terms { late_capture: LateCapture::AcceptAndMark, ..terms() };
    let late = Facts { now: at(101), ..facts(&terms) };
    let capture = life(Stage::InCapture { opening: Opening::Whole, returned: None });
    assert!(apply(&capture, &submit(), &late).expect("accepted").late);
}

#[test]
fn an_incomplete_profile_is_neither_sent_nor_validated() {
    let terms = terms();
    let faults = vec![FieldFault { field: "motivation".into(), code: FaultCode::Required, message: String::new() }];
    for (stage, step) in [
        (
            Stage::InCapture { opening: Opening::Whole, returned: None },
            Move::Submit { faults: faults.clone(), unanswered: 0 },
        ),
        (Stage::InValidation { opening: Opening::Whole }, Move::Validate { faults }),
    ] {
        assert!(matches!(apply(&life(stage), &step, &facts(&terms)), Err(Refusal::Invalid { .. })));
    }
}

#[test]
fn every_observation_is_answered_before_sending_back() {
    let terms = terms();
    let step = Move::Submit { faults: Vec::new(), unanswered: 1 };
    let capture = life(Stage::InCapture { opening: Opening::Whole, returned: Some(fields(&["motivation"])) });
    assert_eq!(apply(&capture, &step, &facts(&terms)), Err(Refusal::ObservationUnanswered));
}

#[test]
fn who_verified_does_not_authorise_unless_the_election_says_so() {
    let terms = terms();
    let verified = life(Stage::InVerification { verdicts: compliant() });
    let same = Facts { actor: account(7), ..facts(&terms) };
    assert_eq!(apply(&verified, &Move::Authorise, &same), Err(Refusal::SamePerson));
    let allowed = Facts { review: rules(true), ..same };
    assert_eq!(apply(&verified, &Move::Authorise, &allowed).expect("authorised").versions, 1);
}

#[test]
fn whoever_gave_a_verdict_in_any_round_does_not_authorise() {
    let terms = terms();
    let judge = |life: &Life, part, by: u128| {
        let verdict = Verdict::Compliant { by: account(by) };
        apply(life, &Move::Judge(part, verdict), &facts(&terms)).expect("judged")
    };
    let first = judge(&life(Stage::InVerification { verdicts: Verdicts::default() }), Part::Curricular, 5);
    let again = judge(&judge(&first, Part::Curricular, 6), Part::Identity, 7);
    for by in [5, 6, 7] {
        let facts = Facts { actor: account(by), ..facts(&terms) };
        for step in [Move::Authorise, Move::Schedule(at(5))] {
            assert_eq!(apply(&again, &step, &facts), Err(Refusal::SamePerson), "account {by}");
        }
    }
    // Who sent the round before back decided on it and gave no verdict.
    assert!(apply(&again, &Move::Authorise, &facts(&terms)).is_ok());
}

#[test]
fn what_is_scheduled_is_published_at_its_moment_and_not_before() {
    let terms = terms();
    let verified = life(Stage::InVerification { verdicts: compliant() });
    let scheduled = apply(&verified, &Move::Schedule(at(5)), &facts(&terms)).expect("scheduled");
    assert_eq!(apply(&scheduled, &Move::Release, &facts(&terms)), Err(Refusal::OutOfTurn));
    let come = Facts { now: at(5), ..facts(&terms) };
    let released = apply(&scheduled, &Move::Release, &come).expect("released");
    assert_eq!((released.stage.name(), released.versions, released.scheduled), (StageName::Published, 1, None));
    let withdrawn = withdrawn(&scheduled);
    assert_eq!(apply(&withdrawn, &Move::Release, &come), Err(Refusal::OutOfTurn), "cancelled meanwhile");
}

#[test]
fn a_grant_not_validated_in_time_lapses_and_is_spent() {
    let terms = terms();
    let mut pending = life(Stage::Published);
    pending.correction = Correction::Pending { fields: fields(&["motivation"]) };
    let granted = apply(&pending, &Move::GrantFields, &facts(&terms)).expect("granted");
    let sent = apply(&granted, &submit(), &facts(&terms)).expect("sent");
    let in_time = settle(&sent, at(24));
    assert_eq!(in_time.stage.name(), StageName::InValidation);
    let late = Timestamp::from_second(at(24).as_second() + 1).expect("in range");
    let lapsed = settle(&sent, late);
    assert_eq!((lapsed.stage.name(), &lapsed.correction), (StageName::Published, &Correction::Used));
    let again = Move::RequestCorrection(fields(&["motivation"]));
    assert_eq!(apply(&lapsed, &again, &facts(&terms)), Err(Refusal::CorrectionUsed));
}

#[test]
fn corrections_are_asked_for_inside_the_window_only() {
    let terms = terms();
    let closed = Facts { corrections_open: false, ..facts(&terms) };
    let ask = Move::RequestCorrection(fields(&["motivation"]));
    assert_eq!(apply(&life(Stage::Published), &ask, &closed), Err(Refusal::CorrectionsClosed));
}

#[test]
fn observed_fields_close_after_their_grant_and_can_be_extended() {
    let terms = terms();
    let opening = Opening::Observed { fields: fields(&["motivation"]), until: at(24) };
    let capture = life(Stage::InCapture { opening, returned: None });
    let late = Facts { now: at(25), ..facts(&terms) };
    let save = Move::SaveDraft(fields(&["motivation"]));
    assert_eq!(apply(&capture, &save, &late), Err(Refusal::TermEnded));
    let extended = apply(&capture, &Move::Extend(at(48)), &late).expect("extended");
    assert!(apply(&extended, &save, &late).is_ok());
}

#[test]
fn a_flag_waits_until_what_it_points_at_is_hidden_or_published_anew() {
    let terms = terms();
    let step = |life: &Life, step: Move| apply(life, &step, &facts(&terms)).expect("as agreed");
    let section = |key: &str| Some(SectionKey::from(key));
    let published = life(Stage::Published);
    let flagged = step(&step(&published, Move::Flag(None)), Move::Flag(section("motivation")));
    let flagged = step(&flagged, Move::Flag(section("proposals")));
    assert_eq!(flagged.flags.len(), 3);
    assert_eq!(step(&flagged, Move::Flag(None)), flagged, "the same twice is one");
    let partly_hidden = step(&flagged, Move::Hide(section("motivation"), Ground::Slogan));
    assert_eq!(partly_hidden.flags, [section("proposals")].into(), "the others go on waiting");
    assert!(step(&flagged, Move::Hide(None, Ground::Slogan)).flags.is_empty());
    assert_eq!(
        step(&partly_hidden, Move::Flag(section("motivation"))).flags,
        partly_hidden.flags,
        "it is hidden already"
    );
    let anew = Life { stage: Stage::InVerification { verdicts: compliant() }, ..flagged };
    assert!(step(&anew, Move::Authorise).flags.is_empty());
}
