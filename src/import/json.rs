//! What the readers of JSON formats have in common: values as times, labels and addresses, and an account of which texts were taken.
//!
//! Services write the same words at several places: the whole text, the segments, the words. A reader takes one of them, and the
//! [`Reading`] remembers which. What stands in the other places is compared with what is said: words that are said too are repeats, and
//! the others are left out and said so. So nothing is lost where one place has more than another.
//!
//! Not here: which key means what (the readers), and the count of the words ([`super::count`]).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use serde_json::Value;

use super::Given;
use super::captions;
use super::draft::{Draft, Speech, Voice, clean};
use super::input::Input;
use super::report::Report;
use crate::language::script::is_unspaced;
use crate::transcript::{Date, Millis, Problem};

/// The longest time that is believed: a thousand hours.
const MAX_MILLIS: f64 = 3_600_000_000.0;

/// The most seconds of a segment on average.
const MAX_SECONDS: u64 = 60;

/// The items of a list that are looked at to recognise a format.
const LOOKED_AT: usize = 50;

/// What the number of a time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Millis,
    /// A hundred nanoseconds, as Microsoft counts.
    Ticks,
}

/// A place in a file: the segment with a number, from 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    kind: &'static str,
    nth: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.nth + 1)
    }
}

/// What the times of segments count: whole numbers that lie a minute apart on average are milliseconds.
pub(super) fn unit_of(segments: &Value) -> Unit {
    let times = |segment: &Value| Some((segment["start"].as_u64()?, segment["end"].as_u64()?));
    let times: Option<Vec<(u64, u64)>> = list(segments).iter().map(times).collect();
    let lengths = times.iter().flatten().map(|(start, end)| end.saturating_sub(*start));
    let is_millis =
        times.iter().flatten().count() > 0 && lengths.sum::<u64>() > MAX_SECONDS * list(segments).len() as u64;
    if is_millis { Unit::Millis } else { Unit::Seconds }
}

/// The text as JSON.
pub(super) fn root<'a>(input: &'a Input<'_>) -> Result<&'a Value, Problem> {
    input.json().ok_or_else(|| Problem::error(0..0, "no JSON"))
}

/// The items of a list; none where it is no list.
pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Whether one of the first items of a list is as a format has them.
pub(super) fn any(value: &Value, is_so: impl Fn(&Value) -> bool) -> bool {
    list(value).iter().take(LOOKED_AT).any(is_so)
}

/// The label that a value is: a bare number or letter stands for a speaker.
pub(super) fn voice(value: &Value) -> Voice {
    let label = match value {
        Value::Number(number) => match number.as_f64() {
            Some(number) if number >= 0.0 && number.fract() == 0.0 => format!("{number}"),
            _ => return Voice::Unknown,
        },
        Value::String(label) => clean(label),
        _ => return Voice::Unknown,
    };
    let is_number = label.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = label.chars().count() == 1 && label.chars().all(char::is_alphabetic);
    match label.is_empty() {
        true => Voice::Unknown,
        false if is_number || is_letter => Voice::Labelled(format!("Speaker {label}")),
        false => Voice::Labelled(label),
    }
}

/// The label of a channel of the recording.
pub(super) fn channel(value: &Value) -> Voice {
    match (value.as_u64(), value.as_str().map(clean)) {
        (Some(number), _) => Voice::Labelled(format!("Channel {number}")),
        (None, Some(label)) if !label.is_empty() => {
            let number = label.strip_prefix("ch_").or_else(|| label.strip_prefix("channel_")).unwrap_or(&label);
            let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
            Voice::Labelled(if is_number { format!("Channel {number}") } else { label })
        }
        _ => Voice::Unknown,
    }
}

/// The address of something on the web. One with a signature is somebody's own, and ends after a while.
pub(super) fn address(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    let is_signed = ["Signature=", "signature=", "Expires=", "X-Amz-", "X-Goog-", "sig=", "token="]
        .iter()
        .any(|mark| text.contains(mark));
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    (is_address && !is_signed).then(|| text.to_owned())
}

/// A text that is not empty.
pub(super) fn field(value: &Value) -> Option<String> {
    value.as_str().map(clean).filter(|text| !text.is_empty())
}

/// A day: written as ISO 8601, or in milliseconds since 1970.
pub(super) fn day(value: &Value) -> Option<Date> {
    match value {
        Value::String(text) => text.get(..10).and_then(Date::parse),
        Value::Number(number) => Date::from_days(number.as_i64()?.div_euclid(86_400_000)),
        _ => None,
    }
}

/// A time: a number, a number in a text, with `s` behind it, of a clock, of ISO 8601 (`PT1M2.5S`), or seconds and nanoseconds.
fn moment(value: &Value, unit: Unit) -> Option<Millis> {
    match value {
        Value::Number(number) => millis(number.as_f64()?, unit),
        Value::String(text) => written_moment(text.trim(), unit),
        Value::Object(parts) => {
            let part = |key: &str| match parts.get(key) {
                Some(Value::String(text)) => text.trim().parse().ok(),
                Some(value) => value.as_f64(),
                None => Some(0.0),
            };
            let is_known = parts.is_empty() || parts.contains_key("seconds") || parts.contains_key("nanos");
            let seconds = part("seconds").zip(part("nanos")).filter(|_| is_known);
            seconds.and_then(|(seconds, nanos): (f64, f64)| millis(seconds + nanos / 1e9, Unit::Seconds))
        }
        _ => None,
    }
}

fn written_moment(text: &str, unit: Unit) -> Option<Millis> {
    if let Ok(number) = text.parse() {
        return millis(number, unit);
    }
    if let Some(duration) = text.strip_prefix("PT") {
        return iso_duration(duration);
    }
    match text.strip_suffix('s') {
        Some(seconds) => millis(seconds.trim().parse().ok()?, Unit::Seconds),
        None => captions::time(text).filter(|_| text.contains(':')),
    }
}

/// What stands behind `PT`: hours, minutes and seconds.
fn iso_duration(text: &str) -> Option<Millis> {
    let mut seconds = 0.0;
    let mut rest = text;
    while !rest.is_empty() {
        let at = rest.find(['H', 'M', 'S'])?;
        let number: f64 = rest.get(..at)?.parse().ok()?;
        let factor = match rest.as_bytes().get(at) {
            Some(b'H') => 3600.0,
            Some(b'M') => 60.0,
            _ => 1.0,
        };
        seconds += number * factor;
        rest = rest.get(at + 1..)?;
    }
    millis(seconds, Unit::Seconds).filter(|_| !text.is_empty())
}

fn millis(number: f64, unit: Unit) -> Option<Millis> {
    let millis = match unit {
        Unit::Seconds => number * 1000.0,
        Unit::Millis => number,
        Unit::Ticks => number / 10_000.0,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and a thousand hours")]
    (0.0..=MAX_MILLIS).contains(&millis).then(|| Millis(millis.round() as u64))
}

/// What is wrong at places of one kind.
#[derive(Debug, Clone)]
struct Damage {
    places: usize,
    first: String,
    found: String,
}

/// A file that is being read, and which of its texts were taken.
pub(super) struct Reading<'r> {
    report: &'r mut Report,
    /// The addresses of the texts that were taken.
    taken: BTreeSet<usize>,
    /// Texts that were taken in order to be compared, by where they stand.
    repeats: BTreeMap<&'static str, Vec<String>>,
    damage: BTreeMap<&'static str, Damage>,
}

impl<'r> Reading<'r> {
    pub(super) fn new(report: &'r mut Report) -> Self {
        Self { report, taken: BTreeSet::new(), repeats: BTreeMap::new(), damage: BTreeMap::new() }
    }

    /// The objects of a list, with their places. What else is in the list is reported.
    pub(super) fn objects<'v>(&mut self, value: &'v Value, kind: &'static str) -> Vec<(Place, &'v Value)> {
        if !value.is_null() && !value.is_array() {
            self.damaged("is no list", Place { kind, nth: 0 }, value);
        }
        let places = list(value).iter().enumerate().map(|(nth, item)| (Place { kind, nth }, item));
        let (objects, others): (Vec<_>, Vec<_>) = places.partition(|(_, item)| item.is_object());
        for (place, other) in others {
            self.damaged("is no object", place, other);
        }
        objects
    }

    /// A text that will be said. `None` where there is none; anything else is reported.
    pub(super) fn text<'v>(&mut self, value: &'v Value, place: Place) -> Option<&'v str> {
        match value {
            Value::String(text) => {
                self.take(text);
                Some(text)
            }
            Value::Null => None,
            other => {
                self.damaged("has a text that is none", place, other);
                self.leave_out_items(other);
                None
            }
        }
    }

    /// The texts of a list that stands where a text should.
    fn leave_out_items(&mut self, value: &Value) {
        for item in list(value) {
            match item {
                Value::String(text) => self.leave_out("a list where a text should be", text),
                other => self.leave_out_items(other),
            }
        }
    }

    /// A time. `None` where there is none; anything else is reported.
    pub(super) fn time(&mut self, value: &Value, unit: Unit, place: Place) -> Option<Millis> {
        let time = moment(value, unit);
        if time.is_none() && !value.is_null() {
            self.damaged("has a time that cannot be read", place, value);
        }
        time
    }

    /// The times at which something begins and ends; an end before the beginning is reported, and none.
    pub(super) fn times(
        &mut self,
        start: &Value,
        end: &Value,
        unit: Unit,
        place: Place,
    ) -> (Option<Millis>, Option<Millis>) {
        let times = (self.time(start, unit, place), self.time(end, unit, place));
        match times {
            (Some(start), Some(before)) if before < start => {
                self.damaged("ends before it begins", place, end);
                (Some(start), None)
            }
            times => times,
        }
    }

    /// Says that a place cannot be used as it stands. Of many such places the first is named.
    pub(super) fn damaged(&mut self, what: &'static str, place: Place, found: &Value) {
        let first =
            || Damage { places: 0, first: place.to_string(), found: found.to_string().chars().take(60).collect() };
        self.damage.entry(what).or_insert_with(first).places += 1;
    }

    /// A text is accounted for by the reader.
    pub(super) fn take(&mut self, text: &str) {
        if !text.is_empty() {
            self.taken.insert(text.as_ptr().addr());
        }
    }

    /// A text is a mark, a name or a field.
    pub(super) fn used(&mut self, text: &str) {
        self.take(text);
        self.report.used(text);
    }

    /// A part of a text that was taken is to be compared with what is said.
    pub(super) fn repeats(&mut self, where_it_stands: &'static str, text: impl Into<String>) {
        self.repeats.entry(where_it_stands).or_default().push(text.into());
    }

    /// A text is not in the episode, and why.
    pub(super) fn leave_out(&mut self, what: &'static str, text: &str) {
        self.take(text);
        self.report.leave_out(0..0, what, text);
    }

    /// All texts below a value that stand under a key are not in the episode, and why.
    pub(super) fn leave_out_all(&mut self, what: &'static str, value: &Value, keys: &[&str]) {
        let mut found = BTreeMap::new();
        gather(value, "", &mut Vec::new(), keys, &mut found);
        for texts in found.values() {
            texts.iter().for_each(|text| self.take(text));
            self.report.leave_out(0..0, what, &texts.join(" "));
        }
    }

    /// The speeches as a draft. `keys` are those whose texts are counted: whatever stands there and was not taken is compared with them.
    pub(super) fn draft(mut self, root: &Value, keys: &[&str], given: &Given, mut speeches: Vec<Speech>) -> Draft {
        self.compare(root, keys, &speeches);
        for (what, Damage { places, first, found }) in std::mem::take(&mut self.damage) {
            let more = if places > 1 { format!(" ({} more like it)", places - 1) } else { String::new() };
            self.report.push(Problem::warning(0..0, format!("{first} {what}{more}")).found(found));
        }
        if given.carries_voices {
            speeches
                .iter_mut()
                .filter(|speech| speech.voice == Voice::Unknown)
                .for_each(|speech| speech.voice = Voice::Same);
        }
        Draft::cued(speeches)
    }

    fn compare(&mut self, root: &Value, keys: &[&str], speeches: &[Speech]) {
        let mut said: HashMap<String, usize> = HashMap::new();
        for word in speeches.iter().flat_map(|speech| runs(&speech.text)) {
            *said.entry(word.to_lowercase()).or_default() += 1;
        }
        let mut found = BTreeMap::new();
        gather(root, "", &mut Vec::new(), keys, &mut found);
        for texts in found.values() {
            let others: Vec<&str> =
                texts.iter().copied().filter(|text| !self.taken.contains(&text.as_ptr().addr())).collect();
            compare_level(&others, &said, self.report);
        }
        for texts in std::mem::take(&mut self.repeats).values() {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            compare_level(&texts, &said, self.report);
        }
    }
}

/// Accounts for the texts of one level of a file, all of whose words should be said once.
fn compare_level(texts: &[&str], said: &HashMap<String, usize>, report: &mut Report) {
    let mut rest = said.clone();
    for text in texts {
        let words = runs(text);
        let is_other = words.iter().filter(|word| !said.contains_key(&word.to_lowercase())).count() * 2 > words.len();
        if is_other {
            report.leave_out(0..0, "words beside the transcript", text);
            continue;
        }
        let (again, missing): (Vec<&str>, Vec<&str>) = words.into_iter().partition(|word| {
            let count = rest.get_mut(&word.to_lowercase()).filter(|count| **count > 0);
            count.map(|count| *count -= 1).is_some()
        });
        report.used(&again.join(" "));
        if !missing.is_empty() {
            report.leave_out(0..0, "words beside the transcript", &missing.join(" "));
        }
    }
}

/// The words of a text as they are counted.
pub(super) fn runs(text: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    for run in text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()) {
        let mut from = 0;
        for (at, c) in run.char_indices().filter(|(_, c)| is_unspaced(*c)) {
            runs.extend(run.get(from..at).filter(|before| !before.is_empty()));
            runs.extend(run.get(at..at + c.len_utf8()));
            from = at + c.len_utf8();
        }
        runs.extend(run.get(from..).filter(|rest| !rest.is_empty()));
    }
    runs
}

/// The texts below a value that stand under some keys, by the keys above them. A list has the key that it stands under.
fn gather<'v>(
    value: &'v Value,
    key: &str,
    above: &mut Vec<&'v str>,
    keys: &[&str],
    found: &mut BTreeMap<String, Vec<&'v str>>,
) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                above.push(key);
                gather(value, key, above, keys, found);
                above.pop();
            }
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, key, above, keys, found)),
        Value::String(text) if keys.contains(&key) => found.entry(above.join(".")).or_default().push(text),
        _ => {}
    }
}
