//! Calendar dates.
//!
//! Not here: the clock. Nothing in this file knows which day is today.

use std::fmt;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day of the proleptic Gregorian calendar, in the years 1 to 9999. `Display` writes ISO 8601: `2022-03-20`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The date; `None` if the calendar has no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        ((1..=days).contains(&day) && (1..=9999).contains(&year)).then_some(Self { year, month, day })
    }

    /// The date written as `YYYY-MM-DD`; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let shape = parts.next().is_none() && (year.len(), month.len(), day.len()) == (4, 2, 2);
        if !shape || !text.bytes().all(|b| b == b'-' || b.is_ascii_digit()) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The date that is `days` days after 1 January 1970; `None` before the year 1 and after the year 9999.
    ///
    /// Method: `civil_from_days` of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". It counts in eras of 400
    /// years that begin on 1 March, so that a leap day is the last of its year.
    pub fn from_days(days: i64) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// The day of the month, from 1.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn day(self) -> u8 {
        self.day
    }

    /// The month, from 1.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The date in English: `20 March 2022`.
    pub fn long(self) -> String {
        let (day, year) = (usize::from(self.day), usize::from(self.year));
        [&day.to_string(), " ", self.month_name(), " ", &year.to_string()].concat()
    }

    /// The month's name in English.
    pub fn month_name(self) -> &'static str {
        MONTHS[usize::from(self.month) - 1]
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    fn days_in(year: u16, month: u8) -> u8 {
        let leap = match (year.is_multiple_of(4), year.is_multiple_of(100)) {
            (true, true) => year.is_multiple_of(400),
            (divisible, _) => divisible,
        };
        [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::from(month) - 1]
    }

    /// The day after, by counting.
    fn next((year, month, day): (u16, u8, u8)) -> (u16, u8, u8) {
        match (month, day == days_in(year, month)) {
            (12, true) => (year + 1, 1, 1),
            (_, true) => (year, month + 1, 1),
            (_, false) => (year, month, day + 1),
        }
    }

    /// The day before, by counting.
    fn previous((year, month, day): (u16, u8, u8)) -> (u16, u8, u8) {
        match (month, day) {
            (1, 1) => (year - 1, 12, 31),
            (_, 1) => (year, month - 1, days_in(year, month - 1)),
            _ => (year, month, day - 1),
        }
    }

    /// A whole cycle of the calendar, which repeats every 146,097 days, in both directions.
    #[test]
    fn dates_follow_one_another_for_400_years_each_way() {
        let (mut after, mut before) = ((1970, 1, 1), (1970, 1, 1));
        for days in 0..=146_097_i64 {
            assert_eq!(Date::from_days(days), Date::new(after.0, after.1, after.2), "{days}");
            assert_eq!(Date::from_days(-days), Date::new(before.0, before.1, before.2), "-{days}");
            assert!(Date::from_days(days).is_some() && Date::from_days(-days).is_some());
            (after, before) = (next(after), previous(before));
        }
        assert_eq!((after, before), ((2370, 1, 2), (1569, 12, 31)));
    }

    #[test]
    fn years_are_four_digits() {
        assert_eq!(Date::from_days(-719_162), Date::new(1, 1, 1));
        assert_eq!(Date::from_days(2_932_896), Date::new(9999, 12, 31));
        for days in [-719_163, 2_932_897, i64::MIN, i64::MAX] {
            assert_eq!(Date::from_days(days), None, "{days}");
        }
    }
}
