//! The words of what is public, in memory: an index that grows, and for each snapshot the reading of its moment.

use std::{
    ops::Bound,
    sync::{Arc, Mutex, PoisonError},
};

use crate::Error;
use contract::public::{PublicProfile, Within};
use roaring::RoaringBitmap;
use tantivy::{
    DocId, Index, IndexReader, IndexWriter, ReloadPolicy, Score, Searcher, SegmentOrdinal, SegmentReader,
    TantivyDocument, Term,
    collector::{Collector, SegmentCollector},
    columnar::ColumnValues,
    query::{BooleanQuery, Query, RangeQuery, TermQuery},
    schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer},
};

use super::words::{self, Wanted};
use crate::snapshot::filters::Catalog;

const SLOT: &str = "slot";
const NAMES: &str = "names";
const TEXTS: &str = "texts";

/// The least memory that the index lets one writing thread have, and what each has when everything is written.
const LITTLE: usize = 15_000_000;
const PLENTY: usize = 60_000_000;
/// From how many candidacies more than one thread is worth its while.
const MANY: usize = 2_000;

/// The index that one snapshot hands on to the next.
struct Shelf {
    index: Index,
    reader: IndexReader,
    /// Made at the first change; it joins small pieces behind everybody's back.
    writer: Mutex<Option<IndexWriter>>,
    slot: Field,
    names: Field,
    texts: Field,
}

/// What can be found at one moment, whatever is written later.
#[derive(Clone)]
pub(in crate::snapshot) struct Text {
    shelf: Arc<Shelf>,
    searcher: Searcher,
}

/// What is searched of one candidacy.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::snapshot) struct Searched<'a> {
    names: [&'a str; 2],
    texts: Vec<&'a str>,
}

impl<'a> Searched<'a> {
    /// What a profile shows: its name, its nickname and the texts of the questions that are searched.
    pub(in crate::snapshot) fn of(catalog: &Catalog, profile: &'a PublicProfile) -> Self {
        let answers = profile.published.as_ref().map(|published| &published.answers);
        let texts = catalog.searched.iter().filter_map(|(key, _)| answers.and_then(|answers| answers.get(key)));
        Self { names: [&profile.card.name, &profile.card.nickname], texts: texts.flat_map(|a| a.lines()).collect() }
    }

    /// All of its texts.
    pub(in crate::snapshot) fn all(&self) -> impl Iterator<Item = &'a str> {
        self.names.into_iter().chain(self.texts.iter().copied())
    }
}

impl Text {
    /// Writes everything anew.
    pub(in crate::snapshot) fn build<'a>(
        all: impl ExactSizeIterator<Item = (u32, Searched<'a>)>,
    ) -> Result<Self, Error> {
        let mut schema = Schema::builder();
        let of_words = |tokenizer: &str| {
            let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_fieldnorms(false);
            TextOptions::default().set_indexing_options(indexing.set_index_option(IndexRecordOption::Basic))
        };
        let slot = schema.add_u64_field(SLOT, INDEXED | FAST);
        let names = schema.add_text_field(NAMES, of_words(NAMES));
        let texts = schema.add_text_field(TEXTS, of_words(TEXTS));
        let index = Index::create_in_ram(schema.build());
        index.tokenizers().register(NAMES, TextAnalyzer::from(Cut { stems: false }));
        index.tokenizers().register(TEXTS, TextAnalyzer::from(Cut { stems: true }));
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let shelf = Shelf { index, reader, writer: Mutex::new(None), slot, names, texts };
        if all.len() > 0 {
            let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
            let (threads, memory) = if all.len() < MANY { (1, LITTLE) } else { (threads, threads * PLENTY) };
            let mut writer: IndexWriter = shelf.index.writer_with_num_threads(threads, memory)?;
            for (slot, searched) in all {
                writer.add_document(shelf.document(slot, &searched))?;
            }
            writer.commit()?;
            writer.wait_merging_threads()?;
            shelf.reader.reload()?;
        }
        let searcher = shelf.reader.searcher();
        Ok(Self { shelf: Arc::new(shelf), searcher })
    }

    /// The next moment's reading: what changed is written anew, what went is gone. Readings of moments before stay as
    /// they are. Should what follows fail, the same may be written again.
    pub(in crate::snapshot) fn update(&self, gone: &[u32], changed: &[(u32, Searched<'_>)]) -> Result<Self, Error> {
        if gone.is_empty() && changed.is_empty() {
            return Ok(self.clone());
        }
        let shelf = &self.shelf;
        let mut held = shelf.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let writer = match &mut *held {
            Some(writer) => writer,
            none => none.insert(shelf.index.writer_with_num_threads(1, LITTLE)?),
        };
        for slot in gone.iter().chain(changed.iter().map(|(slot, _)| slot)) {
            writer.delete_term(Term::from_field_u64(shelf.slot, u64::from(*slot)));
        }
        for (slot, searched) in changed {
            writer.add_document(shelf.document(*slot, searched))?;
        }
        writer.commit()?;
        shelf.reader.reload()?;
        Ok(Self { shelf: Arc::clone(shelf), searcher: shelf.reader.searcher() })
    }

    /// The places of those that have every word: in the name, or its stem in a text. The last word may be the beginning of
    /// one of the name's. `by_slot` tells the place of each slot.
    pub(in crate::snapshot) fn find(
        &self,
        wanted: &[Wanted],
        within: Within,
        by_slot: &Arc<Vec<u32>>,
    ) -> RoaringBitmap {
        if wanted.is_empty() {
            return RoaringBitmap::new();
        }
        let last = wanted.len() - 1;
        let each = wanted.iter().enumerate().map(|(place, word)| self.query(word, place == last, within));
        let places = Places { by_slot: Arc::clone(by_slot) };
        let outcome = self.searcher.search(&BooleanQuery::intersection(each.collect()), &places);
        outcome.unwrap_or_else(|error| {
            tracing::error!(%error, "the index of public texts could not be read");
            RoaringBitmap::new()
        })
    }

    fn query(&self, word: &Wanted, may_go_on: bool, within: Within) -> Box<dyn Query> {
        let mut ways: Vec<Box<dyn Query>> = Vec::new();
        if within != Within::Texts {
            let term = Term::from_field_text(self.shelf.names, &word.folded);
            ways.push(if may_go_on {
                let end = Term::from_field_text(self.shelf.names, &format!("{}\u{10FFFF}", word.folded));
                Box::new(RangeQuery::new(Bound::Included(term), Bound::Excluded(end)))
            } else {
                Box::new(TermQuery::new(term, IndexRecordOption::Basic))
            });
        }
        if within != Within::Names {
            let term = Term::from_field_text(self.shelf.texts, &word.stem);
            ways.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
        }
        Box::new(BooleanQuery::union(ways))
    }

    /// How many candidacies it holds.
    pub(in crate::snapshot) fn len(&self) -> u64 {
        self.searcher.num_docs()
    }
}

impl Shelf {
    fn document(&self, slot: u32, searched: &Searched<'_>) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_u64(self.slot, u64::from(slot));
        for name in searched.names {
            document.add_text(self.names, name);
        }
        for text in &searched.texts {
            document.add_text(self.texts, text);
        }
        document
    }
}

/// Cuts a text by our rule, for the index.
#[derive(Clone)]
struct Cut {
    stems: bool,
}

struct Stream {
    tokens: std::vec::IntoIter<String>,
    token: Token,
}

impl Tokenizer for Cut {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        let stemmer = words::stemmer();
        let folded = words::words(text).map(|(_, word)| words::fold(word));
        let tokens: Vec<String> =
            if self.stems { folded.map(|word| words::stem(&stemmer, &word)).collect() } else { folded.collect() };
        Stream { tokens: tokens.into_iter(), token: Token::default() }
    }
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let Some(text) = self.tokens.next() else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text = text;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Gathers the places of what is found, a bit each: no order has to be put into what comes in that of the slots.
struct Places {
    by_slot: Arc<Vec<u32>>,
}

struct PlacesOfSegment {
    column: Arc<dyn ColumnValues<u64>>,
    by_slot: Arc<Vec<u32>>,
    bits: Vec<u8>,
}

impl Collector for Places {
    type Fruit = RoaringBitmap;
    type Child = PlacesOfSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<PlacesOfSegment> {
        let column = segment.fast_fields().u64(SLOT)?.first_or_default_col(u64::MAX);
        // No place is beyond the last slot: each has one of its own.
        let bits = vec![0; self.by_slot.len().div_ceil(8)];
        Ok(PlacesOfSegment { column, by_slot: Arc::clone(&self.by_slot), bits })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<u8>>) -> tantivy::Result<RoaringBitmap> {
        let both = |mut all: Vec<u8>, bits: Vec<u8>| {
            all.iter_mut().zip(bits).for_each(|(all, bits)| *all |= bits);
            all
        };
        let all = fruits.into_iter().reduce(both).unwrap_or_default();
        Ok(RoaringBitmap::from_lsb0_bytes(0, &all))
    }
}

impl SegmentCollector for PlacesOfSegment {
    type Fruit = Vec<u8>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let slot = usize::try_from(self.column.get_val(doc)).ok();
        // A slot whose candidacy no longer stands has no place.
        let place = slot.and_then(|slot| self.by_slot.get(slot)).map_or(usize::MAX, |place| *place as usize);
        if let Some(bits) = self.bits.get_mut(place / 8) {
            *bits |= 1 << (place % 8);
        }
    }

    fn harvest(self) -> Vec<u8> {
        self.bits
    }
}
