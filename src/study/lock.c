#include "study/lock.h"

#include "study/study.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX "-lock"
/* Of the note in the file. */
#define MOST 256

/* The note says who: "program (process 123 on host)". A full disk takes no note, and the lock holds all the
 * same. */
static void
leave_note (int fd)
{
  const char *program = g_get_prgname ();
  g_autofree char *note = g_strdup_printf (_ ("%s (process %d on %s)"), program != NULL ? program : "?",
                                           (int)getpid (), g_get_host_name ());
  if (ftruncate (fd, 0) != 0 || pwrite (fd, note, strlen (note), 0) < 0)
    g_debug ("%s", g_strerror (errno));
}

static void
set_busy (int fd, const char *path, GError **error)
{
  char note[MOST + 1];
  ssize_t size = pread (fd, note, MOST, 0);
  note[MAX (size, 0)] = '\0';
  g_autofree char *who = g_utf8_make_valid (g_strstrip (note), -1);
  g_set_error (error, STUDY_ERROR, STUDY_ERROR_BUSY, _ ("%s: the study is being written by %s"), path,
               *who != '\0' ? who : _ ("another program"));
}

/* The file that was locked is still the one of that name: nobody has taken it away in between. */
static gboolean
is_current (int fd, const char *name)
{
  struct stat locked, named;
  return fstat (fd, &locked) == 0 && stat (name, &named) == 0 && locked.st_ino == named.st_ino
         && locked.st_dev == named.st_dev;
}

int
study_lock_take (const char *path, GError **error)
{
  g_autofree char *name = g_strconcat (path, SUFFIX, NULL);
  for (;;) {
    int fd = g_open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) {
      int cause = errno;
      g_set_error (error, STUDY_ERROR, cause == ENOSPC ? STUDY_ERROR_FULL : STUDY_ERROR_FAILED, _ ("%s: %s"),
                   name, g_strerror (cause));
      return -1;
    }
    if (flock (fd, LOCK_EX | LOCK_NB) != 0) {
      set_busy (fd, path, error);
      close (fd);
      return -1;
    }
    if (is_current (fd, name)) {
      leave_note (fd);
      return fd;
    }
    close (fd);
  }
}

void
study_lock_release (const char *path, int lock)
{
  g_autofree char *name = g_strconcat (path, SUFFIX, NULL);
  g_unlink (name);
  close (lock);
}
