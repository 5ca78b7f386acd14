//! Random numbers that are the same in every run: the one generator of the generated inputs, in `src` as well.
//!
//! Not here: what is generated. Each test adds the functions for that in an `impl Random` of its own.

/// A SplitMix64 generator; the number is its seed. Source: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number from 0 up to, and without, `limit`; 0 if that is 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }
}
