//! Who asks, and how often: behind a proxy of one's own, and from many addresses.

use actix_web::http::Method;
use contract::{paths, session::SignIn};
use domain::accounts::Role;
use support::{Answer, House, PASSWORD};

fn guess(username: &str) -> SignIn {
    SignIn { username: username.to_owned(), password: "adivino que es esta".to_owned(), code: None }
}

/// A guess that comes by the proxy at that address, with these headers.
async fn guess_by(house: &House, proxy: &str, headers: &[(&'static str, String)]) -> Answer {
    let request = house.citizen().request(Method::POST, paths::sessions()).set_json(guess("pt.captura"));
    let request = request.peer_addr(format!("{proxy}:4000").parse().expect("an address"));
    house.send(headers.iter().fold(request, |request, header| request.append_header(header.clone()))).await
}

/// How many of forty guesses were weighed, each with headers of its own.
async fn weighed(house: &House, proxy: &str, headers: impl Fn(usize) -> Vec<(&'static str, String)>) -> usize {
    let mut weighed = 0;
    for number in 1..=40 {
        weighed += usize::from(guess_by(house, proxy, &headers(number)).await.status == 401);
    }
    weighed
}

#[actix_web::test]
async fn a_rotated_header_brings_nobody_a_new_address() {
    let house = House::on_sqlite().behind(&["10.0.0.0/8", "2001:db8:aaaa::/48"]);
    house.party("PT").await;
    let forwarded_for = "x-forwarded-for";
    // A slow machine is given some more meanwhile.
    let few = 20..30;
    let left = weighed(&house, "10.0.0.1", |n| vec![(forwarded_for, format!("203.0.113.{n}, 198.51.100.1"))]).await;
    assert!(few.contains(&left), "{left}");
    let beside = |n| vec![("forwarded", format!("for=203.0.113.{n}")), (forwarded_for, "198.51.100.2".to_owned())];
    assert!(few.contains(&weighed(&house, "10.0.0.1", beside).await));
    let one_line = weighed(&house, "10.0.0.1", |n| vec![(forwarded_for, format!("[2001:db8::{n}]:443"))]).await;
    assert!(few.contains(&one_line), "{one_line}");
    // Nobody's proxy is believed in nothing.
    let stranger = weighed(&house, "192.0.2.9", |n| vec![(forwarded_for, format!("203.0.113.{n}"))]).await;
    assert!(few.contains(&stranger), "{stranger}");
    // And each of those who come by the proxy is counted alone.
    let holder = SignIn { password: PASSWORD.to_owned(), ..guess("pt.captura") };
    let request = house.citizen().request(Method::POST, paths::sessions()).set_json(holder);
    let request = request.peer_addr("10.0.0.1:4000".parse().expect("an address"));
    assert_eq!(house.send(request.insert_header((forwarded_for, "198.51.100.3"))).await.status, 200);
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
