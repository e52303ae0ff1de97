//! Known devices: a browser that somebody signed in with keeps a cookie that says so of their account. Whoever has it may
//! try again while others who guess at that account are made to wait; it grants nothing else.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use contract::paths::BASE;
use domain::{
    ids::AccountId,
    time::{TimeDelta, Timestamp},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use store::accounts::Account;
use uuid::Uuid;

use crate::settings::TokenKey;

const COOKIE: &str = "conoceles_device";
/// How long a browser is known that nobody signs in with.
const KNOWN_FOR: TimeDelta = TimeDelta::days(180);
/// How many accounts one browser may be known to.
const ACCOUNTS: usize = 5;
const RANDOM: usize = 12;
/// Seconds since 1970 in 32 bits, then what is random.
const NAME: usize = 4 + RANDOM;
const TAG: usize = 16;

/// What tells one known device of an account from another.
pub type DeviceName = [u8; NAME];

/// Signs what a browser keeps with the first key, and believes what any of them signed.
pub struct Devices(Vec<Hmac<Sha256>>);

/// One account's mark in a cookie: a name that nothing can be read from, and a tag that only this server can make of it,
/// the account and its password: whoever changes the password is the only one whose devices are known.
struct Mark {
    name: DeviceName,
    tag: [u8; TAG],
}

impl Mark {
    fn read(text: &str) -> Option<Self> {
        let bytes: [u8; NAME + TAG] = BASE64.decode(text).ok()?.try_into().ok()?;
        let (name, tag) = bytes.split_at(NAME);
        Some(Self { name: name.try_into().ok()?, tag: tag.try_into().ok()? })
    }

    fn is_of_now(&self, now: Timestamp) -> bool {
        let [a, b, c, d, ..] = self.name;
        let made = Timestamp::from_second(i64::from(u32::from_be_bytes([a, b, c, d])));
        made.is_some_and(|made| made <= now && now < made + KNOWN_FOR)
    }

    fn write(&self) -> String {
        BASE64.encode([&self.name[..], &self.tag].concat())
    }
}

/// The marks that a request's cookie has.
fn marks(request: &HttpRequest) -> Vec<Mark> {
    let cookie = request.cookie(COOKIE);
    cookie.iter().flat_map(|cookie| cookie.value().split('.')).take(ACCOUNTS).filter_map(Mark::read).collect()
}

impl Devices {
    pub(crate) fn new(keys: &[TokenKey]) -> Self {
        // A use of its own: what it signs is no access token and the other way round.
        Self(
            keys.iter()
                .filter_map(|key| Hmac::new_from_slice(&key.secret).ok())
                .map(|key| key.chain_update(b"device\0"))
                .collect(),
        )
    }

    /// The device of a request, if it is known to an account. Of an account that does not exist the same is reckoned.
    pub(crate) fn known(&self, request: &HttpRequest, account: Option<&Account>, now: Timestamp) -> Option<DeviceName> {
        let known = |mark: &Mark| {
            let signed =
                self.0.iter().any(|key| over(key, account, &mark.name).verify_truncated_left(&mark.tag).is_ok());
            (signed && mark.is_of_now(now)).then_some(mark.name)
        };
        marks(request).iter().rev().filter_map(known).reduce(|newest, _| newest).filter(|_| account.is_some())
    }

    /// The cookie of a browser that somebody just signed in with, which stays known to the other accounts it was known to.
    ///
    /// # Errors
    /// When there is no randomness.
    pub(crate) fn cookie(
        &self,
        request: &HttpRequest,
        account: &Account,
        now: Timestamp,
    ) -> Result<Option<Cookie<'static>>, getrandom::Error> {
        let Some(key) = self.0.first() else { return Ok(None) };
        if self.known(request, Some(account), now).is_some() {
            return Ok(None);
        }
        let mut name = [0; NAME];
        let (made, random) = name.split_at_mut(NAME - RANDOM);
        made.copy_from_slice(&u32::try_from(now.as_second()).unwrap_or_default().to_be_bytes());
        getrandom::fill(random)?;
        let mut tag = [0; TAG];
        tag.copy_from_slice(&over(key, Some(account), &name).finalize().into_bytes()[..TAG]);
        let mut all: Vec<String> = marks(request).iter().filter(|mark| mark.is_of_now(now)).map(Mark::write).collect();
        all.push(Mark { name, tag }.write());
        let kept = all.len().saturating_sub(ACCOUNTS);
        let cookie = Cookie::build(COOKIE, all[kept..].join("."))
            .path(BASE)
            .http_only(true)
            .same_site(SameSite::Strict)
            .max_age(Duration::seconds(KNOWN_FOR.num_seconds()));
        Ok(Some(cookie.finish()))
    }
}

fn over(key: &Hmac<Sha256>, account: Option<&Account>, name: &DeviceName) -> Hmac<Sha256> {
    let id = account.map_or(AccountId(Uuid::nil()), |account| account.id);
    let password = account.and_then(|account| account.password_hash.as_deref()).unwrap_or_default();
    key.clone().chain_update(id.0.as_bytes()).chain_update(name).chain_update(password)
}
