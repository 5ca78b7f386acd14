//! The journeys, a file a theme, and the table of them all. They speak of what a reader does and sees.
//!
//! Not here: how a browser is made to do it (`support`).

mod search;

mod backend;

mod suggestions;

mod keys;

mod view;

mod page_cache;

mod copying;

mod quotes;

mod past;

mod translated;

mod embeds;

mod sharing;

mod episode;

mod corrections;

mod theme;

mod plain;

mod base;

mod failure;

mod security;

mod fuzz;

mod measures;

mod api;

mod console;

mod wordpress;

use crate::Journey;
use crate::support::engine::Engine;

/// A line a theme: its journeys by name. Behind a name stand the engines that it does not run in, and why.
macro_rules! table {
    ($($theme:ident: $($name:ident $((not $($engine:ident)+: $why:literal))*),+;)+) => {
        vec![$($(Journey {
            theme: stringify!($theme),
            name: concat!(stringify!($theme), "::", stringify!($name)),
            run: |stage| Box::pin($theme::$name(stage)),
            not_in: &[$($((Engine::$engine, $why)),+),*],
        }),+),+]
    };
}

/// All journeys, the long ones first, so that no browser is left running alone at the end.
pub(crate) fn all() -> Vec<Journey> {
    table! {
        fuzz: library_views, answer_loads, messages_to_pages, library_and_interview_loads, interview_views, embed_loads, messages_to_hosts, every_input_is_known (not Firefox Webkit: "it reads sources and opens no browser");
        measures: every_kind_of_page_wide, every_kind_of_page_narrow, nothing_jumps, late_fonts, slow_line, measure_and_edge,
            doubled_text (not Webkit: "its driver sets no size of text"), forced_colours (not Webkit: "its driver sets no forced colours"),
            print (not Webkit: "its driver sets no medium and prints nothing");
        plain: every_page_reads_without_scripts, every_link_leads_somewhere;
        copying: by_mouse, by_keyboard, by_touch (not Webkit: "on a desktop it has no finger"), copied_links_open, links_in_any_letters, selected_text;
        quotes: by_mouse, by_keyboard, by_touch_across_paragraphs, timed_and_of_two, below, what_is_no_quote;
        translated: versions_are_those_of_the_words, selected_words, rewritten_by_a_host, quoting_links, edited_and_translated, new_results, within_an_interview;
        past: edited_words, moved_answer, split_answer, removed_answer, removed_paragraph, renamed_topic;
        embeds: one_line, strict_host, frames_forbidden, dark_host, hostile_host, tall_host, without_scripts, three_and_forged,
            nothing_there, explorer, explorer_as_high_as_its_content, theme_of_the_host, cut_by_the_host, wordpress, looks_change, printed (not Webkit: "its driver sets no medium");
        wordpress: as_administrator_wide (not Firefox Webkit: "its server sends the same to all"), as_administrator_narrow (not Firefox Webkit: "its server sends the same to all"),
            as_author_wide (not Firefox Webkit: "its server sends the same to all"), as_author_narrow (not Firefox Webkit: "its server sends the same to all");
        sharing: by_mouse, one_after_another, by_keyboard, without_scripts;
        failure: index_lost_and_found_again, counts_go_with_their_answers, counts_lost, index_of_an_older_site, one_file_lost, index_that_hangs, app_that_hangs, index_of_other_bytes, index_that_swells, words_lost_of_a_run, wasm_lost, script_lost, wasm_forbidden, app_crashes,
            offline (not Webkit: "its driver cuts no network off"), wrong_address;
        security: every_page_has_the_policy, markup_is_text, queries_are_text, injected_scripts_are_refused, hostile_links;
        search: typing_shows_results, said_by_whom, filters_join, show_more, sorting, nothing_found, offers, odd_queries, announcements, narrow, printed (not Webkit: "its driver sets no medium");
        suggestions: by_keyboard, by_pointer, by_input_method, without_the_files, late_files,
            looks (not Webkit: "its driver sets neither forced colours nor a medium"), words_of_both;
        backend: meilisearch, opensearch, hanging, failing, babbling;
        keys: walk_the_results, list_of_keys, switched_off, leave_the_field_alone,
            typed_with_altgr (not Webkit: "an event that a script makes has no AltGraph there");
        view: reload_restores, back_and_forward, pasted_link, pasted_link_on_a_slow_network, foreign_parameters, typed_into_a_link, unknown_value, typed_before_the_app, result_and_back;
        page_cache: kept_whole, loaded_anew;
        episode: walk_the_passages, address_and_reload, passages_are_in_sight, anchors_are_in_sight, corrections_are_found;
        corrections: meant_is_shown_heard_at_hand, verbatim_is_kept;
        theme: kept_before_the_first_paint, as_the_system;
        base: all_of_it_below_a_path;
        console: planted_errors_are_found;
        api: own_page, shape_of_results, options;
    }
}
