//! Trunk, for who has it, makes the same app as our own commands do.
//!
//! Both compile in a target folder of their own and with the same flags, as only ours leave out the paths of this machine.
//! Where Trunk or wasm-bindgen's command line is not on `PATH`, the test says so and is over. Not here: the site over the app,
//! which the command line's tests look at.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A flag that changes nothing, in the place of those that leave out paths.
const FLAGS: &str = "--cap-lints=warn";

#[test]
fn trunk_makes_the_same_app() {
    let missing =
        ["trunk", "wasm-bindgen"].into_iter().find(|tool| Command::new(tool).arg("--version").output().is_err());
    if let Some(tool) = missing {
        println!("skipped: {tool} is not on PATH");
        return;
    }
    let folder = TempDir::new().unwrap();
    let (ours, theirs) = (folder.path().join("ours"), folder.path().join("theirs"));
    run(Command::new(env!("CARGO_BIN_EXE_answerbook")).arg("build-app").arg(&ours));
    // Without the hook, which would compile the command line once more.
    let mut config: toml::Table = fs::read_to_string(root().join("Trunk.toml")).unwrap().parse().unwrap();
    config.remove("hooks");
    let config_file = folder.path().join("Trunk.toml");
    fs::write(&config_file, config.to_string()).unwrap();
    let mut trunk = Command::new("trunk");
    // Trunk takes it for a flag with a value and refuses what others set it to.
    trunk.env_remove("NO_COLOR").args(["build", "--offline", "true", "--skip-version-check", "--config"]);
    run(trunk.arg(&config_file).arg("--dist").arg(&theirs).arg(root().join("public/index.html")));
    run(Command::new(env!("CARGO_BIN_EXE_answerbook")).arg("trunk-hook").env("TRUNK_STAGING_DIR", &theirs));
    // The names of the app's files end in hashes of what they hold.
    let of_app = |name: &String| [".js", ".wasm", ".css"].iter().any(|end| name.ends_with(end)) && name.contains('-');
    let (ours, theirs) = (names(&ours.join("files")), names(&theirs));
    let theirs: BTreeSet<String> = theirs.into_iter().filter(of_app).collect();
    assert_eq!(ours.into_iter().filter(of_app).collect::<BTreeSet<_>>(), theirs);
    assert_eq!(theirs.len(), 3, "{theirs:?}");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(command: &mut Command) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("trunk");
    command.current_dir(root()).env("CARGO_TARGET_DIR", target).env("CARGO_ENCODED_RUSTFLAGS", FLAGS);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&output.stderr));
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}
