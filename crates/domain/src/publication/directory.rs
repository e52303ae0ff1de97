//! How the public finds candidacies: which questions it may filter by and search in, and the bands of age.

use serde::{Deserialize, Serialize};

use crate::ids::QuestionKey;

/// How the public finds candidacies. Each institute says so in its data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DirectoryRules {
    /// The question of the highest degree, one option of several; none, and nobody is filtered by it.
    pub degree: Option<QuestionKey>,
    /// The questions of motives that are searched.
    pub motives: Vec<QuestionKey>,
    /// The questions of proposals that are searched.
    pub proposals: Vec<QuestionKey>,
    /// The bands of age, from the youngest.
    pub age_bands: Vec<AgeBand>,
}

impl Default for DirectoryRules {
    fn default() -> Self {
        let band = |from, until| AgeBand { from, until };
        let age_bands =
            vec![band(18, Some(29)), band(30, Some(39)), band(40, Some(49)), band(50, Some(59)), band(60, None)];
        Self { degree: None, motives: Vec::new(), proposals: Vec::new(), age_bands }
    }
}

/// Ages in whole years on the election's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AgeBand {
    /// The first age.
    pub from: i16,
    /// The last age; none, and there is no last.
    pub until: Option<i16>,
}

impl AgeBand {
    /// Its key in addresses: `18-29`, `60-or-more`.
    #[must_use]
    pub fn key(&self) -> String {
        self.until.map_or_else(|| format!("{}-or-more", self.from), |until| format!("{}-{until}", self.from))
    }

    /// What the screen says.
    #[must_use]
    pub fn label(&self) -> String {
        match self.until {
            Some(until) => format!("De {} a {until} años", self.from),
            None => format!("{} años o más", self.from),
        }
    }

    /// Whether an age is in it.
    #[must_use]
    pub fn holds(&self, age: i16) -> bool {
        age >= self.from && self.until.is_none_or(|until| age <= until)
    }
}

/// Whether bands follow one another without a gap from at most the least age, and only the last has no end.
#[must_use]
pub fn bands_cover(bands: &[AgeBand], minimum_age: i16) -> bool {
    let starts = bands.first().is_some_and(|first| first.from <= minimum_age);
    let ends = bands.last().is_some_and(|last| last.until.is_none());
    let orderly = bands.iter().all(|band| band.until.is_none_or(|until| until >= band.from));
    let follow = bands.windows(2).all(|pair| pair[0].until.is_some_and(|until| until + 1 == pair[1].from));
    starts && ends && orderly && follow
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bands_of_age_leave_nobody_out() {
        let bands = DirectoryRules::default().age_bands;
        assert!(bands_cover(&bands, 18));
        assert!(!bands_cover(&bands, 17) && !bands_cover(&bands[..4], 18) && !bands_cover(&bands[1..], 18));
        assert_eq!((bands[0].key(), bands[4].key()), ("18-29".to_owned(), "60-or-more".to_owned()));
        for age in 18..=110 {
            assert_eq!(bands.iter().filter(|band| band.holds(age)).count(), 1, "{age}");
        }
        let gap = [AgeBand { from: 18, until: Some(29) }, AgeBand { from: 31, until: None }];
        assert!(!bands_cover(&gap, 18));
    }
}
