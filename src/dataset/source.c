#include "dataset/source.h"

#include "dataset/gaussian.h"
#include "dataset/idx.h"
#include "digits-resource.h"

#include <glib/gi18n.h>
#include <string.h>

#define DIGITS_URI "resource:///io/github/collapsar/Collapsar/digits/digits-"
#define DIGITS_MAXIMUM 16.0f
#define BYTE_MAXIMUM 255.0f

typedef enum {
  SOURCE_BUNDLED,
  SOURCE_FOLDER,
  SOURCE_SYNTHETIC,
} SourceKind;

typedef struct {
  SourceKind kind;
  const char *name;
  const char *title;
  const char *about;
  const char *system_folder; /* where Debian's package puts it, or NULL */
  const char *how_to_get;
  guint n_classes;
  const char *const *class_names; /* NULL: the numbers */
  const guint32 *coarse;
  const char *const *coarse_names;
} Source;

static const guint32 parity[] = { 0, 1, 0, 1, 0, 1, 0, 1, 0, 1 };
static const char *const parity_names[] = { "even", "odd", NULL };
static const char *const clothes[] = { "T-shirt/top", "Trouser", "Pullover", "Dress",      "Coat", "Sandal",
                                       "Shirt",       "Sneaker", "Bag",      "Ankle boot", NULL };
static const guint32 clothes_coarse[] = { 0, 1, 0, 1, 0, 2, 0, 2, 3, 2 };
static const char *const clothes_coarse_names[]
    = { "Upper body", "Trouser and dress", "Footwear", "Bag", NULL };

static const Source sources[] = {
  { SOURCE_BUNDLED, "digits", N_ ("Optical digits"), N_ ("1,797 handwritten digits, 8×8 (UCI, CC BY 4.0)"),
    NULL, NULL, 10, NULL, parity, parity_names },
  { SOURCE_FOLDER, "fashion-mnist", N_ ("Fashion-MNIST"),
    N_ ("70,000 pieces of clothing, 28×28 (Zalando SE, MIT)"), "/usr/share/datasets/fashion-mnist",
    N_ ("install Debian's package dataset-fashion-mnist, or put its four IDX files there"), 10, clothes,
    clothes_coarse, clothes_coarse_names },
  { SOURCE_FOLDER, "mnist", N_ ("MNIST"),
    N_ ("70,000 handwritten digits, 28×28 (LeCun, Cortes, CC BY-SA 3.0)"), "/usr/share/datasets/mnist",
    N_ ("put its four IDX files, plain or .gz, there"), 10, NULL, parity, parity_names },
  { SOURCE_SYNTHETIC, "gaussian", N_ ("Gaussian classes"),
    N_ ("nine Gaussian classes in three groups, made from the seed"), NULL, NULL, 0, NULL, NULL, NULL },
};

/* The four files of a folder of IDX images. */
typedef enum { TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS, N_PARTS } Part;

static const struct {
  const char *prefixes[2]; /* any of these */
  const char *infix;
  const char *shown;
} parts[N_PARTS] = {
  [TRAIN_IMAGES] = { { "train", NULL }, "-images-idx3-ubyte", "train…-images-idx3-ubyte" },
  [TRAIN_LABELS] = { { "train", NULL }, "-labels-idx1-ubyte", "train…-labels-idx1-ubyte" },
  [TEST_IMAGES] = { { "t10k", "test" }, "-images-idx3-ubyte", "t10k…-images-idx3-ubyte" },
  [TEST_LABELS] = { { "t10k", "test" }, "-labels-idx1-ubyte", "t10k…-labels-idx1-ubyte" },
};

static gboolean
is_part (const char *file_name, Part part)
{
  const gsize stem = strlen (file_name) - (g_str_has_suffix (file_name, ".gz") ? 3 : 0);
  const gsize infix = strlen (parts[part].infix);

  if (stem < infix || strncmp (file_name + stem - infix, parts[part].infix, infix) != 0)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    if (parts[part].prefixes[i] != NULL && g_str_has_prefix (file_name, parts[part].prefixes[i]))
      return TRUE;
  return FALSE;
}

static void
files_clear (GFile *files[N_PARTS])
{
  for (guint part = 0; part < N_PARTS; part++)
    g_clear_object (&files[part]);
}

/* Puts one file of the folder in its place; of a plain and a .gz file with the same stem the plain one is
 * taken. */
static gboolean
place_file (GFile *files[N_PARTS], const char *folder, const char *file_name, GError **error)
{
  for (guint part = 0; part < N_PARTS; part++) {
    g_autofree char *other = NULL, *zipped = NULL;

    if (!is_part (file_name, part))
      continue;
    if (files[part] == NULL) {
      files[part] = g_file_new_build_filename (folder, file_name, NULL);
      continue;
    }
    other = g_file_get_basename (files[part]);
    zipped = g_strconcat (file_name, ".gz", NULL);
    if (g_str_equal (other, zipped)) {
      g_object_unref (files[part]);
      files[part] = g_file_new_build_filename (folder, file_name, NULL);
    } else if (strlen (file_name) != strlen (other) + 3 || !g_str_has_prefix (file_name, other)) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                   _ ("%s: both %s and %s could be the %s file; leave one of them"), folder, other, file_name,
                   parts[part].shown);
      return FALSE;
    }
  }
  return TRUE;
}

/* Finds the four files; on error none is held. */
static gboolean
find_files (const char *folder, GFile *files[N_PARTS], GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &local);
  const char *file_name;

  if (dir == NULL) {
    const gboolean missing = g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT);

    g_set_error (error, DATASET_ERROR, missing ? DATASET_ERROR_NOT_FOUND : DATASET_ERROR_BAD_FILE, "%s",
                 local->message);
    return FALSE;
  }
  while ((file_name = g_dir_read_name (dir)) != NULL)
    if (!place_file (files, folder, file_name, error)) {
      files_clear (files);
      return FALSE;
    }
  for (guint part = 0; part < N_PARTS; part++)
    if (files[part] == NULL) {
      g_set_error (
          error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND,
          _ ("%s: there is no file %s or %s.gz; four are needed, images and labels for train and t10k"),
          folder, parts[part].shown, parts[part].shown);
      files_clear (files);
      return FALSE;
    }
  return TRUE;
}

/* What is no source's name is a path when it looks like one or such a folder is there. */
static gboolean
is_path (const char *name)
{
  return strchr (name, G_DIR_SEPARATOR) != NULL || name[0] == '.' || name[0] == '~'
         || g_file_test (name, G_FILE_TEST_IS_DIR);
}

/* "~" in front is the user's home, as no shell has seen what stands in a regime. */
static char *
expand_home (const char *path)
{
  if (path[0] != '~' || (path[1] != '\0' && path[1] != G_DIR_SEPARATOR))
    return g_strdup (path);
  return g_build_filename (g_get_home_dir (), path + 1, NULL);
}

static const Source *
find_source (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    if (g_str_equal (name, sources[i].name))
      return &sources[i];
  return NULL;
}

/* The folders where a source may be, in order; free with g_ptr_array_unref. */
static GPtrArray *
candidate_folders (const Source *source)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  const char *list = g_getenv ("COLLAPSAR_DATA");
  g_auto (GStrv) listed = g_strsplit (list != NULL ? list : "", G_SEARCHPATH_SEPARATOR_S, -1);

  for (char **entry = listed; *entry != NULL; entry++)
    if (**entry != '\0') {
      g_autofree char *folder = expand_home (*entry);
      g_autofree char *base = g_path_get_basename (folder);

      g_ptr_array_add (folders, g_build_filename (folder, source->name, NULL));
      /* The folder itself only when it is named for the source: all IDX folders look alike. */
      if (g_str_equal (base, source->name))
        g_ptr_array_add (folders, g_steal_pointer (&folder));
    }
  g_ptr_array_add (folders, g_build_filename (g_get_user_data_dir (), "collapsar", source->name, NULL));
  if (source->system_folder != NULL)
    g_ptr_array_add (folders, g_strdup (source->system_folder));
  return folders;
}

/* Whether a folder has the four files; with error where it has not. */
static gboolean
check_folder (const char *folder, GError **error)
{
  GFile *files[N_PARTS] = { NULL };
  const gboolean complete = find_files (folder, files, error);

  files_clear (files);
  return complete;
}

/* The first candidate that is a folder with the four files, or one whose files are not to be told apart or
 * read: that has to be said, not passed over. Else the first that is a folder at all; NULL when none is. */
static char *
locate (const Source *source)
{
  g_autoptr (GPtrArray) folders = candidate_folders (source);
  const char *incomplete = NULL;

  for (guint i = 0; i < folders->len; i++) {
    const char *folder = folders->pdata[i];
    g_autoptr (GError) error = NULL;

    if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
      continue;
    if (check_folder (folder, &error) || !g_error_matches (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND))
      return g_strdup (folder);
    incomplete = incomplete != NULL ? incomplete : folder;
  }
  return g_strdup (incomplete);
}

/* Where it was looked for, for people. */
static char *
describe_search (const Source *source)
{
  g_autoptr (GPtrArray) folders = candidate_folders (source);
  g_autofree char *list = NULL;

  g_ptr_array_add (folders, NULL);
  list = g_strjoinv (", ", (char **)folders->pdata);
  return g_strdup_printf (_ ("not in %s (nor below the folders of COLLAPSAR_DATA): %s"), list,
                          _ (source->how_to_get));
}

static void
info_free (gpointer data)
{
  DatasetSourceInfo *info = data;

  g_free (info->location);
  g_free (info->searched);
  g_free (info);
}

/* location, or else searched, of a source that is a folder. */
static void
find_location (DatasetSourceInfo *info, const Source *source)
{
  g_autofree char *folder = locate (source);
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    info->searched = describe_search (source);
  else if (!check_folder (folder, &error))
    info->searched = g_strdup (error->message);
  else
    info->location = g_steal_pointer (&folder);
}

GPtrArray *
dataset_source_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (info_free);

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++) {
    const Source *source = &sources[i];
    DatasetSourceInfo *info = g_new0 (DatasetSourceInfo, 1);

    info->name = source->name;
    info->title = _ (source->title);
    info->about = _ (source->about);
    if (source->kind == SOURCE_BUNDLED)
      info->location = g_strdup (_ ("bundled"));
    else if (source->kind == SOURCE_SYNTHETIC)
      info->location = g_strdup (_ ("synthetic"));
    else
      find_location (info, source);
    g_ptr_array_add (list, info);
  }
  return list;
}

/* Rows `rows` of dataset as a data set of their own. */
static Dataset *
take_rows (const Dataset *dataset, const GArray *rows, const char *title, GError **error)
{
  const gsize dimension = dataset_dimension (dataset);
  NumericMatrix32 samples
      = numeric_matrix32 (numeric_matrix32_alloc (rows->len * dimension), rows->len, dimension);
  guint32 *labels = g_new (guint32, rows->len);

  for (guint i = 0; i < rows->len; i++) {
    const guint32 row = g_array_index (rows, guint32, i);

    memcpy (numeric_matrix32_row (samples, i), numeric_matrix32_row (dataset->samples, row),
            dimension * sizeof (float));
    labels[i] = dataset->labels[row];
  }
  return dataset_new (dataset->name, title, dataset->shape, samples, labels, dataset->n_classes,
                      (const char *const *)dataset->class_names, error);
}

/* Every fifth sample of each class is a test sample. */
static gboolean
split_four_to_one (const Dataset *all, Dataset **train, Dataset **test, GError **error)
{
  g_autoptr (GArray) train_rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) test_rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree gsize *seen = g_new0 (gsize, all->n_classes);

  for (guint32 i = 0; i < all->samples.rows; i++)
    g_array_append_val (seen[all->labels[i]]++ % 5 == 4 ? test_rows : train_rows, i);
  *train = take_rows (all, train_rows, _ ("Optical digits, train"), error);
  *test = take_rows (all, test_rows, _ ("Optical digits, test"), error);
  return *train != NULL && *test != NULL;
}

static gboolean
load_digits (const Source *source, Dataset **train, Dataset **test, GError **error)
{
  g_autoptr (GFile) images = g_file_new_for_uri (DIGITS_URI "images-idx3-ubyte.gz");
  g_autoptr (GFile) labels = g_file_new_for_uri (DIGITS_URI "labels-idx1-ubyte.gz");
  g_autoptr (Dataset) all = NULL;

  /* Asked for, so that the linker takes the bundled files out of the static library. */
  digits_get_resource ();
  all = dataset_idx_read_pair (images, labels, source->name, _ (source->title), DIGITS_MAXIMUM,
                               source->n_classes, NULL, error);

  return all != NULL && split_four_to_one (all, train, test, error);
}

static gboolean
check_pair (const Dataset *train, const Dataset *test, const char *folder, GError **error)
{
  if (train->shape.height == test->shape.height && train->shape.width == test->shape.width)
    return TRUE;
  g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
               _ ("%s: training images are %u × %u, test images %u × %u; they must be alike"), folder,
               train->shape.height, train->shape.width, test->shape.height, test->shape.width);
  return FALSE;
}

static gboolean
load_folder (const char *folder, const Source *source, Dataset **train, Dataset **test, GError **error)
{
  g_autofree char *base = g_path_get_basename (folder);
  const char *name = source != NULL ? source->name : folder,
             *title = source != NULL ? _ (source->title) : base;
  g_autofree char *train_title = g_strdup_printf (_ ("%s, train"), title);
  g_autofree char *test_title = g_strdup_printf (_ ("%s, test"), title);
  const guint n_classes = source != NULL ? source->n_classes : 0;
  GFile *files[N_PARTS] = { NULL };
  gboolean loaded = FALSE;

  if (!find_files (folder, files, error))
    return FALSE;
  *train = dataset_idx_read_pair (files[TRAIN_IMAGES], files[TRAIN_LABELS], name, train_title, BYTE_MAXIMUM,
                                  n_classes, source != NULL ? source->class_names : NULL, error);
  /* A test label that the training set does not know is an error, so the test set has its classes. */
  if (*train != NULL)
    *test = dataset_idx_read_pair (files[TEST_IMAGES], files[TEST_LABELS], name, test_title, BYTE_MAXIMUM,
                                   (*train)->n_classes, source != NULL ? source->class_names : NULL, error);
  loaded = *train != NULL && *test != NULL && check_pair (*train, *test, folder, error);
  files_clear (files);
  return loaded;
}

static gboolean
load_named (const Source *source, guint64 seed, Dataset **train, Dataset **test, GError **error)
{
  g_autofree char *folder = NULL, *searched = NULL;

  switch (source->kind) {
  case SOURCE_BUNDLED:
    return load_digits (source, train, test, error);
  case SOURCE_SYNTHETIC:
    return dataset_gaussian (&DATASET_GAUSSIAN_DEFAULT, seed, train, test, error);
  case SOURCE_FOLDER:
  default:
    folder = locate (source);
    if (folder != NULL)
      return load_folder (folder, source, train, test, error);
    searched = describe_search (source);
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND, _ ("The data set %s is %s"), source->name,
                 searched);
    return FALSE;
  }
}

static void
set_unknown_source (const char *name, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    g_string_append_printf (known, "%s, ", sources[i].name);
  g_set_error (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND,
               _ ("There is no data set “%s”; there are %sand any folder of IDX files given as a path"), name,
               known->str);
}

gboolean
dataset_source_load (const char *name, guint64 seed, Dataset **train, Dataset **test, GError **error)
{
  const Source *source = find_source (name);
  g_autofree char *path = expand_home (name);
  g_autoptr (Dataset) loaded_train = NULL;
  g_autoptr (Dataset) loaded_test = NULL;
  gboolean loaded = FALSE;

  if (source != NULL)
    loaded = load_named (source, seed, &loaded_train, &loaded_test, error);
  else if (is_path (name))
    loaded = load_folder (path, NULL, &loaded_train, &loaded_test, error);
  else
    set_unknown_source (name, error);
  if (!loaded)
    return FALSE;
  if (source != NULL && source->coarse != NULL) {
    dataset_set_coarse (loaded_train, source->coarse, source->coarse_names);
    dataset_set_coarse (loaded_test, source->coarse, source->coarse_names);
  }
  *train = g_steal_pointer (&loaded_train);
  *test = g_steal_pointer (&loaded_test);
  return TRUE;
}
