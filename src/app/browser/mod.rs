//! The browser, behind small functions with plain values: the only module that names `web_sys` and `gloo`.
//!
//! It is a list of what the app needs of the Web's interfaces, one file for each of them. A function here does one
//! thing and decides nothing.
//!
//! Not here: what the app does with it ([`super`]).

mod clipboard;

mod dom;

mod entry_script;

mod events;

mod fetch;

mod focus;

mod highlight;

mod history;

mod passage;

mod scroll;

mod search_field;

mod storage;

mod timer;

mod web_share;

pub(crate) use clipboard::write_clipboard;
pub(crate) use dom::{
    announce, append, by_id, close_dialog, episode_id, is_checked, mark_as_target, open_dialog, page_kind,
    query_selector, query_selector_all, reset_checkboxes, root_data, select_option, set_attribute, set_checked,
    set_disabled, set_hidden, set_root_data, set_text,
};
pub(crate) use entry_script::{is_altered, note_drawing, set_engine, site_root};
pub(crate) use events::{Click, KeyPress, on_change, on_click, on_keydown, on_selection_change};
pub(crate) use fetch::{
    FetchError, FileRequest, ask_backend, fetch_file, fetch_text, is_offline, next_task, prefetch_file,
};
pub(crate) use focus::{blur, focus, focus_target, focused_index, make_focusable};
pub(crate) use highlight::{PassageMatch, PassageRange, highlight_matches, highlight_quote};
pub(crate) use history::{
    HistoryEntry, HistoryState, on_pageshow, on_popstate, query_parameter, query_string, restore_scroll_manually,
    write_history,
};
pub(crate) use passage::{Passage, SelectedPassage, passages, selected_passages};
pub(crate) use scroll::scroll_to;
pub(crate) use search_field::{focus_query, is_query_focused, on_query_input, query_text, set_query_text};
pub(crate) use storage::{store, stored};
pub(crate) use timer::{Debounce, INPUT_DEBOUNCE_MILLIS, Timer, queue_task, spawn};
pub(crate) use web_share::open_share_sheet;

/// Ignores the result of a call. Each caller knows that it cannot fail, or that a failure changes nothing for the
/// reader; where that is not obvious, it says why.
pub(crate) fn ignore<T>(_: T) {}
