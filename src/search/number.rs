//! Numbers as the index holds them: 32 bits wide.

/// A count or an index in 32 bits. A library of more than four thousand million answers, words or bytes does not fit into
/// memory, so the value is never cut.
pub(crate) fn index32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
