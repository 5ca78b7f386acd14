//! Days as people and programs write them.
//!
//! `2024-05-31`, with a time behind it or not; `2024/05/31`; `31.05.2024`; `3 June 2024`, `June 3rd, 2024`, `Mon, 03 Jun 2024 09:00:00 GMT`,
//! with the months of six languages. `03/04/2024` is the third of April or the fourth of March, and no day at all; `31/05/2024` is one.
//!
//! Not here: relative days, such as "yesterday", and the day of a file.

use crate::transcript::Date;

/// The first letters of each month, as many as tell them apart, in English, German, French, Spanish, Italian and Portuguese.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

/// The day that a text begins with or consists of; `None` where it is none, or may be two.
pub(in crate::import) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(date) = text.get(..10).and_then(Date::parse) {
        return (!text[10..].starts_with(|c: char| c.is_ascii_digit())).then_some(date);
    }
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .collect();
    numeric(words.first()?).or_else(|| with_month(&words))
}

/// `2024/05/31`, `2024.05.31`, `31.05.2024`, `31/05/2024`, `20240531`.
fn numeric(word: &str) -> Option<Date> {
    if word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return day(word[..4].parse().ok()?, word[4..6].parse().ok()?, word[6..].parse().ok()?);
    }
    let separator = word.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<u32> = word.split(separator).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [year, month, of_month] if year > 31 => day(year, month, of_month),
        [of_month, month, year] if separator == '.' && year > 31 => day(year, month, of_month),
        [of_month, month, year] if of_month > 12 || of_month == month => day(year, month, of_month),
        [month, of_month, year] if of_month > 12 => day(year, month, of_month),
        _ => None,
    }
}

/// Words with a month's name, a day and a year among them, in any order.
fn with_month(words: &[&str]) -> Option<Date> {
    let month = words.iter().take(5).find_map(|word| month(word))?;
    let numbers: Vec<u32> = words.iter().take(6).filter_map(|word| number(word)).collect();
    let year = numbers.iter().copied().find(|number| (1900..=2200).contains(number))?;
    let of_month = numbers.iter().copied().find(|number| (1..=31).contains(number))?;
    day(year, month, of_month)
}

/// The number of a month, from 1.
fn month(word: &str) -> Option<u32> {
    let lower = word.to_lowercase();
    let is_of = |names: &[&str]| names.iter().any(|name| lower.starts_with(name));
    let is_word = lower.trim_end_matches('.').chars().all(char::is_alphabetic) && lower.chars().count() >= 3;
    let at = MONTHS.iter().position(|names| is_of(names)).filter(|_| is_word)?;
    u32::try_from(at + 1).ok()
}

/// `3`, `3.`, `3rd`, `1er`.
fn number(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic() || matches!(c, '.' | 'º' | '°'));
    (!digits.is_empty() && word.len() - digits.len() <= 3).then(|| digits.parse().ok())?
}

fn day(year: u32, month: u32, of_month: u32) -> Option<Date> {
    Date::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(of_month).ok()?)
}
