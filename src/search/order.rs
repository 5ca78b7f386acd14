//! The one sort of this module. The standard library's are faster on what is wholly unsorted, and each kind of item sorted
//! with them costs every reader two kilobytes.

/// The numbers from 0 up to `len`, sorted as `before` has it: stable, and in linear time where they mostly are already.
pub(super) fn order(len: usize, before: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..len).collect();
    let mut starts: Vec<usize> = (0..len).filter(|nth| *nth == 0 || before(*nth, nth - 1)).collect();
    let mut merged = Vec::with_capacity(len);
    while starts.len() > 1 {
        merged.clear();
        let mut joined = Vec::with_capacity(starts.len() / 2 + 1);
        for nth in (0..starts.len()).step_by(2) {
            joined.push(merged.len());
            let start = |nth: usize| starts.get(nth).copied().unwrap_or(len);
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
        starts = joined;
    }
    sorted
}

/// The items, sorted as `before` has it: stable.
pub(super) fn sorted<T: Clone>(items: &[T], before: &dyn Fn(&T, &T) -> bool) -> Vec<T> {
    let order = order(items.len(), &|a, b| before(&items[a], &items[b]));
    order.into_iter().map(|nth| items[nth].clone()).collect()
}

/// The first so many numbers from 0 up to `len`, sorted as `before` has it: what [`order`] would begin with, in a fraction of its
/// time where few of many are wanted.
fn first_in_order(len: usize, count: usize, before: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut first: Vec<usize> = Vec::new();
    for nth in 0..len {
        if first.len() < count || first.last().is_some_and(|last| before(nth, *last)) {
            let at = first.partition_point(|kept| !before(nth, *kept));
            first.insert(at, nth);
            first.truncate(count);
        }
    }
    first
}

/// The first so many of the items, sorted as `before` has it: stable.
pub(super) fn first<T: Clone>(items: &[T], count: usize, before: &dyn Fn(&T, &T) -> bool) -> Vec<T> {
    let first = first_in_order(items.len(), count, &|a, b| before(&items[a], &items[b]));
    first.into_iter().map(|nth| items[nth].clone()).collect()
}

/// Adds what is not there yet. For lists of a few.
pub(super) fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    place_of(list, item);
}

/// The place of an item, which is added where it is not there yet. For lists of a few.
pub(super) fn place_of<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    let at = list.iter().position(|known| *known == item);
    at.unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    })
}
