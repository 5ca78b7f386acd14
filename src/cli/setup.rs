//! The command `setup`: the tools that build the app shell, found or installed.
//!
//! A tool on `PATH` is used if its version fits. Otherwise it is installed into a folder of ours, one folder a version, so that
//! a second checkout finds it there. Nothing is installed anywhere else but the compiler's WebAssembly target, which is
//! rustup's. Each installation is announced with about how long it takes. Not here: running the tools ([`super::shell`]).

use std::env;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::progress::run_command;

/// The version of Trunk that is installed. 0.22 needs a newer compiler than ours.
const TRUNK: &str = "0.21.14";

/// The beginning of the versions of Trunk that read our `Trunk.toml`.
const TRUNK_SERIES: &str = "0.21.";

/// The version of the npm package `binaryen`, which holds the wasm-opt that is installed.
const BINARYEN: &str = "132.0.0";

/// The oldest version of wasm-opt that reads the WebAssembly of our compiler.
const OLDEST_WASM_OPT: u32 = 119;

/// The compiler's target for WebAssembly.
pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// A tool: the version that the shell is built with, and where it is.
struct Tool {
    name: &'static str,
    version: String,
    location: ToolLocation,
}

/// Where a tool is.
enum ToolLocation {
    /// The first of its name on `PATH`.
    OnPath,
    /// In this folder of ours, which holds no other tool.
    Installed(PathBuf),
    /// Not on this machine; it would be installed into this folder.
    Missing(PathBuf),
    /// Not on this machine, which cannot install it either.
    Unavailable,
}

/// All tools, as they are on this machine.
pub(super) struct Tools {
    folder: PathBuf,
    trunk: Tool,
    wasm_bindgen: Tool,
    wasm_opt: Tool,
}

impl Tools {
    /// Looks for every tool and installs none. `root` is the folder of `Cargo.lock`.
    ///
    /// # Errors
    /// When `Cargo.lock` names no wasm-bindgen, or this user has no folder for tools.
    pub(super) fn survey(root: &Path) -> Result<Self> {
        let folder = tools_folder()?;
        let bindgen = locked_version(root, "wasm-bindgen")?;
        let trunk = find_cargo_tool("trunk", TRUNK, &folder, |found| found.starts_with(TRUNK_SERIES));
        let wasm_bindgen = find_cargo_tool("wasm-bindgen", &bindgen, &folder, |found| found == bindgen);
        let wasm_opt = find_wasm_opt(&folder);
        Ok(Self { folder, trunk, wasm_bindgen, wasm_opt })
    }

    fn all(&self) -> [&Tool; 3] {
        [&self.trunk, &self.wasm_bindgen, &self.wasm_opt]
    }

    /// The versions that the shell is built with. Two machines with the same versions make the same bytes.
    pub(super) fn versions(&self) -> String {
        self.all().map(|tool| format!("{} {}", tool.name, tool.version)).join(", ")
    }

    /// Whether wasm-opt is there or can be installed. Without it the app is built all the same, but is larger.
    pub(super) fn has_wasm_opt(&self) -> bool {
        !matches!(self.wasm_opt.location, ToolLocation::Unavailable)
    }

    /// The `PATH` on which Trunk finds exactly these tools.
    ///
    /// # Errors
    /// When a folder's name cannot stand in `PATH`.
    pub(super) fn path(&self) -> Result<OsString> {
        let ours = self.all().into_iter().filter_map(|tool| match &tool.location {
            ToolLocation::Installed(folder) => Some(folder.clone()),
            _ => None,
        });
        let path = env::var_os("PATH").unwrap_or_default();
        env::join_paths(ours.chain(env::split_paths(&path))).context("a tool's folder cannot stand in PATH")
    }
}

/// Installs what is missing; the tools after that.
///
/// # Errors
/// When a tool cannot be installed that the shell needs; the message names the command that installs it by hand.
pub(super) fn install(root: &Path) -> Result<Tools> {
    install_target(root)?;
    let tools = Tools::survey(root)?;
    if !tools.all().into_iter().any(|tool| matches!(tool.location, ToolLocation::Missing(_))) {
        return Ok(tools);
    }
    fs::create_dir_all(&tools.folder).with_context(|| format!("cannot make {}", tools.folder.display()))?;
    let _lock = lock(&tools.folder.join(".lock"), "another Answerbook is installing tools")?;
    // The process that held the lock may have installed them.
    let tools = Tools::survey(root)?;
    install_with_cargo(root, &tools, &tools.trunk, TRUNK_PACKAGE)?;
    install_with_cargo(root, &tools, &tools.wasm_bindgen, BINDGEN_PACKAGE)?;
    install_wasm_opt(&tools);
    let mut tools = Tools::survey(root)?;
    if matches!(tools.wasm_opt.location, ToolLocation::Missing(_)) {
        tools.wasm_opt = without_wasm_opt();
    }
    for tool in tools.all() {
        if let ToolLocation::Missing(bin) = &tool.location {
            bail!("{} was installed but is not in {}", tool.name, bin.display());
        }
    }
    Ok(tools)
}

/// The command `setup`: installs what is missing and prints where each tool is.
pub(super) fn run(root: &Path) -> Result<()> {
    let tools = install(root)?;
    let mut out = anstream::stdout().lock();
    writeln!(out, "{TARGET}: installed")?;
    for tool in tools.all() {
        let place = match &tool.location {
            ToolLocation::OnPath => "on PATH".to_owned(),
            ToolLocation::Installed(folder) | ToolLocation::Missing(folder) => folder.display().to_string(),
            ToolLocation::Unavailable => "not there: the site is built larger without it".to_owned(),
        };
        writeln!(out, "{} {}: {place}", tool.name, tool.version)?;
    }
    Ok(())
}

/// A lock on a file, which no other process of ours holds. Waits for it, and prints the reason.
///
/// # Errors
/// When the file cannot be made or locked.
pub(super) fn lock(file: &Path, reason: &str) -> Result<File> {
    let lock = File::create(file).with_context(|| format!("cannot write {}", file.display()))?;
    match lock.try_lock() {
        Ok(()) => return Ok(lock),
        Err(TryLockError::WouldBlock) => anstream::eprintln!("  Waiting: {reason} …"),
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("cannot lock {}", file.display()));
        }
    }
    lock.lock().with_context(|| format!("cannot lock {}", file.display()))?;
    Ok(lock)
}

/// How cargo installs a tool.
struct CargoPackage {
    name: &'static str,
    flags: &'static [&'static str],
    /// The level of optimisation. A tool that runs for seconds is not worth minutes of it.
    opt_level: &'static str,
    duration: &'static str,
}

/// Trunk without its default features, which bring a TLS stack for downloads that it never does here.
const TRUNK_PACKAGE: CargoPackage = CargoPackage {
    name: "trunk",
    flags: &["--locked", "--no-default-features"],
    opt_level: "0",
    duration: "about four minutes on two cores",
};

/// The command-line tool of wasm-bindgen. It is installed without `--locked`, as not all versions in its lock file build with
/// newer compilers.
const BINDGEN_PACKAGE: CargoPackage = CargoPackage {
    name: "wasm-bindgen-cli",
    flags: &["--bin", "wasm-bindgen"],
    opt_level: "1",
    duration: "about three minutes on two cores",
};

fn install_with_cargo(root: &Path, tools: &Tools, tool: &Tool, package: CargoPackage) -> Result<()> {
    let ToolLocation::Missing(bin) = &tool.location else { return Ok(()) };
    // The folder stays until the installation is complete, so that an interrupted one continues where it stopped.
    let build = tools.folder.join(format!("build-{}", package.name));
    let mut command = Command::new("cargo");
    command
        .args(["install", package.name, "--version", &tool.version])
        .args(package.flags)
        .arg("--root")
        // Cargo appends `bin` itself.
        .arg(bin.parent().unwrap_or(bin))
        .arg("--target-dir")
        .arg(&build)
        .current_dir(root)
        .envs([
            ("CARGO_PROFILE_RELEASE_OPT_LEVEL", package.opt_level),
            ("CARGO_PROFILE_RELEASE_LTO", "off"),
            ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
            ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
        ]);
    let title = format!("Installing {} {} ({})", package.name, tool.version, package.duration);
    run_command(&title, &mut command).with_context(|| {
        format!(
            "{} {} could not be installed; this command does it by hand: cargo install {} --version {} {}",
            tool.name,
            tool.version,
            package.name,
            tool.version,
            package.flags.join(" ")
        )
    })?;
    if build.exists() {
        fs::remove_dir_all(&build).with_context(|| format!("cannot clear {}", build.display()))?;
    }
    Ok(())
}

/// Installs wasm-opt. A failure is a warning, as the app is built without it too.
fn install_wasm_opt(tools: &Tools) {
    let ToolLocation::Missing(bin) = &tools.wasm_opt.location else { return };
    let folder = npm_folder(&tools.folder);
    let mut command = Command::new("npm");
    command
        .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
        .arg(&folder)
        .arg(format!("binaryen@{BINARYEN}"));
    let title = format!("Installing wasm-opt {BINARYEN} from npm (some seconds)");
    let made = fs::create_dir_all(&folder).map_err(anyhow::Error::from);
    if let Err(error) = made.and_then(|()| run_command(&title, &mut command)) {
        anstream::eprintln!("warning: no wasm-opt ({error:#}): the site is built all the same, larger");
        anstream::eprintln!("  help: npm install --prefix {} binaryen@{BINARYEN}", folder.display());
    } else if !bin.join("wasm-opt").exists() {
        anstream::eprintln!("warning: the npm package binaryen brought no wasm-opt: the site is built larger");
    }
}

fn install_target(root: &Path) -> Result<()> {
    let libdir =
        stdout_of(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).current_dir(root));
    if libdir.is_some_and(|folder| Path::new(folder.trim()).is_dir()) {
        return Ok(());
    }
    let mut command = Command::new("rustup");
    command.args(["target", "add", TARGET]).current_dir(root);
    run_command("Installing the compiler's WebAssembly target (some seconds)", &mut command).with_context(|| {
        format!("the target could not be installed; this command does it by hand: rustup target add {TARGET}")
    })
}

/// A tool that cargo installs.
fn find_cargo_tool(name: &'static str, wanted: &str, tools: &Path, fits: impl Fn(&str) -> bool) -> Tool {
    if let Some(version) = version_on_path(name).filter(|version| fits(version)) {
        return Tool { name, version, location: ToolLocation::OnPath };
    }
    let bin = tools.join(format!("{name}-{wanted}")).join("bin");
    let location =
        if bin.join(executable(name)).is_file() { ToolLocation::Installed(bin) } else { ToolLocation::Missing(bin) };
    Tool { name, version: wanted.to_owned(), location }
}

fn find_wasm_opt(tools: &Path) -> Tool {
    let name = "wasm-opt";
    let fits = |version: &String| major(version).is_some_and(|major| major >= OLDEST_WASM_OPT);
    if let Some(version) = version_on_path(name).filter(fits) {
        return Tool { name, version, location: ToolLocation::OnPath };
    }
    let bin = npm_folder(tools).join("node_modules").join(".bin");
    let version = BINARYEN.split('.').next().unwrap_or(BINARYEN).to_owned();
    if bin.join(name).exists() {
        Tool { name, version, location: ToolLocation::Installed(bin) }
    } else if first_on_path("npm").is_some() {
        Tool { name, version, location: ToolLocation::Missing(bin) }
    } else {
        without_wasm_opt()
    }
}

fn without_wasm_opt() -> Tool {
    Tool { name: "wasm-opt", version: "none".to_owned(), location: ToolLocation::Unavailable }
}

fn npm_folder(tools: &Path) -> PathBuf {
    tools.join(format!("binaryen-{BINARYEN}"))
}

/// The version of the first program of this name on `PATH`, which is the one that Trunk would run.
fn version_on_path(name: &str) -> Option<String> {
    let printed = stdout_of(Command::new(first_on_path(name)?).arg("--version"))?;
    printed.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned)
}

fn first_on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(executable(name))).find(|file| file.is_file())
}

fn executable(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

/// The standard output of a program; `None` when it cannot be run or fails.
pub(super) fn stdout_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The version of a package in `Cargo.lock`.
fn locked_version(root: &Path, package: &str) -> Result<String> {
    let file = root.join("Cargo.lock");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let lock: toml::Table = text.parse().with_context(|| format!("cannot read {}", file.display()))?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let version = packages.into_iter().flatten().find_map(|entry| {
        let named = entry.get("name").and_then(toml::Value::as_str) == Some(package);
        named.then(|| entry.get("version").and_then(toml::Value::as_str))?
    });
    version.map(str::to_owned).with_context(|| format!("{} names no {package}", file.display()))
}

/// The folder for tools: `ANSWERBOOK_TOOLS`, or `answerbook/tools` in this user's cache.
fn tools_folder() -> Result<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = set("ANSWERBOOK_TOOLS") {
        return std::path::absolute(folder).context("ANSWERBOOK_TOOLS names no folder");
    }
    let cache = set("XDG_CACHE_HOME").or_else(|| Some(env::home_dir()?.join(".cache")));
    let Some(cache) = cache else { bail!("no home folder: set ANSWERBOOK_TOOLS to a folder for the tools") };
    Ok(cache.join("answerbook").join("tools"))
}
