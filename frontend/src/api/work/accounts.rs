//! Accounts, who validates, and keys of programs.

use contract::accounts::{
    Account, BlockAccount, Delivered, Delivery, DeliveryState, Designate, Designation, IssueAccounts, IssuedAccount,
    MachineKey, MachineKeyMade, NewMachineKey, PrintLetters, Receipt, ReceiptRecorded,
};
use domain::ids::AccountId;
use gloo_net::http::Method;
use uuid::Uuid;

use super::{Reply, Work, object_url, text};
use crate::api::{ApiError, escape, json};

impl Work {
    /// The accounts.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn accounts(self, words: &str) -> Reply<Vec<Account>> {
        self.get(&format!("/accounts?q={}", escape(words)))
    }

    /// Issues accounts.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn issue(self, command: &IssueAccounts) -> Reply<Vec<IssuedAccount>> {
        self.call(Method::POST, "/accounts", None, &text(command))
    }

    /// Says that the accounts were received.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn receipt(self, command: &Receipt) -> Reply<ReceiptRecorded> {
        self.call(Method::POST, "/accounts/receipt", None, &text(command))
    }

    /// Gives an account a new one-time code.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn reset_account(self, id: AccountId) -> Reply<IssuedAccount> {
        self.call(Method::POST, &format!("/accounts/{id}/reset"), None, "")
    }

    /// Blocks an account.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn block_account(self, id: AccountId, reason: String) -> Reply<()> {
        let command = BlockAccount { reason };
        self.call(Method::PUT, &format!("/accounts/{id}/block"), None, &text(&command))
    }

    /// Takes the block of an account away.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn unblock_account(self, id: AccountId) -> Reply<()> {
        self.call(Method::DELETE, &format!("/accounts/{id}/block"), None, "")
    }

    /// Says that an account was lost.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn report_loss(self, id: AccountId) -> Reply<()> {
        self.call(Method::POST, &format!("/accounts/{id}/loss"), None, "")
    }

    /// How far the delivery of the accounts is.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn delivery(self) -> Reply<Vec<DeliveryState>> {
        self.get("/accounts/delivery")
    }

    /// Says on which day letters were handed over.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn deliver(self, command: &Delivery) -> Reply<Delivered> {
        self.call(Method::POST, "/accounts/delivery", None, &text(command))
    }

    /// The letters of accounts with their codes: a PDF as an address of this page.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn letters(self, command: &PrintLetters) -> Result<String, ApiError> {
        let pdf = self.bytes(Method::POST, "/accounts/letters", json(command)).await?;
        object_url(&pdf, "application/pdf")
    }

    /// Who was named to validate.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn validators(self) -> Reply<Vec<Designation>> {
        self.get("/validators")
    }

    /// Names a person to validate.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn designate(self, person: String) -> Reply<Designation> {
        self.call(Method::POST, "/validators", None, &text(&Designate { person }))
    }

    /// Confirms a person named to validate.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn confirm_validator(self, id: Uuid) -> Reply<IssuedAccount> {
        self.call(Method::POST, &format!("/validators/{id}/confirmation"), None, "")
    }

    /// Takes a person's designation back.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn revoke_validator(self, id: Uuid) -> Reply<Designation> {
        self.call(Method::DELETE, &format!("/validators/{id}"), None, "")
    }

    /// The keys of programs.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn machine_keys(self) -> Reply<Vec<MachineKey>> {
        self.get("/machine-keys")
    }

    /// Makes a key for a program.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn make_machine_key(self, name: String) -> Reply<MachineKeyMade> {
        self.call(Method::POST, "/machine-keys", None, &text(&NewMachineKey { name }))
    }

    /// Revokes the key of a program.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub fn revoke_machine_key(self, id: Uuid) -> Reply<()> {
        self.call(Method::DELETE, &format!("/machine-keys/{id}"), None, "")
    }
}
