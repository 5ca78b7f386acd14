//! The site that a command works on: the folder of its episodes, and the folder around it.
//!
//! Not here: what is in the folder of the episodes ([`super::content`]), and the checkout of our own sources, which may be
//! another folder ([`super::shell`]).

use std::env;
use std::path::{Path, PathBuf};

use super::terminal::tell;
use anyhow::{Context, Result, bail};
use clap::Args;

/// The folder of the episodes in a site's root.
pub(super) const EPISODES: &str = "episodes";

/// The file in that folder that makes the folder around it a site's root.
pub(super) const SETTINGS: &str = "site.toml";

/// The argument that names the folder of the episodes.
#[derive(Args)]
pub(super) struct EpisodesArg {
    /// The folder of the episodes: its *.md files except README.md, with site.toml and topics.toml beside them [default:
    /// `episodes` in the nearest folder, from this one upwards, that has episodes/site.toml]
    #[arg(long, value_name = "DIR")]
    pub(super) episodes: Option<PathBuf>,
}

/// A site's folders, as they are named in messages: relative where that is short.
pub(super) struct SiteRoot {
    /// The folder into which a site is built by default.
    folder: PathBuf,
    /// The folder of the episodes.
    pub(super) episodes: PathBuf,
}

impl SiteRoot {
    /// The site of some arguments. Where it is found in a folder above the current one, the folder is printed.
    ///
    /// # Errors
    /// When no folder is named and none is found.
    pub(super) fn find(arg: &EpisodesArg) -> Result<Self> {
        if let Some(site) = Self::named_or_found(arg.episodes.as_deref())? {
            return Ok(site);
        }
        bail!(
            "no site here: neither this folder nor one above it has {EPISODES}/{SETTINGS}\n  help: `answerbook new DIR` makes a \
             site; --episodes DIR names a folder of episodes that is elsewhere"
        )
    }

    /// As [`SiteRoot::find`], for a command that makes the folder of the episodes where it is not there.
    ///
    /// # Errors
    /// When there is no current folder.
    pub(super) fn find_or_here(episodes: Option<&Path>) -> Result<Self> {
        let found = Self::named_or_found(episodes)?;
        Ok(found.unwrap_or_else(|| Self { folder: PathBuf::new(), episodes: PathBuf::from(EPISODES) }))
    }

    fn named_or_found(episodes: Option<&Path>) -> Result<Option<Self>> {
        if let Some(episodes) = episodes {
            return Ok(Some(Self { folder: PathBuf::new(), episodes: episodes.to_owned() }));
        }
        let here = env::current_dir().context("the current folder is gone")?;
        let root = here.ancestors().find(|folder| folder.join(EPISODES).join(SETTINGS).is_file());
        Ok(match root {
            Some(root) if root == here => Some(Self::at(PathBuf::new())),
            Some(root) => {
                tell!("Site: {}", root.display());
                Some(Self::at(root.to_owned()))
            }
            // A folder of episodes without settings is a site too, where one stands before it.
            None => Path::new(EPISODES).is_dir().then(|| Self::at(PathBuf::new())),
        })
    }

    fn at(folder: PathBuf) -> Self {
        Self { episodes: folder.join(EPISODES), folder }
    }

    /// A path in the site's root.
    pub(super) fn join(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }
}
