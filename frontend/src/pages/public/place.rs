//! Where one is: the address of a public page, read once and written in one way.

use contract::public::CardQuery;
use percent_encoding::percent_decode_str;
use url::form_urlencoded;

/// Most characters of a search that are looked at.
const LONGEST_SEARCH: usize = 200;

/// A public page and what its address asks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `/`
    Home,
    /// `/candidaturas` with its filters.
    List(CardQuery),
    /// `/candidaturas/{slug}`
    Profile(String),
    /// `/candidaturas/{slug}/contacto`
    Contact(String),
    /// `/acuses`, with the folio to check if one is given: `/acuses/{folio}` or `/acuses?folio=`.
    Receipt(Option<String>),
    /// `/estadisticas`
    Statistics,
    /// `/estadisticas/metodo`
    StatisticsMethod,
    /// `/datos`
    Data,
    /// `/datos/diccionario`
    Dictionary,
    /// `/datos/api`
    Guide,
    /// `/datos/incrustar`
    EmbedHelp,
    /// `/incrustar/candidaturas/{slug}`: a candidacy alone, for a frame of another page.
    Embedded(String),
    /// `/privacidad`
    Privacy,
    /// `/accesibilidad`
    Accessibility,
    /// Nothing is there.
    Missing,
}

impl Place {
    /// The place of a path and what follows its question mark, both as they came. What no page asks for is left out.
    #[must_use]
    pub fn read(path: &str, query: &str) -> Self {
        let Ok(path) = percent_decode_str(path).decode_utf8() else { return Self::Missing };
        let path = path.strip_prefix('/').unwrap_or(&path);
        let parts: Vec<&str> = path.strip_suffix('/').unwrap_or(path).split('/').collect();
        match parts.as_slice() {
            [""] => Self::Home,
            ["candidaturas"] => Self::List(filters(query)),
            ["candidaturas", slug] => Self::Profile((*slug).to_owned()),
            ["candidaturas", slug, "contacto"] => Self::Contact((*slug).to_owned()),
            ["acuses"] => Self::Receipt(value(query, "folio")),
            ["acuses", folio] => Self::Receipt(Some((*folio).trim().to_owned()).filter(|folio| !folio.is_empty())),
            ["estadisticas"] => Self::Statistics,
            ["estadisticas", "metodo"] => Self::StatisticsMethod,
            ["datos"] => Self::Data,
            ["datos", "diccionario"] => Self::Dictionary,
            ["datos", "api"] => Self::Guide,
            ["datos", "incrustar"] => Self::EmbedHelp,
            ["incrustar", "candidaturas", slug] => Self::Embedded((*slug).to_owned()),
            ["privacidad"] => Self::Privacy,
            ["accesibilidad"] => Self::Accessibility,
            _ => Self::Missing,
        }
    }

    /// Whether it is for a frame of another page.
    #[must_use]
    pub const fn is_embedded(&self) -> bool {
        matches!(self, Self::Embedded(_))
    }

    /// Its one address, from the root of the site. Two addresses of the same page give the same one.
    #[must_use]
    pub fn address(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::List(query) => list_address(query),
            Self::Profile(slug) => profile_address(slug),
            Self::Contact(slug) => format!("{}/contacto", profile_address(slug)),
            Self::Receipt(None) => "/acuses".to_owned(),
            Self::Receipt(Some(folio)) => format!("/acuses/{}", escaped(folio)),
            Self::Statistics => "/estadisticas".to_owned(),
            Self::StatisticsMethod => "/estadisticas/metodo".to_owned(),
            Self::Data => "/datos".to_owned(),
            Self::Dictionary => "/datos/diccionario".to_owned(),
            Self::Guide => "/datos/api".to_owned(),
            Self::EmbedHelp => "/datos/incrustar".to_owned(),
            Self::Embedded(slug) => format!("/incrustar{}", profile_address(slug)),
            Self::Privacy => "/privacidad".to_owned(),
            Self::Accessibility => "/accesibilidad".to_owned(),
            Self::Missing => "/404".to_owned(),
        }
    }
}

/// The address of a profile.
#[must_use]
pub fn profile_address(slug: &str) -> String {
    format!("/candidaturas/{}", escaped(slug))
}

/// The address of the list with these filters, always in one order and without those that ask nothing.
#[must_use]
pub fn list_address(query: &CardQuery) -> String {
    let mut asked = form_urlencoded::Serializer::new(String::new());
    let texts = [
        ("nombre", &query.q),
        ("cargo", &query.office),
        ("territorio", &query.territory),
        ("postula", &query.nominator),
    ];
    for (name, value) in texts {
        if let Some(value) = value {
            asked.append_pair(name, value);
        }
    }
    if let Some(page) = query.page.filter(|page| *page > 1) {
        asked.append_pair("pagina", &page.to_string());
    }
    let asked = asked.finish();
    if asked.is_empty() { "/candidaturas".to_owned() } else { format!("/candidaturas?{asked}") }
}

fn filters(query: &str) -> CardQuery {
    CardQuery {
        office: value(query, "cargo"),
        territory: value(query, "territorio"),
        nominator: value(query, "postula"),
        q: value(query, "nombre"),
        page: value(query, "pagina").and_then(|page| page.parse().ok()).filter(|page| *page > 1),
        ..CardQuery::default()
    }
}

/// The first value of a name, without the blanks around it; none when nothing is left.
fn value(query: &str, name: &str) -> Option<String> {
    let (_, value) = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name)?;
    let value: String = value.trim().chars().take(LONGEST_SEARCH).collect();
    (!value.is_empty()).then_some(value)
}

fn escaped(part: &str) -> String {
    percent_encoding::utf8_percent_encode(part, percent_encoding::NON_ALPHANUMERIC).to_string().replace("%2D", "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_of_a_page_comes_to_the_same_one() {
        for (path, query, address) in [
            ("/", "utm_source=x", "/"),
            ("/candidaturas/", "", "/candidaturas"),
            ("/candidaturas", "otra=1&pagina=1&cargo=&nombre=+Ana+", "/candidaturas?nombre=Ana"),
            ("/candidaturas", "pagina=2&cargo=a&cargo=b", "/candidaturas?cargo=a&pagina=2"),
            ("/candidaturas", "pagina=-3", "/candidaturas"),
            ("/candidaturas/ana-%61-1a2b", "x=1", "/candidaturas/ana-a-1a2b"),
            ("/candidaturas/ana-1a2b/contacto", "", "/candidaturas/ana-1a2b/contacto"),
            ("/acuses", "folio=+AB CD", "/acuses/AB%20CD"),
            ("/acuses/AB%20CD", "", "/acuses/AB%20CD"),
            ("//otro.ejemplo/", "", "/404"),
            ("/candidaturas//contacto/", "", "/candidaturas//contacto"),
            ("/%ff", "", "/404"),
            ("/estadisticas/metodo/", "a=1", "/estadisticas/metodo"),
            ("/datos/api", "", "/datos/api"),
            ("/datos/nada", "", "/404"),
            ("/incrustar/candidaturas/ana-1a2b", "x=1", "/incrustar/candidaturas/ana-1a2b"),
            ("/nada", "", "/404"),
        ] {
            assert_eq!(Place::read(path, query).address(), address, "{path}?{query}");
        }
    }

    #[test]
    fn what_an_address_says_is_read_again_from_it() {
        for place in [
            Place::Home,
            Place::List(CardQuery { q: Some("Ñandú & hijos/%+".into()), page: Some(3), ..CardQuery::default() }),
            Place::Profile("maría-?#&x".into()),
            Place::Embedded("maría-?#&x".into()),
            Place::Receipt(Some("A B?".into())),
        ] {
            let address = place.address();
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            assert_eq!(Place::read(path, query), place, "{address}");
        }
    }
}
