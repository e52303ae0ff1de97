//! What a child takes from itself before it reads anything. Each layer alone would keep a file from doing harm.

use anyhow::Context;
use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};
use rlimit::Resource;
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};

use super::Layers;

/// Most bytes of memory that a child may take; with the program itself and what it begins with it stays below 512 MB.
const MEMORY_MAX: u64 = 448 * 1024 * 1024;
/// Most seconds of a processor that it may take.
const CPU_MAX: u64 = 10;
/// The kernel's interface of landlock that is asked for; an older kernel gives what it has of it.
const LANDLOCK: ABI = ABI::V6;

/// What computing needs of the kernel: to read and write what is open, memory, the clock, random numbers for tables, and to
/// end. Nothing that opens, connects, starts or signals.
const CALLS: [libc::c_long; 26] = [
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_brk,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_futex,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_getrandom,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// Confines this process for good, and says what holds.
///
/// # Errors
/// When its memory and time cannot be limited.
pub(super) fn enter() -> anyhow::Result<Layers> {
    limit().context("limiting memory and time")?;
    let landlock = forbid_files_and_network();
    // Landlock opens one for itself; nothing else is opened from here on.
    Resource::NOFILE.set(0, 0)?;
    let memory = Vec::<u8>::new().try_reserve_exact(usize::try_from(MEMORY_MAX)?).is_err();
    Ok(Layers { memory, landlock, seccomp: forbid_calls() })
}

fn limit() -> anyhow::Result<()> {
    // The program's own pages are in its address space, and are none of a file's business.
    let memory = mapped()? + MEMORY_MAX;
    for (resource, most) in [
        (Resource::AS, memory),
        (Resource::CPU, CPU_MAX),
        (Resource::FSIZE, 0),
        (Resource::CORE, 0),
        (Resource::NPROC, 0),
    ] {
        resource.set(most, most)?;
    }
    Ok(())
}

/// Bytes of address space that this process has now.
fn mapped() -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let kilobytes = size.and_then(|size| size.trim().strip_suffix("kB")).context("no VmSize in /proc/self/status")?;
    Ok(kilobytes.trim().parse::<u64>()? * 1024)
}

fn forbid_files_and_network() -> bool {
    let ruled = || {
        Ruleset::default()
            .handle_access(AccessFs::from_all(LANDLOCK))?
            .handle_access(AccessNet::from_all(LANDLOCK))?
            .scope(Scope::from_all(LANDLOCK))?
            .create()?
            .restrict_self()
    };
    ruled().is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

/// What is not in [`CALLS`] is answered with an error rather than the end: a library that tries something harmless, and can
/// do without, still reads its file.
fn forbid_calls() -> bool {
    let calls = CALLS.map(|call| (call, Vec::new()));
    let denied = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let filter = std::env::consts::ARCH
        .try_into()
        .ok()
        .and_then(|machine| SeccompFilter::new(calls.into(), denied, SeccompAction::Allow, machine).ok());
    let program: Option<BpfProgram> = filter.and_then(|filter| filter.try_into().ok());
    program.is_some_and(|program| apply_filter(&program).is_ok())
}

#[cfg(test)]
mod tests {
    use std::{fs::File, net::TcpListener, process::Command, thread};

    use super::*;

    /// Landlock and seccomp confine the thread that asks for them, and what it starts.
    fn confined<T: Send>(confine: fn() -> bool, work: impl FnOnce() -> T + Send) -> Option<T> {
        thread::scope(|scope| {
            let thread = scope.spawn(|| confine().then(work));
            thread.join().expect("a thread that ends")
        })
    }

    #[test]
    fn whoever_is_confined_opens_nothing_connects_nowhere_and_starts_nobody() {
        let tried = confined(forbid_calls, || {
            let file = File::open("/etc/hostname").map(|_| ());
            let socket = TcpListener::bind("127.0.0.1:0").map(|_| ());
            let process = Command::new("/bin/true").spawn().map(|_| ());
            [file, socket, process].map(|outcome| outcome.map_err(|error| error.raw_os_error()))
        });
        if let Some(outcomes) = tried {
            assert_eq!(outcomes, [Err(Some(libc::EPERM)); 3]);
        }
        let tried = confined(forbid_files_and_network, || {
            let socket = TcpListener::bind("127.0.0.1:0").map(|_| ());
            [File::open("/etc/hostname").map(|_| ()), socket]
                .map(|outcome| outcome.map_err(|error| error.raw_os_error()))
        });
        if let Some(outcomes) = tried {
            assert_eq!(outcomes, [Err(Some(libc::EACCES)); 2]);
        }
    }
}
