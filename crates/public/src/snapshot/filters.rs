//! What the directory can be narrowed by: the options, as the election's data say them, and who has each.

use std::{collections::HashMap, ops::Range};

use contract::{
    paths,
    public::{Card, CardQuery, Facet, FacetOption, Filter, FilterOption, FilterOptions, PublishedAnswers, QueryFault},
};
use domain::{
    candidacy::{Kind, Sex},
    election::{Election, Office, Territory},
    ids::QuestionKey,
    questionnaire::{self, Answer},
};
use roaring::RoaringBitmap;

/// The options of every filter, and the questions that are searched.
pub(super) struct Catalog {
    filters: Vec<Options>,
    /// The questions whose texts are searched, with their words, in the order of the data.
    pub searched: Vec<(QuestionKey, String)>,
    degree: Option<QuestionKey>,
    bands: Vec<domain::publication::directory::AgeBand>,
}

struct Options {
    filter: Filter,
    options: Vec<FilterOption>,
    /// The options' numbers, which go on from those of the filter before.
    numbers: Range<usize>,
    by_key: HashMap<String, u16>,
}

impl Options {
    fn new(filter: Filter, first: usize, options: impl IntoIterator<Item = (String, String)>) -> Self {
        let options: Vec<_> = options.into_iter().map(|(key, label)| FilterOption { key, label }).collect();
        let numbers = first..first + options.len();
        let numbered = numbers.clone().zip(&options);
        let by_key = numbered.filter_map(|(number, option)| Some((option.key.clone(), u16::try_from(number).ok()?)));
        Self { filter, by_key: by_key.collect(), options, numbers }
    }
}

/// A contest as a filter's value.
pub(super) fn contest_key(office: &str, territory: &str) -> String {
    format!("{office}/{territory}")
}

/// Every contest, by office and territory in the order of the data.
pub(super) fn contests(election: &Election) -> impl Iterator<Item = (&Office, &Territory)> {
    election.offices.iter().flat_map(|office| election.territories_of(office).map(move |place| (office, place)))
}

/// The numbers of the options that one candidacy has.
pub(super) type Marks = Vec<u16>;

const YES: &str = "yes";
const NO: &str = "no";

const fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Owner => "owner",
        Kind::Substitute => "substitute",
    }
}

impl Catalog {
    /// What an election's data offer.
    pub(super) fn of(election: &Election) -> Self {
        let rules = &election.directory;
        let options = |filter: Filter| -> Vec<(String, String)> {
            let option = |key: &str, name: &str| (key.to_owned(), name.to_owned());
            match filter {
                Filter::Office => {
                    election.offices.iter().map(|office| option(office.key.as_str(), &office.name)).collect()
                }
                Filter::Territory => election
                    .territories
                    .iter()
                    .map(|territory| option(territory.id.as_str(), &territory.name))
                    .collect(),
                Filter::Contest => contests(election)
                    .map(|(office, place)| {
                        let label = format!("{}, {}", office.name, place.name);
                        (contest_key(office.key.as_str(), place.id.as_str()), label)
                    })
                    .collect(),
                Filter::Nominator => {
                    let parties = election.parties.iter().map(|party| option(party.key.as_str(), &party.name));
                    let coalitions =
                        election.coalitions.iter().map(|coalition| option(coalition.key.as_str(), &coalition.name));
                    let independent = option(election.independent.as_str(), "Candidaturas independientes");
                    parties.chain(coalitions).chain([independent]).collect()
                }
                Filter::Sex => [Sex::Woman, Sex::Man, Sex::NonBinary].map(|sex| option(sex.key(), sex.name())).into(),
                Filter::Age => rules.age_bands.iter().map(|band| (band.key(), band.label())).collect(),
                Filter::Degree => {
                    let question = rules.degree.as_ref().and_then(|key| election.question(key.as_str()));
                    match question.map(|(_, question)| &question.kind) {
                        Some(questionnaire::Kind::Choice { options }) => {
                            options.iter().map(|text| option(text, text)).collect()
                        }
                        _ => Vec::new(),
                    }
                }
                Filter::AffirmativeAction => election
                    .affirmative_actions
                    .iter()
                    .map(|action| option(action.key.as_str(), &action.name))
                    .collect(),
                Filter::Kind => [Kind::Owner, Kind::Substitute].map(|kind| option(kind_key(kind), kind.name())).into(),
                Filter::Published => vec![option(YES, "Con información"), option(NO, "Sin información")],
            }
        };
        let mut first = 0;
        let filters = Filter::ALL.map(|filter| {
            let options = Options::new(filter, first, options(filter));
            first = options.numbers.end;
            options
        });
        let searched = rules.motives.iter().chain(&rules.proposals).filter_map(|key| {
            let (_, question) = election.question(key.as_str())?;
            Some((key.clone(), question.label.clone()))
        });
        Self {
            filters: filters.into(),
            searched: searched.collect(),
            degree: rules.degree.clone(),
            bands: rules.age_bands.clone(),
        }
    }

    /// The filters and their options, as anybody may read them.
    pub(super) fn options(&self) -> Vec<FilterOptions> {
        let filters = self.filters.iter().map(|options| FilterOptions {
            filter: options.filter,
            label: options.filter.label().to_owned(),
            options: options.options.clone(),
        });
        filters.collect()
    }

    /// The options that a candidacy has. What the data do not know is not an option.
    pub(super) fn marks(&self, card: &Card, published: Option<&PublishedAnswers>) -> Marks {
        let mut marks = Marks::new();
        for options in &self.filters {
            let mut mark =
                |key: &str| marks.extend(options.by_key.get(key).filter(|number| !marks.contains(number)).copied());
            match options.filter {
                Filter::Office => mark(card.office.as_str()),
                Filter::Territory => mark(card.territory.as_str()),
                Filter::Contest => mark(&contest_key(card.office.as_str(), card.territory.as_str())),
                Filter::Nominator => {
                    mark(card.nominator.as_str());
                    card.members.iter().filter(|party| party.as_str() != card.nominator.as_str()).for_each(|party| {
                        mark(party.as_str());
                    });
                }
                Filter::Sex => mark(card.sex.key()),
                Filter::Age => {
                    if let Some(band) = self.bands.iter().find(|band| band.holds(card.age)) {
                        mark(&band.key());
                    }
                }
                Filter::Degree => {
                    let answer = published.zip(self.degree.as_ref()).and_then(|(shown, key)| shown.answers.get(key));
                    if let Some(Answer::One(degree)) = answer {
                        mark(degree);
                    }
                }
                Filter::AffirmativeAction => {
                    if let Some(action) = &card.affirmative_action {
                        mark(action.as_str());
                    }
                }
                Filter::Kind => mark(kind_key(card.kind)),
                Filter::Published => mark(if card.published { YES } else { NO }),
            }
        }
        marks
    }

    /// Whether every value that is asked for is an option.
    ///
    /// # Errors
    /// The first that is not, with the options or where to read them.
    pub(super) fn check(&self, query: &CardQuery) -> Result<(), QueryFault> {
        const FEW: usize = 12;
        for options in &self.filters {
            for value in query.values(options.filter) {
                if options.by_key.contains_key(value) {
                    continue;
                }
                let keys: Vec<&str> = options.options.iter().map(|option| option.key.as_str()).collect();
                let message = if keys.is_empty() {
                    "Esta elección no tiene ese filtro: quítelo.".to_owned()
                } else if keys.len() <= FEW {
                    format!("Use uno de estos valores: {}.", keys.join(", "))
                } else {
                    {
                        let directory = paths::from_root(paths::public::directory());
                        format!("No hay una opción con esa clave. Lea las opciones en {directory}.")
                    }
                };
                return Err(QueryFault { field: options.filter.name().to_owned(), message });
            }
        }
        Ok(())
    }
}

/// Who has each option, by place in the order of surnames.
#[derive(Clone, PartialEq)]
pub(super) struct Bitmaps {
    all: RoaringBitmap,
    by_option: Vec<RoaringBitmap>,
    by_place: MarksByPlace,
}

/// Everybody's marks one after the other: to count what many have, without going to each of them.
#[derive(Clone, PartialEq)]
struct MarksByPlace {
    marks: Marks,
    /// Where those of each begin, and at last where all end.
    starts: Vec<usize>,
}

impl MarksByPlace {
    fn of<'a>(all: impl IntoIterator<Item = &'a Marks>) -> Self {
        let (mut marks, mut starts) = (Marks::new(), vec![0]);
        for of_place in all {
            marks.extend(of_place);
            starts.push(marks.len());
        }
        Self { marks, starts }
    }

    fn at(&self, place: u32) -> &[u16] {
        &self.marks[self.range(place)]
    }

    fn range(&self, place: u32) -> Range<usize> {
        self.starts[place as usize]..self.starts[place as usize + 1]
    }

    fn replace(&mut self, place: u32, marks: &Marks) {
        let had = self.range(place);
        for start in &mut self.starts[place as usize + 1..] {
            *start = *start - had.len() + marks.len();
        }
        self.marks.splice(had, marks.iter().copied());
    }

    /// How many of these places have each of so many options.
    fn count(&self, places: &RoaringBitmap, options: usize) -> Vec<usize> {
        let mut counts = vec![0; options];
        for place in places {
            for mark in self.at(place) {
                counts[usize::from(*mark)] += 1;
            }
        }
        counts
    }
}

/// Who is found, and of each filter that is asked for, who has one of its options.
pub(super) struct Narrowed {
    pub found: RoaringBitmap,
    words: Option<RoaringBitmap>,
    chosen: Vec<Option<RoaringBitmap>>,
}

impl Bitmaps {
    /// From everybody's marks, in order.
    pub(super) fn of<'a>(catalog: &Catalog, marks: impl IntoIterator<Item = &'a Marks>) -> Self {
        let by_place = MarksByPlace::of(marks);
        let options = catalog.filters.last().map_or(0, |options| options.numbers.end);
        let mut by_option = vec![Vec::new(); options];
        let count = u32::try_from(by_place.starts.len() - 1).unwrap_or(u32::MAX);
        for place in 0..count {
            for mark in by_place.at(place) {
                by_option[usize::from(*mark)].push(place);
            }
        }
        let by_option = by_option.into_iter().map(RoaringBitmap::from_iter).collect();
        Self { all: (0..count).collect(), by_option, by_place }
    }

    /// Puts what one has in the place of what it had.
    pub(super) fn correct(&mut self, place: u32, has: &Marks) {
        for mark in self.by_place.at(place) {
            self.by_option[usize::from(*mark)].remove(place);
        }
        for mark in has {
            self.by_option[usize::from(*mark)].insert(place);
        }
        self.by_place.replace(place, has);
    }

    /// Who has an option.
    pub(super) fn option(&self, catalog: &Catalog, filter: Filter, key: &str) -> Option<&RoaringBitmap> {
        let options = catalog.filters.iter().find(|options| options.filter == filter)?;
        self.by_option.get(usize::from(*options.by_key.get(key)?))
    }

    /// Any of a filter's values, all of the filters, and the words.
    pub(super) fn narrow(&self, catalog: &Catalog, query: &CardQuery, words: Option<RoaringBitmap>) -> Narrowed {
        let chosen = |options: &Options| {
            let values = query.values(options.filter);
            let bitmaps = values.iter().filter_map(|value| self.option(catalog, options.filter, value));
            (!values.is_empty()).then(|| bitmaps.fold(RoaringBitmap::new(), |any, bitmap| any | bitmap))
        };
        let chosen: Vec<Option<RoaringBitmap>> = catalog.filters.iter().map(chosen).collect();
        let found = self.but(&chosen, words.as_ref(), None);
        Narrowed { found, words, chosen }
    }

    /// Who has all that is asked for but for one filter.
    fn but(
        &self,
        chosen: &[Option<RoaringBitmap>],
        words: Option<&RoaringBitmap>,
        left_out: Option<usize>,
    ) -> RoaringBitmap {
        let others = chosen.iter().enumerate().filter(|(place, _)| Some(*place) != left_out);
        let mut all = others.filter_map(|(_, bitmap)| bitmap.as_ref()).chain(words);
        let Some(first) = all.next() else { return self.all.clone() };
        all.fold(first.clone(), |both, bitmap| both & bitmap)
    }

    /// For each option, how many it would find with the other filters and the words kept.
    pub(super) fn facets(&self, catalog: &Catalog, query: &CardQuery, narrowed: &Narrowed) -> Vec<Facet> {
        let as_count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let found = if narrowed.found.len() == self.all.len() {
            self.by_option.iter().map(|having| as_count(having.len())).collect()
        } else {
            self.by_place.count(&narrowed.found, self.by_option.len())
        };
        let facet = |(place, options): (usize, &Options)| {
            let counts = match &narrowed.chosen[place] {
                None => found[options.numbers.clone()].to_vec(),
                Some(_) => {
                    let others = self.but(&narrowed.chosen, narrowed.words.as_ref(), Some(place));
                    let having = self.by_option[options.numbers.clone()].iter();
                    having.map(|having| as_count(having.intersection_len(&others))).collect()
                }
            };
            let option = |(option, count): (&FilterOption, usize)| FacetOption {
                key: option.key.clone(),
                label: option.label.clone(),
                count,
                chosen: query.values(options.filter).contains(&option.key),
            };
            Facet {
                filter: options.filter,
                label: options.filter.label().to_owned(),
                options: options.options.iter().zip(counts).map(option).collect(),
            }
        };
        catalog.filters.iter().enumerate().map(facet).collect()
    }
}
