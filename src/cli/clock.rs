//! Days: today's, a file's, and one given on the command line. The one place that reads the clock for them.
//!
//! All days are in UTC, so that two machines that release at the same moment write the same day. Not here: the time that a
//! command takes ([`super::progress`]).

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

use crate::transcript::Date;

const SECONDS_PER_DAY: u64 = 86_400;

/// The current time, to compare with those of files.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub(super) fn now() -> SystemTime {
    SystemTime::now()
}

/// The current day.
///
/// # Errors
/// When the clock is set to a year that a [`Date`] cannot hold.
pub(super) fn today() -> Result<Date> {
    // A clock set to before 1970 counts as 1970.
    day(now().max(UNIX_EPOCH)).context("this machine's clock says no day")
}

/// A day given on the command line.
///
/// # Errors
/// What is expected instead, for clap to print.
pub(super) fn parse_day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "expected a day such as 2024-05-31".to_owned())
}

fn day(time: SystemTime) -> Option<Date> {
    let days = time.duration_since(UNIX_EPOCH).ok()?.as_secs() / SECONDS_PER_DAY;
    Date::from_days(i64::try_from(days).ok()?)
}
