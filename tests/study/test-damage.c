/* Files that are not what was written: each is read as it was written, or refused for a reason, and left as
 * it is. */
#include "fixture.h"

/* Of each kind of flips: more with -m slow; fewer under ThreadSanitizer, which makes each opening of a file
 * many times slower and finds nothing where there is one thread. */
#ifdef __SANITIZE_THREAD__
#define N_FLIPS 10
#else
#define N_FLIPS 250
#endif
#define N_FLIPS_SLOW 3000
/* SQLite's, bytes. */
#define PAGE 4096

typedef struct {
  char *folder, *path, *copy; /* the sound file, and the one that is damaged */
  char *bytes;
  gsize size;
  char *contents; /* of the sound file */
} Files;

static void
set_up (Files *files, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  files->folder = make_folder ();
  files->path = g_build_filename (files->folder, "sound" STUDY_SUFFIX, NULL);
  files->copy = g_build_filename (files->folder, "copy" STUDY_SUFFIX, NULL);
  make_fixture (files->path);
  files->contents = file_contents (files->path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (files->path, &files->bytes, &files->size, NULL));
}

static void
tear_down (Files *files, G_GNUC_UNUSED gconstpointer data)
{
  remove_folder (files->folder);
  g_free (files->folder);
  g_free (files->path);
  g_free (files->copy);
  g_free (files->bytes);
  g_free (files->contents);
}

static void
write_bytes (const char *path, const char *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_file_set_contents_full (path, bytes, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* The copy has these bytes, and nothing lies beside it. */
static void
assert_untouched (const Files *files, const char *bytes, gsize size)
{
  g_autofree char *there = NULL;
  gsize n;
  const char *name;
  g_autoptr (GDir) dir = g_dir_open (files->folder, 0, NULL);
  g_assert_true (g_file_get_contents (files->copy, &there, &n, NULL));
  g_assert_cmpmem (there, n, bytes, size);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_true (g_str_has_suffix (name, STUDY_SUFFIX));
}

/* Whether the copy, which has these bytes, was refused. what: for a failure's message. */
static gboolean
try_copy (const Files *files, const char *bytes, gsize size, const char *what)
{
  g_autoptr (GError) error = NULL;
  write_bytes (files->copy, bytes, size);
  g_autofree char *contents = file_contents (files->copy, &error);
  if (contents == NULL) {
    if (error == NULL || error->domain != STUDY_ERROR)
      g_error ("%s: %s", what, error == NULL ? "no error" : error->message);
    assert_untouched (files, bytes, size);
    return TRUE;
  }
  if (strcmp (contents, files->contents) != 0) {
    g_test_message ("%s: other contents", what);
    g_test_fail ();
  }
  return FALSE;
}

static void
test_truncated (Files *files, G_GNUC_UNUSED gconstpointer data)
{
  for (gsize size = 0; size < files->size; size += size < 200 ? 1 : 512 - size % 512) {
    g_autofree char *what = g_strdup_printf ("%" G_GSIZE_FORMAT " bytes", size);
    g_assert_true (try_copy (files, files->bytes, size, what));
  }
}

static void
try_flips (const Files *files, guint n_bits)
{
  guint refused = 0, n = g_test_slow () ? N_FLIPS_SLOW : N_FLIPS;
  for (guint i = 0; i < n; i++) {
    g_autofree char *bytes = g_memdup2 (files->bytes, files->size);
    g_autoptr (GString) what = g_string_new ("bits");
    for (guint b = 0; b < n_bits; b++) {
      guint place = (guint)g_test_rand_int_range (0, (gint32)files->size);
      guint bit = (guint)g_test_rand_int_range (0, 8);
      bytes[place] = (char)(bytes[place] ^ 1 << bit);
      g_string_append_printf (what, " %u.%u", place, bit);
    }
    refused += try_copy (files, bytes, files->size, what->str);
  }
  g_test_message ("%u of %u refused", refused, n);
}

static void
test_flipped (Files *files, gconstpointer data)
{
  try_flips (files, GPOINTER_TO_UINT (data));
}

/* Every bit of the first page's and of other pages' heads, where the structure is. */
static void
test_flipped_heads (Files *files, G_GNUC_UNUSED gconstpointer data)
{
  gsize step = g_test_slow () ? 1 : 9;
  for (gsize page = 0; page < files->size / PAGE; page += step)
    for (gsize bit = 0; bit < (page == 0 ? 110 : 16) * 8; bit++) {
      g_autofree char *bytes = g_memdup2 (files->bytes, files->size);
      gsize place = page * PAGE + bit / 8;
      g_autofree char *what = g_strdup_printf ("bit %" G_GSIZE_FORMAT ".%u", place, (guint)(bit % 8));
      bytes[place] = (char)(bytes[place] ^ 1 << bit % 8);
      try_copy (files, bytes, files->size, what);
    }
}

/* A page of zeros or another one in its place, as of a write that never reached the disk. */
static void
test_lost_pages (Files *files, G_GNUC_UNUSED gconstpointer data)
{
  guint n = g_test_slow () ? 1000 : 150;
  for (guint i = 0; i < n; i++) {
    g_autofree char *bytes = g_memdup2 (files->bytes, files->size);
    gint32 n_pages = (gint32)(files->size / PAGE);
    gint32 to = g_test_rand_int_range (0, n_pages), from = g_test_rand_int_range (-1, n_pages);
    g_autofree char *what = g_strdup_printf ("page %d over %d", from, to);
    if (from < 0 || i % 2 == 0)
      memset (bytes + to * PAGE, 0, PAGE);
    else
      memcpy (bytes + to * PAGE, files->bytes + from * PAGE, PAGE);
    try_copy (files, bytes, files->size, what);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function, data) g_test_add ("/study/damage/" name, Files, data, set_up, function, tear_down)
  ADD ("truncated", test_truncated, NULL);
  ADD ("flipped/1", test_flipped, GUINT_TO_POINTER (1));
  ADD ("flipped/3", test_flipped, GUINT_TO_POINTER (3));
  ADD ("flipped/heads", test_flipped_heads, NULL);
  ADD ("lost-pages", test_lost_pages, NULL);
  return g_test_run ();
}
