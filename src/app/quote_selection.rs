//! Quoting the selection: words that the reader selects in the transcript can be copied, as plain text or as Markdown,
//! and so can a link to them.
//!
//! A quote stays within one answer, and has at most [`MAX_QUOTED_PARAGRAPHS`]. Its link says where it begins and ends and which version of the text it quotes
//! ([`Quote`]).
//!
//! Words that are not as they were published, since the browser has translated the page or something has rewritten it, are
//! never copied: only a link to their paragraph is.
//!
//! Not here: what happens when such a link is opened ([`super::quote_link`]).

use std::cell::RefCell;
use std::ops::Range;

use super::browser::{self, Debounce, INPUT_DEBOUNCE_MILLIS, SelectedPassage};
use super::join;
use super::toast::{self, CopyMessages};
use crate::links::{MAX_QUOTED_PARAGRAPHS, Quote, QuoteBoundary, is_link_version};

/// How many words a text fragment may have. Browsers mark the first place that has the words, so fewer are ambiguous;
/// more make the link unwieldy.
const TEXT_FRAGMENT_WORDS: Range<usize> = 5..40;

/// A button of the toolbar.
struct CopyButton {
    selector: &'static str,
    /// The text that it copies.
    format: fn(&SelectedQuote) -> String,
    /// What is said when that worked.
    copied: &'static str,
}

const COPY_BUTTONS: [CopyButton; 4] = [
    CopyButton { selector: "#quote-place", format: link, copied: "Link copied" },
    CopyButton { selector: "#quote-words", format: plain_text, copied: "Quote copied" },
    CopyButton { selector: "#quote-link", format: link, copied: "Link to the quote copied" },
    CopyButton { selector: "#quote-markdown", format: markdown, copied: "Quote copied as Markdown" },
];

/// The selected words, ready to be copied.
struct SelectedQuote {
    /// The words, paragraph by paragraph; none where they are not the published ones.
    paragraphs: Vec<String>,
    /// Who said them, and the title of the answer.
    source: String,
    /// The address that quotes them, or that of their first paragraph.
    address: String,
}

thread_local! {
    static SELECTED: RefCell<Option<SelectedQuote>> = const { RefCell::new(None) };
    /// The change of the selection that waits for a pause. A tap on the toolbar clears the selection before it clicks,
    /// so that the toolbar must stay for as long.
    static SELECTION_CHANGE: Debounce = const { Debounce::new(INPUT_DEBOUNCE_MILLIS) };
}

/// Listens to the selection, on a page with a toolbar for it.
pub(crate) fn start() {
    if browser::by_id("quote").is_none() {
        return;
    }
    browser::on_selection_change(|| {
        SELECTION_CHANGE.with(|change| change.call(|| show_toolbar(selected_quote())));
    });
    for CopyButton { selector, format, copied } in COPY_BUTTONS {
        let messages = CopyMessages { copied, failed: "Could not copy. Select the text and copy it yourself" };
        browser::on_click(selector, move |_| copy(format, messages));
    }
}

/// Focuses the toolbar. The result is whether there is one.
pub(crate) fn focus_toolbar() -> bool {
    let is_open = SELECTED.with_borrow(Option::is_some);
    // Of the two only one is shown, and only what is shown takes the focus.
    for button in ["quote-words", "quote-place"].into_iter().filter_map(browser::by_id).filter(|_| is_open) {
        browser::focus(&button);
    }
    is_open
}

/// Shows the toolbar for selected words, or hides it.
fn show_toolbar(selected: Option<SelectedQuote>) {
    // A browser may clear the selection when the focus moves to the toolbar; the quote is still wanted then.
    if selected.is_none() && browser::query_selector("#quote :focus").is_some() {
        return;
    }
    let is_altered = selected.as_ref().is_some_and(|selected| selected.paragraphs.is_empty());
    browser::set_attribute("quote", "data-words", if is_altered { "altered" } else { "verbatim" });
    browser::set_hidden("quote", selected.is_none());
    SELECTED.replace(selected);
}

fn copy(format: fn(&SelectedQuote) -> String, messages: CopyMessages) {
    if let Some(text) = SELECTED.with_borrow(|selected| selected.as_ref().map(format)) {
        toast::copy(text, messages);
    }
}

fn plain_text(SelectedQuote { paragraphs, source, address }: &SelectedQuote) -> String {
    ["“", &join(paragraphs, "\n\n"), "” — ", source, ", ", address].concat()
}

fn markdown(SelectedQuote { paragraphs, source, address }: &SelectedQuote) -> String {
    ["> ", &join(paragraphs, "\n>\n> "), "\n>\n> — [", source, "](", address, ")"].concat()
}

/// The link to the words. For a browser in which the app is missing, a text fragment follows it, which marks the first
/// place with the words; only one paragraph with enough words has one.
fn link(SelectedQuote { paragraphs, address, .. }: &SelectedQuote) -> String {
    let [words] = &paragraphs[..] else { return address.clone() };
    if !TEXT_FRAGMENT_WORDS.contains(&words.split(' ').count()) {
        return address.clone();
    }
    let encoded = String::from(js_sys::encode_uri_component(words));
    // In a text fragment a plain hyphen is syntax.
    [address, ":~:text=", &encoded.split('-').collect::<Vec<_>>().join("%2D")].concat()
}

/// The quote of what is selected of the transcript, up to the end of its first answer.
fn selected_quote() -> Option<SelectedQuote> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut quote = Quote { start: Default::default(), end: Default::default(), versions: Vec::new() };
    let (mut answer, mut title, mut source) = (String::new(), String::new(), Vec::new());
    let mut is_verbatim = true;
    for SelectedPassage { passage, bytes } in browser::selected_passages() {
        let text = &passage.readings.first()?.text;
        let bytes = trimmed(text, bytes);
        if bytes.is_empty() {
            continue;
        }
        let scalars = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
        if paragraphs.is_empty() {
            quote.start = QuoteBoundary { anchor: passage.anchor(), offset: scalars(bytes.start) };
            (answer, title) = (passage.answer(), passage.answer_title());
        } else if passage.answer() != answer || paragraphs.len() == MAX_QUOTED_PARAGRAPHS {
            break;
        }
        quote.end = QuoteBoundary { anchor: passage.anchor(), offset: scalars(bytes.end) };
        let published = passage.published_version();
        is_verbatim &= is_link_version(&published, text);
        quote.versions.push(published);
        paragraphs.push(text.get(bytes)?.to_owned());
        let speaker = passage.speaker();
        if !source.contains(&speaker) {
            source.push(speaker);
        }
    }
    if paragraphs.is_empty() {
        return None;
    }
    source.push(title);
    let page = [&browser::site_root(), "episodes/", &answer, "/"].concat();
    let query_string = if is_verbatim { ["?quote=", &quote.to_value()].concat() } else { String::new() };
    let address = [&page, &query_string, "#", &quote.start.anchor].concat();
    if !is_verbatim {
        paragraphs.clear();
    }
    Some(SelectedQuote { paragraphs, source: join(&source, ", "), address })
}

/// A range of bytes without the blanks at its ends.
fn trimmed(text: &str, bytes: Range<usize>) -> Range<usize> {
    let inside = text.get(bytes.clone()).unwrap_or_default();
    let start = bytes.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}
