/* A folder of IDX files, each plain or .gz (a plain one comes first): STEM-images-idx3-ubyte with
 * STEM-labels-idx1-ubyte (or STEM-fine-labels-...), twice, or once and then split. What a pair is for is in
 * the words of its stem, parted by "-": one that begins with train, or with t10k or test. A training pair
 * needs a test pair; any other pair may stand alone, a test pair too. All else in the folder is passed over.
 *
 * Beside a pair STEM-coarse-labels-idx1-ubyte may hold the coarse class of each sample, and classes.txt may
 * name the classes: a name in each line, or, parted by tabs, class, coarse class, name of the coarse class
 * and name; names that are not one class's alone are then put behind those of their coarse classes. */
#include "dataset/idx.h"
#include "dataset/labels.h"
#include "dataset/reader.h"

#include <glib/gi18n.h>
#include <string.h>

#define BYTE_MAXIMUM 255.0f
#define MAXIMUM_CLASSES 256u /* labels are bytes */
#define CLASSES_FILE "classes.txt"

typedef enum { ROLE_TRAIN, ROLE_TEST, ROLE_WHOLE, N_ROLES } Role;
typedef enum { KIND_IMAGES, KIND_LABELS, KIND_COARSE, N_KINDS } Kind;

static const char *const role_stems[N_ROLES] = { "train", "t10k", "" };
static const char *const kind_suffixes[N_KINDS]
    = { "-images-idx3-ubyte", "-labels-idx1-ubyte", "-coarse-labels-idx1-ubyte" };

typedef struct {
  GFile *of[N_ROLES][N_KINDS];
} Files;

static void
files_clear (Files *files)
{
  for (guint role = 0; role < N_ROLES; role++)
    for (guint kind = 0; kind < N_KINDS; kind++)
      g_clear_object (&files->of[role][kind]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Files, files_clear)

/* What the words of a stem say. */
static Role
role_of (const char *stem)
{
  g_auto (GStrv) words = g_strsplit (stem, "-", -1);

  for (char **word = words; *word != NULL; word++) {
    if (g_str_has_prefix (*word, "train"))
      return ROLE_TRAIN;
    if (g_str_has_prefix (*word, "t10k") || g_str_has_prefix (*word, "test"))
      return ROLE_TEST;
  }
  return ROLE_WHOLE;
}

/* What a file is by its name; FALSE when it is none of these. */
static gboolean
classify (const char *file_name, Role *role, Kind *kind)
{
  g_autofree char *stem = g_strdup (file_name);

  if (g_str_has_suffix (stem, ".gz"))
    stem[strlen (stem) - strlen (".gz")] = '\0';
  /* The last suffix is the longest, so the coarse labels are not taken for labels. */
  for (guint k = N_KINDS; k-- > 0;)
    if (g_str_has_suffix (stem, kind_suffixes[k])) {
      stem[strlen (stem) - strlen (kind_suffixes[k])] = '\0';
      *role = role_of (stem);
      *kind = (Kind)k;
      return TRUE;
    }
  return FALSE;
}

/* Puts one file of the folder in its place; of a plain and a .gz file with the same stem the plain one is
 * taken. */
static gboolean
place_file (Files *files, const char *folder, const char *file_name, GError **error)
{
  g_autofree char *other = NULL, *zipped = NULL;
  GFile **place;
  Role role;
  Kind kind;

  if (!classify (file_name, &role, &kind))
    return TRUE;
  place = &files->of[role][kind];
  if (*place == NULL) {
    *place = g_file_new_build_filename (folder, file_name, NULL);
    return TRUE;
  }
  other = g_file_get_basename (*place);
  zipped = g_strconcat (file_name, ".gz", NULL);
  if (g_str_equal (other, zipped)) {
    g_object_unref (*place);
    *place = g_file_new_build_filename (folder, file_name, NULL);
  } else if (strlen (file_name) != strlen (other) + 3 || !g_str_has_prefix (file_name, other)) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: both %s and %s could be the %s…%s file; leave one of them"), folder, other,
                 file_name, role_stems[role], kind_suffixes[kind]);
    return FALSE;
  }
  return TRUE;
}

static gboolean
has_any (const Files *files, Role role)
{
  return files->of[role][KIND_IMAGES] != NULL || files->of[role][KIND_LABELS] != NULL;
}

static gboolean
check_pair (const Files *files, Role role, const char *folder, GError **error)
{
  for (guint kind = KIND_IMAGES; kind <= KIND_LABELS; kind++)
    if (files->of[role][kind] == NULL) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND,
                   _ ("%s: there is no file %s…%s or %s…%s.gz"), folder, role_stems[role],
                   kind_suffixes[kind], role_stems[role], kind_suffixes[kind]);
      return FALSE;
    }
  return TRUE;
}

/* Which pairs are to be read: a training and a test pair, or one alone (*second = N_ROLES). */
static gboolean
choose_pairs (const Files *files, const char *folder, Role *first, Role *second, GError **error)
{
  *first = has_any (files, ROLE_TRAIN) ? ROLE_TRAIN : has_any (files, ROLE_TEST) ? ROLE_TEST : ROLE_WHOLE;
  *second = *first == ROLE_TRAIN ? ROLE_TEST : N_ROLES;
  if (*first == ROLE_WHOLE && !has_any (files, ROLE_WHOLE)) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND,
                 _ ("%s: there are no IDX files such as train-images-idx3-ubyte and "
                    "train-labels-idx1-ubyte, plain or .gz"),
                 folder);
    return FALSE;
  }
  if (*first == ROLE_TEST && has_any (files, ROLE_WHOLE)) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: which IDX files are to be read is not clear; call two pairs train… and t10k…, or "
                    "leave one"),
                 folder);
    return FALSE;
  }
  return check_pair (files, *first, folder, error)
         && (*second == N_ROLES || check_pair (files, *second, folder, error));
}

static gboolean
find_files (const char *folder, Files *files, Role *first, Role *second, GError **error)
{
  g_autoptr (GDir) dir = dataset_reader_open_folder (folder, error);
  const char *file_name;

  if (dir == NULL)
    return FALSE;
  while ((file_name = g_dir_read_name (dir)) != NULL)
    if (!place_file (files, folder, file_name, error))
      return FALSE;
  return choose_pairs (files, folder, first, second, error);
}

static gboolean
check (const char *folder, GError **error)
{
  g_auto (Files) files = { { { NULL } } };
  Role first, second;

  return find_files (folder, &files, &first, &second, error);
}

/* Any images or labels. */
static gboolean
claims (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file_name;
  Role role;
  Kind kind;

  while (dir != NULL && (file_name = g_dir_read_name (dir)) != NULL)
    if (classify (file_name, &role, &kind))
      return TRUE;
  return FALSE;
}

/* What is known of the classes besides the samples' own labels. */
typedef struct {
  guint n;                                 /* as classes.txt has; 0: not known */
  char **names;                            /* NULL: the numbers */
  guint32 coarse_of[MAXIMUM_CLASSES];      /* G_MAXUINT32: not known */
  guint n_coarse;                          /* 0: no hierarchy */
  char *coarse_names[MAXIMUM_CLASSES + 1]; /* n_coarse of them where classes.txt names them */
} Classes;

static void
classes_clear (Classes *classes)
{
  g_strfreev (classes->names);
  for (guint c = 0; c < MAXIMUM_CLASSES; c++)
    g_free (classes->coarse_names[c]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Classes, classes_clear)

/* "k\tcoarse\tNAME OF COARSE\tNAME" for class k; a coarse class has one name. */
static gboolean
take_row (Classes *classes, const char *line, guint k)
{
  g_auto (GStrv) columns = g_strsplit (line, "\t", -1);
  guint64 number, coarse;

  if (g_strv_length (columns) != 4 || !g_ascii_string_to_unsigned (columns[0], 10, k, k, &number, NULL)
      || !g_ascii_string_to_unsigned (columns[1], 10, 0, MAXIMUM_CLASSES - 1, &coarse, NULL)
      || (classes->coarse_names[coarse] != NULL && !g_str_equal (classes->coarse_names[coarse], columns[2])))
    return FALSE;
  if (classes->coarse_names[coarse] == NULL)
    classes->coarse_names[coarse] = g_strdup (columns[2]);
  classes->coarse_of[k] = (guint32)coarse;
  classes->n_coarse = MAX (classes->n_coarse, (guint)coarse + 1);
  classes->names[k] = g_strdup (columns[3]);
  return TRUE;
}

/* Whether two classes are called alike. */
static gboolean
has_twins (const char *const *names)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (; *names != NULL; names++)
    if (!g_hash_table_add (seen, (gpointer)*names))
      return TRUE;
  return FALSE;
}

/* Lines of four columns. */
static gboolean
take_table (Classes *classes, char **lines, const char *folder, GError **error)
{
  classes->names = g_new0 (char *, classes->n + 1);
  for (guint k = 0; k < classes->n; k++)
    if (!take_row (classes, lines[k], k)) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                   _ ("%s: line %u of %s is not %u, a coarse class up to %u, its one name, and the name of "
                      "class %u, parted by tabs"),
                   folder, k + 1, CLASSES_FILE, k, MAXIMUM_CLASSES - 1, k);
      return FALSE;
    }
  for (guint c = 0; c < classes->n_coarse; c++)
    if (classes->coarse_names[c] == NULL) /* a number left out */
      classes->coarse_names[c] = g_strdup_printf ("%u", c);
  if (has_twins ((const char *const *)classes->names))
    for (guint k = 0; k < classes->n; k++) {
      g_autofree char *name = classes->names[k];

      classes->names[k] = g_strdup_printf ("%s %s", classes->coarse_names[classes->coarse_of[k]], name);
    }
  return TRUE;
}

/* Reads classes.txt, where there is one. */
static gboolean
read_classes (Classes *classes, const char *folder, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) lines = dataset_reader_lines (folder, CLASSES_FILE, &local);

  memset (classes->coarse_of, 0xff, sizeof classes->coarse_of);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (lines == NULL)
    return TRUE;
  classes->n = g_strv_length (lines);
  if (classes->n < 1 || classes->n > MAXIMUM_CLASSES) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: %s has %u lines; allowed are 1 to %u, one for each class"), folder, CLASSES_FILE,
                 classes->n, MAXIMUM_CLASSES);
    return FALSE;
  }
  if (strchr (lines[0], '\t') != NULL)
    return take_table (classes, lines, folder, error);
  classes->names = g_steal_pointer (&lines);
  return TRUE;
}

/* What the source says of its classes comes before what stands in the folder. */
static gboolean
settle_classes (Classes *classes, const char *folder, const DatasetDescription *description, GError **error)
{
  if (!read_classes (classes, folder, error))
    return FALSE;
  if (classes->n != 0 && description->n_classes != 0 && classes->n != description->n_classes) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: %s has %u lines, but there are %u classes"), folder, CLASSES_FILE, classes->n,
                 description->n_classes);
    return FALSE;
  }
  classes->n = MAX (classes->n, description->n_classes);
  if (description->class_names != NULL) {
    g_strfreev (classes->names);
    classes->names = g_strdupv ((char **)description->class_names);
  }
  return TRUE;
}

/* Notes the coarse classes of a part, where it has a file of them. */
static gboolean
note_coarse (Classes *classes, GFile *file, const Dataset *part, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *values;
  guint32 sizes[4];

  if (file == NULL)
    return TRUE;
  bytes = dataset_idx_read (file, 1, sizes, error);
  if (bytes == NULL)
    return FALSE;
  if (sizes[0] != part->samples.rows) {
    g_autofree char *name = g_file_get_parse_name (file);

    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s has %u labels, but there are %" G_GSIZE_FORMAT " images"), name, sizes[0],
                 part->samples.rows);
    return FALSE;
  }
  values = g_bytes_get_data (bytes, NULL);
  for (guint32 i = 0; i < sizes[0]; i++) {
    if (!dataset_labels_note_coarse (classes->coarse_of, part->labels[i], values[i], i, part->title, error))
      return FALSE;
    classes->n_coarse = MAX (classes->n_coarse, values[i] + 1u);
  }
  return TRUE;
}

static Dataset *
read_pair (GFile *const pair[N_KINDS], Classes *classes, const char *name, const char *title, GError **error)
{
  g_autoptr (Dataset) part
      = dataset_idx_read_pair (pair[KIND_IMAGES], pair[KIND_LABELS], name, title, BYTE_MAXIMUM, classes->n,
                               (const char *const *)classes->names, error);

  if (part == NULL || !note_coarse (classes, pair[KIND_COARSE], part, error))
    return NULL;
  classes->n = part->n_classes;
  return g_steal_pointer (&part);
}

static void
set_coarse (Dataset *dataset, const Classes *classes)
{
  if (classes->n_coarse > 0)
    dataset_labels_set_coarse (dataset, classes->coarse_of, classes->n_coarse,
                               classes->coarse_names[0] != NULL ? (const char *const *)classes->coarse_names
                                                                : NULL);
}

static gboolean
load (const char *folder,
      const DatasetDescription *description,
      Dataset **train,
      Dataset **test,
      GError **error)
{
  g_autofree char *train_title = dataset_reader_title (description, FALSE);
  g_autofree char *test_title = dataset_reader_title (description, TRUE);
  g_auto (Files) files = { { { NULL } } };
  g_auto (Classes) classes = { 0 };
  g_autoptr (Dataset) all = NULL;
  Role first, second;

  if (!find_files (folder, &files, &first, &second, error)
      || !settle_classes (&classes, folder, description, error))
    return FALSE;
  if (second == N_ROLES) {
    all = read_pair (files.of[first], &classes, description->name, description->title, error);
    if (all != NULL)
      set_coarse (all, &classes);
    return all != NULL && dataset_reader_split (all, description, train, test, error);
  }
  *train = read_pair (files.of[first], &classes, description->name, train_title, error);
  /* A test label that the training set does not know is an error, so the test set has its classes. */
  if (*train != NULL)
    *test = read_pair (files.of[second], &classes, description->name, test_title, error);
  if (*train == NULL || *test == NULL)
    return FALSE;
  set_coarse (*train, &classes);
  set_coarse (*test, &classes);
  return dataset_reader_check_alike (*train, *test, folder, error);
}

const DatasetReader dataset_reader_idx = { claims, check, load };
