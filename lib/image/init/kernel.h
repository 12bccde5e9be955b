/*
 * How programs without a libc speak to the kernel: where they begin, system calls, and the few helpers that more than
 * one needs. A program defines PROGRAM, its name in messages, and `start`, which is called with the address of argc.
 */
#include <asm/unistd.h>
#include <linux/errno.h>

enum { USAGE = 64, NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

/* What Docker sets where an image sets none. */
#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#define PATH_MAX 4096
#define STANDARD_ERROR 2

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
#error "x86_64 and aarch64 are known"
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
  say(PROGRAM ": ");
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
