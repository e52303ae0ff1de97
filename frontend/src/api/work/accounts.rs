//! Accounts, who validates, and keys of programs.

use contract::accounts::{
    Account, BlockAccount, Delivered, Delivery, DeliveryState, Designate, Designation, IssueAccounts, IssuedAccount,
    MachineKey, MachineKeyMade, NewMachineKey, PrintLetters, Receipt, ReceiptRecorded,
};
use domain::ids::AccountId;
use gloo_net::http::Method;
use leptos::prelude::RwSignal;
use uuid::Uuid;

use super::{Asked, Work, object_url, text};
use crate::api::{ApiError, escape, json};

impl Work {
    /// The accounts.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn accounts(self, words: &str) -> Result<Vec<Account>, ApiError> {
        self.get(&format!("/accounts?q={}", escape(words))).await
    }

    /// Every account within one's reach.
    #[must_use]
    pub fn own_accounts(self, again: RwSignal<u32>) -> Asked<Vec<Account>> {
        self.asked(again, || "/accounts".into())
    }

    /// Issues accounts.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn issue(self, command: &IssueAccounts) -> Result<Vec<IssuedAccount>, ApiError> {
        self.call(Method::POST, "/accounts", None, &text(command)).await
    }

    /// Says that the accounts were received.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn receipt(self, command: &Receipt) -> Result<ReceiptRecorded, ApiError> {
        self.call(Method::POST, "/accounts/receipt", None, &text(command)).await
    }

    /// Gives an account a new one-time code.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn reset_account(self, id: AccountId) -> Result<IssuedAccount, ApiError> {
        self.call(Method::POST, &format!("/accounts/{id}/reset"), None, "").await
    }

    /// Blocks an account.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn block_account(self, id: AccountId, reason: String) -> Result<(), ApiError> {
        let command = BlockAccount { reason };
        self.call(Method::PUT, &format!("/accounts/{id}/block"), None, &text(&command)).await
    }

    /// Takes the block of an account away.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn unblock_account(self, id: AccountId) -> Result<(), ApiError> {
        self.call(Method::DELETE, &format!("/accounts/{id}/block"), None, "").await
    }

    /// Says that an account was lost.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn report_loss(self, id: AccountId) -> Result<(), ApiError> {
        self.call(Method::POST, &format!("/accounts/{id}/loss"), None, "").await
    }

    /// How far the delivery of the accounts is.
    #[must_use]
    pub fn delivery(self, again: RwSignal<u32>) -> Asked<Vec<DeliveryState>> {
        self.asked(again, || "/accounts/delivery".into())
    }

    /// Says on which day letters were handed over.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn deliver(self, command: &Delivery) -> Result<Delivered, ApiError> {
        self.call(Method::POST, "/accounts/delivery", None, &text(command)).await
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
    #[must_use]
    pub fn validators(self, again: RwSignal<u32>) -> Asked<Vec<Designation>> {
        self.asked(again, || "/validators".into())
    }

    /// Names a person to validate.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn designate(self, person: String) -> Result<Designation, ApiError> {
        self.call(Method::POST, "/validators", None, &text(&Designate { person })).await
    }

    /// Confirms a person named to validate.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn confirm_validator(self, id: Uuid) -> Result<IssuedAccount, ApiError> {
        self.call(Method::POST, &format!("/validators/{id}/confirmation"), None, "").await
    }

    /// Takes a person's designation back.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn revoke_validator(self, id: Uuid) -> Result<Designation, ApiError> {
        self.call(Method::DELETE, &format!("/validators/{id}"), None, "").await
    }

    /// The keys of programs.
    #[must_use]
    pub fn machine_keys(self, again: RwSignal<u32>) -> Asked<Vec<MachineKey>> {
        self.asked(again, || "/machine-keys".into())
    }

    /// Makes a key for a program.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn make_machine_key(self, name: String) -> Result<MachineKeyMade, ApiError> {
        self.call(Method::POST, "/machine-keys", None, &text(&NewMachineKey { name })).await
    }

    /// Revokes the key of a program.
    ///
    /// # Errors
    /// The server's problem, or that it was not reached.
    pub async fn revoke_machine_key(self, id: Uuid) -> Result<(), ApiError> {
        self.call(Method::DELETE, &format!("/machine-keys/{id}"), None, "").await
    }
}
