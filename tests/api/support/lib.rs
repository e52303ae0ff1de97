//! A whole server for one test, with people to act in it and a clock that does not wait.

mod service;
mod template;

use std::{
    cell::RefCell,
    collections::BTreeMap,
    num::NonZeroU32,
    ops::RangeInclusive,
    path::{Path, PathBuf},
    rc::Rc,
    sync::{Arc, Mutex},
};

use actix_web::{
    dev::ServiceResponse,
    http::{Method, header::HeaderMap},
    test, web,
};
use casework::{accounts::issue_institute_account, act::NoPermit};
use diesel::{Connection, PgConnection, SqliteConnection, connection::SimpleConnection};
use domain::{
    accounts::Role,
    time::{TimeDelta, Timestamp},
};
use public::snapshot::Sources;
use serde_json::{Value, json};
use server::{
    App,
    operation::export::{Report, export},
    settings::{Mode, Settings},
};
use uuid::Uuid;

use crate::service::Served;

/// Runs one journey on both databases, as two tests.
#[macro_export]
macro_rules! on_both {
    ($($journey:ident),+ $(,)?) => {
        mod sqlite {
            $(#[actix_web::test] async fn $journey() { super::$journey($crate::House::on_sqlite()).await; })+
        }
        mod postgres {
            $(#[actix_web::test] async fn $journey() { super::$journey($crate::House::on_postgres()).await; })+
        }
    };
}

/// The password everybody in a test uses.
pub const PASSWORD: &str = "una frase de prueba";
/// Two candidacies of PT and what surrounds them in the registry's export.
pub const ROWS: usize = 40;

/// A server with its own database and folder.
pub struct House {
    /// What its routes share.
    pub app: web::Data<App>,
    /// Where its database is.
    pub url: String,
    clock: Arc<Mutex<Timestamp>>,
    settings: Settings,
    folder: Arc<tempfile::TempDir>,
    /// The routes as they answer, once somebody asked.
    served: RefCell<Option<Served>>,
}

/// An answer: its status and its JSON, or its text when it is not JSON.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Value,
    /// The cookie that renews the session, if it was set.
    pub cookie: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
}

impl Answer {
    /// A header's text, empty without it.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body of an answer that must be a success.
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.body);
        self.body
    }

    /// Checks a refusal's status and code.
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{}", self.body);
        assert!(self.body["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{}", self.body);
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Person {
    /// The access token.
    pub token: String,
    /// The cookie that renews the session.
    pub cookie: String,
}

fn start(settings: &Settings, clock: &Arc<Mutex<Timestamp>>) -> web::Data<App> {
    let read = Arc::clone(clock);
    web::Data::new(App::start(settings, Arc::new(move || *read.lock().expect("the clock"))).expect("a house"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("a file");
        if entry.file_type().expect("a kind").is_dir() {
            copy_folder(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
    }
}

/// A file of the demo election.
pub fn demo(name: &str) -> Vec<u8> {
    std::fs::read(root().join("demo/zacatecas-2024").join(name)).expect("a demo file")
}

/// The first rows of the registry's export.
pub fn registry() -> Vec<u8> {
    rows(1..=ROWS)
}

/// The first rows of the registry's export, where one candidacy is cancelled.
pub fn registry_without(folio: &str) -> Vec<u8> {
    let text = String::from_utf8(registry()).expect("UTF-8");
    let row = |line: &str| match line.starts_with(folio) {
        true => line.replace("APROBADA", "CANCELADA"),
        false => line.to_owned(),
    };
    text.lines().map(row).collect::<Vec<_>>().join("\r\n").into_bytes()
}

/// The first rows of the registry's export, where the row of one folio says something else, and more rows follow.
pub fn registry_with(folio: &str, from: &str, to: &str, more: &[String]) -> Vec<u8> {
    let text = String::from_utf8(registry()).expect("UTF-8");
    let row = |line: &str| match line.starts_with(folio) {
        true => {
            assert!(line.contains(from), "{line} has no {from}");
            line.replace(from, to)
        }
        false => line.to_owned(),
    };
    text.lines().map(row).chain(more.iter().cloned()).collect::<Vec<_>>().join("\r\n").into_bytes()
}

/// One row of the registry's export.
pub fn row(folio: &str) -> String {
    let text = String::from_utf8(registry()).expect("UTF-8");
    text.lines().find(|line| line.starts_with(folio)).expect("a row").to_owned()
}

/// Some rows of the registry's export, from 1, under its headings.
pub fn rows(wanted: RangeInclusive<usize>) -> Vec<u8> {
    let text = String::from_utf8(demo("registry-2024-03-30.csv")).expect("UTF-8");
    let lines = text.lines().enumerate().filter(|(place, _)| *place == 0 || wanted.contains(place));
    lines.map(|(_, line)| line).collect::<Vec<_>>().join("\r\n").into_bytes()
}

impl House {
    /// A house on the embedded default.
    pub fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("house.sqlite");
        template::copy_sqlite(&path);
        Self::build(folder, format!("sqlite:{}", path.display()))
    }

    /// A house on a PostgreSQL database of its own.
    pub fn on_postgres() -> Self {
        let server = std::env::var("CONOCELES_TEST_POSTGRES")
            .expect("CONOCELES_TEST_POSTGRES must be postgres://user:password@host:port; scripts/test sets it");
        let name = format!("house_{}", Uuid::now_v7().simple());
        template::copy_postgres(&server, &name);
        Self::build(tempfile::tempdir().expect("a folder"), format!("{server}/{name}"))
    }

    /// The same house after its settings changed.
    fn opened_again(mut self) -> Self {
        self.app = self.another();
        self.served = RefCell::default();
        self
    }

    /// Another house, empty, on the same kind of database.
    pub fn sibling(&self) -> Self {
        if self.url.starts_with("sqlite:") { Self::on_sqlite() } else { Self::on_postgres() }
    }

    /// The same house, where the institute's accounts need a second factor.
    pub fn needing_factor(self) -> Self {
        Self::open(self.folder, self.url, Some(true))
    }

    /// A house that an earlier version left, at that moment.
    pub fn left_by(folder: tempfile::TempDir, url: String, now: Timestamp) -> Self {
        let house = Self::build(folder, url);
        *house.clock.lock().expect("the clock") = now;
        house
    }

    /// Where its files are.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn build(folder: tempfile::TempDir, url: String) -> Self {
        Self::open(Arc::new(folder), url, None)
    }

    fn open(folder: Arc<tempfile::TempDir>, url: String, second_factor: Option<bool>) -> Self {
        let clock = Arc::new(Mutex::new("2024-04-01T16:00:00Z".parse::<Timestamp>().expect("a time")));
        let settings = Settings {
            database_url: url.clone(),
            data_dir: folder.path().to_owned(),
            election: root().join("config/zacatecas-2024"),
            site: folder.path().join("no-site"),
            mode: Mode::Demo,
            master_key_file: None,
            token_key_file: None,
            smtp_url: None,
            registry_url: None,
            database_connections: 3,
            public_address: "https://conoceles.ejemplo.mx".into(),
            second_factor,
            public_per_minute: NonZeroU32::new(100_000).expect("a number"),
            trust_forwarded: false,
        };
        let app = start(&settings, &clock);
        Self { app, url, clock, settings, folder, served: RefCell::default() }
    }

    /// Another server on the same database and folder, with the same clock.
    pub fn another(&self) -> web::Data<App> {
        start(&self.settings, &self.clock)
    }

    /// Writes the public site as files, whose questions go to another site or nowhere.
    pub async fn export(&self, asks: Option<&str>, folder: &Path) -> anyhow::Result<Report> {
        let settings = Settings { public_per_minute: NonZeroU32::MAX, ..self.settings.clone() };
        let read = Arc::clone(&self.clock);
        let app = App::start(&settings, Arc::new(move || *read.lock().expect("the clock")))?;
        export(&web::Data::new(app.as_files(asks.map(str::to_owned))), &self.settings.site, folder).await
    }

    /// The same house, entered by another server.
    pub fn beside(&self) -> Self {
        let (clock, settings) = (Arc::clone(&self.clock), self.settings.clone());
        let (app, url, folder) = (self.another(), self.url.clone(), Arc::clone(&self.folder));
        Self { app, url, clock, settings, folder, served: RefCell::default() }
    }

    /// The same house, whose mails leave by a mail server.
    pub fn mailing_by(mut self, smtp_url: &str) -> Self {
        self.settings.smtp_url = Some(smtp_url.to_owned());
        self.opened_again()
    }

    /// The same house, which asks for the registry's file at an address.
    pub fn asking(mut self, url: &str) -> Self {
        self.settings.registry_url = Some(url.to_owned());
        self.opened_again()
    }

    /// The same house, where an address may ask for so many public things a minute.
    pub fn paced(mut self, a_minute: u32) -> Self {
        self.settings.public_per_minute = NonZeroU32::new(a_minute).expect("a number");
        self.opened_again()
    }

    /// The same house with other words in a file of the election.
    pub fn configured(mut self, file: &str, from: &str, to: &str) -> Self {
        let election = self.folder.path().join("election");
        if self.settings.election != election {
            copy_folder(&self.settings.election, &election);
        }
        let text = std::fs::read_to_string(election.join(file)).expect("a file of the election");
        assert!(text.contains(from), "{file} has no {from}");
        std::fs::write(election.join(file), text.replace(from, to)).expect("written");
        self.settings.election = election;
        self.opened_again()
    }

    /// Runs SQL with the program's own rights on the program's own database.
    pub fn sql(&self, sql: &str) -> Result<(), String> {
        match self.url.strip_prefix("sqlite:") {
            Some(path) => SqliteConnection::establish(path).expect("a connection").batch_execute(sql),
            None => PgConnection::establish(&self.url).expect("a connection").batch_execute(sql),
        }
        .map_err(|error| error.to_string())
    }

    /// Runs the jobs whose time it is.
    pub fn run_jobs(&self) {
        server::operation::jobs::run_due(&self.app).expect("jobs");
    }

    /// Where mails are put that no mail server takes.
    pub fn mail_folder(&self) -> PathBuf {
        self.folder.path().join("mail")
    }

    /// Those mails, in no order.
    pub fn mails(&self) -> Vec<Vec<u8>> {
        let files = std::fs::read_dir(self.mail_folder()).expect("the folder of mails");
        files.map(|file| std::fs::read(file.expect("a file").path()).expect("a mail")).collect()
    }

    /// Lets time pass.
    pub fn wait(&self, time: TimeDelta) {
        *self.clock.lock().expect("the clock") += time;
    }

    /// Sends a request as it would come over the network.
    pub async fn send(&self, request: test::TestRequest) -> Answer {
        let answer = self.answer(request).await;
        let status = answer.status().as_u16();
        let cookie = answer.response().cookies().next().map(|cookie| cookie.value().to_owned());
        let headers = answer.headers().clone();
        let bytes = test::read_body(answer).await;
        let text = || Value::String(String::from_utf8_lossy(&bytes).into_owned());
        let body =
            if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap_or_else(|_| text()) };
        Answer { status, body, cookie, headers }
    }

    /// The body of an answer as it came.
    pub async fn bytes(&self, request: test::TestRequest) -> Vec<u8> {
        let answer = self.answer(request).await;
        assert!(answer.status().is_success(), "{}", answer.status());
        test::read_body(answer).await.to_vec()
    }

    async fn answer(&self, request: test::TestRequest) -> ServiceResponse {
        let ready = self.served.borrow().clone();
        let served = match ready {
            Some(served) => served,
            None => {
                let made = service::serve(self.app.clone(), self.settings.site.clone()).await;
                *self.served.borrow_mut() = Some(Rc::clone(&made));
                made
            }
        };
        served(request).await
    }

    /// A request under `/api/v1`.
    pub fn request(method: Method, path: &str, person: Option<&Person>) -> test::TestRequest {
        let request = test::TestRequest::with_uri(&format!("/api/v1{path}")).method(method);
        match person {
            Some(person) => request.insert_header(("authorization", format!("Bearer {}", person.token))),
            None => request,
        }
    }

    /// Reads.
    pub async fn get(&self, person: Option<&Person>, path: &str) -> Answer {
        self.send(Self::request(Method::GET, path, person)).await
    }

    /// Applies a registry file.
    pub async fn sync(&self, person: &Person, file: Vec<u8>) -> Answer {
        let request = Self::request(Method::POST, "/registry/sync", Some(person));
        self.send(request.insert_header(("content-type", "text/csv")).set_payload(file)).await
    }

    /// Sends JSON.
    pub async fn post(&self, person: &Person, path: &str, body: Value) -> Answer {
        self.send(Self::request(Method::POST, path, Some(person)).set_json(body)).await
    }

    /// Changes a candidacy from its current revision.
    pub async fn change(&self, person: &Person, method: Method, id: &str, path: &str, body: Value) -> Answer {
        let revision = self.get(Some(person), &format!("/candidacies/{id}")).await.ok()["revision"].clone();
        self.change_from(person, method, id, path, body, &revision).await
    }

    /// Changes a candidacy from a revision.
    pub async fn change_from(
        &self,
        person: &Person,
        method: Method,
        id: &str,
        path: &str,
        body: Value,
        revision: &Value,
    ) -> Answer {
        let request = Self::request(method, &format!("/candidacies/{id}/{path}"), Some(person));
        self.send(request.insert_header(("if-match", format!("\"{revision}\""))).set_json(body)).await
    }

    /// An account of the institute, signed in.
    pub async fn institute(&self, role: Role) -> Person {
        let username =
            format!("{}.{}", role.code().replace('_', "-"), Uuid::now_v7().simple().to_string().split_off(24));
        self.institute_as(&username, role).await
    }

    /// The same, by the name that it signs in with.
    pub async fn institute_as(&self, username: &str, role: Role) -> Person {
        let issued = self.app.act(&NoPermit, |act| issue_institute_account(act, username, role, None)).expect("issued");
        self.join(&issued.username, &issued.code).await
    }

    /// First use of an account.
    pub async fn join(&self, username: &str, code: &str) -> Person {
        let body = json!({ "username": username, "code": code, "password": PASSWORD });
        let answer = self.send(Self::request(Method::POST, "/accounts/first-use", None).set_json(body)).await;
        person(answer)
    }

    /// Signs in.
    pub async fn sign_in(&self, username: &str, password: &str) -> Answer {
        let body = json!({ "username": username, "password": password });
        self.send(Self::request(Method::POST, "/sessions", None).set_json(body)).await
    }

    /// Imports the first rows of the registry and issues a party's accounts: representation, validation and capture.
    pub async fn party(&self, key: &str) -> Party {
        let unit = self.institute(Role::ResponsibleUnit).await;
        self.sync(&unit, registry()).await.ok();
        let issued = self.post(&unit, "/accounts", json!({ "for": "party", "party": key })).await.ok();
        let word = |value: &Value| value.as_str().expect("a text").to_owned();
        let issued = issued.as_array().expect("accounts").iter();
        let codes: BTreeMap<_, _> = issued.map(|one| (word(&one["username"]), word(&one["code"]))).collect();
        let own = |what: &str| format!("{}.{what}", key.to_lowercase());
        let representative = self.join(&own("representacion"), &codes[&own("representacion")]).await;
        let capturist = self.join(&own("captura"), &codes[&own("captura")]).await;
        let validator = self.validator(&representative, &unit, "Persona que valida").await;
        let work = self.get(Some(&capturist), "/candidacies").await.ok();
        let ids =
            work["items"].as_array().expect("items").iter().map(|item| item["id"].as_str().expect("id").to_owned());
        Party { ids: ids.collect(), codes, unit, representative, validator, capturist }
    }

    /// A person named by a representation and confirmed by the responsible unit, signed in.
    pub async fn validator(&self, representative: &Person, unit: &Person, name: &str) -> Person {
        let named = self.post(representative, "/validators", json!({ "person": name })).await.ok();
        let id = named["id"].as_str().expect("an id");
        let issued = self.post(unit, &format!("/validators/{id}/confirmation"), Value::Null).await.ok();
        self.join(issued["username"].as_str().expect("a name"), issued["code"].as_str().expect("a code")).await
    }

    /// A candidacy's own account, signed in.
    pub async fn candidate(&self, party: &Party, id: &str) -> Person {
        let work = self.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok();
        let name = work["item"]["folio"].as_str().expect("a folio").to_lowercase();
        self.join(&name, &party.codes[&name]).await
    }

    /// Accepts the current privacy notice for a candidacy.
    pub async fn accept_notice(&self, person: &Person, id: &str) {
        let notice = self.get(None, "/public/election").await.ok()["notice"]["version"].clone();
        self.change(person, Method::POST, id, "notice-acceptance", json!({ "version": notice })).await.ok();
    }

    /// A party whose accounts were received and whose first candidacy accepted the notice.
    pub async fn capturing(&self, key: &str) -> Party {
        let party = self.party(key).await;
        self.post(&party.representative, "/accounts/receipt", json!({})).await.ok();
        self.accept_notice(&party.capturist, &party.ids[0]).await;
        party
    }

    /// A party whose first candidacy was sent.
    pub async fn sent(&self, key: &str) -> Party {
        let party = self.capturing(key).await;
        self.fill_and_send(&party, &party.ids[0]).await;
        party
    }

    /// A change of a candidacy's, from its current revision, whose body is not JSON.
    async fn put(&self, person: &Person, id: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let revision = self.get(Some(person), &format!("/candidacies/{id}")).await.ok()["revision"].clone();
        let request = Self::request(Method::PUT, &format!("/candidacies/{id}/{path}"), Some(person))
            .insert_header(("if-match", format!("\"{revision}\"")))
            .insert_header(("content-type", kind));
        self.send(request.set_payload(body)).await
    }

    /// Sets a candidacy's photograph: one plain colour.
    pub async fn photograph(&self, person: &Person, id: &str) {
        let mut png = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_pixel(600, 800, image::Rgb([90, 20, 60]))
            .write_to(&mut png, image::ImageFormat::Png)
            .expect("a photograph");
        self.put(person, id, "photo", "image/png", png.into_inner()).await.ok();
    }

    /// Gives a candidacy's consent with its signed document.
    pub async fn give_consent(&self, person: &Person, id: &str, marks: &Value, document: &[u8]) {
        let (form, kind) = consent_form(marks);
        let (before, after) = form.split_once(SIGNED).expect("a document");
        let form = [before.as_bytes(), document, after.as_bytes()].concat();
        self.put(person, id, "consent", kind, form).await.ok();
    }

    /// Captures a candidacy whose notice was accepted, whole, and sends it.
    pub async fn fill_and_send(&self, party: &Party, id: &str) {
        self.send_these(party, id, complete()).await;
    }

    /// Captures these answers of a candidacy whose notice was accepted, and sends it.
    pub async fn send_these(&self, party: &Party, id: &str, answers: Value) {
        self.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": answers })).await.ok();
        let body = json!({ "single_opportunity_understood": true });
        self.change(&party.capturist, Method::POST, id, "submission", body).await.ok();
    }

    /// Both areas of the institute find a candidacy compliant.
    pub async fn verify(&self, id: &str) {
        for (role, part) in [(Role::PartiesDirectorate, "curricular"), (Role::GenderDirectorate, "identity")] {
            let area = self.institute(role).await;
            self.judge(&area, id, part, &[]).await;
        }
    }

    /// A party whose first candidacy is published, and its public name.
    pub async fn published(&self, key: &str) -> (Party, String) {
        let party = self.sent(key).await;
        let slug = self.publish(&party).await;
        (party, slug)
    }

    /// Validates, verifies and authorises a party's first candidacy, which was sent; answers its public name.
    pub async fn publish(&self, party: &Party) -> String {
        let id = &party.ids[0];
        self.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
        self.verify(id).await;
        self.change(&party.unit, Method::POST, id, "authorisation", Value::Null).await.ok();
        let work = self.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok();
        work["item"]["slug"].as_str().expect("a slug").to_owned()
    }

    /// The name that the public reads of a candidacy, by the last part of its address.
    pub async fn public_name(&self, slug: &str) -> String {
        let profile = self.get(None, &format!("/public/candidacies/{slug}")).await.ok();
        profile["card"]["name"].as_str().expect("a name").to_owned()
    }

    /// What differs between what the public reads and what would be built from the database now.
    pub fn difference_from_built(&self) -> Option<String> {
        let built = self
            .app
            .read(&NoPermit, |act| {
                let (config, master) = (&act.desk.config, &act.desk.master);
                Ok(public::snapshot::build(Sources { conn: act.conn, config, master }))
            })
            .expect("read")
            .expect("built");
        self.app.published().difference(&built)
    }

    /// Puts a public site of one page where the server looks for it.
    pub fn build_site(&self) {
        let folder = self.settings.site.join("public");
        std::fs::create_dir_all(&folder).expect("a folder");
        let page = "<!doctype html><html><head><link rel=\"stylesheet\" href=\"/site/public/base.css\">\
                    <script type=\"module\">import '/site/public/public.js';</script></head><body></body></html>";
        for (name, text) in [("index.html", page), ("base.css", "main {}"), ("public.js", "")] {
            std::fs::write(folder.join(name), text).expect("written");
        }
        // The routes read the sites when they are made.
        *self.served.borrow_mut() = None;
    }

    /// A page of the site, as a browser asks for it.
    pub async fn page(&self, path: &str) -> Answer {
        self.send(test::TestRequest::with_uri(path)).await
    }

    /// Marks every section of a part that has no mark yet, and those that remarks are about.
    pub async fn mark(&self, area: &Person, id: &str, part: &str, remarks: &[Value]) {
        let questionnaire = self.get(None, "/public/election").await.ok()[part].clone();
        let marks = self.get(Some(area), &format!("/candidacies/{id}")).await.ok()["marks"].clone();
        for section in questionnaire["sections"].as_array().expect("sections") {
            let own = |remark: &&Value| {
                let mut questions = section["questions"].as_array().expect("questions").iter();
                questions.any(|question| question["key"] == remark["field"])
            };
            let own: Vec<&Value> = remarks.iter().filter(own).collect();
            let key = section["key"].as_str().expect("a key");
            let seen = &marks[key]["revision"];
            let mark = match (own.is_empty(), seen.is_null()) {
                (true, false) => continue,
                (true, true) => json!({ "state": "complies" }),
                (false, _) => json!({ "state": "observed", "observations": own }),
            };
            let seen = if seen.is_null() { json!(0) } else { seen.clone() };
            self.change_from(area, Method::PUT, id, &format!("marks/{key}"), mark, &seen).await.ok();
        }
    }

    /// Marks a part and gives the verdict that the marks come to.
    pub async fn judge(&self, area: &Person, id: &str, part: &str, remarks: &[Value]) {
        self.mark(area, id, part, remarks).await;
        let verdict = json!({ "compliant": remarks.is_empty() });
        self.change(area, Method::POST, id, &format!("verdicts/{part}"), verdict).await.ok();
    }

    /// A party whose first candidacy waits for the authorisation.
    pub async fn verified(&self, key: &str) -> Party {
        let party = self.sent(key).await;
        let id = &party.ids[0];
        self.change(&party.validator, Method::POST, id, "validation", Value::Null).await.ok();
        self.verify(id).await;
        party
    }
}

/// Somebody new in the place of a candidacy of the registry's export.
pub fn substitute_of(folio: &str) -> String {
    let row = row(folio).replace(folio, "ZAC24-09001");
    let cells: Vec<&str> = row.split(',').collect();
    let name = [cells[9], cells[10], cells[11]].join(",");
    format!("{}{folio}", row.replace(&name, "Sustituta,De Prueba,Núñez"))
}

/// The person an answer signed in.
pub fn person(answer: Answer) -> Person {
    let cookie = answer.cookie.clone().expect("a cookie");
    let body = answer.ok();
    Person { token: body["access_token"].as_str().expect("a token").to_owned(), cookie }
}

/// A party's people and candidacies.
pub struct Party {
    /// Its candidacies, in order of surnames.
    pub ids: Vec<String>,
    /// One-time codes of its accounts, by name: `pt.captura`, `zac24-00005`.
    pub codes: BTreeMap<String, String>,
    /// The institute's responsible unit.
    pub unit: Person,
    /// Its representation.
    pub representative: Person,
    /// Its validator.
    pub validator: Person,
    /// Its capture account.
    pub capturist: Person,
}

/// A signed document: one blank page, as a scanner could write it.
pub const SIGNED: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj\n\
    trailer<</Root 1 0 R/Size 4>>\n%%EOF\n";

/// The form of a consent with its signed document, and its content type.
pub fn consent_form(marks: &Value) -> (String, &'static str) {
    let form = format!(
        "--frontera\r\ncontent-disposition: form-data; name=\"consent\"\r\ncontent-type: application/json\r\n\r\n{marks}\r\n\
         --frontera\r\ncontent-disposition: form-data; name=\"document\"; filename=\"firma.pdf\"\r\n\r\n{SIGNED}\r\n--frontera--\r\n"
    );
    (form, "multipart/form-data; boundary=frontera")
}

/// A text with so many characters that are not blank.
pub fn text(characters: usize) -> String {
    "abcdefghi "
        .repeat(characters.div_ceil(9))
        .chars()
        .scan(0, |count, c| {
            *count += usize::from(c != ' ');
            (*count <= characters).then_some(c)
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Answers to every question that has to be answered.
pub fn complete() -> Value {
    json!({
        "education.level": "Licenciatura",
        "career.professional": text(300),
        "career.political": text(301),
        "motivation": text(302),
        "proposal.first": text(303),
        "proposal.second": text(304),
        "proposal.equality": text(305),
        "indigenous.self": "Sí",
        "indigenous.language": "No",
        "indigenous.people": "Caxcán",
        "disability.has": "No",
        "afro_mexican.self": "No",
        "lgbtttiq.self": "Prefiero no contestar",
        "migrant.self": "No",
        "age_group.young": "No",
        "age_group.elderly": "No",
        "socioeconomic.income": "Prefiero no contestar",
        "socioeconomic.source": "Salario",
        "socioeconomic.birth_state": "Zacatecas"
    })
}
