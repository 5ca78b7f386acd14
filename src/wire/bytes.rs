//! Numbers, texts and lists as bytes, and back. A number is a variable-length integer (LEB128): seven bits a byte, the lowest
//! first.
//!
//! Reading trusts nothing: every length is compared with the bytes that are left before anything is allocated for it.

use super::WireError;

/// Bytes being written.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
}

#[cfg(not(target_arch = "wasm32"))]
impl Writer {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn number(&mut self, number: u32) {
        self.long(u64::from(number));
    }

    /// Writes a number of up to 35 bits.
    pub(super) fn long(&mut self, number: u64) {
        let mut rest = number;
        while rest > 0x7F {
            self.bytes.push((rest & 0x7F) as u8 | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest as u8);
    }

    /// Writes a length or an index. No part comes near four thousand million of anything.
    pub(super) fn size(&mut self, size: usize) {
        self.number(u32::try_from(size).unwrap_or(u32::MAX));
    }

    pub(super) fn text(&mut self, text: &str) {
        self.size(text.len());
        self.bytes(text.as_bytes());
    }

    /// Writes a form front coded: the length of the prefix it shares with the form before, and the rest.
    pub(super) fn front_coded(&mut self, before: &str, form: &str) {
        let common = before.chars().zip(form.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8());
        let shared: usize = common.sum();
        self.size(shared);
        self.text(&form[shared..]);
    }
}

/// Bytes being read.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The bytes that are left.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// An error where bytes are left.
    pub(super) fn end(&self) -> Result<(), WireError> {
        if self.rest.is_empty() { Ok(()) } else { Err(WireError::Damaged) }
    }

    pub(super) fn bytes(&mut self, len: usize) -> Result<&'a [u8], WireError> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or(WireError::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, WireError> {
        let (first, rest) = self.rest.split_first().ok_or(WireError::Truncated)?;
        self.rest = rest;
        Ok(*first)
    }

    pub(super) fn number(&mut self) -> Result<u32, WireError> {
        u32::try_from(self.long()?).map_err(|_| WireError::Damaged)
    }

    /// A number of up to 35 bits.
    pub(super) fn long(&mut self) -> Result<u64, WireError> {
        let mut number = 0_u64;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(WireError::Damaged)
    }

    /// The length of a list whose items take at least one byte each.
    pub(super) fn count(&mut self) -> Result<usize, WireError> {
        let count = self.number()? as usize;
        if count > self.rest.len() { Err(WireError::Truncated) } else { Ok(count) }
    }

    /// An index into a list of this length.
    pub(super) fn index(&mut self, len: usize) -> Result<usize, WireError> {
        let index = self.number()? as usize;
        if index < len { Ok(index) } else { Err(WireError::Damaged) }
    }

    pub(super) fn text(&mut self) -> Result<String, WireError> {
        let len = self.count()?;
        let text = std::str::from_utf8(self.bytes(len)?).map_err(|_| WireError::Damaged)?;
        Ok(text.to_owned())
    }

    /// A front-coded form; it must sort after the form before.
    pub(super) fn front_coded(&mut self, before: &str) -> Result<String, WireError> {
        let shared = self.number()? as usize;
        let mut form = before.get(..shared).ok_or(WireError::Damaged)?.to_owned();
        form.push_str(&self.text()?);
        if form.as_str() > before { Ok(form) } else { Err(WireError::Damaged) }
    }

    /// A list with its length in front.
    pub(super) fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, WireError>,
    ) -> Result<Vec<T>, WireError> {
        let count = self.count()?;
        let mut list = Vec::new();
        for _ in 0..count {
            list.push(item(self)?);
        }
        Ok(list)
    }
}
