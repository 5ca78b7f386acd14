//! A real WordPress, as Debian has it: its database, its server, and posts that embed a site in every way. It is started once, where a
//! journey asks for it.
//!
//! Not here: the posts (`tests/fixtures/wordpress`), and what a reader must see of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::command::{Process, free_port};
use super::site::{Built, Site, fixture};
use crate::tools::{self, on_path};

/// What it consists of, as Debian's packages.
const PACKAGES: &str = "wordpress wordpress-theme-twentytwentythree mariadb-server php-cli php-mysql php-xml";

/// Where Debian puts its files.
const FILES: &str = "/usr/share/wordpress";

/// How long the database may take to start.
const START: Duration = Duration::from_secs(60);

const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// A running WordPress. Dropping it ends it.
pub(crate) struct WordPress {
    /// Such as `http://127.0.0.1:40124`.
    pub(crate) origin: String,
    /// The site that its posts embed.
    pub(crate) site: Site,
    /// A site whose links have changed since.
    pub(crate) changed: Site,
    #[expect(dead_code, reason = "held so that they live as long as the WordPress, and end before their folder")]
    held: (Process, Process, TempDir),
}

impl WordPress {
    /// Starts it, installing what is missing where root allows it. `edits` are those of the site whose links have changed.
    ///
    /// # Errors
    /// A sentence that names what is missing and the one command that helps, or what failed.
    pub(crate) async fn start(edits: &[(&str, &str, &str)]) -> Result<Self, String> {
        if !Path::new(FILES).is_dir() || program("mariadbd").is_none() || program("php").is_none() {
            tools::install(PACKAGES)?;
        }
        let port = free_port()?;
        let site = Built::at("wordpress-site", &format!("http://127.0.0.1:{port}/"))?.serve_at(port).await;
        let port = free_port()?;
        let folders = ["tests/fixtures/command_line/library", "tests/fixtures/past"];
        let address = format!("http://127.0.0.1:{port}/");
        let changed = Built::release("wordpress-changed", &folders, edits, Some(&address))?.serve_at(port).await;
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let database = start_database(folder.path())?;
        let origin = format!("http://127.0.0.1:{}", free_port()?);
        install(folder.path(), &origin)?;
        let server = Command::new(found("php")?)
            .args(["-S", origin.trim_start_matches("http://"), "-t"])
            .arg(folder.path().join("www"))
            // It asks itself, while it answers, and a page asks for several files.
            .env("PHP_CLI_SERVER_WORKERS", "4")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("cannot start php: {error}"))?;
        let server = Process(server);
        let setup = fixture("wordpress").join("setup.php");
        let (root, of_site, of_changed) = (folder.path().join("www"), site.url(""), changed.url(""));
        let mut command = Command::new(found("php")?);
        command.arg(setup).arg(root).args([of_site.as_str(), of_changed.as_str(), origin.as_str()]);
        // It asks the sites, which this very process serves.
        let said = tokio::task::spawn_blocking(move || command.output()).await;
        let said = said.map_err(|error| error.to_string())?.map_err(|error| format!("cannot run php: {error}"))?;
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        if !text.ends_with("ready") {
            return Err(format!("WordPress was not set up: {text}{}", String::from_utf8_lossy(&said.stderr)));
        }
        Ok(Self { origin, site, changed, held: (server, database, folder) })
    }
}

/// A program on PATH, or where Debian puts those of servers.
fn program(name: &str) -> Option<PathBuf> {
    on_path(name).or_else(|| Some(Path::new("/usr/sbin").join(name)).filter(|file| file.is_file()))
}

fn found(name: &str) -> Result<PathBuf, String> {
    program(name).ok_or_else(|| format!("missing: {name}, though {PACKAGES} are installed"))
}

/// Runs a command to its end.
fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("cannot run {command:?}: {error}"))?;
    let said = || String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(format!("{command:?} failed: {}", said())) }
}

/// Starts a database in a folder; it is reached by the socket `db.sock` there alone.
fn start_database(folder: &Path) -> Result<Process, String> {
    let data = format!("--datadir={}", folder.join("db").display());
    let socket = format!("--socket={}", folder.join("db.sock").display());
    let own = ["--no-defaults", "--user=root", &data];
    run(Command::new(found("mariadb-install-db")?)
        .args(own)
        .args(["--skip-test-db", "--auth-root-authentication-method=normal"]))?;
    let server = Command::new(found("mariadbd")?)
        .args(own)
        .args([&socket, "--skip-networking"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("cannot start mariadbd: {error}"))?;
    let server = Process(server);
    let begun = Instant::now();
    let create = || {
        let client = found("mariadb")?;
        run(Command::new(client).args([
            "--no-defaults",
            "--user=root",
            &socket,
            "--execute",
            "create database if not exists wordpress",
        ]))
    };
    while let Err(why) = create() {
        if begun.elapsed() > START {
            return Err(why);
        }
        std::thread::sleep(POLL_INTERVAL);
    }
    Ok(server)
}

/// Copies the files of a WordPress into `www`, with its settings and its plugin.
fn install(folder: &Path, origin: &str) -> Result<(), String> {
    let www = folder.join("www");
    // Debian links some of the files to where an administrator may change them.
    run(Command::new("cp").args(["--recursive", "--dereference", FILES]).arg(&www))?;
    let settings = format!(
        "<?php\ndefine('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');\n\
         define('DB_HOST', 'localhost:{}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');\n\
         define('WP_SITEURL', '{origin}'); define('WP_HOME', '{origin}'); define('DISABLE_WP_CRON', true);\n\
         $table_prefix = 'wp_';\nif (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');\n\
         require_once ABSPATH . 'wp-settings.php';\n",
        folder.join("db.sock").display()
    );
    let plugins = www.join("wp-content/mu-plugins");
    let config = www.join("wp-config.php");
    // Debian's own would stand in the way.
    drop(fs::remove_file(&config));
    fs::create_dir_all(&plugins)
        .and_then(|()| fs::write(config, settings))
        .and_then(|()| fs::copy(fixture("wordpress").join("here.php"), plugins.join("here.php")))
        .map(drop)
        .map_err(|error| format!("cannot write WordPress's files: {error}"))
}
