//! Timers and tasks: work that runs later.
//!
//! The functions of gloo and of the executor are generic, so each closure that they were called with would be compiled
//! into a copy of them. Everything therefore passes through one function that takes a box.
//!
//! Not here: what is delayed, and why.

use std::cell::RefCell;
use std::pin::Pin;

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use super::ignore;

/// How long typing or selecting must pause before the app acts on it, in milliseconds. The address follows typing after
/// this pause, and the toolbar for quotes follows the selection. With less, the address changes between two letters of
/// a slow typist, and browsers refuse pages that write to the history too often. With more, a reload may lose the last
/// words.
pub(crate) const INPUT_DEBOUNCE_MILLIS: u32 = 300;

/// A timer that is running. Dropping it cancels it.
#[must_use = "a timer is cancelled when it is dropped"]
pub(crate) struct Timer(Timeout);

impl Timer {
    /// A timer that calls `run` once, after so many milliseconds.
    pub(crate) fn start(millis: u32, run: impl FnOnce() + 'static) -> Self {
        Self::start_boxed(millis, Box::new(run))
    }

    fn start_boxed(millis: u32, run: Box<dyn FnOnce()>) -> Self {
        Self(Timeout::new(millis, run))
    }
}

/// Calls a function in a task of its own, once the browser is done with the present one.
pub(crate) fn queue_task(run: impl FnOnce() + 'static) {
    Timer::start(0, run).0.forget();
}

/// Runs a future in the background.
pub(crate) fn spawn(future: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local(future);
}

/// A debounce: of several calls in quick succession it runs the last one, once they have paused.
pub(crate) struct Debounce {
    millis: u32,
    pending: RefCell<Option<Timer>>,
}

impl Debounce {
    /// A debounce that waits for a pause of so many milliseconds.
    pub(crate) const fn new(millis: u32) -> Self {
        Self { millis, pending: RefCell::new(None) }
    }

    /// Runs a function after the pause, unless there is another call before.
    pub(crate) fn call(&self, run: impl FnOnce() + 'static) {
        let timer = Timer::start(self.millis, run);
        ignore(self.pending.replace(Some(timer)));
    }

    /// Drops the call that waits, if there is one.
    pub(crate) fn cancel(&self) {
        ignore(self.pending.take());
    }
}
