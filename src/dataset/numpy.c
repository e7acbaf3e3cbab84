/* Data sets as NumPy arrays: an .npz file, or a folder of .npy files.
 *
 * Wanted are x_train, y_train, x_test and y_test (Keras writes them so), or x and y, which are then split;
 * small or capital letters. x is n x features, n x height x width, or n x height x width x channels; y is n
 * whole numbers of any kind, also as n x 1, which need not begin at 0. Bytes (u1) are divided by 255, other
 * types are taken as they are. Object arrays are pickles and are not read. */
#include "dataset/labels.h"
#include "dataset/npy.h"
#include "dataset/reader.h"
#include "dataset/zip.h"

#include <float.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define BYTE_MAXIMUM 255.0
#define MAXIMUM_WHOLE 9007199254740992.0 /* 2^53 */

typedef enum { X_TRAIN, Y_TRAIN, X_TEST, Y_TEST, X_ALL, Y_ALL, N_ROLES } Role;

static const char *const role_names[N_ROLES] = { "x_train", "y_train", "x_test", "y_test", "x", "y" };

/* Where the arrays are: file names in a folder, or members of an archive. */
typedef struct {
  const char *path;
  GBytes *archive; /* NULL: a folder */
  GPtrArray *members;
  char *names[N_ROLES]; /* file names, or NULL */
  DatasetZipMember *in_archive[N_ROLES];
} Store;

static void
store_clear (Store *store)
{
  g_clear_pointer (&store->members, g_ptr_array_unref);
  g_clear_pointer (&store->archive, g_bytes_unref);
  for (guint role = 0; role < N_ROLES; role++)
    g_free (store->names[role]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Store, store_clear)

static gboolean
is_archive (const char *path)
{
  const gsize length = strlen (path);

  return length > 4 && g_ascii_strcasecmp (path + length - 4, ".npz") == 0;
}

/* The role of a file called so; N_ROLES for none. */
static Role
role_of (const char *file_name)
{
  for (Role role = 0; role < N_ROLES; role++) {
    const gsize length = strlen (role_names[role]);

    if (g_ascii_strncasecmp (file_name, role_names[role], length) == 0
        && g_ascii_strcasecmp (file_name + length, ".npy") == 0)
      return role;
  }
  return N_ROLES;
}

static gboolean
place_name (Store *store, const char *file_name, DatasetZipMember *member, GError **error)
{
  const Role role = role_of (file_name);

  if (role == N_ROLES)
    return TRUE;
  if (store->names[role] != NULL) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: both %s and %s could be %s; leave one of them"), store->path, store->names[role],
                 file_name, role_names[role]);
    return FALSE;
  }
  store->names[role] = g_strdup (file_name);
  store->in_archive[role] = member;
  return TRUE;
}

static gboolean
list_folder (Store *store, GError **error)
{
  g_autoptr (GDir) dir = dataset_reader_open_folder (store->path, error);
  const char *file_name;

  if (dir == NULL)
    return FALSE;
  while ((file_name = g_dir_read_name (dir)) != NULL)
    if (!place_name (store, file_name, NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean
list_archive (Store *store, GError **error)
{
  store->archive = dataset_reader_contents (store->path, error);
  if (store->archive == NULL)
    return FALSE;
  store->members = dataset_zip_list (store->archive, store->path, error);
  if (store->members == NULL)
    return FALSE;
  for (guint i = 0; i < store->members->len; i++) {
    DatasetZipMember *member = store->members->pdata[i];

    if (!place_name (store, member->name, member, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_split (const Store *store)
{
  return store->names[X_TRAIN] != NULL;
}

/* Lists what is there and makes sure that it suffices; the store of a caller on error is to be cleared too.
 */
static gboolean
store_open (Store *store, const char *path, GError **error)
{
  store->path = path;
  if (g_file_test (path, G_FILE_TEST_IS_DIR) ? !list_folder (store, error) : !list_archive (store, error))
    return FALSE;
  for (Role role = has_split (store) ? X_TRAIN : X_ALL; role <= (has_split (store) ? Y_TEST : Y_ALL); role++)
    if (store->names[role] == NULL) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND,
                   _ ("%s: there is no array %s; x_train, y_train, x_test and y_test are needed, or x and y"),
                   path, role_names[role]);
      return FALSE;
    }
  return TRUE;
}

/* "PATH: NAME" for messages in *title, to be freed. */
static gboolean
store_read (const Store *store, Role role, DatasetNpy *array, char **title, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  *title = g_strdup_printf ("%s: %s", store->path, store->names[role]);
  if (store->archive != NULL)
    bytes = dataset_zip_read (store->archive, store->in_archive[role], store->path, error);
  else {
    g_autofree char *path = g_build_filename (store->path, store->names[role], NULL);

    bytes = dataset_reader_contents (path, error);
  }
  return bytes != NULL && dataset_npy_parse (array, bytes, *title, error);
}

/* The labels as texts; NULL on error. */
static GPtrArray *
read_labels (const Store *store, Role role, gsize n, GError **error)
{
  g_auto (DatasetNpy) array = { NULL };
  g_autofree char *title = NULL;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  if (!store_read (store, role, &array, &title, error))
    return NULL;
  if (array.count != n || array.sizes[0] != n) {
    g_set_error (
        error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
        _ ("%s: has %" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT " labels for %" G_GSIZE_FORMAT " samples"), title,
        array.sizes[0], array.count / array.sizes[0], n);
    return NULL;
  }
  for (gsize i = 0; i < n; i++) {
    const double label = dataset_npy_value (&array, i);

    /* Not a number fails this, too. */
    if (!(fabs (label) < MAXIMUM_WHOLE && label == floor (label))) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_LABEL,
                   _ ("%s: sample %" G_GSIZE_FORMAT " has the label %g, which is no whole number below 2^53"),
                   title, i, label);
      return NULL;
    }
    g_ptr_array_add (texts, g_strdup_printf ("%" G_GINT64_FORMAT, (gint64)label));
  }
  return g_steal_pointer (&texts);
}

static gboolean
read_samples (const Store *store, Role role, DatasetShape *shape, NumericMatrix32 *samples, GError **error)
{
  g_auto (DatasetNpy) array = { NULL };
  g_autofree char *title = NULL;
  double maximum;

  if (!store_read (store, role, &array, &title, error))
    return FALSE;
  maximum = array.kind == 'u' && array.item == 1 ? BYTE_MAXIMUM : 1.0;
  if (array.rank == 1) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: has one dimension; samples need two (features), three (height, width) or four "
                    "(height, width, channels)"),
                 title);
    return FALSE;
  }
  *shape = array.rank == 2
               ? (DatasetShape){ 1, 1, (guint)array.sizes[1] }
               : (DatasetShape){ (guint)array.sizes[1], (guint)array.sizes[2], (guint)array.sizes[3] };
  *samples
      = numeric_matrix32 (numeric_matrix32_alloc (array.count), array.sizes[0], array.count / array.sizes[0]);
  for (gsize i = 0; i < array.count; i++) {
    const double value = dataset_npy_value (&array, i) / maximum;

    if (!(fabs (value) <= (double)FLT_MAX)) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                   _ ("%s: sample %" G_GSIZE_FORMAT " has the value %g; values must be finite floats"), title,
                   i / samples->columns, value);
      g_aligned_free (samples->data);
      return FALSE;
    }
    samples->data[i] = (float)value;
  }
  return TRUE;
}

/* Samples and labels of a part; *names are its classes, found here when NULL. */
static Dataset *
read_part (const Store *store,
           Role x,
           const char *title,
           const DatasetDescription *description,
           GPtrArray **names,
           GError **error)
{
  g_autoptr (GPtrArray) texts = NULL;
  NumericMatrix32 samples;
  DatasetShape shape;
  guint32 *labels;

  if (!read_samples (store, x, &shape, &samples, error))
    return NULL;
  texts = read_labels (store, x + 1, samples.rows, error);
  if (texts != NULL && *names == NULL)
    *names = dataset_labels_names (texts);
  labels = texts != NULL ? dataset_labels_number (texts, *names, title, error) : NULL;
  if (labels == NULL) {
    g_aligned_free (samples.data);
    return NULL;
  }
  return dataset_new (description->name, title, shape, samples, labels, (*names)->len - 1,
                      (const char *const *)(*names)->pdata, error);
}

static gboolean
check (const char *path, GError **error)
{
  g_auto (Store) store = { NULL };

  return store_open (&store, path, error);
}

static gboolean
claims (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *file_name;

  if (is_archive (path) && !g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (file_name = g_dir_read_name (dir)) != NULL)
    if (role_of (file_name) != N_ROLES)
      return TRUE;
  return FALSE;
}

static gboolean
load (
    const char *path, const DatasetDescription *description, Dataset **train, Dataset **test, GError **error)
{
  g_auto (Store) store = { NULL };
  g_autofree char *train_title = dataset_reader_title (description, FALSE);
  g_autofree char *test_title = dataset_reader_title (description, TRUE);
  g_autoptr (GPtrArray) names = NULL;

  if (!store_open (&store, path, error))
    return FALSE;
  if (!has_split (&store)) {
    g_autoptr (Dataset) all = read_part (&store, X_ALL, description->title, description, &names, error);

    return all != NULL && dataset_reader_split (all, description, train, test, error);
  }
  *train = read_part (&store, X_TRAIN, train_title, description, &names, error);
  if (*train != NULL)
    *test = read_part (&store, X_TEST, test_title, description, &names, error);
  return *train != NULL && *test != NULL && dataset_reader_check_alike (*train, *test, path, error);
}

const DatasetReader dataset_reader_numpy = { claims, check, load };
