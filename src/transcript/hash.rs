//! The FNV-1a hash, and hexadecimal digits. FNV-1a detects damage and distributes keys; it gives no protection against an
//! attacker.
//!
//! Method: Fowler, Noll and Vo, "The FNV Non-Cryptographic Hash Algorithm" (draft-eastlake-fnv).

/// The FNV-1a hash of some bytes, in 32 bits.
pub fn fnv1a_32(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The FNV-1a hash of some bytes, in 64 bits.
pub fn fnv1a_64(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// The first `len` bytes of a hash as lower-case hexadecimal digits, two for each byte.
pub fn hex(hash: &[u8], len: usize) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    hash.iter().take(len).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
