//! The toast: a line at the bottom of the window that says what has just been done; and copying, which it reports.
//!
//! Not here: what is copied ([`super::permalinks`], [`super::quote_selection`], [`super::share`]).

use super::browser::{self, Debounce};

/// How long a toast stays, in milliseconds: long enough to read a short sentence.
const TOAST_MILLIS: u32 = 3000;

/// What the toast says of a copy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CopyMessages {
    /// When it worked.
    pub(crate) copied: &'static str,
    /// When it did not: what the reader can do.
    pub(crate) failed: &'static str,
}

thread_local! {
    /// Takes the toast away. One for all toasts, so that the end of one is not the end of the next.
    static END: Debounce = const { Debounce::new(TOAST_MILLIS) };
}

/// Shows a text for a while, and has screen readers announce it.
pub(crate) fn show(text: &'static str) {
    browser::set_text("toast", text);
    END.with(|end| end.call(|| browser::set_text("toast", "")));
}

/// Copies a text to the clipboard, and reports whether that worked.
pub(crate) fn copy(text: String, messages: CopyMessages) {
    browser::spawn(Box::pin(async move {
        show(if browser::write_clipboard(&text).await { messages.copied } else { messages.failed });
    }));
}
