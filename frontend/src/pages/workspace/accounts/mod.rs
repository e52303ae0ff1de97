//! Accounts: a page for each thing that is done with them.

mod bulk;
mod codes;
mod delivery;
mod desk;
mod filter;
mod frame;
mod issue;
mod keys;
mod list;
mod party;
mod resets;
mod validators;

pub use delivery::DeliveryPage;
pub use keys::KeysPage;
pub use resets::{ResetsPage, WaitingResets};
pub use validators::ValidatorsPage;

use domain::permission::Act;
use leptos::prelude::*;
use leptos_router::components::A;

use self::frame::Frame;
use crate::pages::workspace::shell::allowed::may;

/// The first page of the institute about accounts, which depends on who asks.
#[component]
pub fn Accounts() -> impl IntoView {
    if may(Act::ManageAccounts) { view! { <ManagePage /> }.into_any() } else { view! { <PartyPage /> }.into_any() }
}

/// The accounts of one's own party, for whoever cares for them.
#[component]
pub fn PartyPage() -> impl IntoView {
    if may(Act::ReadDesignations) {
        view! { <ValidatorsPage /> }.into_any()
    } else {
        view! {
            <Frame title="Cuentas">
                <p>
                    "Su cuenta no administra otras. Lo de su propia cuenta está en "
                    <A href="/trabajo/mi-cuenta">"Mi cuenta"</A>"."
                </p>
            </Frame>
        }
        .into_any()
    }
}

#[component]
fn ManagePage() -> impl IntoView {
    let changed = RwSignal::new(0);
    view! {
        <Frame title="Cuentas">
            <issue::Issue issued=Callback::new(move |()| changed.update(|times| *times += 1)) />
            <list::List changed=changed />
        </Frame>
    }
}
