//! How many messages wait, beside the way to them.

use gloo_timers::callback::Interval;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

use crate::{api::work::Work, state::Signed};

/// Milliseconds from one look to the next while somebody has the page before them.
const LOOK: u32 = 60_000;

/// How many of one's messages were not read, as far as is known.
#[derive(Debug, Clone, Copy)]
pub struct Inbox {
    unread: RwSignal<i64>,
    /// How often it was told: a look that began before says what was, not what is.
    times: StoredValue<u32>,
}

impl Inbox {
    /// Nothing known yet.
    pub fn new() -> Self {
        Self { unread: RwSignal::new(0), times: StoredValue::new(0) }
    }

    /// How many were not read; told when it changes.
    pub fn unread(self) -> i64 {
        self.unread.get()
    }

    /// An answer said how many there are.
    pub fn tell(self, unread: i64) {
        self.times.update_value(|times| *times += 1);
        if self.unread.get_untracked() != unread {
            self.unread.set(unread);
        }
    }

    fn look(self, work: Work) {
        let began = self.times.get_value();
        spawn_local(async move {
            if let Some(unread) = work.unread().await
                && self.times.try_get_value() == Some(began)
            {
                self.tell(unread);
            }
        });
    }
}

/// The number of messages that were not read, looked at with each page that opens and now and then on a page in sight.
#[component]
pub fn Unread() -> impl IntoView {
    let (inbox, work, signed) = (expect_context::<Inbox>(), expect_context::<Work>(), expect_context::<Signed>());
    let place = use_location().pathname;
    Effect::new(move |_| {
        place.track();
        signed.entries();
        inbox.look(work);
    });
    let looking = Interval::new(LOOK, move || {
        if !document().hidden() {
            inbox.look(work);
        }
    });
    // It ends with the frame it is part of.
    let _looking = StoredValue::new_local(looking);
    move || {
        let unread = inbox.unread();
        (unread > 0).then(|| view! { <span class="badge">{unread}<span class="unseen">" sin leer"</span></span> })
    }
}
