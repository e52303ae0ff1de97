//! A candidacy as other pages show it: alone, in a frame of theirs, with its links in the whole window.

use html_escape::encode_double_quoted_attribute;
use leptos::prelude::*;

use super::{Answer, Head, Page, Place, PublicSource, heading, profile, profile_address};

/// Width and height of the frame that is suggested, in pixels.
const FRAME: (u32, u32) = (480, 640);

/// What is copied into another page to show a candidacy. `slug` is the last part of its address.
#[must_use]
pub(super) fn snippet(site: &str, slug: &str) -> String {
    let address = format!("{site}{}", Place::Embedded(slug.to_owned()).address());
    let address = encode_double_quoted_attribute(&address);
    let (width, height) = FRAME;
    format!(
        "<iframe src=\"{address}\" title=\"Candidatura en Conóceles\" width=\"{width}\" height=\"{height}\" \
         loading=\"lazy\"></iframe>"
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
                <div>
                    {heading(card.name.clone())}
                    {profile::facts(election, card, shown.partner.as_ref())}
                </div>
            </div>
            {body}
            <p><a href=profile_address(&card.slug)>"Ver el perfil completo"</a></p>
        };
        Page::here(Head::new(card.name.clone(), ""), content.into_any())
    })
}
