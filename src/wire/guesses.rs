//! `guesses/<n>.bin`: a shard of the forms by what survives a slip.
//!
//! ```text
//! count, then for each key, sorted: the key as text, forms: count, then for each, sorted:
//!   bytes shared with the form before, the rest of it as text
//! ```

use super::WireError;
use super::bytes::Reader;
#[cfg(not(target_arch = "wasm32"))]
use super::bytes::Writer;
use crate::search::Guesses;

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn encode(guesses: &Guesses, out: &mut Writer) {
    out.size(guesses.entries.len());
    for (key, forms) in &guesses.entries {
        out.text(key);
        out.size(forms.len());
        let mut before = "";
        for form in forms {
            out.front_coded(before, form);
            before = form;
        }
    }
}

pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Guesses, WireError> {
    let mut last = String::new();
    let entries = reader.list(|reader| {
        let key = reader.text()?;
        if key <= last {
            return Err(WireError::Damaged);
        }
        last.clone_from(&key);
        let mut before = String::new();
        let forms = reader.list(|reader| {
            let form = reader.front_coded(&before)?;
            before.clone_from(&form);
            Ok(form)
        })?;
        Ok((key, forms))
    })?;
    Ok(Guesses { entries })
}
