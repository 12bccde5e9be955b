/*
 * /enter ROOT UID GID DIRECTORY COMMAND [ARG...]
 * /enter --environment FILE
 *
 * Starts the program of another image, which is mounted at ROOT, in a step of a build: as a user of that image, with that
 * image for its root directory. `chroot` and `mknod` do not exist in every image that it has to start from, and not all of
 * those that exist can change the user. Of /dev it makes what the default capabilities of a builder allow; where they do not
 * even allow that, a plain file stands for the null device. Nothing can be mounted, so /proc is what the caller puts there.
 *
 * The second form writes the environment that it was given, which is the image's, to a new file, a NUL behind each variable.
 *
 * It uses no libc, as init.c. projenrc/build-init.sh compiles it.
 */
#include <linux/fcntl.h>
#include <linux/prctl.h>
#include <linux/stat.h>

#define PROGRAM "enter"
#include "../init/kernel.h"

enum { CANNOT_CREATE = 73, NO_PERMISSION = 77, SIGNAL_KILL = 9 };

/* A number, or -1 for what is none. */
static long number(const char *text)
{
  long value = 0;
  if (!*text)
    return -1;
  for (; *text; text++) {
    if (*text < '0' || *text > '9' || value > 0x0fffffff)
      return -1;
    value = value * 10 + (*text - '0');
  }
  return value;
}

static void need(const char *what, long result, int code)
{
  if (result >= 0)
    return;
  say("enter: cannot ");
  say(what);
  say(result == -EPERM ? ": not permitted\n" : result == -ENOENT ? ": no such file or directory\n" : "\n");
  leave(code);
}

static void directory(const char *path, long mode)
{
  call(__NR_mkdirat, AT_FDCWD, (long)path, mode, 0);
  call(__NR_fchmodat, AT_FDCWD, (long)path, mode, 0);
}

static void device(const char *path, long minor)
{
  if (call(__NR_mknodat, AT_FDCWD, (long)path, S_IFCHR | 0666, 1 << 8 | minor) != -EPERM || minor != 3)
    return;
  long file = call(__NR_openat, AT_FDCWD, (long)path, O_CREAT | O_WRONLY, 0666);
  if (file >= 0)
    call(__NR_close, file, 0, 0, 0);
}

static void write_environment(const char *path, char **env)
{
  long file = call(__NR_openat, AT_FDCWD, (long)path, O_CREAT | O_EXCL | O_WRONLY, 0644);
  need("make the file of the environment", file, CANNOT_CREATE);
  for (; *env; env++) {
    const long size = length(*env) + 1;
    if (call(__NR_write, file, (long)*env, size, 0) != size)
      need("write the environment", -EIO, CANNOT_CREATE);
  }
  leave(0);
}

static int is_option(const char *word)
{
  const char *option = "--environment";
  while (*option && *word == *option)
    word++, option++;
  return *word == *option;
}

__attribute__((noreturn, used)) void start(long *stack)
{
  char **argv = (char **)(stack + 1) + 1, **env = argv + stack[0];
  const long words = stack[0] - 1;
  if (words == 2 && is_option(argv[0]))
    write_environment(argv[1], env);
  const long user = words < 5 ? -1 : number(argv[1]), group = words < 5 ? -1 : number(argv[2]);
  if (user < 0 || group < 0) {
    say("usage: /enter ROOT UID GID DIRECTORY COMMAND [ARG...], or /enter --environment FILE\n");
    leave(USAGE);
  }

  need("change the root directory", call(__NR_chroot, (long)argv[0], 0, 0, 0), NO_PERMISSION);
  call(__NR_umask, 0, 0, 0, 0);
  directory("/dev", 0755);
  directory("/dev/shm", 01777);
  directory("/tmp", 01777);
  device("/dev/null", 3);
  device("/dev/zero", 5);
  device("/dev/full", 7);
  device("/dev/random", 8);
  device("/dev/urandom", 9);
  call(__NR_umask, 022, 0, 0, 0);
  need("enter the directory of the service", call(__NR_chdir, (long)argv[3], 0, 0, 0), NO_PERMISSION);

  const unsigned groups[1] = {(unsigned)group};
  need("set the groups of the service", call(__NR_setgroups, 1, (long)groups, 0, 0), NO_PERMISSION);
  need("set the group of the service", call(__NR_setresgid, group, group, group, 0), NO_PERMISSION);
  need("set the user of the service", call(__NR_setresuid, user, user, user, 0), NO_PERMISSION);
  /* It ends with the gate, also where the gate is killed. */
  call(__NR_prctl, PR_SET_PDEATHSIG, SIGNAL_KILL, 0, 0);
  execute(argv + 4, env);
}
