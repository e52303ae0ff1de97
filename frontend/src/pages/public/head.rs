//! What a page says of itself to browsers, to search engines and to whoever shares its address.

use contract::paths::{from_root, public as paths};
use html_escape::{encode_double_quoted_attribute, encode_text};

/// The name of the site, at the end of every title.
const SITE: &str = "Conóceles";

/// Width and height of every card, in pixels.
const CARD: [u32; 2] = [1200, 630];

/// Title, description, address and the rest of a page's head.
#[derive(Debug, Clone)]
pub struct Head {
    title: String,
    description: String,
    canonical: Option<String>,
    card: String,
    about: &'static str,
    data: Option<serde_json::Value>,
}

impl Head {
    /// Of a page that nobody finds by searching: give it an address with [`Head::at`] so that it is found.
    #[must_use]
    pub fn new(title: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            description: description.into(),
            canonical: None,
            card: from_root(paths::site_card()),
            about: "website",
            data: None,
        }
    }

    /// It is found by searching, at its one address (from the root of the site).
    #[must_use]
    pub fn at(mut self, address: String) -> Self {
        self.canonical = Some(address);
        self
    }

    /// It is about one person.
    #[must_use]
    pub const fn of_a_person(mut self) -> Self {
        self.about = "profile";
        self
    }

    /// The card that goes with its address where it is shared (from the root of the site), instead of the site's.
    #[must_use]
    pub fn with_card(mut self, address: String) -> Self {
        self.card = address;
        self
    }

    /// What machines read: a thing of schema.org.
    #[must_use]
    pub fn with_data(mut self, thing: serde_json::Value) -> Self {
        self.data = Some(thing);
        self
    }

    /// As HTML. `site` is the address of the site, `https://conoceles.ejemplo.mx`.
    pub(super) fn write(&self, site: &str) -> String {
        let title = if self.title.ends_with(SITE) { self.title.clone() } else { format!("{} - {SITE}", self.title) };
        let mut html = format!("<title>{}</title>", encode_text(&title));
        let mut meta = |kind: &str, name: &str, content: &str| {
            let content = encode_double_quoted_attribute(content);
            html.push_str(&format!("<meta {kind}=\"{name}\" content=\"{content}\">"));
        };
        if !self.description.is_empty() {
            meta("name", "description", &self.description);
            meta("property", "og:description", &self.description);
        }
        meta("property", "og:title", &self.title);
        meta("property", "og:type", self.about);
        meta("property", "og:site_name", SITE);
        meta("property", "og:locale", "es_MX");
        meta("property", "og:image", &format!("{site}{}", self.card));
        let [width, height] = CARD.map(|pixels| pixels.to_string());
        meta("property", "og:image:width", &width);
        meta("property", "og:image:height", &height);
        meta("property", "og:image:alt", &self.title);
        meta("name", "twitter:card", "summary_large_image");
        match &self.canonical {
            None => meta("name", "robots", "noindex"),
            Some(address) => {
                let address = format!("{site}{address}");
                meta("property", "og:url", &address);
                let address = encode_double_quoted_attribute(&address);
                html.push_str(&format!("<link rel=\"canonical\" href=\"{address}\">"));
            }
        }
        if let Some(thing) = &self.data {
            // Nothing in it ends the element it is in.
            let text = thing.to_string().replace('<', "\\u003c");
            html.push_str(&format!("<script type=\"application/ld+json\">{text}</script>"));
        }
        html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_people_wrote_leaves_its_place() {
        let nasty = "</script><script>alert('\"&')</script>";
        let head = Head::new(nasty, nasty).at(format!("/{nasty}")).with_data(serde_json::json!({ "name": nasty }));
        let html = head.write("https://conoceles.ejemplo.mx");
        assert_eq!(html.matches("<script").count(), 1, "{html}");
        assert_eq!(html.matches("</script>").count(), 1, "{html}");
        let (tags, _) = html.split_once("<script").expect("the data");
        // A quotation mark ends an attribute, and nothing in the title.
        let (_, attributes) = tags.split_once("</title>").expect("a title");
        assert!(!attributes.contains("\"&'") && !attributes.contains("alert('\""), "{attributes}");
    }
}
