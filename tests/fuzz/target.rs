//! The process that runs one target under libFuzzer, which is its `main`. The environment names the target.
//!
//! Not here: the command to run it by (`run.rs`).

#![no_main]

#[allow(dead_code, reason = "the command reads the list")]
mod list;
mod targets;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::OnceLock;
use std::{env, fs, process};

use libfuzzer_sys::fuzz_target;

static FUNCTION: OnceLock<targets::Function> = OnceLock::new();

fuzz_target!(
    init: start(),
    |bytes: &[u8]| {
        if let Some(function) = FUNCTION.get() {
            function(bytes);
        }
    }
);

/// Finds the target, and writes its seeds if that is asked for.
fn start() {
    let name = env::var("FUZZ_TARGET").unwrap_or_default();
    let Some(function) = targets::function(&name) else {
        eprintln!("FUZZ_TARGET names no target; the command that does is in run.rs");
        process::exit(2);
    };
    FUNCTION.get_or_init(|| function);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build_global().expect("there is no pool yet");
    if let Some(folder) = env::var_os("FUZZ_SEEDS").map(std::path::PathBuf::from) {
        for (nth, seed) in targets::seeds(&name).into_iter().enumerate() {
            fs::write(folder.join(nth.to_string()), seed).expect("the seeds can be written");
        }
        process::exit(0);
    }
}

/// The most bytes that are allocated at once. libFuzzer sees the memory in use, and not what is reserved.
const MAX_ALLOCATION: usize = 1 << 30;

/// The system's allocator with that limit.
struct Limited;

#[global_allocator]
static ALLOCATOR: Limited = Limited;

fn check(size: usize) {
    if size > MAX_ALLOCATION {
        // A panic would allocate.
        process::abort();
    }
}

// SAFETY: every call is passed on as it is.
unsafe impl GlobalAlloc for Limited {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        check(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        check(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        check(size);
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}
