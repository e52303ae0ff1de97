//! Messages that a program of the registry sends by itself: signed, each taken once, never older than what was applied.

use super::{prepared::Origin, sync::take};
use crate::{
    Error,
    accounts::{key_parts, signing_secret},
    act::Act,
    desk::Desk,
};
use contract::registry::RegistrySynced;
use domain::{
    permission::{Permit, act},
    refusal::Refusal,
    text::{from_hex, hex},
    time::{TimeDelta, Timestamp},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use store::{
    StoreError,
    accounts::machines,
    registry::messages::{self, Message},
};

/// Most characters of a message's id.
const ID_MAX: usize = 80;

/// A message as it came. What is signed is its moment, id and cut, each with a line break after it, and its body.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The key that it came with.
    pub key: String,
    /// When it was sent, RFC 3339.
    pub sent_at: String,
    /// What its sender calls it.
    pub id: String,
    /// The moment at which the registry was as it says, RFC 3339.
    pub cut: String,
    /// HMAC-SHA256 in hexadecimal.
    pub signature: String,
}

impl Signed {
    /// What it says, once its signature and its moment are good.
    fn open(&self, desk: &Desk, secret: &[u8], body: &[u8], now: Timestamp) -> Result<Message, Refusal> {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| Refusal::BadSignature)?;
        for part in [&self.sent_at, &self.id, &self.cut] {
            mac.update(part.as_bytes());
            mac.update(b"\n");
        }
        mac.update(body);
        mac.verify_slice(&from_hex(&self.signature).ok_or(Refusal::BadSignature)?)
            .map_err(|_| Refusal::BadSignature)?;
        let bad = |reason: &str| Refusal::BadRequest { reason: reason.into() };
        let skew = TimeDelta::minutes(i64::from(desk.config.registry_rules.clock_skew_minutes));
        let sent_at: Timestamp = self.sent_at.parse().map_err(|_| Refusal::ClockSkew)?;
        if sent_at.duration_since(now).abs() > skew {
            return Err(Refusal::ClockSkew);
        }
        if self.id.is_empty() || self.id.len() > ID_MAX || !self.id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(bad("El identificador del mensaje lleva de 1 a 80 letras, números o signos, sin espacios."));
        }
        let cut: Timestamp = self
            .cut
            .parse()
            .map_err(|_| bad("El corte es un momento con su huso, por ejemplo 2024-04-18T10:00:00-06:00."))?;
        if cut.duration_since(now) > skew {
            return Err(bad("El corte no puede ser posterior a este momento."));
        }
        let digest =
            hex(&Sha256::new().chain_update(cut.to_string()).chain_update(b"\n").chain_update(body).finalize());
        Ok(Message { id: self.id.clone(), at: now, cut, digest, answer: String::new() })
    }
}

/// Takes a message: the same one again is answered as the first time, with nothing done twice. Of the cells that it
/// changes the answer says nothing, because it is stored.
///
/// # Errors
/// [`Refusal::BadSignature`], [`Refusal::ClockSkew`], [`Refusal::MessageReused`] when its id came with something else,
/// [`Refusal::OldCut`], and those of a file.
pub fn push_registry(
    act: &mut Act<'_, Permit<act::PushRegistry>>,
    signed: &Signed,
    body: &[u8],
) -> Result<RegistrySynced, Error> {
    let (key, _) = key_parts(&signed.key).ok_or(Refusal::BadSignature)?;
    let secret = signing_secret(act.conn, act.desk, key)?.ok_or(Refusal::BadSignature)?;
    let message = signed.open(act.desk, &secret, body, act.now)?;
    if let Some(earlier) = messages::find(act.conn, &message.id)? {
        if earlier.digest != message.digest {
            return Err(Refusal::MessageReused.into());
        }
        return Ok(serde_json::from_str(&earlier.answer).map_err(|error| StoreError::Damaged(error.to_string()))?);
    }
    messages::insert(act.conn, &message)?;
    let maker = machines::find(act.conn, key)?.and_then(|(key, _)| key.made_by);
    let (message_id, cut) = (Some(message.id.as_str()), Some(message.cut));
    let origin = Origin { maker, message: message_id, cut, name: None };
    let mut synced = take(act, origin, body, None)?;
    synced.plan.forget_cells();
    let answer = serde_json::to_string(&synced)?;
    messages::answer(act.conn, &message.id, &answer)?;
    Ok(synced)
}
