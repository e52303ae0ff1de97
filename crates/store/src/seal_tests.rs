use diesel::connection::SimpleConnection;
use uuid::Uuid;

use super::*;
use crate::db::{Db, Patience};

const ID: CandidacyId = CandidacyId(Uuid::from_u128(1));
const OTHER: CandidacyId = CandidacyId(Uuid::from_u128(2));

fn master() -> MasterKey {
    MasterKey::new([7; 32])
}

/// A database in memory with nothing but tables; its keys need no candidacies.
fn database() -> Db {
    let db = Db::open("sqlite::memory:", 1, Patience::default()).expect("a database");
    db.migrate().expect("migrated");
    let mut conn = db.conn().expect("a connection");
    let Conn::Sqlite(sqlite) = &mut *conn else { unreachable!("it is SQLite") };
    sqlite.batch_execute("PRAGMA foreign_keys = OFF").expect("no foreign keys");
    drop(conn);
    db
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// What lies in databases and backups: a nonce of 24 bytes, then what XChaCha20-Poly1305 makes of it
/// (draft-irtf-cfrg-xchacha-03, A.3.1).
#[test]
fn the_sealed_form_is_the_standards() {
    let key: [u8; 32] = std::array::from_fn(|place| 0x80 + u8::try_from(place).expect("small"));
    let sealed = bytes_of(
        "404142434445464748494a4b4c4d4e4f5051525354555657\
         bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39\
         ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
         21f9664c97637da9768812f615c68b13b52e c0875924c1c7987947deafd8780acf49",
    );
    let plain = decrypt(&key, &bytes_of("50515253c0c1c2c3c4c5c6c7"), &sealed).expect("opened");
    let text = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
    assert_eq!(String::from_utf8(plain).expect("text"), text);
}

#[test]
fn what_was_changed_by_one_bit_does_not_open() {
    let sealed = master().seal("token", b"secret").expect("sealed");
    assert_eq!(master().open("token", &sealed).expect("opened"), b"secret");
    for place in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        assert!(master().open("token", &changed).is_err(), "byte {place}");
    }
    for length in 0..sealed.len() {
        assert!(master().open("token", &sealed[..length]).is_err(), "cut to {length} bytes");
    }
}

#[test]
fn what_is_sealed_for_one_use_does_not_open_for_another() {
    let sealed = master().seal("token", b"secret").expect("sealed");
    assert!(master().open("factor", &sealed).is_err());
    assert!(MasterKey::new([8; 32]).open("token", &sealed).is_err());

    let db = database();
    let mut conn = db.conn().expect("a connection");
    let key = CandidacyKey::create(&mut conn, &master(), ID).expect("a key");
    let other = CandidacyKey::create(&mut conn, &master(), OTHER).expect("a key");
    let answers = key.seal("identity", &["Sí", "No"]).expect("sealed");
    assert_eq!(key.open::<Vec<String>>("identity", &answers).expect("opened"), ["Sí", "No"]);
    assert!(key.open::<Vec<String>>("consent", &answers).is_err());
    assert!(other.open::<Vec<String>>("identity", &answers).is_err());
}

#[test]
fn the_same_answers_are_never_the_same_bytes() {
    let [once, twice] = [(); 2].map(|()| master().seal("token", b"secret").expect("sealed"));
    assert_ne!(once, twice);
}

#[test]
fn a_key_is_made_once_and_what_its_destruction_leaves_opens_nothing() {
    let db = database();
    let mut conn = db.conn().expect("a connection");
    let sealed = CandidacyKey::create(&mut conn, &master(), ID).and_then(|key| key.seal_bytes("identity", b"Akateko"));
    let sealed = sealed.expect("sealed");
    CandidacyKey::create(&mut conn, &master(), OTHER).expect("a key");
    assert!(CandidacyKey::create(&mut conn, &master(), ID).is_err(), "a second key would lose what the first sealed");
    let loaded = CandidacyKey::load(&mut conn, &master(), ID).expect("the key");
    assert_eq!(loaded.open_bytes("identity", &sealed).expect("opened"), b"Akateko");
    assert!(CandidacyKey::load(&mut conn, &MasterKey::new([8; 32]), ID).is_err(), "another master key");

    diesel::delete(candidacy_keys::table.find(ID.to_string())).execute(&mut *conn).expect("destroyed");
    assert!(CandidacyKey::load(&mut conn, &master(), ID).is_err());
    let left = CandidacyKey::load_many(&mut conn, &master(), &[ID, OTHER]).expect("those that are left");
    assert_eq!(left.keys().collect::<Vec<_>>(), [&OTHER]);
}

#[test]
fn a_wrapped_key_moved_to_another_candidacy_does_not_open() {
    let db = database();
    let mut conn = db.conn().expect("a connection");
    CandidacyKey::create(&mut conn, &master(), ID).expect("a key");
    let moved = diesel::update(candidacy_keys::table.find(ID.to_string()));
    moved.set(candidacy_keys::candidacy_id.eq(OTHER.to_string())).execute(&mut *conn).expect("moved");
    assert!(CandidacyKey::load(&mut conn, &master(), OTHER).is_err());
    assert!(CandidacyKey::load_many(&mut conn, &master(), &[OTHER]).is_err());
}

#[test]
fn a_length_tells_nothing_of_ordinary_answers_and_little_of_long_ones() {
    let key = CandidacyKey { id: ID, bytes: [3; 32] };
    let length = |plain: usize| key.seal_bytes("identity", &vec![b'a'; plain]).expect("sealed").len();
    assert_eq!(length(0), length(SHORTEST - 1));
    assert_eq!(length(SHORTEST), length(SHORTEST + 200));
    for plain in [0, 1, SHORTEST - 1, SHORTEST, 10_000, 1_048_576] {
        let padded = padded_length(plain);
        assert!(
            padded > plain && (padded == SHORTEST || padded - plain <= plain / 8 + 1),
            "{plain} is padded to {padded}"
        );
        let text: Vec<u8> = (0..plain).map(|place| u8::try_from(place % 251).expect("small") & 0x80).collect();
        let sealed = key.seal_bytes("identity", &text).expect("sealed");
        assert_eq!(key.open_bytes("identity", &sealed).expect("opened"), text);
        assert!(key.open_bytes("consent", &sealed).is_err());
    }
    let different: std::collections::BTreeSet<usize> = (SHORTEST..1_048_576).step_by(16).map(padded_length).collect();
    assert!(different.len() < 200, "{} lengths up to a megabyte", different.len());
}

#[test]
fn what_was_sealed_before_there_was_padding_opens() {
    let key = CandidacyKey { id: ID, bytes: [3; 32] };
    let before = encrypt(&key.bytes, &key.label("identity"), br#"{"a":"b"}"#).expect("sealed");
    assert_eq!(key.open_bytes("identity", &before).expect("opened"), br#"{"a":"b"}"#);
}
