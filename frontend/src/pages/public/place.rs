//! Where one is: the address of a public page, read once and written in one way.

use super::asked::Asked;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::form_urlencoded;

/// Most characters of a value that are looked at.
const LONGEST: usize = 200;
/// What a part of an address does not hold as it is.
const ESCAPED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// A public page and what its address asks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `/`
    Home,
    /// `/candidaturas` with its filters.
    List(Box<Asked>),
    /// `/lugares`, with the words that were typed to find one: `/lugares?nombre=`.
    Where(Option<String>),
    /// `/contiendas`
    Contests,
    /// `/contiendas/{office}/{territory}`, with whom and what to compare: `?ver=` and `?pregunta=`, any number of each.
    Contest(Box<Compared>),
    /// `/contiendas/{office}/{territory}/cuadernillo`
    Booklet(String, String),
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
    /// `/incrustar/contiendas/{office}/{territory}`: who competes, for a frame of another page.
    EmbeddedContest(String, String),
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
            ["candidaturas"] => Self::List(Box::new(Asked::read(query))),
            ["lugares"] => Self::Where(value(query, "nombre")),
            ["contiendas"] => Self::Contests,
            ["contiendas", office, territory] => Self::Contest(Box::new(Compared::read(office, territory, query))),
            ["contiendas", office, territory, "cuadernillo"] => {
                Self::Booklet((*office).to_owned(), (*territory).to_owned())
            }
            ["candidaturas", rest @ ..] if let Some(asked) = Asked::read_path(rest) => Self::List(Box::new(asked)),
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
            ["incrustar", "contiendas", office, territory] => {
                Self::EmbeddedContest((*office).to_owned(), (*territory).to_owned())
            }
            ["privacidad"] => Self::Privacy,
            ["accesibilidad"] => Self::Accessibility,
            _ => Self::Missing,
        }
    }

    /// The pages that there are in every election and are found by searching.
    #[must_use]
    pub fn always() -> [Self; 13] {
        [
            Self::Home,
            Self::List(Box::default()),
            Self::Where(None),
            Self::Contests,
            Self::Statistics,
            Self::StatisticsMethod,
            Self::Data,
            Self::Dictionary,
            Self::Guide,
            Self::EmbedHelp,
            Self::Privacy,
            Self::Accessibility,
            Self::Receipt(None),
        ]
    }

    /// Whether it is for a frame of another page.
    #[must_use]
    pub const fn is_embedded(&self) -> bool {
        matches!(self, Self::Embedded(_) | Self::EmbeddedContest(..))
    }

    /// Its one address, from the root of the site. Two addresses of the same page give the same one.
    #[must_use]
    pub fn address(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::List(asked) => list_address(asked),
            Self::Where(None) => "/lugares".to_owned(),
            Self::Where(Some(name)) => format!("/lugares?nombre={}", escaped(name)),
            Self::Contests => "/contiendas".to_owned(),
            Self::Contest(compared) => compared.address(),
            Self::Booklet(office, territory) => format!("{}/cuadernillo", contest_address(office, territory)),
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
            Self::EmbeddedContest(office, territory) => format!("/incrustar{}", contest_address(office, territory)),
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

/// The address of the list, always in one order and without what asks nothing.
#[must_use]
pub fn list_address(asked: &Asked) -> String {
    match asked.write_path() {
        Some(parts) => {
            parts.iter().fold("/candidaturas".to_owned(), |address, part| format!("{address}/{}", escaped(part)))
        }
        None => format!("/candidaturas?{}", asked.write()),
    }
}

/// The address of a contest, by the names of its office and territory as addresses write them.
#[must_use]
pub fn contest_address(office: &str, territory: &str) -> String {
    format!("/contiendas/{}/{}", escaped(office), escaped(territory))
}

/// A contest, and whom and what to compare of it; nobody and nothing named is everybody and everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The office's name, as addresses write it.
    pub office: String,
    /// The territory's.
    pub territory: String,
    /// Last parts of the addresses of some candidacies.
    pub who: Vec<String>,
    /// Keys of some questions.
    pub what: Vec<String>,
}

impl Compared {
    fn read(office: &str, territory: &str, query: &str) -> Self {
        let some = |name: &str| {
            let mut some: Vec<String> = form_urlencoded::parse(query.as_bytes())
                .filter(|(key, value)| key == name && !value.is_empty())
                .map(|(_, value)| value.chars().take(LONGEST).collect())
                .collect();
            some.sort_unstable();
            some.dedup();
            some
        };
        Self { office: office.to_owned(), territory: territory.to_owned(), who: some("ver"), what: some("pregunta") }
    }

    fn address(&self) -> String {
        let mut asked = form_urlencoded::Serializer::new(String::new());
        asked.extend_pairs(self.who.iter().map(|slug| ("ver", slug)));
        asked.extend_pairs(self.what.iter().map(|question| ("pregunta", question)));
        let (address, asked) = (contest_address(&self.office, &self.territory), asked.finish());
        if asked.is_empty() { address } else { format!("{address}?{asked}") }
    }
}

/// The first value of a name, without the blanks around it; none when nothing is left.
fn value(query: &str, name: &str) -> Option<String> {
    let (_, value) = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name)?;
    let value: String = value.trim().chars().take(LONGEST).collect();
    (!value.is_empty()).then_some(value)
}

fn escaped(part: &str) -> String {
    utf8_percent_encode(part, &ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_of_a_page_comes_to_the_same_one() {
        for (path, query, address) in [
            ("/", "utm_source=x", "/"),
            ("/candidaturas/", "", "/candidaturas"),
            ("/candidaturas", "otra=1&pagina=1&cargo=&buscar=+Ana+", "/candidaturas?buscar=Ana"),
            ("/candidaturas", "pagina=2&cargo=b&cargo=a&cargo=b", "/candidaturas?cargo=a&cargo=b&pagina=2"),
            ("/candidaturas", "cargo=municipal_president&pagina=2", "/candidaturas/cargo/municipal_president/pagina/2"),
            ("/candidaturas/postula/PAN/", "utm=x", "/candidaturas/postula/PAN"),
            ("/candidaturas/pagina/3", "", "/candidaturas/pagina/3"),
            ("/candidaturas/pagina/1", "", "/candidaturas"),
            ("/candidaturas/sexo/mujer", "", "/404"),
            (
                "/candidaturas",
                "sexo=mujer&edad=60-o-mas&vista=tabla",
                "/candidaturas?sexo=mujer&edad=60-o-mas&vista=tabla",
            ),
            ("/contiendas/a/b", "ver=z&ver=a&ver=z&x=1", "/contiendas/a/b?ver=a&ver=z"),
            ("/contiendas/a/b/cuadernillo", "", "/contiendas/a/b/cuadernillo"),
            ("/lugares", "nombre=+Río Grande", "/lugares?nombre=R%C3%ADo%20Grande"),
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
            Place::List(Box::new(Asked::read("buscar=%C3%91and%C3%BA+%26+hijos%2F%25%2B&pagina=3&orden=partido"))),
            Place::Profile("maría-?#&x".into()),
            Place::Embedded("maría-?#&x".into()),
            Place::EmbeddedContest("presidencia-municipal".into(), "río?".into()),
            Place::Receipt(Some("A B?".into())),
        ] {
            let address = place.address();
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            assert_eq!(Place::read(path, query), place, "{address}");
        }
    }
}
