/*
 * /init COMMAND [ARG...]
 *
 * The first process of a release image. The kernel drops every signal for
 * which PID 1 has no handler, so `node` as PID 1 sits out `docker stop` and is
 * killed after the grace period; and nobody reaps the orphans that end up with
 * PID 1. This program is PID 1 instead, runs COMMAND as its child, hands every
 * signal on and ends as COMMAND ended.
 *
 * It uses no libc, so that one file of about a kilobyte runs on glibc, musl
 * and distroless images alike. projenrc/build-init.sh compiles it.
 */
#include <asm/ioctls.h>
#include <asm/signal.h>
#include <linux/wait.h>

#define PROGRAM "init"
#include "kernel.h"

enum { KILLED = 128 };

#define STANDARD_INPUT 0

typedef unsigned long signal_set; /* the kernel's own: 64 signals, one bit each */

/* Never returns while COMMAND runs; ends the way COMMAND ended. */
__attribute__((noreturn)) static void supervise(long command)
{
  const signal_set all = ~0UL;
  for (;;) {
    long signal = call(__NR_rt_sigtimedwait, (long)&all, 0, 0, sizeof all);
    if (signal > 0 && signal != SIGCHLD)
      call(__NR_kill, command, signal, 0, 0);

    /* One SIGCHLD may stand for many ended children: the kernel does not count them. */
    int status;
    long ended;
    while ((ended = call(__NR_wait4, -1, (long)&status, WNOHANG, 0)) > 0)
      if (ended == command)
        leave(status & 0x7f ? KILLED + (status & 0x7f) : status >> 8 & 0xff);
  }
}

__attribute__((noreturn, used)) void start(long *stack)
{
  char **argv = (char **)(stack + 1) + 1, **env = argv + stack[0];
  if (stack[0] < 2) {
    say("usage: /init COMMAND [ARG...]\n");
    leave(USAGE);
  }

  /* Another init is above us (docker run --init, ECS initProcessEnabled, a shared PID namespace). */
  if (call(__NR_getpid, 0, 0, 0, 0) != 1)
    execute(argv, env);

  /* Blocked signals reach PID 1 even without a handler: they wait for rt_sigtimedwait. */
  const signal_set all = ~0UL;
  signal_set original;
  call(__NR_rt_sigprocmask, SIG_BLOCK, (long)&all, (long)&original, sizeof all);

  /*
   * A terminal (docker run -t) belongs to one session, and COMMAND is to have one of its own, as
   * it would as PID 1. Giving the terminal up sends this process SIGHUP and SIGCONT: not news
   * for COMMAND, so they are taken off the queue.
   */
  if (call(__NR_ioctl, STANDARD_INPUT, TIOCNOTTY, 0, 0) == 0) {
    const signal_set given_up = 1UL << (SIGHUP - 1) | 1UL << (SIGCONT - 1);
    const long at_once[2] = {0, 0};
    while (call(__NR_rt_sigtimedwait, (long)&given_up, 0, (long)at_once, sizeof given_up) > 0)
      ;
  }

  long command = call(__NR_clone, SIGCHLD, 0, 0, 0); /* fork(2), which aarch64 does not have */
  if (command < 0)
    fail("fork", command);
  if (command > 0)
    supervise(command);

  /*
   * The session's leader has no parent in the session, so the kernel ignores SIGTSTP, SIGTTIN and
   * SIGTTOU for it unless it handles them: nobody in a container could wake it up again.
   */
  call(__NR_setsid, 0, 0, 0, 0);
  call(__NR_ioctl, STANDARD_INPUT, TIOCSCTTY, 0, 0);
  call(__NR_rt_sigprocmask, SIG_SETMASK, (long)&original, 0, sizeof original);
  execute(argv, env);
}
