//! What other pages show in a frame of theirs: a candidacy or a contest alone, with its links in the whole window.

use html_escape::encode_double_quoted_attribute;
use leptos::prelude::*;

use super::{Answer, Head, Page, Place, PublicSource, heading, profile, profile_address};

/// Width and height of the frame that is suggested, in pixels.
const FRAME: (u32, u32) = (480, 640);

/// What the head of a page in a frame has: its links open in the whole window, and it tells its height.
pub(super) const IN_A_FRAME: &str =
    concat!("<base target=\"_top\"><script>", include_str!("../../../embed/frame.js"), "</script>");

/// The script of the pages around, which is at `/incrustar.js`.
pub const EMBED_SCRIPT: &str = include_str!("../../../embed/incrustar.js");

/// What is copied into another page to show a place. Without its script the frame keeps its height and can be scrolled.
#[must_use]
pub(super) fn snippet(site: &str, place: &Place) -> String {
    let address = format!("{site}{}", place.address());
    let (site, address) = (encode_double_quoted_attribute(site), encode_double_quoted_attribute(&address));
    let what = if matches!(place, Place::EmbeddedContest(..)) { "Quiénes compiten" } else { "Candidatura" };
    let (width, height) = FRAME;
    format!(
        "<iframe src=\"{address}\" title=\"{what}, en Conóceles\" width=\"{width}\" height=\"{height}\" loading=\"lazy\">\
         </iframe>\n<script src=\"{site}/incrustar.js\" async></script>"
    )
}

/// The candidacy of an address. Nobody finds it by searching: the profile is what is found.
pub(super) fn embedded(source: &dyn PublicSource, slug: &str) -> Answer {
    profile::open(source, slug, Place::Embedded, |shown| {
        let (election, card) = (source.election(), &shown.card);
        let zone = election.institute.time_zone.as_str();
        let body = match &shown.published {
            Some(published) => profile::answers(election, card, published, zone),
            None => view! { <p class="tag">{card.nothing_shown()}</p> }.into_any(),
        };
        let content = view! {
            <div class="person">
                {profile::photo(shown)}
                <div>{heading(card.name.clone())} {profile::facts(election, card, shown.partner.as_ref())}</div>
            </div>
            {body}
            <p>
                <a href=profile_address(&card.slug)>"Ver el perfil completo"</a>
            </p>
        };
        Page::here(Head::new(card.name.clone(), ""), content.into_any())
    })
}
