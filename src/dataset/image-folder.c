/* A folder of classes, each a sub-folder of PNG or JPEG files: FOLDER/CLASS/IMAGE, which is split, or
 * FOLDER/train/CLASS/IMAGE and FOLDER/test/CLASS/IMAGE. The parts may also be called training and testing, in
 * any case; without a test the folder val, valid or validation is taken for one. A sub-folder called train
 * that holds images itself is a class.
 *
 * Classes are the sub-folders that hold an image, in natural order of their names (class2 before class10), as
 * are images within a class. Hidden files, and all that is not called NAME.png, .jpg or .jpeg, are passed
 * over; what is called so and is no image is an error. Images that all have one size of at most 64 x 64 keep
 * it; any others are each cut to a square about the middle and scaled to 32 x 32. When all are grey, samples
 * have one channel. image.c has what becomes of a single file. */
#include "dataset/image.h"
#include "dataset/labels.h"
#include "dataset/reader.h"

#include <glib/gi18n.h>
#include <string.h>

#define KEPT_SIDE 64u   /* largest side of images that keep their size */
#define SCALED_SIDE 32u /* side of the others */
#define CHANNELS 3u
#define BYTE_MAXIMUM 255.0f
#define MAXIMUM_IMAGES (1u << 22)
#define MAXIMUM_BYTES (1u << 30) /* of all pixels of a part */

typedef enum { PART_TRAIN, PART_TEST, PART_VALIDATION, N_PARTS } Part;

static const char *const part_names[N_PARTS][4] = {
  [PART_TRAIN] = { "train", "training", NULL },
  [PART_TEST] = { "test", "testing", NULL },
  [PART_VALIDATION] = { "val", "valid", "validation", NULL },
};

/* The images of a part. */
typedef struct {
  const char *title;
  GPtrArray *paths;
  GArray *labels; /* guint32, the class of each */
  guint8 *pixels; /* once they are read: height x width x 3 each */
} Images;

static void
images_init (Images *images, const char *title)
{
  images->title = title;
  images->paths = g_ptr_array_new_with_free_func (g_free);
  images->labels = g_array_new (FALSE, FALSE, sizeof (guint32));
}

static void
images_clear (Images *images)
{
  g_clear_pointer (&images->paths, g_ptr_array_unref);
  g_clear_pointer (&images->labels, g_array_unref);
  g_clear_pointer (&images->pixels, g_free);
}

typedef gboolean (*Wanted) (const char *path);

static gboolean
is_image (const char *path)
{
  return dataset_image_is_named (path) && g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* The next name in dir that is not hidden and wanted; NULL at the end. Owned by dir. */
static const char *
next_wanted (GDir *dir, const char *folder, Wanted wanted)
{
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (name[0] != '.' && wanted (path))
      return name;
  }
  return NULL;
}

static gboolean
holds (const char *folder, Wanted wanted)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir != NULL && next_wanted (dir, folder, wanted) != NULL;
}

static gboolean
holds_images (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_DIR) && holds (path, is_image);
}

/* What is wanted in a folder, in natural order; NULL when it cannot be read. */
static GPtrArray *
list_names (const char *folder, Wanted wanted, GError **error)
{
  g_autoptr (GDir) dir = dataset_reader_open_folder (folder, error);
  GPtrArray *names;
  const char *name;

  if (dir == NULL)
    return NULL;
  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = next_wanted (dir, folder, wanted)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, dataset_labels_compare);
  return names;
}

/* Which part a sub-folder is called; N_PARTS for none. */
static Part
part_of (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  Part part = PART_TRAIN;

  while (part < N_PARTS && !g_strv_contains (part_names[part], lower))
    part++;
  return part;
}

/* A part is called like one and holds classes. */
static gboolean
is_part (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return part_of (name) != N_PARTS && holds (path, holds_images);
}

static void
parts_clear (char *parts[N_PARTS])
{
  for (guint part = 0; part < N_PARTS; part++)
    g_clear_pointer (&parts[part], g_free);
}

/* The sub-folders that are parts. On error none is held. */
static gboolean
find_parts (const char *folder, char *parts[N_PARTS], GError **error)
{
  g_autoptr (GPtrArray) names = list_names (folder, is_part, error);

  for (guint i = 0; names != NULL && i < names->len; i++) {
    char **part = &parts[part_of (names->pdata[i])];

    if (*part != NULL) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                   _ ("%s: both %s and %s could be the part %s; leave one of them"), folder, *part,
                   (const char *)names->pdata[i], part_names[part - parts][0]);
      parts_clear (parts);
      return FALSE;
    }
    *part = g_build_filename (folder, names->pdata[i], NULL);
  }
  return names != NULL;
}

/* What is to be read: a train and a test part, or one whole (test NULL). Both to be freed. */
static gboolean
locate (const char *folder, char **train, char **test, GError **error)
{
  char *parts[N_PARTS] = { NULL };
  gboolean complete;

  if (!find_parts (folder, parts, error))
    return FALSE;
  if (parts[PART_TEST] == NULL)
    parts[PART_TEST] = g_steal_pointer (&parts[PART_VALIDATION]);
  complete = parts[PART_TRAIN] != NULL && parts[PART_TEST] != NULL;
  if (complete) {
    *train = g_steal_pointer (&parts[PART_TRAIN]);
    *test = g_steal_pointer (&parts[PART_TEST]);
  } else if (parts[PART_TRAIN] != NULL || parts[PART_TEST] != NULL) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND,
                 _ ("%s: there is no folder %s with classes in it, which %s needs"), folder,
                 parts[PART_TRAIN] == NULL ? "train" : "test",
                 parts[PART_TRAIN] == NULL ? parts[PART_TEST] : parts[PART_TRAIN]);
  } else if (holds (folder, holds_images)) {
    *train = g_strdup (folder);
    complete = TRUE;
  } else {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND,
                 _ ("%s: there is no folder with PNG or JPEG images in it"), folder);
  }
  parts_clear (parts);
  return complete;
}

static gboolean
claims (const char *folder)
{
  return holds (folder, holds_images) || holds (folder, is_part);
}

static gboolean
check (const char *folder, GError **error)
{
  g_autofree char *train = NULL, *test = NULL;

  return locate (folder, &train, &test, error);
}

/* Adds the images of a class. */
static gboolean
list_class (Images *images, const char *folder, guint32 label, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (folder, is_image, error);

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++) {
    g_ptr_array_add (images->paths, g_build_filename (folder, names->pdata[i], NULL));
    g_array_append_val (images->labels, label);
  }
  if (images->paths->len <= MAXIMUM_IMAGES)
    return TRUE;
  g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, _ ("%s: is past %u images; no more are read"),
               folder, MAXIMUM_IMAGES);
  return FALSE;
}

/* Lists the images of a part whose classes have to be among those of `classes`. */
static gboolean
list_part (Images *images, const char *folder, const GPtrArray *classes, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (folder, holds_images, error);

  for (guint i = 0; names != NULL && i < names->len; i++) {
    g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
    guint label;

    if (!g_ptr_array_find_with_equal_func ((GPtrArray *)classes, names->pdata[i], g_str_equal, &label)) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_LABEL,
                   _ ("%s: there is no such class to train on"), path);
      return FALSE;
    }
    if (!list_class (images, path, label, error))
      return FALSE;
  }
  return names != NULL;
}

/* What size samples get, of all the images listed: unlike is TRUE once two differ. */
typedef struct {
  guint height, width;
  gboolean unlike;
} Survey;

static gboolean
survey (Survey *all, const Images *images, GError **error)
{
  for (guint i = 0; i < images->paths->len; i++) {
    guint height, width;

    if (!dataset_image_size (images->paths->pdata[i], &height, &width, error))
      return FALSE;
    all->unlike = all->unlike || (all->height != 0 && (all->height != height || all->width != width));
    all->height = height;
    all->width = width;
  }
  return TRUE;
}

static void
settle_size (Survey *all)
{
  if (!all->unlike && all->height <= KEPT_SIDE && all->width <= KEPT_SIDE)
    return;
  all->height = SCALED_SIDE;
  all->width = SCALED_SIDE;
}

static gboolean
read_pixels (Images *images, const Survey *size, GError **error)
{
  const gsize sample = (gsize)size->height * size->width * CHANNELS;

  if (images->paths->len > MAXIMUM_BYTES / sample) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: %u images of %u × %u pixels are more than 1 GiB"), images->title, images->paths->len,
                 size->height, size->width);
    return FALSE;
  }
  images->pixels = g_malloc (images->paths->len * sample);
  for (guint i = 0; i < images->paths->len; i++)
    if (!dataset_image_read (images->paths->pdata[i], size->height, size->width, images->pixels + i * sample,
                             error))
      return FALSE;
  return TRUE;
}

static gboolean
is_grey (const guint8 *pixels, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (pixels[CHANNELS * i] != pixels[CHANNELS * i + 1] || pixels[CHANNELS * i] != pixels[CHANNELS * i + 2])
      return FALSE;
  return TRUE;
}

/* Takes every one of the bytes, or every third when only one channel is asked for. */
static NumericMatrix32
scale_to_unit (const guint8 *pixels, gsize rows, DatasetShape shape)
{
  const gsize columns = (gsize)shape.height * shape.width * shape.channels, step = CHANNELS / shape.channels;
  NumericMatrix32 samples = numeric_matrix32 (numeric_matrix32_alloc (rows * columns), rows, columns);

  for (gsize i = 0; i < rows * columns; i++)
    samples.data[i] = (float)pixels[step * i] / BYTE_MAXIMUM;
  return samples;
}

/* Makes data sets of one or two parts; sizes and colours are settled over both. On error made[] may hold the
 * first. */
static gboolean
read_parts (Images *parts,
            guint n_parts,
            const char *name,
            const char *const *class_names,
            Dataset *made[],
            GError **error)
{
  const guint n_classes = g_strv_length ((char **)class_names);
  gboolean grey = TRUE;
  Survey size = { 0 };
  DatasetShape shape;

  for (guint i = 0; i < n_parts; i++)
    if (!survey (&size, &parts[i], error))
      return FALSE;
  settle_size (&size);
  for (guint i = 0; i < n_parts; i++) {
    if (!read_pixels (&parts[i], &size, error))
      return FALSE;
    grey = grey && is_grey (parts[i].pixels, (gsize)parts[i].paths->len * size.height * size.width);
  }
  shape = (DatasetShape){ size.height, size.width, grey ? 1 : CHANNELS };
  for (guint i = 0; i < n_parts; i++) {
    const guint n = parts[i].paths->len;

    made[i] = dataset_new (name, parts[i].title, shape, scale_to_unit (parts[i].pixels, n, shape),
                           g_memdup2 (parts[i].labels->data, n * sizeof (guint32)), n_classes, class_names,
                           error);
    g_clear_pointer (&parts[i].pixels, g_free);
    if (made[i] == NULL)
      return FALSE;
  }
  return TRUE;
}

/* Folder names as they are to be shown; free with g_strfreev. */
static char **
display_names (const GPtrArray *names)
{
  char **shown = g_new0 (char *, names->len + 1);

  for (guint i = 0; i < names->len; i++)
    shown[i] = g_filename_display_name (names->pdata[i]);
  return shown;
}

static gboolean
read_folders (const char *train_folder,
              const char *test_folder,
              Images parts[2],
              const char *name,
              Dataset *made[2],
              GError **error)
{
  g_autoptr (GPtrArray) classes = list_names (train_folder, holds_images, error);
  g_auto (GStrv) class_names = NULL;

  if (classes == NULL || !list_part (&parts[0], train_folder, classes, error)
      || (test_folder != NULL && !list_part (&parts[1], test_folder, classes, error)))
    return FALSE;
  class_names = display_names (classes);
  return read_parts (parts, test_folder != NULL ? 2 : 1, name, (const char *const *)class_names, made, error);
}

static gboolean
load (const char *folder,
      const DatasetDescription *description,
      Dataset **train,
      Dataset **test,
      GError **error)
{
  g_autofree char *train_folder = NULL, *test_folder = NULL;
  g_autofree char *train_title = dataset_reader_title (description, FALSE);
  g_autofree char *test_title = dataset_reader_title (description, TRUE);
  Images parts[2] = { { NULL } };
  Dataset *made[2] = { NULL };
  gboolean good;

  if (!locate (folder, &train_folder, &test_folder, error))
    return FALSE;
  images_init (&parts[0], test_folder != NULL ? train_title : description->title);
  images_init (&parts[1], test_title);
  good = read_folders (train_folder, test_folder, parts, description->name, made, error);
  if (good && test_folder == NULL) {
    g_autoptr (Dataset) all = made[0];

    good = dataset_reader_split (all, description, train, test, error);
  } else {
    *train = made[0];
    *test = made[1];
  }
  for (guint i = 0; i < 2; i++)
    images_clear (&parts[i]);
  return good;
}

const DatasetReader dataset_reader_images = { claims, check, load };
