//! A clock that also counts the time a machine sleeps.
//!
//! The timers of the runtime stand still while a laptop's lid is closed: a call that was under way would then wait
//! its whole limit again after waking up, on a connection that is long gone.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Time since some fixed moment, sleep included. It never goes back, and setting the wall clock changes nothing.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Duration + Send + Sync>);

impl Clock {
    /// A clock of one's own, for tests.
    #[must_use]
    pub fn new(now: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The operating system's.
    #[must_use]
    pub fn system() -> Self {
        Self::new(since_boot())
    }

    pub(crate) fn now(&self) -> Duration {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

#[cfg(unix)]
fn since_boot() -> impl Fn() -> Duration + Send + Sync {
    // Only Linux keeps sleep out of CLOCK_MONOTONIC.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    const COUNTS_SLEEP: rustix::time::ClockId = rustix::time::ClockId::Boottime;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    const COUNTS_SLEEP: rustix::time::ClockId = rustix::time::ClockId::Monotonic;
    || {
        let now = rustix::time::clock_gettime(COUNTS_SLEEP);
        Duration::new(
            u64::try_from(now.tv_sec).unwrap_or_default(),
            u32::try_from(now.tv_nsec).unwrap_or_default(),
        )
    }
}

#[cfg(not(unix))]
fn since_boot() -> impl Fn() -> Duration + Send + Sync {
    // The performance counter behind `Instant` goes on while Windows sleeps.
    let start = std::time::Instant::now();
    move || start.elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_clock_goes_forward() {
        let clock = Clock::system();
        let first = clock.now();
        while clock.now() == first {
            std::hint::spin_loop();
        }
        assert!(clock.now() > first);
    }
}
