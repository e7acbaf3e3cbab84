/* A study with a few bytes changed: (uint32 place, uint8 change) each. It is what it was, or is refused; one
 * whose rows' sums agree with other bytes would have to be made on purpose, and is refused or read. */
#include "fixture.h"

#include "dataset/fuzz.h"

#define CHANGE_SIZE 5

static char *path, *sound, *contents;
static gsize sound_size;

static void
make (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GError) error = NULL;
  path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  make_fixture (path);
  contents = file_contents (path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &sound, &sound_size, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (path == NULL)
    make ();
  g_autofree char *bytes = g_memdup2 (sound, sound_size);
  for (; size >= CHANGE_SIZE; size -= CHANGE_SIZE, data += CHANGE_SIZE) {
    guint32 place;
    memcpy (&place, data, sizeof place);
    bytes[place % sound_size] = (char)(bytes[place % sound_size] ^ data[sizeof place]);
  }
  g_autoptr (GError) error = NULL;
  g_assert_true (
      g_file_set_contents_full (path, bytes, (gssize)sound_size, G_FILE_SET_CONTENTS_NONE, 0600, &error));
  g_autofree char *there = file_contents (path, &error);
  g_assert_true (there == NULL ? error != NULL : g_str_equal (there, contents));
  return 0;
}
