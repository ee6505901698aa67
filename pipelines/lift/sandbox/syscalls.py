"""System call numbers of the two machines that the Linux sandbox knows.

The filter names system calls; this table turns names into numbers. Used by `filters`.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["MACHINES", "Machine"]

_TABLE = """
read:0:63 write:1:64 close:3:57 fstat:5:80 newfstatat:262:79 stat:4:- lstat:6:- statx:332:291
lseek:8:62 mmap:9:222 mprotect:10:226 munmap:11:215 brk:12:214 mremap:25:216 madvise:28:233
rt_sigaction:13:134 rt_sigprocmask:14:135 rt_sigreturn:15:139 rt_sigpending:127:136
rt_sigtimedwait:128:137 sigaltstack:131:132 sched_yield:24:124 sched_getaffinity:204:123
getpid:39:172 getppid:110:173 gettid:186:178 getuid:102:174 geteuid:107:175 getgid:104:176
getegid:108:177 getgroups:115:158 getpgrp:111:- getpgid:121:155 getsid:124:156
getresuid:118:148 getresgid:120:150 nanosleep:35:101 clock_nanosleep:230:115
clock_gettime:228:113 clock_getres:229:114 gettimeofday:96:169 time:201:- times:100:153
getrusage:98:165 exit:60:93 exit_group:231:94 futex:202:98 restart_syscall:219:128
rseq:334:293 set_robust_list:273:99 getrandom:318:278 uname:63:160 sysinfo:99:179
membarrier:324:283 open:2:- openat:257:56 creat:85:- readv:19:65 writev:20:66 pread64:17:67
pwrite64:18:68 preadv:295:69 pwritev:296:70 readlink:89:- readlinkat:267:78 access:21:-
faccessat:269:48 faccessat2:439:439 getdents64:217:61 getcwd:79:17 chdir:80:49 fchdir:81:50
dup:32:23 dup2:33:- dup3:292:24 pipe:22:- pipe2:293:59 poll:7:- ppoll:271:73 select:23:-
pselect6:270:72 epoll_create:213:- epoll_create1:291:20 epoll_ctl:233:21 epoll_wait:232:-
epoll_pwait:281:22 eventfd2:290:19 timerfd_create:283:85 timerfd_settime:286:86
timerfd_gettime:287:87 fcntl:72:25 flock:73:32 ioctl:16:29 fsync:74:82 fdatasync:75:83
ftruncate:77:46 fallocate:285:47 rename:82:- renameat:264:38 renameat2:316:276 mkdir:83:-
mkdirat:258:34 rmdir:84:- unlink:87:- unlinkat:263:35 symlink:88:- symlinkat:266:36 link:86:-
linkat:265:37 umask:95:166 statfs:137:43 fstatfs:138:44 sendfile:40:71 copy_file_range:326:285
fadvise64:221:223 socketpair:53:199 sendto:44:206 recvfrom:45:207 shutdown:48:210
getsockopt:55:209 setsockopt:54:208 getsockname:51:204 getpeername:52:205 setitimer:38:103
getitimer:36:102 alarm:37:- pause:34:- getrlimit:97:163 prlimit64:302:261 msync:26:227
mincore:27:232 chmod:90:- fchmod:91:52 fchmodat:268:53 fchmodat2:452:452 utime:132:-
utimes:235:- futimesat:261:- utimensat:280:88 clone3:435:435 openat2:437:437
"""
"""`name:x86-64 number:aarch64 number`, a dash where a machine does not have the call."""


class Machine(NamedTuple):
    """What a seccomp filter must know about a processor architecture."""

    audit: int
    """Constant that the kernel puts into `seccomp_data.arch`."""
    numbers: dict[str, int]
    """System call numbers by name; calls that the machine lacks are absent."""


def _numbers(column: int) -> dict[str, int]:
    rows = (row.split(":") for row in _TABLE.split())
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


MACHINES = {
    "x86_64": Machine(audit=0xC000003E, numbers=_numbers(1)),
    "aarch64": Machine(audit=0xC00000B7, numbers=_numbers(2)),
}
"""By the name that `platform.machine()` gives."""
