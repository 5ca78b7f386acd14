//! Sorting and small sets for the browser: a stable merge sort and the selection of the first few, both over `dyn` orders.
//!
//! The standard library's sorts are faster on unsorted input, but each type sorted with them costs every reader two
//! kilobytes of code.

/// The numbers from 0 up to `len` in the order that `before` defines: a stable natural merge sort (Knuth, "The Art of
/// Computer Programming", volume 3, 5.2.4), linear on input that is mostly sorted.
fn sorted_indexes(len: usize, before: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..len).collect();
    // Where each ascending run begins; every round merges two by two.
    let mut runs: Vec<usize> = (0..len).filter(|nth| *nth == 0 || before(*nth, nth - 1)).collect();
    let mut merged = Vec::with_capacity(len);
    while runs.len() > 1 {
        merged.clear();
        let mut merged_runs = Vec::with_capacity(runs.len() / 2 + 1);
        for nth in (0..runs.len()).step_by(2) {
            merged_runs.push(merged.len());
            let start = |nth: usize| runs.get(nth).copied().unwrap_or(len);
            let (mut a, middle, end) = (start(nth), start(nth + 1), start(nth + 2));
            let mut b = middle;
            while a < middle || b < end {
                let from_b = b < end && (a == middle || before(sorted[b], sorted[a]));
                let taken = if from_b { &mut b } else { &mut a };
                merged.push(sorted[*taken]);
                *taken += 1;
            }
        }
        std::mem::swap(&mut sorted, &mut merged);
        runs = merged_runs;
    }
    sorted
}

/// The items in the order that `before` defines; stable.
pub(crate) fn sorted<T: Clone>(items: &[T], before: &dyn Fn(&T, &T) -> bool) -> Vec<T> {
    let indexes = sorted_indexes(items.len(), &|a, b| before(&items[a], &items[b]));
    indexes.into_iter().map(|nth| items[nth].clone()).collect()
}

/// The first `count` of the numbers from 0 up to `len` in the order that `before` defines: the beginning of
/// [`sorted_indexes`], in a fraction of its time where few of many are wanted.
fn top_indexes(len: usize, count: usize, before: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut top: Vec<usize> = Vec::new();
    for nth in 0..len {
        if top.len() < count || top.last().is_some_and(|last| before(nth, *last)) {
            let at = top.partition_point(|kept| !before(nth, *kept));
            top.insert(at, nth);
            top.truncate(count);
        }
    }
    top
}

/// The first `count` items in the order that `before` defines; stable.
pub(crate) fn top<T: Clone>(items: &[T], count: usize, before: &dyn Fn(&T, &T) -> bool) -> Vec<T> {
    let indexes = top_indexes(items.len(), count, &|a, b| before(&items[a], &items[b]));
    indexes.into_iter().map(|nth| items[nth].clone()).collect()
}

/// Appends an item unless the list holds it; for lists of a few.
pub(crate) fn push_unique<T: PartialEq>(list: &mut Vec<T>, item: T) {
    index_or_push(list, item);
}

/// The index of an item, which is appended where the list lacks it; for lists of a few.
pub(crate) fn index_or_push<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    let at = list.iter().position(|known| *known == item);
    at.unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use super::{sorted, top};
    use crate::random::Random;

    /// Pairs of a random key and a serial number: many keys are equal, so stability shows.
    fn items(seed: u64, len: usize, keys: usize) -> Vec<(usize, usize)> {
        let mut random = Random(seed);
        (0..len).map(|nth| (random.below(keys), nth)).collect()
    }

    #[test]
    fn both_agree_with_the_standard_librarys_stable_sort() {
        for (seed, len) in (0..40).flat_map(|seed| [0, 1, 2, 3, 7, 64, 257].map(|len| (seed, len))) {
            for keys in [1, 3, 1000] {
                let mut input = items(seed, len, keys);
                if seed % 4 == 0 {
                    // Long ascending runs, as merged postings have.
                    input[..len / 2].sort_unstable();
                }
                let mut expected = input.clone();
                expected.sort_by_key(|item| item.0);
                let before = |a: &(usize, usize), b: &(usize, usize)| a.0 < b.0;
                assert_eq!(sorted(&input, &before), expected);
                for count in [0, 1, 10, len, len + 1] {
                    assert_eq!(top(&input, count, &before), expected[..count.min(len)]);
                }
            }
        }
    }
}
