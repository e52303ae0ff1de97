//! Accounts, who validates, and keys of programs.

use contract::{
    accounts::{
        Account, AccountReceipt, AccountReceiptRecorded, ApproveReset, BlockAccount, Delivered, Delivery,
        DeliveryState, Designate, Designation, IssueAccounts, IssuedAccount, MachineKey, MachineKeyMade, NewMachineKey,
        PrintLetters, RefuseReset, ResetAccount, ResetOutcome, Resets,
    },
    paths,
};
use domain::ids::AccountId;
use gloo_net::http::Method;
use leptos::prelude::RwSignal;
use uuid::Uuid;

use super::{Asked, Reply, Work, object_url, text};
use crate::api::{ApiError, escape, json};

impl Work {
    /// The accounts.
    pub fn accounts(self, words: &str) -> Reply<Vec<Account>> {
        self.get(&format!("{}?q={}", paths::accounts(), escape(words)))
    }

    /// Every account within one's reach.
    #[must_use]
    pub fn own_accounts(self, again: RwSignal<u32>) -> Asked<Vec<Account>> {
        self.asked(again, || paths::accounts().into())
    }

    /// Issues accounts.
    pub fn issue(self, command: &IssueAccounts) -> Reply<Vec<IssuedAccount>> {
        self.call(Method::POST, paths::accounts(), None, &text(command))
    }

    /// Says that the accounts were received.
    pub fn receipt(self, command: &AccountReceipt) -> Reply<AccountReceiptRecorded> {
        self.call(Method::POST, paths::account_receipt(), None, &text(command))
    }

    /// Asks for a new one-time code for an account.
    pub fn reset_account(self, id: AccountId, command: &ResetAccount) -> Reply<ResetOutcome> {
        self.call(Method::POST, &paths::account_reset(id), None, &text(command))
    }

    /// The resets of accounts that wait and those that ended.
    #[must_use]
    pub fn resets(self, again: RwSignal<u32>) -> Asked<Resets> {
        self.asked(again, || paths::account_resets().into())
    }

    /// Approves a reset.
    pub fn approve_reset(self, id: Uuid, hand_over: bool) -> Reply<ResetOutcome> {
        self.call(Method::POST, &paths::reset_approval(id), None, &text(&ApproveReset { hand_over }))
    }

    /// Refuses a reset.
    pub fn refuse_reset(self, id: Uuid, reason: String) -> Reply<()> {
        self.call(Method::POST, &paths::reset_refusal(id), None, &text(&RefuseReset { reason }))
    }

    /// Takes a reset back.
    pub fn withdraw_reset(self, id: Uuid) -> Reply<()> {
        self.call(Method::DELETE, &paths::reset(id), None, "")
    }

    /// Says that an account is its holder's.
    pub fn confirm_account(self, id: AccountId) -> Reply<()> {
        self.call(Method::POST, &paths::account_confirmation(id), None, "")
    }

    /// Blocks an account.
    pub fn block_account(self, id: AccountId, reason: String) -> Reply<()> {
        let command = BlockAccount { reason };
        self.call(Method::PUT, &paths::account_block(id), None, &text(&command))
    }

    /// Takes the block of an account away.
    pub fn unblock_account(self, id: AccountId) -> Reply<()> {
        self.call(Method::DELETE, &paths::account_block(id), None, "")
    }

    /// Says that an account was lost.
    pub fn report_loss(self, id: AccountId) -> Reply<()> {
        self.call(Method::POST, &paths::account_loss(id), None, "")
    }

    /// How far the delivery of the accounts is.
    #[must_use]
    pub fn delivery(self, again: RwSignal<u32>) -> Asked<Vec<DeliveryState>> {
        self.asked(again, || paths::account_delivery().into())
    }

    /// Says on which day letters were handed over.
    pub fn deliver(self, command: &Delivery) -> Reply<Delivered> {
        self.call(Method::POST, paths::account_delivery(), None, &text(command))
    }

    /// The letters of accounts with their codes: a PDF as an address of this page.
    pub async fn letters(self, command: &PrintLetters) -> Result<String, ApiError> {
        let pdf = self.bytes(Method::POST, paths::account_letters(), json(command)).await?;
        object_url(&pdf, "application/pdf")
    }

    /// Who was named to validate.
    #[must_use]
    pub fn validators(self, again: RwSignal<u32>) -> Asked<Vec<Designation>> {
        self.asked(again, || paths::validators().into())
    }

    /// Names a person to validate.
    pub fn designate(self, person: String) -> Reply<Designation> {
        self.call(Method::POST, paths::validators(), None, &text(&Designate { person }))
    }

    /// Confirms a person named to validate.
    pub fn confirm_validator(self, id: Uuid) -> Reply<IssuedAccount> {
        self.call(Method::POST, &paths::validator_confirmation(id), None, "")
    }

    /// Takes a person's designation back.
    pub fn revoke_validator(self, id: Uuid) -> Reply<Designation> {
        self.call(Method::DELETE, &paths::validator(id), None, "")
    }

    /// The keys of programs.
    #[must_use]
    pub fn machine_keys(self, again: RwSignal<u32>) -> Asked<Vec<MachineKey>> {
        self.asked(again, || paths::machine_keys().into())
    }

    /// Makes a key for a program.
    pub fn make_machine_key(self, name: String) -> Reply<MachineKeyMade> {
        self.call(Method::POST, paths::machine_keys(), None, &text(&NewMachineKey { name }))
    }

    /// Revokes the key of a program.
    pub fn revoke_machine_key(self, id: Uuid) -> Reply<()> {
        self.call(Method::DELETE, &paths::machine_key(id), None, "")
    }
}
