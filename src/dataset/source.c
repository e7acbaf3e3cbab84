#include "dataset/source.h"

#include "dataset/idx.h"
#include "dataset/reader.h"
#include "digits-resource.h"

#include <glib/gi18n.h>
#include <string.h>

#define DIGITS_URI "resource:///io/github/collapsar/Collapsar/digits/digits-"
#define DIGITS_MAXIMUM 16.0f

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
  const DatasetReader *reader; /* of a folder */
  const char *unpacked;        /* what its archive unpacks to, or else its folder is called; or NULL */
  const char *system_folder;   /* where Debian's package puts it, or NULL */
  const char *how_to_get;
  DatasetShape shape; /* zeros: not the same everywhere */
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

/* お, き, す, つ, な, は, ま, や, れ, を */
static const char *const hiragana[] = { "o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo", NULL };

static const Source sources[] = {
  { .kind = SOURCE_BUNDLED,
    .name = "digits",
    .title = N_ ("Optical digits"),
    .about = N_ ("1,797 handwritten digits, 8×8 (UCI, CC BY 4.0)"),
    .shape = { 8, 8, 1 },
    .n_classes = 10,
    .coarse = parity,
    .coarse_names = parity_names },
  { .kind = SOURCE_FOLDER,
    .name = "fashion-mnist",
    .title = N_ ("Fashion-MNIST"),
    .about = N_ ("70,000 pieces of clothing, 28×28 (Zalando SE, MIT)"),
    .reader = &dataset_reader_idx,
    .system_folder = "/usr/share/datasets/fashion-mnist",
    .how_to_get = N_ ("install Debian's package dataset-fashion-mnist, or put its four IDX files there"),
    .shape = { 28, 28, 1 },
    .n_classes = 10,
    .class_names = clothes,
    .coarse = clothes_coarse,
    .coarse_names = clothes_coarse_names },
  { .kind = SOURCE_FOLDER,
    .name = "mnist",
    .title = N_ ("MNIST"),
    .about = N_ ("70,000 handwritten digits, 28×28 (LeCun, Cortes, CC BY-SA 3.0)"),
    .reader = &dataset_reader_idx,
    .system_folder = "/usr/share/datasets/mnist",
    .how_to_get = N_ ("put its four IDX files, plain or .gz, there"),
    .shape = { 28, 28, 1 },
    .n_classes = 10,
    .coarse = parity,
    .coarse_names = parity_names },
  { .kind = SOURCE_FOLDER,
    .name = "kmnist",
    .title = N_ ("Kuzushiji-MNIST"),
    .about = N_ ("70,000 cursive hiragana, 28×28 (CODH, from NIJL's Kuzushiji data set, CC BY-SA 4.0)"),
    .reader = &dataset_reader_idx,
    .unpacked = "kmnist10k",
    .how_to_get
    = N_ ("put its four IDX files, plain or .gz, there, or the two of its test part, which is then split"),
    .shape = { 28, 28, 1 },
    .n_classes = 10,
    .class_names = hiragana },
  { .kind = SOURCE_FOLDER,
    .name = "omniglot",
    .title = N_ ("Omniglot"),
    .about = N_ ("handwritten characters of many alphabets, 20 of each (Lake, MIT)"),
    .reader = &dataset_reader_idx,
    .unpacked = "omniglot28",
    .how_to_get
    = N_ ("put IDX files of its images and fine labels, and of coarse ones for the alphabets, there") },
  { .kind = SOURCE_FOLDER,
    .name = "cifar-10",
    .title = N_ ("CIFAR-10"),
    .about = N_ ("60,000 colour photographs of ten things, 32×32 (Krizhevsky)"),
    .reader = &dataset_reader_cifar,
    .unpacked = "cifar-10-batches-bin",
    .how_to_get = N_ ("unpack its binary version there"),
    .shape = { 32, 32, 3 },
    .n_classes = 10 },
  { .kind = SOURCE_FOLDER,
    .name = "cifar-100",
    .title = N_ ("CIFAR-100"),
    .about = N_ ("60,000 colour photographs of a hundred things in twenty groups, 32×32 (Krizhevsky)"),
    .reader = &dataset_reader_cifar,
    .unpacked = "cifar-100-binary",
    .how_to_get = N_ ("unpack its binary version there"),
    .shape = { 32, 32, 3 },
    .n_classes = 100 },
  { .kind = SOURCE_SYNTHETIC,
    .name = "gaussian",
    .title = N_ ("Gaussian classes"),
    .about = N_ ("Gaussian classes in groups, as many and as far apart as set, made from the seed") },
};

/* What is no source's name is a path when it looks like one or something of that name is there. */
static gboolean
is_path (const char *name)
{
  return strchr (name, G_DIR_SEPARATOR) != NULL || name[0] == '.' || name[0] == '~'
         || g_file_test (name, G_FILE_TEST_EXISTS);
}

char *
dataset_source_expand_home (const char *path)
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

char *
dataset_source_title (const char *name)
{
  const Source *source = find_source (name);
  return source != NULL ? g_strdup (_ (source->title)) : g_path_get_basename (name);
}

/* Those of `root` where the source may be: called by its name, or as its archive unpacks. */
static void
add_folders (GPtrArray *folders, const Source *source, const char *root)
{
  g_ptr_array_add (folders, g_build_filename (root, source->name, NULL));
  if (source->unpacked != NULL)
    g_ptr_array_add (folders, g_build_filename (root, source->unpacked, NULL));
}

/* The folders where a source may be, in order; free with g_ptr_array_unref. */
static GPtrArray *
candidate_folders (const Source *source)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  const char *list = g_getenv ("COLLAPSAR_DATA");
  g_auto (GStrv) listed = g_strsplit (list != NULL ? list : "", G_SEARCHPATH_SEPARATOR_S, -1);
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "collapsar", NULL);

  for (char **entry = listed; *entry != NULL; entry++)
    if (**entry != '\0') {
      g_autofree char *folder = dataset_source_expand_home (*entry);
      g_autofree char *base = g_path_get_basename (folder);

      add_folders (folders, source, folder);
      /* The folder itself only when it is named for the source: all IDX folders look alike. */
      if (g_str_equal (base, source->name) || g_strcmp0 (base, source->unpacked) == 0)
        g_ptr_array_add (folders, g_steal_pointer (&folder));
    }
  add_folders (folders, source, own);
  if (source->system_folder != NULL)
    g_ptr_array_add (folders, g_strdup (source->system_folder));
  return folders;
}

/* The first candidate that is a folder with the source's files, or one whose files are not to be told apart
 * or read: that has to be said, not passed over. Else the first that is a folder at all; NULL when none is.
 */
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
    if (source->reader->check (folder, &error)
        || !g_error_matches (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND))
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
  else if (!source->reader->check (folder, &error))
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
    info->shape = source->shape;
    info->n_classes = source->n_classes;
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

static DatasetDescription
describe (const Source *source)
{
  return (DatasetDescription){ source->name, _ (source->title), source->n_classes, source->class_names };
}

static gboolean
load_digits (const Source *source, Dataset **train, Dataset **test, GError **error)
{
  g_autoptr (GFile) images = g_file_new_for_uri (DIGITS_URI "images-idx3-ubyte.gz");
  g_autoptr (GFile) labels = g_file_new_for_uri (DIGITS_URI "labels-idx1-ubyte.gz");
  const DatasetDescription description = describe (source);
  g_autoptr (Dataset) all = NULL;

  /* Asked for, so that the linker takes the bundled files out of the static library. */
  digits_get_resource ();
  all = dataset_idx_read_pair (images, labels, source->name, _ (source->title), DIGITS_MAXIMUM,
                               source->n_classes, NULL, error);

  return all != NULL && dataset_reader_split (all, &description, train, test, error);
}

static gboolean
load_path (const char *path, Dataset **train, Dataset **test, GError **error)
{
  g_autofree char *base = g_path_get_basename (path);
  const DatasetReader *reader = dataset_reader_find (path, error);
  const DatasetDescription description = { path, base, 0, NULL };

  return reader != NULL && reader->load (path, &description, train, test, error);
}

static gboolean
load_named (const Source *source,
            const DatasetGaussian *gaussian,
            guint64 seed,
            Dataset **train,
            Dataset **test,
            GError **error)
{
  const DatasetDescription description = describe (source);
  g_autofree char *folder = NULL, *searched = NULL;

  switch (source->kind) {
  case SOURCE_BUNDLED:
    return load_digits (source, train, test, error);
  case SOURCE_SYNTHETIC:
    return dataset_gaussian (gaussian != NULL ? gaussian : &DATASET_GAUSSIAN_DEFAULT, seed, train, test,
                             error);
  case SOURCE_FOLDER:
  default:
    folder = locate (source);
    if (folder != NULL)
      return source->reader->load (folder, &description, train, test, error);
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
               _ ("There is no data set “%s”; there are %sand a folder or file given as a path"), name,
               known->str);
}

gboolean
dataset_source_load (const char *name,
                     const DatasetGaussian *gaussian,
                     guint64 seed,
                     Dataset **train,
                     Dataset **test,
                     GError **error)
{
  const Source *source = find_source (name);
  g_autofree char *path = dataset_source_expand_home (name);
  g_autoptr (Dataset) loaded_train = NULL;
  g_autoptr (Dataset) loaded_test = NULL;
  gboolean loaded = FALSE;

  if (source != NULL)
    loaded = load_named (source, gaussian, seed, &loaded_train, &loaded_test, error);
  else if (is_path (name))
    loaded = load_path (path, &loaded_train, &loaded_test, error);
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
