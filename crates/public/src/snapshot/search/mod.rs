//! Searching by words: how they are cut, their index, and the passages in which they were found.

pub(super) mod passages;
pub(super) mod text;
pub(super) mod words;
