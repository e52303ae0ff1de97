use domain::time::{TimeDelta, Timestamp};
use store::{
    StoreError,
    db::{Conn, write},
    messages::outbox::{self, Mail},
};

/// Minutes from one try of a mail to the next; after the last of them it is given up.
const WAITS: [i64; 9] = [1, 2, 5, 15, 30, 60, 120, 240, 360];
/// How long whoever takes a mail may need to send it.
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// Why a mail was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// What the mail server, or the way to it, says.
    pub reason: String,
    /// Whether only this mail is refused; otherwise the next one would not go either.
    pub only_this: bool,
}

/// What a round of sending did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sent {
    /// Mails that went out.
    pub sent: usize,
    /// Tries that did not succeed.
    pub unsent: usize,
}

/// Sends the mails whose time it is, one after the other, while `go_on` says so. No transaction is open while one travels; each is
/// taken before it is tried, so that two servers never send it twice.
pub fn send_mail(
    conn: &mut Conn,
    clock: &dyn Fn() -> Timestamp,
    send: &dyn Fn(&Mail) -> Result<(), Unsent>,
    go_on: &dyn Fn() -> bool,
) -> Result<Sent, StoreError> {
    let mut done = Sent::default();
    while go_on() {
        let now = clock();
        let Some(mail) = write(conn, |conn| outbox::claim(conn, now, now + LEASE))? else { break };
        let outcome = send(&mail);
        let now = clock();
        match outcome {
            Ok(()) => {
                write(conn, |conn| outbox::sent(conn, mail.id, now))?;
                done.sent += 1;
            }
            Err(Unsent { reason, only_this }) => {
                let next = next_try(mail.tries, now);
                write(conn, |conn| outbox::not_sent(conn, mail.id, &reason, next, now))?;
                done.unsent += 1;
                // The address may be in the reason, so that traces only tell which mail.
                tracing::warn!(mail = %mail.id, tries = mail.tries, given_up = next.is_none(), "a mail was not sent");
                if !only_this {
                    break;
                }
            }
        }
    }
    Ok(done)
}

/// When a mail that was tried so often is tried again; none when it is given up.
fn next_try(tries: i32, now: Timestamp) -> Option<Timestamp> {
    let place = usize::try_from(tries).unwrap_or(1).saturating_sub(1);
    WAITS.get(place).map(|minutes| now + TimeDelta::minutes(*minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_the_tenth_try_is_the_last() {
        let start = Timestamp::UNIX_EPOCH;
        let waits: Vec<_> = (1..=10).map(|tries| next_try(tries, start).map(|at| at.as_second() / 60)).collect();
        let expected = [1, 2, 5, 15, 30, 60, 120, 240, 360].map(Some);
        assert_eq!(waits[..9], expected);
        assert_eq!(waits[9], None);
    }
}
