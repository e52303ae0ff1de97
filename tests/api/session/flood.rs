//! Who asks, and how often: behind a proxy of one's own, and from many addresses.

use actix_web::{
    cookie::{Cookie, SameSite},
    http::Method,
};
use contract::{paths, session::SignIn};
use domain::{accounts::Role, time::TimeDelta};
use support::{Answer, House, PASSWORD, on_both};

on_both!(many_addresses_wait_together_and_a_known_device_passes, what_is_refused_is_summed_by_the_hour);

fn guess(username: &str) -> SignIn {
    SignIn { username: username.to_owned(), password: "adivino que es esta".to_owned(), code: None }
}

/// A question that comes by the proxy at that address, with these headers.
async fn ask_by(house: &House, proxy: &str, headers: &[(&'static str, String)]) -> u16 {
    let request = house.citizen().request(Method::GET, paths::public::election());
    let request = request.peer_addr(format!("{proxy}:4000").parse().expect("an address"));
    let request = headers.iter().fold(request, |request, header| request.append_header(header.clone()));
    house.send(request).await.status
}

/// How many of forty questions were answered, each with headers of its own.
async fn answered(house: &House, proxy: &str, headers: impl Fn(usize) -> Vec<(&'static str, String)>) -> usize {
    let mut answered = 0;
    for number in 1..=40 {
        answered += usize::from(ask_by(house, proxy, &headers(number)).await == 200);
    }
    answered
}

#[actix_web::test]
async fn a_rotated_header_brings_nobody_a_new_address() {
    let house = House::on_sqlite().behind(&["10.0.0.0/8", "2001:db8:aaaa::/48"]).paced(20);
    let forwarded_for = "x-forwarded-for";
    // A slow machine is given some more meanwhile.
    let few = 20..30;
    let left = answered(&house, "10.0.0.1", |n| vec![(forwarded_for, format!("203.0.113.{n}, 198.51.100.1"))]).await;
    assert!(few.contains(&left), "{left}");
    let beside = |n| vec![("forwarded", format!("for=203.0.113.{n}")), (forwarded_for, "198.51.100.2".to_owned())];
    assert!(few.contains(&answered(&house, "10.0.0.1", beside).await));
    let one_line = answered(&house, "10.0.0.1", |n| vec![(forwarded_for, format!("[2001:db8::{n}]:443"))]).await;
    assert!(few.contains(&one_line), "{one_line}");
    // The word of nobody else's proxy is taken for anything.
    let stranger = answered(&house, "192.0.2.9", |n| vec![(forwarded_for, format!("203.0.113.{n}"))]).await;
    assert!(few.contains(&stranger), "{stranger}");
    // And each of those who come by the proxy is counted alone.
    let each = answered(&house, "10.0.0.1", |n| vec![(forwarded_for, format!("192.0.2.{}", n + 20))]).await;
    assert_eq!(each, 40);
    // Many lines of one customer of IPv6 are more than one, and not without end.
    let mut of_site = 0;
    for n in 0..400 {
        let name = vec![(forwarded_for, format!("2001:db8:1:{n:x}::1"))];
        of_site += usize::from(ask_by(&house, "10.0.0.1", &name).await == 200);
    }
    assert!((160..200).contains(&of_site), "{of_site}");
}

#[actix_web::test]
async fn a_proxy_that_asks_by_another_name_signs_nobody_out() {
    let house = House::on_sqlite().in_production();
    let unit = house.institute(Role::ResponsibleUnit).await;
    let renewal = || unit.renewal().insert_header(("host", "127.0.0.1:8080"));
    let own = [("origin", "https://conoceles.ejemplo.mx"), ("sec-fetch-site", "same-origin")];
    for header in own {
        assert_eq!(house.send(renewal().insert_header(header)).await.status, 200, "{header:?}");
    }
    // Of an election the name that it is asked by says nothing.
    for header in [("origin", "http://127.0.0.1:8080"), ("origin", "null"), ("sec-fetch-site", "same-site")] {
        house.send(renewal().insert_header(header)).await.refused(403, "foreign_site");
    }
}

fn holder(username: &str) -> SignIn {
    SignIn { password: PASSWORD.to_owned(), ..guess(username) }
}

/// The cookie by which a browser is known from now on.
fn device<T>(answer: &Answer<T>) -> Option<Cookie<'static>> {
    let cookies = answer.headers.get_all("set-cookie").filter_map(|cookie| cookie.to_str().ok());
    let cookies = cookies.filter_map(|cookie| Cookie::parse(cookie.to_owned()).ok());
    cookies.filter(|cookie| cookie.name() == "conoceles_device").last()
}

async fn sign_in_with(house: &House, device: &Cookie<'static>, command: &SignIn) -> Answer {
    let request = house.citizen().request(Method::POST, paths::sessions()).set_json(command);
    let request = request.peer_addr("203.0.113.200:4000".parse().expect("an address"));
    house.send(request.cookie(Cookie::new(device.name().to_owned(), device.value().to_owned()))).await
}

/// What ten guesses and another are answered, each from an address of its own.
async fn guess_from_everywhere(house: &House, username: &str) -> Vec<(u16, String, String)> {
    let mut told = Vec::new();
    for last in 1..=11 {
        let answer = house.citizen().sign_in_from(&format!("198.51.100.{last}"), &guess(username)).await;
        told.push((answer.status, answer.header("retry-after").to_owned(), answer.text()));
    }
    told
}

async fn many_addresses_wait_together_and_a_known_device_passes(house: House) {
    house.party("PT").await;
    let known = device(&house.sign_in("pt.captura", PASSWORD).await).expect("a known device");
    assert!(known.http_only() == Some(true) && known.same_site() == Some(SameSite::Strict));
    assert_eq!(known.path(), Some(paths::from_root("").as_str()));
    assert!(!known.value().contains("captura"), "it tells nothing: {}", known.value());
    let told = guess_from_everywhere(&house, "pt.captura").await;
    assert!(told[..10].iter().all(|(status, ..)| *status == 401), "{told:?}");
    assert_eq!((told[10].0, told[10].1.as_str()), (429, "15"));
    assert!(told[10].2.contains("Espere 15 segundos"), "{}", told[10].2);
    assert_eq!(guess_from_everywhere(&house, "nadie").await, told, "whether it exists is not told");
    // Its holder waits too, but by a device that is known.
    let elsewhere = house.citizen().sign_in_from("203.0.113.1", &holder("pt.captura")).await;
    elsewhere.refused(429, "too_many_attempts");
    assert!(device(&elsewhere).is_none());
    assert_eq!(sign_in_with(&house, &known, &holder("pt.captura")).await.status, 200);
    // Known to that account and to no other, and not for ever: whoever guesses by it waits as well.
    sign_in_with(&house, &known, &holder("nadie")).await.refused(429, "too_many_attempts");
    for _ in 0..10 {
        sign_in_with(&house, &known, &guess("pt.captura")).await.refused(401, "wrong_credentials");
    }
    sign_in_with(&house, &known, &holder("pt.captura")).await.refused(429, "too_many_attempts");
    house.wait(TimeDelta::seconds(16));
    let party = house.person(house.citizen().sign_in_from("203.0.113.1", &holder("pt.captura")).await);
    let changed = party.change_password(PASSWORD, "otra frase que recuerdo bien").await;
    assert!(device(&changed).is_some_and(|device| device.value() != known.value()), "{:?}", changed.status);
    changed.ok();
    // With the password the devices of before are forgotten.
    for last in 1..=11 {
        house.citizen().sign_in_from(&format!("198.51.100.{last}"), &guess("pt.captura")).await;
    }
    let new = SignIn { password: "otra frase que recuerdo bien".to_owned(), ..guess("pt.captura") };
    sign_in_with(&house, &known, &new).await.refused(429, "too_many_attempts");
}

async fn what_is_refused_is_summed_by_the_hour(house: House) {
    let party = house.party("PT").await;
    let before = party.capturist.read_own_activity().await.ok();
    assert!(before.refused.is_empty());
    let head = house.head();
    for last in 1..=10 {
        house.citizen().sign_in_from(&format!("198.51.100.{}", last % 3), &guess("pt.captura")).await;
        house.citizen().sign_in_from("198.51.100.9", &guess("nadie")).await;
    }
    house.run_jobs();
    assert_eq!(house.head(), head, "no line for each");
    let own = party.capturist.read_own_activity().await.ok();
    assert_eq!(own.lines, before.lines, "nothing is pushed out");
    let told: Vec<_> = own.refused.iter().map(|hour| (hour.attempts, hour.places, hour.words.as_str())).collect();
    assert_eq!(told, [(10, 3, "10 intentos fallidos entre las 10 y las 11 h del 1 de abril de 2024")]);
    // More of the same hour, counted by another server.
    let other = house.beside();
    other.citizen().sign_in_from("198.51.100.77", &guess("pt.captura")).await;
    other.run_jobs();
    let unit = party.unit.read_me().await.ok().username;
    house.wait(TimeDelta::hours(2));
    house.run_jobs();
    house.wait(TimeDelta::hours(1));
    house.run_jobs();
    let unit = house.back(&unit).await;
    let text = unit.read_activity_log("").await.text();
    assert_eq!(text.matches("session.refused_in_hour").count(), 2, "one line of the account, one of nobody: {text}");
    assert!(text.contains("11 intentos desde 3 lugares"), "{text}");
    assert!(text.contains("accounts/unknown") && !text.contains("nadie"), "never what was typed: {text}");
    let own = house.back("pt.captura").await.read_own_activity().await.ok();
    assert!(own.lines.iter().all(|line| !line.act.starts_with("session.refused")));
    assert_eq!(own.refused.len(), 1);
}

#[actix_web::test]
async fn an_account_does_only_so_much_a_minute() {
    let house = House::on_sqlite();
    let party = house.party("PT").await;
    let house = house.paced(20);
    let capturist = party.capturist.at(&house);
    let mut refused = None;
    for _ in 0..100 {
        let answer: Answer = house.send(capturist.request(Method::DELETE, paths::own_sessions())).await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a limit");
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|wait| wait > 0));
    assert!(refused.refused(429, "too_many_acts").detail.starts_with("Espere "));
    capturist.read_me().await.ok();
}

/// Asks until that is refused.
async fn ask_until_refused(house: &House, path: &str, times: usize) -> Answer {
    for _ in 0..times {
        let answer = house.page(path).await;
        if answer.status == 429 {
            return answer;
        }
    }
    panic!("{path} has no limit");
}

#[actix_web::test]
async fn pages_and_health_have_a_pace_of_their_own() {
    let house = House::on_sqlite().paced(20);
    let first = house.page("/candidaturas").await;
    assert_eq!(first.header("ratelimit-policy"), "\"pages\";q=20;w=60");
    assert!(first.header("ratelimit").starts_with("\"pages\";r="), "{}", first.header("ratelimit"));
    let refused = ask_until_refused(&house, "/acuses/ABCD", 200).await;
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|wait| wait > 0));
    assert!(refused.html().starts_with("Demasiadas consultas desde su conexión. Espere "), "{}", refused.html());
    for path in ["/", "/sitemap.xml", "/sitemap-1.xml", "/robots.txt", "/incrustar.js", "/trabajo"] {
        ask_until_refused(&house, path, 20).await;
    }
    let well = house.page("/health/ready").await;
    assert_eq!((well.status, well.header("ratelimit-policy")), (204, "\"health\";q=600;w=60"));
    ask_until_refused(&house, "/health/live", 1_000).await;
    assert_eq!(house.citizen().read_election().await.status, 200, "the API has its own");
}
