/*
 * Preloaded before libc (LD_PRELOAD): counts the calls that change files below a folder, and makes the N-th of them the
 * last thing the process did, or one for which the disk was full. What it does is told by the environment:
 *
 *   EARMARK_FAULT_ROOT  the folder; nothing outside of it is counted
 *   EARMARK_FAULT_OPS   comma list of create, write, truncate, sync, rename, unlink, mkdir; empty = all
 *   EARMARK_FAULT_PATH  pattern (fnmatch) on the path below the folder; a rename is known by its old name
 *   EARMARK_FAULT_NTH   which matching call, from 1; 0 = none, only count
 *   EARMARK_FAULT_AFTER "op pattern": counting begins after the first such call; empty = at once
 *   EARMARK_FAULT_ARM   counting begins once this file exists; empty = at once
 *   EARMARK_FAULT_DO    kill-before, kill-mid (half of a write), kill-after, full-once, full-from
 *   EARMARK_FAULT_LOG   file that gets a line "n op path" per matching call, and "n fired ..." when it acts
 *
 * Own writes and reads of names go through syscall(), so that nothing here calls itself.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum act { NOTHING, KILL_BEFORE, KILL_MID, KILL_AFTER, FULL };

static char root[PATH_MAX];
static size_t root_length;
static const char *ops, *pattern, *wanted, *after, *arm;
static long nth;
static int log_fd = -1;
static atomic_long seen;
static atomic_int armed;

static const char *given_or_null(const char *name) {
  const char *value = getenv(name);
  return value == NULL || *value == 0 ? NULL : value;
}

__attribute__((constructor)) static void start(void) {
  const char *given = given_or_null("EARMARK_FAULT_ROOT");
  if (given == NULL || realpath(given, root) == NULL) return;
  root_length = strlen(root);
  ops = given_or_null("EARMARK_FAULT_OPS");
  pattern = given_or_null("EARMARK_FAULT_PATH");
  wanted = given_or_null("EARMARK_FAULT_DO");
  after = given_or_null("EARMARK_FAULT_AFTER");
  arm = given_or_null("EARMARK_FAULT_ARM");
  armed = after == NULL && arm == NULL;
  const char *number = given_or_null("EARMARK_FAULT_NTH");
  nth = number == NULL ? 0 : atol(number);
  const char *log = given_or_null("EARMARK_FAULT_LOG");
  if (log != NULL) log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int names(const char *list, const char *op) {
  if (list == NULL) return 1;
  size_t length = strlen(op);
  for (const char *at = list; (at = strstr(at, op)) != NULL; at += length)
    if ((at == list || at[-1] == ',') && (at[length] == 0 || at[length] == ',')) return 1;
  return 0;
}

static void note(long number, const char *what, const char *op, const char *path) {
  if (log_fd < 0) return;
  char line[PATH_MAX + 64];
  int length = snprintf(line, sizeof line, "%ld %s%s %s\n", number, what, op, path);
  syscall(SYS_write, log_fd, line, (size_t)length);
}

static void end(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

/* Whether counting has begun; the call that begins it is not counted itself. */
static int is_armed(const char *op, const char *below) {
  if (armed) return 1;
  if (arm != NULL && syscall(SYS_faccessat, AT_FDCWD, arm, F_OK) == 0) armed = 1;
  if (armed || after == NULL) return armed;
  size_t length = strlen(op);
  if (strncmp(after, op, length) == 0 && after[length] == ' ' && fnmatch(after + length + 1, below, 0) == 0) armed = 1;
  return 0;
}

/* Decides about one call on an absolute path. KILL_BEFORE does not return. */
static enum act meet(const char *op, const char *path) {
  if (root_length == 0 || strncmp(path, root, root_length) != 0 || path[root_length] != '/') return NOTHING;
  const char *below = path + root_length + 1;
  if (!is_armed(op, below) || !names(ops, op)) return NOTHING;
  if (pattern != NULL && fnmatch(pattern, below, 0) != 0) return NOTHING;
  long number = atomic_fetch_add(&seen, 1) + 1;
  note(number, "", op, below);
  if (nth == 0 || wanted == NULL || number < nth) return NOTHING;
  if (strcmp(wanted, "full-from") == 0) {
    if (number == nth) note(number, "fired ", op, below);
    return FULL;
  }
  if (number != nth) return NOTHING;
  note(number, "fired ", op, below);
  if (strcmp(wanted, "full-once") == 0) return FULL;
  if (strcmp(wanted, "kill-before") == 0) end();
  if (strcmp(wanted, "kill-mid") == 0) return KILL_MID;
  if (strcmp(wanted, "kill-after") == 0) return KILL_AFTER;
  return NOTHING;
}

static enum act meet_fd(const char *op, int fd) {
  if (root_length == 0 || fd < 0) return NOTHING;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  if (length <= 0) return NOTHING;
  path[length] = 0;
  return meet(op, path);
}

static enum act meet_at(const char *op, int folder, const char *path) {
  if (root_length == 0 || path == NULL) return NOTHING;
  if (path[0] == '/') return meet(op, path);
  char link[64], whole[PATH_MAX];
  if (folder == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
  else snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, whole, sizeof whole - 1);
  if (length <= 0 || (size_t)length + strlen(path) + 2 > sizeof whole) return NOTHING;
  whole[length] = '/';
  strcpy(whole + length + 1, path);
  return meet(op, whole);
}

#define REAL(name) \
  static __typeof__(&name) real; \
  if (real == NULL) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define FINISH(act, type, call) \
  do { \
    if ((act) == FULL) { errno = ENOSPC; return (type)-1; } \
    type result = (call); \
    if ((act) == KILL_AFTER || (act) == KILL_MID) end(); \
    return result; \
  } while (0)

ssize_t write(int fd, const void *data, size_t size) {
  REAL(write);
  enum act act = meet_fd("write", fd);
  FINISH(act, ssize_t, real(fd, data, act == KILL_MID ? size / 2 : size));
}

#define PWRITE(name, offset_type) \
  ssize_t name(int fd, const void *data, size_t size, offset_type offset) { \
    REAL(name); \
    enum act act = meet_fd("write", fd); \
    FINISH(act, ssize_t, real(fd, data, act == KILL_MID ? size / 2 : size, offset)); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  enum act act = meet_fd("write", fd);
  FINISH(act, ssize_t, real(fd, parts, act == KILL_MID && count > 1 ? count / 2 : count));
}

#define PWRITEV(name, offset_type) \
  ssize_t name(int fd, const struct iovec *parts, int count, offset_type offset) { \
    REAL(name); \
    enum act act = meet_fd("write", fd); \
    FINISH(act, ssize_t, real(fd, parts, act == KILL_MID && count > 1 ? count / 2 : count, offset)); \
  }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

#define ON_FD(op, name) \
  int name(int fd) { \
    REAL(name); \
    enum act act = meet_fd(op, fd); \
    FINISH(act, int, real(fd)); \
  }
ON_FD("sync", fsync)
ON_FD("sync", fdatasync)

#define TRUNCATE(name, length_type) \
  int name(int fd, length_type length) { \
    REAL(name); \
    enum act act = meet_fd("truncate", fd); \
    FINISH(act, int, real(fd, length)); \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define ON_PATH(op, name) \
  int name(const char *path) { \
    REAL(name); \
    enum act act = meet_at(op, AT_FDCWD, path); \
    FINISH(act, int, real(path)); \
  }
ON_PATH("unlink", unlink)
ON_PATH("unlink", remove)

int unlinkat(int folder, const char *path, int flags) {
  REAL(unlinkat);
  enum act act = meet_at("unlink", folder, path);
  FINISH(act, int, real(folder, path, flags));
}

int rename(const char *from, const char *to) {
  REAL(rename);
  enum act act = meet_at("rename", AT_FDCWD, from);
  FINISH(act, int, real(from, to));
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  REAL(renameat);
  enum act act = meet_at("rename", from_folder, from);
  FINISH(act, int, real(from_folder, from, to_folder, to));
}

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  enum act act = access(path, F_OK) == 0 ? NOTHING : meet_at("mkdir", AT_FDCWD, path);
  FINISH(act, int, real(path, mode));
}

/* Opening counts when it makes a file; one that empties a file counts as truncating it, and needs no space. */
static enum act meet_open(int folder, const char *path, int flags) {
  if (root_length == 0 || (flags & (O_CREAT | O_TRUNC)) == 0) return NOTHING;
  int exists = faccessat(folder, path, F_OK, 0) == 0;
  if (!exists) return (flags & O_CREAT) ? meet_at("create", folder, path) : NOTHING;
  if ((flags & O_TRUNC) == 0) return NOTHING;
  enum act act = meet_at("truncate", folder, path);
  return act == FULL ? NOTHING : act;
}

#define MODE_OF(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list rest; \
    va_start(rest, flags); \
    mode = va_arg(rest, mode_t); \
    va_end(rest); \
  }

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    MODE_OF(flags) \
    REAL(name); \
    enum act act = meet_open(AT_FDCWD, path, flags); \
    FINISH(act, int, real(path, flags, mode)); \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
  int name(int folder, const char *path, int flags, ...) { \
    MODE_OF(flags) \
    REAL(name); \
    enum act act = meet_open(folder, path, flags); \
    FINISH(act, int, real(folder, path, flags, mode)); \
  }
OPENAT(openat)
OPENAT(openat64)
