//! The command `setup`, and what builds the app beside cargo: the compiler's WebAssembly target and wasm-opt, found or
//! installed.
//!
//! A wasm-opt on `PATH` is used if its version fits. Otherwise it is installed into a folder of ours, one folder a version, so
//! that a second checkout finds it there. Nothing is installed anywhere else but the compiler's target, which is rustup's.
//! Not here: running the tools ([`super::shell`]).

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::files;
use super::progress::run_command;
use super::storage::Lock;
use super::terminal::tell;

const WASM_OPT: &str = "wasm-opt";

/// The version of the npm package `binaryen`, which holds the wasm-opt that is installed.
const BINARYEN: &str = "132.0.0";

/// The oldest version of wasm-opt that reads the WebAssembly of our compiler.
const OLDEST_WASM_OPT: u32 = 119;

/// What the app is without wasm-opt, measured with Brotli.
const LARGER: &str = "about 4 % larger";

/// The compiler's target for WebAssembly.
pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// wasm-opt: the version that the app is shrunk with, and where it is.
pub(super) struct WasmOpt {
    version: String,
    location: ToolLocation,
}

/// Where a tool is.
enum ToolLocation {
    /// The first of its name on `PATH`.
    OnPath(PathBuf),
    /// In a folder of ours.
    Installed(PathBuf),
    /// Not on this machine; it would be installed there.
    Missing(PathBuf),
    /// Not on this machine, which cannot install it either.
    Unavailable,
}

impl WasmOpt {
    /// Looks for it, and installs nothing.
    ///
    /// # Errors
    /// When this user has no folder for tools.
    pub(super) fn find() -> Result<Self> {
        let fits = |version: &String| major(version).is_some_and(|major| major >= OLDEST_WASM_OPT);
        if let Some((program, version)) =
            on_path(WASM_OPT).and_then(|program| Some((program.clone(), version(&program)?)))
            && fits(&version)
        {
            return Ok(Self { version, location: ToolLocation::OnPath(program) });
        }
        let program = npm_folder()?.join("node_modules").join(".bin").join(WASM_OPT);
        let version = BINARYEN.split('.').next().unwrap_or(BINARYEN).to_owned();
        Ok(if program.exists() {
            Self { version, location: ToolLocation::Installed(program) }
        } else if on_path("npm").is_some() {
            Self { version, location: ToolLocation::Missing(program) }
        } else {
            Self::unavailable()
        })
    }

    fn unavailable() -> Self {
        Self { version: "none".to_owned(), location: ToolLocation::Unavailable }
    }

    /// The program; `None` where it is not there.
    pub(super) fn program(&self) -> Option<&Path> {
        match &self.location {
            ToolLocation::OnPath(program) | ToolLocation::Installed(program) => Some(program),
            ToolLocation::Missing(_) | ToolLocation::Unavailable => None,
        }
    }

    /// The line that stands for it in the record of an app.
    pub(super) fn version_line(&self) -> String {
        format!("{WASM_OPT} {}", self.version)
    }
}

/// Installs what is missing for building the app; wasm-opt after that.
///
/// # Errors
/// When the compiler's target cannot be installed; the message names the command that installs it by hand.
pub(super) fn install(root: &Path) -> Result<WasmOpt> {
    install_target(root)?;
    let found = WasmOpt::find()?;
    let found = match &found.location {
        ToolLocation::Missing(program) => install_wasm_opt(program)?,
        _ => found,
    };
    if found.program().is_none() {
        tell!("warning: no wasm-opt: the app is built all the same, {LARGER}");
        tell!("  help: install Node.js with npm, and Answerbook installs it; or put it on PATH");
    }
    Ok(found)
}

/// The command `setup`: installs what is missing and prints where it is.
pub(super) fn run(root: &Path) -> Result<()> {
    let wasm_opt = install(root)?;
    let mut out = anstream::stdout().lock();
    writeln!(out, "{TARGET}: installed")?;
    let place = match &wasm_opt.location {
        ToolLocation::OnPath(program) | ToolLocation::Installed(program) | ToolLocation::Missing(program) => {
            program.display().to_string()
        }
        ToolLocation::Unavailable => format!("not there: the app is {LARGER} without it"),
    };
    writeln!(out, "{}: {place}", wasm_opt.version_line())?;
    Ok(())
}

/// Installs wasm-opt. A failure is a warning, as the app is built without it too.
///
/// # Errors
/// When this user has no folder for tools, or it cannot be made or locked.
fn install_wasm_opt(program: &Path) -> Result<WasmOpt> {
    let folder = npm_folder()?;
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let _lock = Lock::acquire(&folder.join(".lock"), "an Answerbook that installs wasm-opt")?;
    let mut command = Command::new("npm");
    command
        .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
        .arg(&folder)
        .arg(format!("binaryen@{BINARYEN}"));
    let title = format!("Installing wasm-opt {BINARYEN} from npm (some seconds)");
    // The process that held the lock may have installed it.
    if !program.exists()
        && let Err(error) = run_command(&title, &mut command)
    {
        tell!("warning: {error:#}");
        tell!("  help: npm install --prefix {} binaryen@{BINARYEN}", folder.display());
    }
    let found = WasmOpt::find()?;
    Ok(if found.program().is_some() { found } else { WasmOpt::unavailable() })
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

fn npm_folder() -> Result<PathBuf> {
    Ok(tools_folder()?.join(format!("binaryen-{BINARYEN}")))
}

/// The version that a program prints.
fn version(program: &Path) -> Option<String> {
    let printed = stdout_of(Command::new(program).arg("--version"))?;
    printed.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned)
}

/// The first program of this name on `PATH`.
fn on_path(name: &str) -> Option<PathBuf> {
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

/// The folder for tools: `ANSWERBOOK_TOOLS`, or `tools` in this user's cache.
fn tools_folder() -> Result<PathBuf> {
    match env::var_os("ANSWERBOOK_TOOLS").filter(|value| !value.is_empty()) {
        Some(folder) => std::path::absolute(folder).context("ANSWERBOOK_TOOLS names no folder"),
        None => Ok(files::cache_folder()
            .context("no home folder: set ANSWERBOOK_TOOLS to a folder for the tools")?
            .join("tools")),
    }
}
