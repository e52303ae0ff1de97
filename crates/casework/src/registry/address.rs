//! Asking the registry's address for its file, again and again.

use contract::registry::AddressStanding;
use domain::text::hex;
use domain::{
    permission::{Permit, act},
    time::Timestamp,
};
use sha2::{Digest, Sha256};
use store::{
    db::{Conn, write},
    registry::address::{self, Standing},
};

use super::{prepared::Origin, sync::take};
use crate::{
    Error,
    act::{Act, NoPermit},
    desk::Desk,
};

/// What the address answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The same as the last time.
    Unchanged,
    /// A file, and what the registry calls it.
    File {
        /// Its bytes.
        bytes: Vec<u8>,
        /// The `ETag`, if any.
        etag: Option<String>,
        /// When it last changed, if that is said.
        cut: Option<Timestamp>,
    },
    /// Nothing that serves; why, in Spanish.
    Fault(String),
}

/// As the address is kept: its question may hold a password.
fn name(url: &str) -> String {
    hex(&Sha256::digest(url))
}

/// Asks the address by `fetch`, which is given the `ETag` of the file that was taken last, and takes the file that comes
/// as any other. What goes wrong is kept with the time since when.
pub fn ask_address(
    conn: &mut Conn,
    desk: &Desk,
    url: &str,
    fetch: &dyn Fn(Option<&str>) -> Answer,
    clock: &dyn Fn() -> Timestamp,
) -> Result<(), Error> {
    let name = name(url);
    let mut standing = address::find(conn, &name)?.unwrap_or_default();
    let answer = fetch(standing.etag.as_deref());
    standing.asked_at = clock();
    let fault = match answer {
        Answer::Unchanged => None,
        Answer::Fault(fault) => Some(fault),
        Answer::File { bytes, etag, cut } => {
            let taken = Standing { etag, taken_at: Some(standing.asked_at), fault: None, ..standing.clone() };
            let outcome = write(conn, |conn| {
                // A clock ahead of ours must not keep what others bring from being newer.
                let cut = cut.map(|cut| cut.min(taken.asked_at));
                let mut act = Act { conn, desk, by: &NoPermit, now: taken.asked_at };
                take(&mut act, Origin { cut, ..Origin::default() }, &bytes, None)?;
                address::put(conn, &name, &taken).map_err(Error::from)
            });
            match outcome {
                Ok(()) => return Ok(()),
                Err(Error::Refused(refusal)) => Some(contract::problem::Problem::of(&refusal).detail),
                Err(error) => return Err(error),
            }
        }
    };
    let since = standing.fault.take().filter(|(earlier, _)| Some(earlier) == fault.as_ref()).map(|(_, since)| since);
    standing.fault = fault.map(|fault| (fault, since.unwrap_or(standing.asked_at)));
    Ok(write(conn, |conn| address::put(conn, &name, &standing))?)
}

/// What the address answered last, where one is given.
pub fn standing_of_address(
    act: &mut Act<'_, Permit<act::ReadRegistry>>,
    url: Option<&str>,
) -> Result<Option<AddressStanding>, Error> {
    let Some(url) = url else { return Ok(None) };
    let standing = address::find(act.conn, &name(url))?;
    let (fault, fault_since) = standing.as_ref().and_then(|standing| standing.fault.clone()).unzip();
    Ok(Some(AddressStanding {
        every_minutes: act.desk.config.registry_rules.ask_every_minutes,
        asked_at: standing.as_ref().map(|standing| standing.asked_at),
        taken_at: standing.and_then(|standing| standing.taken_at),
        fault,
        fault_since,
    }))
}
