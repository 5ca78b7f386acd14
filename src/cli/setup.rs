//! The command `setup`, and what builds the app beside cargo: the compiler's WebAssembly target, and wasm-opt and terser, which make
//! it smaller, found or installed.
//!
//! A tool on `PATH` is used if its version fits. Otherwise it is installed into a folder of ours, one folder a version, so
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

/// The compiler's target for WebAssembly.
pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// A program from npm that makes the app smaller, and that it can be built without.
struct Package {
    /// The name of the program.
    program: &'static str,
    /// The npm package that holds it, and the version that is installed.
    name: &'static str,
    version: &'static str,
    /// The oldest major version that does.
    oldest: u32,
    /// What the app is without it, measured with Brotli.
    without: &'static str,
}

/// The optimiser of WebAssembly. No older one reads that of our compiler.
const WASM_OPT: Package =
    Package { program: "wasm-opt", name: "binaryen", version: "132.0.0", oldest: 119, without: "4 % larger" };

/// The minifier of JavaScript.
const TERSER: Package =
    Package { program: "terser", name: "terser", version: "5.51.4", oldest: 5, without: "2 % larger" };

/// The programs that make the app smaller, as far as they are there.
pub(super) struct Tools {
    pub(super) wasm_opt: Tool,
    pub(super) terser: Tool,
}

/// A tool: its version, and where it is.
pub(super) struct Tool {
    package: &'static Package,
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

impl Tools {
    /// Looks for them, and installs nothing.
    ///
    /// # Errors
    /// When this user has no folder for tools.
    pub(super) fn find() -> Result<Self> {
        Ok(Self { wasm_opt: Tool::find(&WASM_OPT)?, terser: Tool::find(&TERSER)? })
    }

    /// The line that stands for them in the record of an app.
    pub(super) fn version_line(&self) -> String {
        [&self.wasm_opt, &self.terser].map(Tool::version_line).join(", ")
    }
}

impl Tool {
    fn find(package: &'static Package) -> Result<Self> {
        let fits = |version: &String| major(version).is_some_and(|major| major >= package.oldest);
        if let Some((program, version)) =
            on_path(package.program).and_then(|program| Some((program.clone(), version(&program)?)))
            && fits(&version)
        {
            return Ok(Self { package, version, location: ToolLocation::OnPath(program) });
        }
        let program = package.folder()?.join("node_modules").join(".bin").join(package.program);
        let version = package.version.trim_end_matches(".0").to_owned();
        Ok(if program.exists() {
            Self { package, version, location: ToolLocation::Installed(program) }
        } else if on_path("npm").is_some() {
            Self { package, version, location: ToolLocation::Missing(program) }
        } else {
            Self::unavailable(package)
        })
    }

    fn unavailable(package: &'static Package) -> Self {
        Self { package, version: "none".to_owned(), location: ToolLocation::Unavailable }
    }

    /// The program; `None` where it is not there.
    pub(super) fn program(&self) -> Option<&Path> {
        match &self.location {
            ToolLocation::OnPath(program) | ToolLocation::Installed(program) => Some(program),
            ToolLocation::Missing(_) | ToolLocation::Unavailable => None,
        }
    }

    fn version_line(&self) -> String {
        format!("{} {}", self.package.program, self.version)
    }

    /// The tool, installed where it is missing and can be.
    fn installed(package: &'static Package) -> Result<Self> {
        let found = Self::find(package)?;
        let found = match &found.location {
            ToolLocation::Missing(program) => package.install(program)?,
            _ => found,
        };
        if found.program().is_none() {
            tell!("warning: no {}: the app is built all the same, {}", package.program, package.without);
            tell!("  help: install Node.js with npm, and Answerbook installs it; or put it on PATH");
        }
        Ok(found)
    }
}

/// Installs what is missing for building the app; what makes it smaller after that.
///
/// # Errors
/// When the compiler's target cannot be installed; the message names the command that installs it by hand.
pub(super) fn install(root: &Path) -> Result<Tools> {
    install_target(root)?;
    Ok(Tools { wasm_opt: Tool::installed(&WASM_OPT)?, terser: Tool::installed(&TERSER)? })
}

/// The command `setup`: installs what is missing and prints where it is.
pub(super) fn run(root: &Path) -> Result<()> {
    let tools = install(root)?;
    let mut out = anstream::stdout().lock();
    writeln!(out, "{TARGET}: installed")?;
    for tool in [&tools.wasm_opt, &tools.terser] {
        let place = match &tool.location {
            ToolLocation::OnPath(program) | ToolLocation::Installed(program) | ToolLocation::Missing(program) => {
                program.display().to_string()
            }
            ToolLocation::Unavailable => format!("not there: the app is {} without it", tool.package.without),
        };
        writeln!(out, "{}: {place}", tool.version_line())?;
    }
    Ok(())
}

impl Package {
    /// Where it is installed.
    fn folder(&self) -> Result<PathBuf> {
        Ok(tools_folder()?.join(format!("{}-{}", self.name, self.version)))
    }

    /// Installs it. A failure is a warning, as the app is built without it too.
    ///
    /// # Errors
    /// When this user has no folder for tools, or it cannot be made or locked.
    fn install(&'static self, program: &Path) -> Result<Tool> {
        let folder = self.folder()?;
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let _lock = Lock::acquire(&folder.join(".lock"), &format!("an Answerbook that installs {}", self.program))?;
        let package = format!("{}@{}", self.name, self.version);
        let mut command = Command::new("npm");
        command.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder).arg(&package);
        let title = format!("Installing {} {} from npm (some seconds)", self.program, self.version);
        // The process that held the lock may have installed it.
        if !program.exists()
            && let Err(error) = run_command(&title, &mut command)
        {
            tell!("warning: {error:#}");
            tell!("  help: npm install --prefix {} {package}", folder.display());
        }
        let found = Tool::find(self)?;
        Ok(if found.program().is_some() { found } else { Tool::unavailable(self) })
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
