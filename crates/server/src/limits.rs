//! How much anybody may ask for: one table of figures with their reasons. What an institute may want otherwise is a setting.

use std::{num::NonZeroU32, time::Duration};

use domain::time::TimeDelta;

/// So many at once, then so many a minute.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// At once.
    pub at_once: u32,
    /// And then again, a minute.
    pub a_minute: u32,
}

/// A customer may have this many lines to the internet (the /48 of IPv6) and ask for as much as so many of them.
pub const LINES_OF_A_SITE: NonZeroU32 = NonZeroU32::MIN.saturating_add(7);

/// Attempts to come in from one line: a whole party's office behind one address comes in without noticing.
pub const ATTEMPTS_OF_A_LINE: Rate = Rate { at_once: 300, a_minute: 120 };
/// Attempts at one account from one line. Whoever is right is counted too, twice with a second factor: twenty at once let a
/// holder come in, leave and change their password.
pub const ATTEMPTS_AT_AN_ACCOUNT: Rate = Rate { at_once: 20, a_minute: 10 };

/// Wrong passwords of one account within [`WRONG_FOR`], from wherever they come, before anybody but a known device waits.
/// People who forgot theirs stop before; whoever guesses has ten tries of a list where only hundreds would help.
pub const WRONG_PASSWORDS: u32 = 10;
/// How long a wrong password counts.
pub const WRONG_FOR: TimeDelta = TimeDelta::hours(1);
/// The first wait; each wrong password doubles it.
pub const FIRST_WAIT: TimeDelta = TimeDelta::seconds(15);
/// The longest wait: four guesses an hour, and nobody is kept out for longer.
pub const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);

/// Wrong codes of a second factor within [`CODES_FOR`]. Three of a million codes are right at any moment.
pub const WRONG_CODES: usize = 5;
/// How long a wrong code counts for the first limit.
pub const CODES_FOR: TimeDelta = TimeDelta::minutes(5);
/// Wrong codes a day: whoever has the password is right after 6,600 days, as often as not later.
pub const WRONG_CODES_A_DAY: usize = 50;

/// All accounts together may do as much as so many that do all they may.
pub const OF_THE_WHOLE: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

/// How often an address may ask whether we are well: ten a second, for every probe there is. What it is told is a second old
/// at most, whoever asks.
pub const HEALTH_A_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(599);

/// Files that connections leave to the rest of the program: the database, uploads, what is read, and the processes that
/// read strangers' files. Each connection to the database takes up to four.
pub const FILES_IN_RESERVE: usize = 64;
/// Of each connection to the database.
pub const FILES_OF_A_DATABASE_CONNECTION: usize = 4;

/// How many wait for their password to be weighed of each standing: two threads weigh some forty a second, so as many people
/// who come at once have all come in after two or three seconds.
pub const WAITING_TO_SIGN_IN: usize = 100;
/// How many of them come from one line.
pub const WAITING_OF_A_LINE: usize = 8;
/// How long a sign-in waits for its turn, where others come before it again and again.
pub const WAIT_TO_SIGN_IN: Duration = Duration::from_secs(10);
