//! The photographs that are shown.

use std::sync::Arc;

use imbl::HashMap;

use super::entry::Entry;

/// How many candidacies show each photograph, by its content name: what two show is there until neither does. A copy
/// shares what it has with the one that it is of.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Photos(HashMap<Arc<str>, usize>);

impl Photos {
    pub(super) fn of(entries: &[Arc<Entry>]) -> Self {
        let mut all = Self::default();
        entries.iter().for_each(|entry| all.put(&entry.photos));
        all
    }

    pub(super) fn put(&mut self, shown: &[Arc<str>]) {
        for name in shown {
            *self.0.entry(Arc::clone(name)).or_default() += 1;
        }
    }

    pub(super) fn take(&mut self, shown: &[Arc<str>]) {
        for name in shown {
            match self.0.get_mut(name) {
                Some(many) if *many > 1 => *many -= 1,
                _ => drop(self.0.remove(name)),
            }
        }
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photograph_that_two_show_is_there_until_neither_does() {
        let name: Arc<str> = "a".into();
        let mut all = Photos::default();
        all.put(&[Arc::clone(&name)]);
        all.put(&[Arc::clone(&name)]);
        let before = all.clone();
        all.take(&[Arc::clone(&name)]);
        assert!(all.contains("a"));
        all.take(&[name]);
        assert!(!all.contains("a") && before.contains("a"));
    }
}
