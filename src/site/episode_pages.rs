//! The files of an episode and of its answers, at their present and at their former addresses: pages, embedded pages,
//! oEmbed responses, transcripts as data.
//!
//! Not here: the main parts of the pages ([`crate::page`]), listings ([`super::listings`]), pictures
//! ([`super::picture`]).

use super::citation::citations;
use super::embed::EmbedAssets;
use super::output_file::OutputFile;
use super::redirects::{AnswerPosition, FormerContent, FormerPage, SiteRedirects};
use super::similar::SimilarAnswers;
use super::{json_ld, oembed, picture, share, transcript_json};
use crate::links::IdKind;
use crate::page::address::{self, BaseUrl};
use crate::page::answer::{AnswerPage, answer};
use crate::page::document::{PageKind, PageMeta, SiteContext};
use crate::page::redirects::{Redirects, Tombstone, tombstone};
use crate::page::{embed, episode, text};
use crate::source::print_episode;
use crate::transcript::{Episode, Status};

/// How many characters of an answer the description of its page has.
const DESCRIPTION_CHARS: usize = 200;

/// What the pages of all episodes share.
pub(super) struct EpisodePages<'a> {
    pub(super) context: &'a SiteContext<'a>,
    pub(super) similar: &'a SimilarAnswers<'a>,
    pub(super) embed_assets: &'a EmbedAssets,
}

impl EpisodePages<'_> {
    /// The files of an episode and of its answers at their present addresses.
    pub(super) fn of_episode<'e>(&self, redirects: &SiteRedirects<'e>, episode: &'e Episode) -> Vec<OutputFile> {
        let mut files = self.episode(episode, &address::episode(&episode.id), &redirects.of_episode(episode));
        files.extend(episode.answers.iter().enumerate().flat_map(|(position, answer)| {
            let address = address::answer(&episode.id, &answer.id);
            let answer = AnswerPosition { episode, position };
            self.answer(answer, &address, &redirects.of_answer(answer))
        }));
        files
    }

    /// The files at a former address; none for a listing, whose pages [`super::listings`] makes.
    pub(super) fn at_former_address(&self, page: &FormerPage<'_>) -> Vec<OutputFile> {
        match &page.content {
            FormerContent::Answer(answer) => self.answer(*answer, &page.address, &page.redirects),
            FormerContent::Episode(episode) => self.episode(episode, &page.address, &page.redirects),
            FormerContent::Tombstone(tombstone) => self.tombstone(page, tombstone),
            FormerContent::Listing(_) => Vec::new(),
        }
    }

    /// The files of an episode at a present or former address.
    fn episode(&self, episode: &Episode, address: &str, redirects: &Redirects) -> Vec<OutputFile> {
        let library = self.context.library;
        let canonical = address::episode(&episode.id);
        let meta = PageMeta {
            title: episode.title.clone(),
            description: episode.summary.clone().unwrap_or_else(|| describe_guests(episode)),
            published: episode.date,
            noindex: episode.status == Status::Unlisted,
            picture: picture::of_page(library, &canonical),
            oembed: Some(address::oembed(address)),
            markdown: true,
            json_ld: Some(json_ld::of_episode(self.context, episode)),
            address: canonical,
        };
        let main = episode::episode(library, &BaseUrl::of_page(address), episode, redirects);
        let embed_address = address::embed(address);
        let embed = embed::interview(&BaseUrl::of_page(&embed_address), episode);
        let mut files = vec![
            OutputFile::page(self.context, address, &meta, PageKind::Episode, main),
            self.embed_assets.page(self.context, &embed_address, episode.title.clone(), &meta.address, embed),
            OutputFile::new(format!("{address}transcript.md"), print_episode(&episode.public())),
            OutputFile::new(format!("{address}transcript.json"), transcript_json::of_episode(library, episode)),
        ];
        files.extend(oembed::of_episode(self.context, address, episode));
        files
    }

    /// The files of an answer at a present or former address.
    fn answer(&self, found: AnswerPosition<'_>, address: &str, redirects: &Redirects) -> Vec<OutputFile> {
        let AnswerPosition { episode, position } = found;
        let Some(answer) = episode.answers.get(position) else { return Vec::new() };
        let embed_address = address::embed(address);
        let embed = embed::answer(&BaseUrl::of_page(&embed_address), episode, answer);
        let canonical = address::answer(&episode.id, &answer.id);
        let title = answer.title(episode);
        let mut files = vec![self.embed_assets.page(self.context, &embed_address, title, &canonical, embed)];
        files.extend(self.answer_page(found, address, redirects));
        files.extend(oembed::of_answer(self.context, address, episode, answer));
        files
    }

    fn answer_page(&self, found: AnswerPosition<'_>, address: &str, redirects: &Redirects) -> Option<OutputFile> {
        let AnswerPosition { episode, position } = found;
        let this = episode.answers.get(position)?;
        let guests = episode.guest_names();
        let title = this.title(episode);
        let meta = PageMeta {
            title: if guests.is_empty() { title } else { format!("{title} – {guests}") },
            description: text::excerpt(episode, this, DESCRIPTION_CHARS),
            address: address::answer(&episode.id, &this.id),
            published: episode.date,
            noindex: episode.status == Status::Unlisted,
            picture: picture::of_answer(self.context.library, episode, this),
            oembed: Some(address::oembed(address)),
            markdown: false,
            json_ld: Some(json_ld::of_answer(self.context, episode, this)),
        };
        let url = self.context.absolute_url(&meta.address);
        let page = AnswerPage {
            library: self.context.library,
            episode,
            answer: this,
            previous: position.checked_sub(1).and_then(|before| episode.answers.get(before)),
            next: episode.answers.get(position + 1),
            similar: self.similar.to(episode, position),
            redirects,
            citations: citations(episode, this, url.as_deref()),
            share: share::of_answer(self.context, episode, this),
        };
        let main = answer(&BaseUrl::of_page(address), page);
        Some(OutputFile::page(self.context, address, &meta, PageKind::Answer, main))
    }

    /// The files of a tombstone: its page, and its embedded page for an episode or an answer.
    fn tombstone(&self, page: &FormerPage<'_>, content: &Tombstone) -> Vec<OutputFile> {
        let description = if content.parts.is_empty() { "Removed" } else { "Split into several" };
        let meta = PageMeta {
            title: content.title.clone(),
            description: description.to_owned(),
            address: page.address.clone(),
            noindex: true,
            ..PageMeta::default()
        };
        let episode = (page.id.kind == IdKind::Answer).then(|| page.id.episode_id().to_owned());
        let main = tombstone(&BaseUrl::of_page(&page.address), content, episode, &page.redirects);
        let mut files = vec![OutputFile::page(self.context, &page.address, &meta, PageKind::Plain, main)];
        if matches!(page.id.kind, IdKind::Answer | IdKind::Episode) {
            let address = address::embed(&page.address);
            let main = embed::tombstone(&BaseUrl::of_page(&address), content, &page.address);
            files.push(self.embed_assets.page(self.context, &address, content.title.clone(), &page.address, main));
        }
        files
    }
}

fn describe_guests(episode: &Episode) -> String {
    format!("An interview with {}, published by {}", episode.guest_names(), episode.publisher)
}
