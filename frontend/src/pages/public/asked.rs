//! What the address of the list asks, in Spanish: its filters, words, order and page.

use contract::public::{CardQuery, Filter, Order, QueryFault, Within};
use url::form_urlencoded;

/// The name of the page's number.
const PAGE: &str = "pagina";
/// Filters of which one value is asked for without a question mark.
const PATHS: [Filter; 2] = [Filter::Office, Filter::Nominator];
/// Most characters of the words that are looked for.
const LONGEST_SEARCH: usize = 200;

/// What is asked of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Filters, words, order and page.
    pub query: CardQuery,
    /// As a table instead of cards.
    pub table: bool,
    /// What of it cannot be understood.
    pub fault: Option<QueryFault>,
}

/// The name of a filter in the address.
#[must_use]
pub const fn filter_name(filter: Filter) -> &'static str {
    match filter {
        Filter::Office => "cargo",
        Filter::Territory => "territorio",
        Filter::Contest => "contienda",
        Filter::Nominator => "postula",
        Filter::Sex => "sexo",
        Filter::Age => "edad",
        Filter::Degree => "estudios",
        Filter::AffirmativeAction => "accion-afirmativa",
        Filter::Kind => "candidatura",
        Filter::Published => "informacion",
    }
}

/// Values that the contract has in English, as addresses write them.
const VALUES: [(&str, &str); 7] = [
    ("woman", "mujer"),
    ("man", "hombre"),
    ("non_binary", "no-binaria"),
    ("owner", "propietaria"),
    ("substitute", "suplente"),
    ("yes", "si"),
    ("no", "no"),
];
/// The end of the band of age that has none.
const OR_MORE: (&str, &str) = ("-or-more", "-o-mas");

/// Whether a filter's values are words of the contract, and not keys of the election's data.
const fn is_worded(filter: Filter) -> bool {
    matches!(filter, Filter::Sex | Filter::Kind | Filter::Published)
}

/// A filter's value as addresses write it.
#[must_use]
pub fn written(filter: Filter, value: &str) -> String {
    if is_worded(filter) {
        let word = VALUES.iter().find(|(known, _)| *known == value);
        return word.map_or(value, |(_, word)| word).to_owned();
    }
    match value.strip_suffix(OR_MORE.0) {
        Some(from) if filter == Filter::Age => format!("{from}{}", OR_MORE.1),
        _ => value.to_owned(),
    }
}

fn read_value(filter: Filter, written: &str) -> String {
    if is_worded(filter) {
        let known = VALUES.iter().find(|(_, word)| *word == written);
        return known.map_or(written, |(known, _)| known).to_owned();
    }
    match written.strip_suffix(OR_MORE.1) {
        Some(from) if filter == Filter::Age => format!("{from}{}", OR_MORE.0),
        _ => written.to_owned(),
    }
}

const ORDERS: [(Order, &str); 3] =
    [(Order::Surname, "apellidos"), (Order::Registry, "registro"), (Order::Party, "partido")];
const WITHIN: [(Within, &str); 3] = [(Within::All, "todo"), (Within::Names, "nombres"), (Within::Texts, "textos")];

/// The name of an order in the address.
#[must_use]
pub fn order_name(order: Order) -> &'static str {
    ORDERS.iter().find(|(known, _)| *known == order).map_or("", |(_, name)| name)
}

/// The name in the address of where words are looked for.
#[must_use]
pub fn within_name(within: Within) -> &'static str {
    WITHIN.iter().find(|(known, _)| *known == within).map_or("", |(_, name)| name)
}

impl Asked {
    /// Reads what follows the question mark. What no list asks for is left out.
    #[must_use]
    pub fn read(query: &str) -> Self {
        Self::read_pairs(form_urlencoded::parse(query.as_bytes()))
    }

    /// Reads the parts of an address without a question mark, `["postula", "PAN", "pagina", "2"]`; none when they are not
    /// such ones.
    #[must_use]
    pub fn read_path(parts: &[&str]) -> Option<Self> {
        let (pairs, rest) = parts.as_chunks::<2>();
        let known = |[name, _]: &[&str; 2]| *name == PAGE || PATHS.iter().any(|filter| filter_name(*filter) == *name);
        (rest.is_empty() && !pairs.is_empty() && pairs.iter().all(known))
            .then(|| Self::read_pairs(pairs.iter().map(|[name, value]| (*name, *value))))
    }

    fn read_pairs<N: AsRef<str>, V: AsRef<str>>(pairs: impl Iterator<Item = (N, V)>) -> Self {
        let mut asked = Self::default();
        for (name, value) in pairs {
            let (name, value) = (name.as_ref(), value.as_ref());
            let value: String = value.trim().chars().take(LONGEST_SEARCH).collect();
            if value.is_empty() {
                continue;
            }
            if let Some(filter) = Filter::ALL.into_iter().find(|filter| filter_name(*filter) == name) {
                let (value, values) = (read_value(filter, &value), asked.query.values_mut(filter));
                if !values.contains(&value) {
                    values.push(value);
                }
                continue;
            }
            match name {
                "buscar" => asked.query.q = Some(value),
                "en" => asked.choose(name, &value, &WITHIN, |asked, within| asked.query.within = within),
                "orden" => asked.choose(name, &value, &ORDERS, |asked, order| asked.query.order = order),
                "vista" => asked.table = value == "tabla",
                PAGE => match value.parse() {
                    Ok(page) => asked.query.page = Some(page).filter(|page| *page > 1),
                    Err(_) => asked.refuse(name, "Escriba un número de página, desde 1.".to_owned()),
                },
                _ => {}
            }
        }
        for filter in Filter::ALL {
            asked.query.values_mut(filter).sort_unstable();
        }
        asked
    }

    fn choose<T: Copy>(&mut self, name: &str, value: &str, known: &[(T, &str)], set: impl FnOnce(&mut Self, T)) {
        match known.iter().find(|(_, word)| *word == value) {
            Some((named, _)) => set(self, *named),
            None => {
                let words: Vec<&str> = known.iter().map(|(_, word)| *word).collect();
                self.refuse(name, format!("Use uno de estos valores: {}.", words.join(", ")));
            }
        }
    }

    fn refuse(&mut self, field: &str, message: String) {
        self.fault.get_or_insert_with(|| QueryFault { field: field.to_owned(), message });
    }

    /// What follows the question mark, always in one order and without what asks nothing; empty for the whole list.
    #[must_use]
    pub fn write(&self) -> String {
        let mut asked = form_urlencoded::Serializer::new(String::new());
        if let Some(words) = &self.query.q {
            asked.append_pair("buscar", words);
        }
        if self.query.within != Within::default() {
            asked.append_pair("en", within_name(self.query.within));
        }
        for filter in Filter::ALL {
            for value in self.query.values(filter) {
                asked.append_pair(filter_name(filter), &written(filter, value));
            }
        }
        if self.query.order != Order::default() {
            asked.append_pair("orden", order_name(self.query.order));
        }
        if self.table {
            asked.append_pair("vista", "tabla");
        }
        if let Some(page) = self.query.page {
            asked.append_pair(PAGE, &page.to_string());
        }
        asked.finish()
    }

    /// The parts of its address without a question mark, where it has one: what asks for nothing but one office or one party,
    /// and a page. Such addresses can be those of files.
    #[must_use]
    pub fn write_path(&self) -> Option<Vec<String>> {
        let (mut rest, mut parts) = (self.clone(), Vec::new());
        if let Some(filter) = PATHS.into_iter().find(|filter| self.query.values(*filter).len() == 1) {
            let values = std::mem::take(rest.query.values_mut(filter));
            parts.extend([filter_name(filter).to_owned(), values.concat()]);
        }
        if let Some(page) = rest.query.page.take() {
            parts.extend([PAGE.to_owned(), page.to_string()]);
        }
        (rest == Self::default()).then_some(parts)
    }

    /// One value of one filter and nothing else.
    #[must_use]
    pub fn only(filter: Filter, value: &str) -> Self {
        Self::default().with(|asked| asked.query.values_mut(filter).push(value.to_owned()))
    }

    /// The same from its first page, with something changed.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = self.clone();
        other.query.page = None;
        change(&mut other);
        other
    }
}
