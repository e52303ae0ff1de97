//! A contest with everybody who stands in it, in full: there is no cap, and one neutral order for all.

use std::collections::BTreeMap;

use contract::public::{ComparedQuestion, ComparedSection, Contender, Contest, ContestCard, Contests, Filter, Order};
use domain::{
    candidacy::Kind,
    election::{Office, Territory},
    questionnaire,
};
use roaring::RoaringBitmap;

use super::{
    Snapshot,
    entry::Entry,
    filters::{contest_key, contests},
};
use config::Configuration;

impl Snapshot {
    /// Every contest of the election, with how many stand and how many have published.
    #[must_use]
    pub fn contests(&self, config: &Configuration) -> Contests {
        let items = contests(&config.election).map(|(office, territory)| self.contest_card(office, territory));
        Contests { items: items.collect() }
    }

    fn standing(&self, office: &Office, territory: &Territory) -> RoaringBitmap {
        let key = contest_key(office.key.as_str(), territory.id.as_str());
        self.bitmaps.option(&self.catalog, Filter::Contest, &key).cloned().unwrap_or_default()
    }

    fn contest_card(&self, office: &Office, territory: &Territory) -> ContestCard {
        let standing = self.standing(office, territory);
        let published = self.bitmaps.option(&self.catalog, Filter::Published, "yes");
        let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        ContestCard {
            key: contest_key(office.key.as_str(), territory.id.as_str()),
            office: office.key.clone(),
            office_name: office.name.clone(),
            territory: territory.id.clone(),
            territory_name: territory.name.clone(),
            by_list: office.list_positions.is_some(),
            candidacies: count(standing.len()),
            published: count(published.map_or(0, |published| published.intersection_len(&standing))),
        }
    }

    /// A contest with all of its candidacies. None when that office is not elected there.
    #[must_use]
    pub fn contest(&self, config: &Configuration, office: &str, territory: &str) -> Option<Contest> {
        let of =
            |(known, place): &(&Office, &Territory)| known.key.as_str() == office && place.id.as_str() == territory;
        let (office, territory) = contests(&config.election).find(of)?;
        let by_list = office.list_positions.is_some();
        let standing = self.standing(office, territory);
        // A vote is for a party's list or for one formula. Places are by surnames.
        let mut groups: BTreeMap<[&str; 2], Vec<(u32, &Entry)>> = BTreeMap::new();
        for place in &standing {
            let entry: &Entry = &self.entries[place as usize];
            let card = &entry.profile.card;
            let formula = match card.formula.as_str() {
                _ if by_list => "",
                // Without one, everybody stands for themselves.
                "" => card.slug.as_str(),
                formula => formula,
            };
            groups.entry([card.nominator.as_str(), formula]).or_default().push((place, entry));
        }
        let mut contenders: Vec<Vec<(u32, &Entry)>> = groups.into_values().collect();
        for members in &mut contenders {
            members.sort_by_key(|(place, entry)| {
                let card = &entry.profile.card;
                (card.list_position.unwrap_or(u8::MAX), card.kind == Kind::Substitute, *place)
            });
        }
        // By surnames of the owner, who is the first, within the nominator's place.
        contenders.sort_by_key(|members| members.first().map(|(place, entry)| (entry.rank, *place)));
        let contenders: Vec<Contender> = contenders.iter().filter_map(|members| contender(members)).collect();
        let mut contest = Contest {
            contest: self.contest_card(office, territory),
            order_rule: Order::Party.label().to_owned(),
            contenders,
            sections: Vec::new(),
        };
        contest.sections = sections(config, &contest);
        Some(contest)
    }
}

fn contender(members: &[(u32, &Entry)]) -> Option<Contender> {
    let (_, first) = members.first()?;
    let card = &first.profile.card;
    Some(Contender {
        nominator: card.nominator.clone(),
        nominator_name: card.nominator_name.clone(),
        members: card.members.clone(),
        candidacies: members.iter().map(|(_, entry)| entry.profile.clone()).collect(),
    })
}

/// The public sections and questions, each with how many answer it. Of identity, only where somebody consented.
fn sections(config: &Configuration, contest: &Contest) -> Vec<ComparedSection> {
    let answered = |key| {
        let shown = contest.candidacies().filter_map(|profile| profile.published.as_ref());
        shown.filter(|published| published.answers.contains_key(key)).count()
    };
    let public = config.election.sections().filter(|(_, section)| !section.statistics_only);
    let compared = public.filter_map(|(part, section)| {
        let questions = section.questions.iter().filter(|question| question.kind != questionnaire::Kind::Photo);
        let questions: Vec<ComparedQuestion> = questions
            .map(|question| ComparedQuestion {
                key: question.key.clone(),
                label: question.label.clone(),
                answered: answered(&question.key),
            })
            .collect();
        let some = questions.iter().any(|question| question.answered > 0);
        let is_shown = !questions.is_empty() && (part == questionnaire::Part::Curricular || some);
        is_shown.then(|| ComparedSection { key: section.key.clone(), part, title: section.title.clone(), questions })
    });
    compared.collect()
}
