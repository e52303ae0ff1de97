//! What every act works with: the transaction that its caller opened, the desk, who acts, and the moment.

use domain::{
    accounts::Actor,
    permission::{Action, Permit},
    time::Timestamp,
};
use store::{
    StoreError,
    db::{Conn, write},
};

use crate::desk::Desk;

/// One act, or one reading. `P` is what lets it be done: a [`Permit`] of that act, or [`NoPermit`].
pub struct Act<'a, P> {
    /// The transaction.
    pub conn: &'a mut Conn,
    /// The election and the keys.
    pub desk: &'a Desk,
    /// What lets it be done.
    pub by: &'a P,
    /// The moment at which it is done.
    pub now: Timestamp,
}

impl<'a, P: By> Act<'a, P> {
    /// Who acts; none when it is the system itself.
    #[must_use]
    pub fn actor(&self) -> Option<&'a Actor> {
        self.by.actor()
    }

    /// The same transaction, in another's name: the holder of an account who just proved to be it, or the system.
    pub fn of<'b, Q: By>(&'b mut self, by: &'b Q) -> Act<'b, Q> {
        Act { conn: self.conn, desk: self.desk, by, now: self.now }
    }

    /// Does a part of the act that may fail without the rest: what it wrote is undone when it does.
    ///
    /// # Errors
    /// Those of the part.
    pub fn part<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&mut Act<'_, P>) -> Result<T, E>) -> Result<T, E> {
        let (desk, by, now) = (self.desk, self.by, self.now);
        write(self.conn, |conn| work(&mut Act { conn, desk, by, now }))
    }
}

/// In whose name something is done.
pub trait By {
    /// The account; none when it is the system itself.
    fn actor(&self) -> Option<&Actor>;
}

/// What needs no permission: what the system does by itself, and what leads to a session.
#[derive(Debug, Clone, Copy)]
pub struct NoPermit;

impl By for NoPermit {
    fn actor(&self) -> Option<&Actor> {
        None
    }
}

impl By for Actor {
    fn actor(&self) -> Option<&Actor> {
        Some(self)
    }
}

impl<A: Action> By for Permit<A> {
    fn actor(&self) -> Option<&Actor> {
        Some(self.actor())
    }
}
