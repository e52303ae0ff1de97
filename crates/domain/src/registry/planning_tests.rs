//! What a plan makes of every kind of row about a known folio.

use std::collections::BTreeMap;

use super::{Column, DoubtGround, Hold, InDoubt, Known, Mapping, Planned, Row, Values, plan, tests::somebody};
use crate::{
    candidacy::{
        Registration,
        RegistryStatus::{self, Active, Cancelled, Substituted},
        Sex,
    },
    election::Election,
    ids::Folio,
};

const STATUSES: [RegistryStatus; 3] = [Active, Substituted, Cancelled];

/// An election of municipalities with these parties.
fn election() -> Election {
    serde_json::from_str(include_str!("../capture/advisor/fixture.json")).expect("an election")
}

fn mapping() -> Mapping {
    let word = str::to_owned;
    Mapping {
        columns: BTreeMap::new(),
        values: Values {
            owner: word("owner"),
            substitute: word("substitute"),
            independent: word("INDEPENDIENTE"),
            woman: word("woman"),
            man: word("man"),
            non_binary: word("non_binary"),
            approved: word("active"),
            substituted: word("substituted"),
            cancelled: word("cancelled"),
            yes: word("yes"),
            no: word("no"),
        },
        folio_prefix: None,
    }
}

/// The row that says this.
fn row(registration: &Registration) -> Row {
    let cells = [
        (Column::Folio, registration.folio.0.clone()),
        (Column::Office, registration.office.0.clone()),
        (Column::Municipality, "32029".into()),
        (Column::Kind, "owner".into()),
        (Column::Formula, registration.formula.clone()),
        (Column::Nominator, registration.nominator.0.clone()),
        (Column::ResponsibleParty, registration.responsible_party.clone().map_or_else(String::new, |party| party.0)),
        (Column::GivenName, registration.given_name.clone()),
        (Column::FirstSurname, registration.first_surname.clone()),
        (Column::SecondSurname, registration.second_surname.clone()),
        (Column::Nickname, registration.nickname.clone()),
        (Column::Sex, registration.sex.key().into()),
        (Column::BirthDate, registration.birth_date.to_string()),
        (Column::Consecutive, "no".into()),
        (Column::Status, registration.status.code().into()),
        (Column::ApprovedOn, registration.approved_on.to_string()),
    ];
    Row { line: 2, cells: cells.into() }
}

fn planned(known: &Known, says: &Registration) -> Planned {
    let planned = plan(&election(), &mapping(), &[row(says)], known);
    assert!(planned.bad.is_empty(), "{:?}", planned.bad);
    planned
}

fn known(registration: &Registration) -> Known {
    let registrations = [(registration.folio.clone(), registration.clone())].into();
    Known { registrations, ..Known::default() }
}

/// What a row changes of somebody.
type Change = fn(&mut Registration);

/// What a row may change of somebody, and whether that is in doubt.
fn kinds() -> Vec<(Change, bool)> {
    vec![
        (|_| (), false),
        (|says| says.nickname = "La Maestra".into(), false),
        (|says| says.given_name = "Ramona".into(), false),
        (|says| says.birth_date = "1990-01-02".parse().expect("a day"), false),
        (|says| (says.given_name, says.birth_date) = ("Ramona".into(), "1990-01-02".parse().expect("a day")), true),
        (|says| says.sex = Sex::Man, true),
        (|says| (says.nominator, says.responsible_party) = ("MC".into(), Some("MC".into())), true),
        (|says| says.nominator = "PNP".into(), true),
        (|says| (says.nominator, says.responsible_party) = ("INDEPENDIENTE".into(), None), true),
    ]
}

#[test]
fn of_a_row_in_doubt_only_that_somebody_no_longer_stands_is_taken() {
    for was in STATUSES {
        for is in STATUSES {
            for (place, (change, doubtful)) in kinds().into_iter().enumerate() {
                let before = Registration { status: was, ..somebody() };
                let mut says = Registration { status: is, ..somebody() };
                change(&mut says);
                let what = format!("{was:?} {is:?} {place}");
                let planned = planned(&known(&before), &says);
                assert_eq!(planned.plan.doubtful.len(), usize::from(doubtful), "{what}");
                let taken = match (doubtful, is) {
                    (false, _) => says.clone(),
                    (true, Active) => before.clone(),
                    (true, status) => Registration { status, ..before.clone() },
                };
                let written = planned.writes.first().unwrap_or(&before);
                assert_eq!(written, &taken, "{what}");
                let waiting: Vec<&Registration> = planned.doubts.iter().map(|row| &row.said).collect();
                assert_eq!(waiting, if doubtful { vec![&says] } else { vec![] }, "{what}");
                let (substituted, cancelled) = (planned.plan.substituted.len(), planned.plan.cancelled.len());
                assert_eq!(substituted, usize::from(was != is && is == Substituted), "{what}");
                assert_eq!(cancelled, usize::from(was != is && is == Cancelled), "{what}");
                assert_eq!(
                    planned.plan.reinstated.len(),
                    usize::from(!doubtful && was != is && is == Active),
                    "{what}"
                );
            }
        }
    }
}

#[test]
fn a_row_in_doubt_waits_once_until_the_file_says_something_else() {
    let before = somebody();
    let man = Registration { sex: Sex::Man, ..somebody() };
    let mut known = known(&before);
    let first = planned(&known, &man);
    assert_eq!(first.doubts, [InDoubt { grounds: [DoubtGround::Sex].into(), said: man.clone() }]);
    assert!(!first.plan.is_empty() && !first.plan.doubtful[0].waits);

    known.doubts.insert(before.folio.clone(), man.clone());
    let again = planned(&known, &man);
    assert!(again.plan.is_empty() && again.plan.doubtful[0].waits && again.doubts.is_empty(), "{again:?}");
    let other = Registration { sex: Sex::NonBinary, ..somebody() };
    assert_eq!(planned(&known, &other).doubts.len(), 1, "something else in doubt");
    // A faulty row that says that they no longer stand is taken that far, and says nothing of who they are.
    let mut faulty = row(&Registration { status: Cancelled, ..somebody() });
    faulty.cells.insert(Column::BirthDate, "ayer".into());
    let faulty = plan(&election(), &mapping(), &[faulty], &known);
    assert_eq!((faulty.plan.cancelled.len(), faulty.plan.settled.len(), faulty.bad.len()), (1, 0, 1));
    for settled in [before.clone(), Registration { nickname: "La Maestra".into(), ..before }] {
        let settled = planned(&known, &settled);
        assert!(settled.plan.settled == [somebody().folio] && !settled.plan.is_empty(), "{settled:?}");
    }
}

#[test]
fn whoever_no_longer_stands_is_taken_whatever_was_undone() {
    for said in [Substituted, Cancelled] {
        let mut known = known(&somebody());
        known.holds.insert(somebody().folio, Hold { said, kept: Active });
        let repeated = planned(&known, &Registration { status: said, ..somebody() });
        assert_eq!((repeated.plan.repeated.len(), repeated.plan.withdrawn()), (1, 1));
        assert_eq!((repeated.plan.lifted.len(), repeated.writes[0].status), (1, said));
        let agreed = planned(&known, &somebody());
        assert_eq!(
            (agreed.plan.repeated.len(), agreed.plan.lifted, agreed.writes.len()),
            (0, vec![somebody().folio], 0)
        );
    }
    let out = Registration { status: Cancelled, ..somebody() };
    let mut known = known(&out);
    known.holds.insert(Folio::clone(&out.folio), Hold { said: Active, kept: Cancelled });
    let withheld = planned(&known, &somebody());
    assert_eq!((withheld.plan.withheld.len(), withheld.writes.len(), withheld.plan.lifted.len()), (1, 0, 0));
}

#[test]
fn an_answer_that_is_kept_holds_no_cell_of_a_row_in_doubt() {
    let mut plan = planned(&known(&somebody()), &Registration { sex: Sex::Man, ..somebody() }).plan;
    assert!(!plan.doubtful[0].changes.is_empty());
    plan.forget_cells();
    assert!(plan.doubtful[0].changes.is_empty());
}
