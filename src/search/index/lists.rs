//! Many short lists in two long ones: the items one after the other, and where each list ends. An allocation for each list
//! would take the browser three times the room.

use std::ops::Range;

use crate::search::number::index32;

/// Lists of numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Appends a list.
    pub fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.items.extend(list);
        self.ends.push(index32(self.items.len()));
    }

    /// The number of lists.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no list.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The list with this index; empty where there is none.
    pub fn get(&self, nth: usize) -> &[u32] {
        span(&self.ends, nth).and_then(|span| self.items.get(span)).unwrap_or(&[])
    }
}

/// The range of the list with this index, given where each list ends.
pub(crate) fn span(ends: &[u32], nth: usize) -> Option<Range<usize>> {
    let start = nth.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied())?;
    Some(start as usize..*ends.get(nth)? as usize)
}
