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
#include <asm/unistd.h>
#include <linux/errno.h>
#include <linux/wait.h>

enum { USAGE = 64, NOT_EXECUTABLE = 126, NOT_FOUND = 127, KILLED = 128 };

/* What Docker sets where an image sets none. */
#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#define PATH_MAX 4096
#define STANDARD_INPUT 0
#define STANDARD_ERROR 2

typedef unsigned long signal_set; /* the kernel's own: 64 signals, one bit each */

#if defined(__x86_64__)
/* On entry the stack pointer is at argc; a C function wants the stack aligned at its call. */
__asm__(".globl _start\n_start: xor %ebp, %ebp\n mov %rsp, %rdi\n and $-16, %rsp\n call start\n");

static long call(long number, long a, long b, long c, long d)
{
  register long fourth __asm__("r10") = d;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth)
                   : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
__asm__(".globl _start\n_start: mov x29, #0\n mov x30, #0\n mov x0, sp\n b start\n");

static long call(long number, long a, long b, long c, long d)
{
  register long eighth __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(eighth), "r"(x1), "r"(x2), "r"(x3) : "memory");
  return x0;
}
#else
#error "init knows x86_64 and aarch64"
#endif

__attribute__((noreturn)) static void leave(int code)
{
  for (;;)
    call(__NR_exit_group, code, 0, 0, 0);
}

static long length(const char *text)
{
  long n = 0;
  while (text[n])
    n++;
  return n;
}

static void say(const char *text)
{
  call(__NR_write, STANDARD_ERROR, (long)text, length(text), 0);
}

__attribute__((noreturn)) static void fail(const char *what, long error)
{
  char number[] = " (error 000)\n";
  number[8] += -error / 100;
  number[9] += -error / 10 % 10;
  number[10] += -error % 10;
  say("init: ");
  say(what);
  say(error == -ENOENT    ? ": not found, or the interpreter it names is missing"
      : error == -EACCES  ? ": not executable"
      : error == -ENOEXEC ? ": not a program for this machine"
                          : ": cannot be run");
  say(number);
  leave(error == -ENOENT ? NOT_FOUND : NOT_EXECUTABLE);
}

static const char *path_of(char **env)
{
  for (; *env; env++) {
    const char *e = *env;
    if (e[0] == 'P' && e[1] == 'A' && e[2] == 'T' && e[3] == 'H' && e[4] == '=')
      return e + 5;
  }
  return DEFAULT_PATH;
}

/* Tries one directory of PATH; an empty one is the working directory (POSIX). */
static long try_in(const char *directory, long size, char **argv, char **env)
{
  char path[PATH_MAX], *to = path;
  const char *name = argv[0];
  if (size + length(name) + 2 > PATH_MAX)
    return -ENOENT;
  while (size--)
    *to++ = *directory++;
  if (to != path)
    *to++ = '/';
  while ((*to++ = *name++))
    ;
  return call(__NR_execve, (long)path, (long)argv, (long)env, 0);
}

/* execvp(3), without its detour through a shell for files the kernel cannot run. */
__attribute__((noreturn)) static void execute(char **argv, char **env)
{
  const char *name = argv[0], *path = path_of(env);
  for (const char *c = name; *c; c++)
    if (*c == '/')
      fail(name, call(__NR_execve, (long)name, (long)argv, (long)env, 0));

  long result = -ENOENT;
  for (; *name; path++) { /* an empty name is never found */
    const char *end = path;
    while (*end && *end != ':')
      end++;
    long error = try_in(path, end - path, argv, env);
    if (error != -ENOENT && error != -ENOTDIR)
      result = error;
    if (result != -ENOENT && result != -EACCES)
      break; /* found, and broken: another one of that name would only hide it */
    path = end;
    if (!*path)
      break;
  }
  fail(name, result);
}

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
