//! A database that keeps somebody waiting, or a disk that takes nothing, is told as what it is; afterwards all goes on.

use std::{fs, sync::mpsc, thread, time::Duration};

use casework::act::NoPermit;
use contract::health::{NotReady, Part};
use diesel::{Connection, PgConnection, SqliteConnection, connection::SimpleConnection};
use domain::questionnaire::Answers;
use support::{Answer, House, answer, on_both};

on_both!(
    an_act_that_does_not_end_keeps_nobody_waiting_for_long,
    a_writer_of_another_program_keeps_nobody_waiting_for_long,
    whoever_watches_is_told_what_fails_and_when_it_is_over,
);

fn some(text: &str) -> Answers {
    [("motivation".into(), answer(text))].into()
}

fn is_told_to_come_back<T>(answer: &Answer<T>, code: &str) {
    answer.refused(503, code);
    assert_eq!(answer.header("retry-after"), "5");
}

async fn an_act_that_does_not_end_keeps_nobody_waiting_for_long(house: House) {
    let house = house.impatient();
    let party = house.capturing("PT").await;
    let read = party.capturist.candidacy(party.ids[0]).await;
    let (begun, has_begun) = mpsc::channel();
    let (end, may_end) = mpsc::channel::<()>();
    let app = house.app.clone().into_inner();
    let endless = thread::spawn(move || {
        app.act(&NoPermit, |_| {
            begun.send(()).expect("told");
            may_end.recv_timeout(Duration::from_secs(60)).expect("the end");
            Ok(())
        })
    });
    has_begun.recv().expect("it began");
    is_told_to_come_back(&party.capturist.save_answers(&read, some("a")).await, "busy");
    end.send(()).expect("ended");
    endless.join().expect("a thread").expect("an act");
    party.capturist.save_answers(party.ids[0], some("b")).await.ok();
}

async fn a_writer_of_another_program_keeps_nobody_waiting_for_long(house: House) {
    let house = house.impatient();
    let party = house.capturing("PT").await;
    let read = party.capturist.candidacy(party.ids[0]).await;
    let mut other: Box<dyn FnMut(&str)> = match house.url.strip_prefix("sqlite:") {
        Some(path) => {
            let mut conn = SqliteConnection::establish(path).expect("a connection");
            conn.batch_execute("BEGIN IMMEDIATE").expect("the right to write");
            Box::new(move |_| conn.batch_execute("ROLLBACK").expect("given back"))
        }
        None => {
            let mut conn = PgConnection::establish(&house.url).expect("a connection");
            conn.batch_execute("SELECT pg_advisory_lock(728100)").expect("the right to write");
            Box::new(move |_| conn.batch_execute("SELECT pg_advisory_unlock(728100)").expect("given back"))
        }
    };
    is_told_to_come_back(&party.capturist.save_answers(&read, some("a")).await, "busy");
    other("give it back");
    party.capturist.save_answers(party.ids[0], some("b")).await.ok();
}

async fn whoever_watches_is_told_what_fails_and_when_it_is_over(house: House) {
    let asked = || async {
        // What was found holds for a second.
        thread::sleep(Duration::from_millis(1_100));
        let answer = house.page("/health/ready").await;
        if answer.status == 204 {
            return Vec::new();
        }
        assert_eq!((answer.status, answer.header("retry-after")), (503, "5"));
        let text = answer.text();
        assert!(!text.contains("postgres") && !text.contains("sqlite") && !text.contains('/'), "{text}");
        let told: NotReady = serde_json::from_str(&text).expect("what fails");
        told.failing.into_iter().map(|failing| failing.part).collect()
    };
    assert_eq!(asked().await, []);
    house.sql("ALTER TABLE jobs RENAME TO jobs_elsewhere").expect("renamed");
    assert_eq!(asked().await, [Part::Database]);
    house.sql("ALTER TABLE jobs_elsewhere RENAME TO jobs").expect("renamed");
    assert_eq!(asked().await, []);
    // A folder where the file would be: nothing can be written there, whoever runs the test.
    fs::create_dir(house.folder().join(".room")).expect("a folder");
    assert_eq!(asked().await, [Part::Files]);
    fs::remove_dir(house.folder().join(".room")).expect("removed");
    assert_eq!(asked().await, []);
    assert_eq!(house.page("/health/live").await.status, 204);
}
