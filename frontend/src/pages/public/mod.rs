//! The public directory. A page is a plain function of what is published: it is written whole on the server, with nothing
//! that waits, and is read without scripts. What moves in it is an island (`crate::islands`).
//!
//! A new page is a variant of [`Place`], an arm in [`answer`] and a function that gives a [`Page`].

mod about;
pub mod asked;
mod contest;
mod data;
mod embed;
mod frame;
mod head;
mod home;
mod kept;
mod list;
mod place;
mod profile;
mod receipt;
mod statistics;

use contract::public::{
    CardQuery, Cards, Contact, Contest, Contests, PublicLedger, PublicProfile, QueryFault, ReceiptCheck,
};
use contract::public::{open_data::DataDictionary, statistics::Statistics};
use domain::election::Election;
use leptos::prelude::*;

pub use contest::contest_addresses;
pub use data::guide;
pub use embed::EMBED_SCRIPT;
pub use head::Head;
pub use place::{Place, list_address, profile_address};

/// What the pages read. Every answer is at hand: the server reads what is published from memory, and a receipt before it
/// asks for the page.
pub trait PublicSource: Send + Sync {
    /// The election.
    fn election(&self) -> &Election;
    /// The address people open, without a slash at its end: `https://conoceles.ejemplo.mx`.
    fn site(&self) -> &str;
    /// Where questions are asked that an address alone does not answer (`?`): before the path of a form. Nothing on the
    /// server; another site's address, or none, in a copy of the site as files.
    fn asks(&self) -> Option<&str>;
    /// A page of the list.
    fn list(&self, query: &CardQuery) -> Cards;
    /// What of a question the list cannot answer; none when it can.
    fn check(&self, query: &CardQuery) -> Option<QueryFault>;
    /// Every contest.
    fn contests(&self) -> Contests;
    /// A contest by the keys of its office and territory.
    fn contest(&self, office: &str, territory: &str) -> Option<Contest>;
    /// The profile of an address.
    fn profile(&self, slug: &str) -> Asked<'_, PublicProfile>;
    /// What happened in public to the profile of an address.
    fn ledger(&self, slug: &str) -> Asked<'_, PublicLedger>;
    /// The telephone and the mail of a profile.
    fn contact(&self, profile: &PublicProfile) -> Contact;
    /// What is known of the receipt that the place asks for.
    fn receipt(&self) -> AskedReceipt<'_>;
    /// What the table of the open data means.
    fn dictionary(&self) -> DataDictionary;
    /// Every public figure; none when they could not be read now.
    fn statistics(&self) -> Option<Statistics>;
}

/// What an address leads to.
#[derive(Debug, Clone, Copy)]
pub enum Asked<'a, T> {
    /// This.
    Found(&'a T),
    /// Somebody who stood and no longer does; nothing else is said.
    Withdrawn,
    /// Nothing.
    Nothing,
}

/// What a folio leads to.
#[derive(Debug, Clone, Copy)]
pub enum AskedReceipt<'a> {
    /// A receipt.
    Found(&'a ReceiptCheck),
    /// No receipt has that folio.
    Nothing,
    /// It could not be looked for now.
    Unavailable,
}

/// How a page answers, as HTTP says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageStatus {
    /// 200
    Here,
    /// 400: the address asks for what cannot be understood.
    Refused,
    /// 404
    Missing,
    /// 410: it was here.
    Gone,
    /// 503: it may be here in a moment.
    Unavailable,
}

impl PageStatus {
    /// The number.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Here => 200,
            Self::Refused => 400,
            Self::Missing => 404,
            Self::Gone => 410,
            Self::Unavailable => 503,
        }
    }
}

/// A page before what surrounds it.
pub struct Page {
    status: PageStatus,
    head: Head,
    content: AnyView,
}

impl Page {
    /// A page that is there.
    #[must_use]
    pub fn here(head: Head, content: AnyView) -> Self {
        Self { status: PageStatus::Here, head, content }
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(mut self, status: PageStatus) -> Self {
        self.status = status;
        self
    }
}

/// What the address of a public page is answered with.
pub enum Answer {
    /// A page.
    Page(Box<Page>),
    /// It is at another address of the site, for good.
    Moved(String),
}

impl From<Page> for Answer {
    fn from(page: Page) -> Self {
        Self::Page(Box::new(page))
    }
}

/// A page as it travels.
#[derive(Debug, Clone)]
pub enum Written {
    /// HTML.
    Page {
        /// How it answers.
        status: PageStatus,
        /// The whole document.
        html: String,
    },
    /// It is at another address of the site, for good.
    Moved(String),
}

/// What the building of the site left for the head of every page, as HTML.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// Styles and icons.
    pub always: String,
    /// What brings the program that wakes islands; pages without islands do not download it.
    pub islands: String,
}

fn answer(source: &dyn PublicSource, place: &Place) -> Answer {
    match place {
        Place::Home => home::home(source).into(),
        Place::List(asked) => list::list(source, asked).into(),
        Place::Where(typed) => home::places(source, typed.as_deref()).into(),
        Place::Contests => contest::contests(source).into(),
        Place::Contest(asked) => contest::contest(source, asked).into(),
        Place::Booklet(office, territory) => contest::booklet(source, office, territory).into(),
        Place::Profile(slug) => profile::profile(source, slug),
        Place::Contact(slug) => profile::contact(source, slug),
        Place::Receipt(folio) => receipt::receipt(source, folio.as_deref()).into(),
        Place::Statistics => statistics::tables(source).into(),
        Place::StatisticsMethod => statistics::method(source).into(),
        Place::Data => data::data(source).into(),
        Place::Dictionary => data::dictionary(source).into(),
        Place::Guide => guide::guide(source).into(),
        Place::EmbedHelp => data::embed_help(source).into(),
        Place::Embedded(slug) => embed::embedded(source, slug),
        Place::EmbeddedContest(office, territory) => contest::embedded(source, office, territory).into(),
        Place::Privacy => about::privacy(source).into(),
        Place::Accessibility => about::accessibility::accessibility(source).into(),
        Place::Missing => about::missing().into(),
    }
}

/// Writes the page of a place, or says where it is.
#[must_use]
pub fn write(source: &dyn PublicSource, place: &Place, assets: &Assets) -> Written {
    // Whatever the views make on their way belongs to this, and goes with it.
    Owner::new().with(|| match answer(source, place) {
        Answer::Moved(address) => Written::Moved(address),
        Answer::Page(page) => {
            let head = page.head.write(source.site());
            let body = frame::frame(source, place, page.content).to_html();
            let islands = if body.contains("<leptos-island") { assets.islands.as_str() } else { "" };
            let always = &assets.always;
            let framed = if place.is_embedded() { embed::IN_A_FRAME } else { "" };
            let html = format!(
                "<!doctype html><html lang=\"es-MX\"><head><meta charset=\"utf-8\">{framed}{always}{head}{islands}</head>\
                 <body>{body}</body></html>"
            );
            Written::Page { status: page.status, html }
        }
    })
}

/// The address of what a copy of the site as files does not have: where a form is sent to, the programs' routes, the
/// workspaces. None where nothing can be asked.
fn asked_at(source: &dyn PublicSource, path: &str) -> Option<String> {
    source.asks().map(|site| format!("{site}{path}"))
}

/// The title of a page.
fn heading(title: impl Into<String>) -> AnyView {
    let title = title.into();
    view! { <h1>{title}</h1> }.into_any()
}

/// One fact of a list of facts.
fn fact(name: &'static str, value: impl IntoView) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
}
