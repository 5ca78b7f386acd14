//! Times in a recording, in whole milliseconds, with the one parser and printer of them.
//!
//! Not here: calendar dates ([`super::Date`]).

use std::fmt;

/// Milliseconds from the start of a recording. `Display` writes the shortest form: `12:34`, `1:02:03`, `0:07.250`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub u64);

impl Millis {
    /// The time written as `m:ss` or `h:mm:ss`, either with a fraction of one to three digits after a dot. `None` for any
    /// other text, including seconds over 59 and, after hours, minutes over 59.
    pub fn parse(text: &str) -> Option<Self> {
        let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str, max: usize| {
            (!part.is_empty() && part.len() <= max && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse().ok())?
        };
        let parts: Vec<u64> = clock.split(':').map(|part| digits(part, 4)).collect::<Option<_>>()?;
        let (hours, minutes, seconds) = match parts[..] {
            [minutes, seconds] => (0, minutes, seconds),
            [hours, minutes, seconds] if minutes < 60 => (hours, minutes, seconds),
            _ => return None,
        };
        let fraction_millis = digits(fraction, 3)? * 10_u64.pow(3 - u32::try_from(fraction.len()).ok()?);
        (seconds < 60).then_some(Self(((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction_millis))
    }
}

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (secs, millis) = (self.0 / 1000, self.0 % 1000);
        let (hours, minutes, seconds) = (secs / 3600, secs / 60 % 60, secs % 60);
        if hours > 0 {
            write!(f, "{hours}:{minutes:02}:{seconds:02}")?;
        } else {
            write!(f, "{minutes}:{seconds:02}")?;
        }
        if millis > 0 { write!(f, ".{millis:03}") } else { Ok(()) }
    }
}
