#include "dataset/source.h"
#include "folder-fixture.h"

#include <string.h>

/* The path, to be freed. */
static char *
write_text (const Fixture *fixture, const char *name, const char *text)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
load (const char *path, Dataset **train, Dataset **test)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dataset_source_load (path, NULL, 1, train, test, &error));
  g_assert_no_error (error);
}

/* The same ten samples, (i, i / 2 - 3) in the classes i % 2, written in many ways: all alike but for the
 * names. */
static const struct {
  const char *header, *line; /* of %1$d: i, %2$g: the second value, %3$s: the class */
  const char *names[2];
  const char *shown[2];
} ways[] = {
  { "", "%1$d,%2$g,%3$s\n", { "0", "1" }, { "0", "1" } },
  { "", "%1$d;%2$g;%3$s\r\n\r\n", { "no", "yes" }, { "no", "yes" } },
  { "", "%1$d\t %2$g \t%3$s\n", { "7", "10" }, { "7", "10" } },
  { "", "%3$s,%1$d,%2$g\n", { "A", "B" }, { "A", "B" } },
  { "", "%3$s,%1$d,%2$f\n", { "-2", "1" }, { "-2", "1" } },
  { "x,y,z\n", "%1$d,%2$g,%3$s\n", { "0", "1" }, { "0", "1" } },
  { "\xef\xbb\xbf"
    "class,x,y\n",
    "%3$s,%1$d,%2$g\n",
    { "3", "4" },
    { "3", "4" } },
  { "x,Class,y\n", "%1$d,%3$s,%2$g\n", { "0", "1" }, { "0", "1" } },
  { "\"x\",\"label\",\"y\"\n",
    "\"%1$d\",\"%3$s\",%2$g\n",
    { "a, b", "say \"\"so\"\"" },
    { "a, b", "say \"so\"" } },
};

static void
test_ways (Fixture *fixture, gconstpointer data)
{
  for (gsize w = 0; w < G_N_ELEMENTS (ways); w++) {
    g_autoptr (GString) text = g_string_new (ways[w].header);
    g_autofree char *path = NULL;
    g_autoptr (Dataset) train = NULL;
    g_autoptr (Dataset) test = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    for (int i = 0; i < 10; i++)
      g_string_append_printf (text, ways[w].line, i, i / 2.0 - 3, ways[w].names[i % 2]);
#pragma GCC diagnostic pop
    path = write_text (fixture, "table.csv", text->str);
    load (path, &train, &test);
    g_assert_cmpuint (train->samples.rows, ==, 8);
    g_assert_cmpuint (test->samples.rows, ==, 2);
    g_assert_cmpuint (dataset_dimension (train), ==, 2);
    g_assert_cmpuint (train->shape.channels, ==, 2);
    g_assert_cmpuint (train->n_classes, ==, 2);
    for (guint k = 0; k < 2; k++)
      g_assert_cmpstr (train->class_names[k], ==, ways[w].shown[k]);
    for (guint i = 0; i < 8; i++) {
      g_assert_cmpuint (train->labels[i], ==, i % 2);
      g_assert_true (train->samples.data[2 * i] == (float)i);
      g_assert_true (train->samples.data[2 * i + 1] == (float)i / 2 - 3);
    }
    /* The fifth of each class. */
    g_assert_true (test->samples.data[0] == 8 && test->samples.data[2] == 9);
  }
}

/* A folder with a training and a test table: classes, and the label's column, are those of the first. */
static void
test_folder (Fixture *fixture, gconstpointer data)
{
  static const char *const names[][2]
      = { { "a.tra", "a.tes" }, { "b-train.csv", "b-test.csv" }, { "TRAIN.TSV", "TEST.DATA" } };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *train_path = write_text (fixture, names[i][0], "1,2.5,3\n10,3,4.5\n2,0,0\n");
    g_autofree char *test_path = write_text (fixture, names[i][1], "2,7,8\n10,9,10\n");
    g_autofree char *notes = write_text (fixture, "notes.names", "not a table");
    g_autoptr (Dataset) train = NULL;
    g_autoptr (Dataset) test = NULL;

    load (fixture->folder, &train, &test);
    g_assert_cmpuint (train->samples.rows, ==, 3);
    g_assert_cmpuint (test->samples.rows, ==, 2);
    g_assert_cmpstr (test->class_names[2], ==, "10");
    g_assert_cmpuint (test->labels[0], ==, 1);
    g_assert_cmpuint (test->labels[1], ==, 2);
    g_assert_true (test->samples.data[3] == 10);
    g_remove (train_path);
    g_remove (test_path);
  }
}

static void
assert_refused (const char *path, DatasetError code, const char *says)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (dataset_source_load (path, NULL, 1, &train, &test, &error));
  if (error->domain != DATASET_ERROR || error->code != (int)code || strstr (error->message, path) == NULL
      || strstr (error->message, says) == NULL)
    g_error ("“%s” (%d) says not “%s”", error->message, error->code, says);
  g_assert_null (train);
  g_assert_null (test);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *text;
    DatasetError code;
    const char *says;
  } bad[] = {
    { "", DATASET_ERROR_BAD_FILE, "is empty" },
    { "\n\n", DATASET_ERROR_BAD_FILE, "has no line with values" },
    { "\xff,1\n", DATASET_ERROR_BAD_FILE, "no text in UTF-8" },
    { "1\n2\n", DATASET_ERROR_BAD_FILE, "line 1: has 1 fields" },
    { "1,2,0\n\n1,2\n", DATASET_ERROR_BAD_FILE, "line 3: has 2 fields" },
    { "1,2,0\n1,2,0,\n", DATASET_ERROR_BAD_FILE, "line 2: has 4 fields" },
    { "1,2,0\n1,?,1\n", DATASET_ERROR_BAD_FILE, "line 2: field 2 is “?”" },
    { "1,,0\n1,2,1\n", DATASET_ERROR_BAD_FILE, "line 1: field 2 is “”" },
    { "NA,2,0\n1,2,1\n", DATASET_ERROR_BAD_FILE, "line 1: field 1 is “NA”" },
    { "1,2,0\n1,inf,1\n", DATASET_ERROR_BAD_FILE, "line 2: field 2 is “inf”" },
    { "1,2,0\n1,1e39,1\n", DATASET_ERROR_BAD_FILE, "line 2: field 2 is “1e39”" },
    { "a,b,c\n1,2,0\n1,2x,1\n", DATASET_ERROR_BAD_FILE, "line 3: field 2 is “2x”" },
    { "1;2,5;0\n1;2;0\n", DATASET_ERROR_BAD_FILE, "line 1: field 2 is “2,5”" },
    { "1,2,a\n1,2,\n", DATASET_ERROR_BAD_LABEL, "line 2: has no label in field 3" },
    { "1,\"2,0\n", DATASET_ERROR_BAD_FILE, "line 1: a quote is not closed" },
    { "1,\"2\"3,0\n", DATASET_ERROR_BAD_FILE, "line 1: a quote is not closed, or not followed" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *path = write_text (fixture, "bad.csv", bad[i].text);

    assert_refused (path, bad[i].code, bad[i].says);
  }
}

/* Too few of each class to split, and folders that say not what is what. */
static void
test_folder_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *train = write_text (fixture, "a-train.csv", "1,2,0\n3,4,1\n");
  g_autofree char *test = NULL, *other = NULL;

  g_assert_cmpint (g_chmod (train, 0600), ==, 0);
  assert_refused (fixture->folder, DATASET_ERROR_NOT_FOUND,
                  "holds neither one table nor one that says train");
  test = write_text (fixture, "a-test.csv", "1,2,3,0\n");
  assert_refused (fixture->folder, DATASET_ERROR_BAD_FILE, "has 3 columns, but");
  g_free (test);
  test = write_text (fixture, "a-test.csv", "1,2,5\n");
  {
    g_autoptr (Dataset) none = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_false (dataset_source_load (fixture->folder, NULL, 1, &none, &none, &error));
    g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_LABEL);
    g_assert_nonnull (strstr (error->message, "sample 0 has the label “5”, which no training sample has"));
  }
  other = write_text (fixture, "b-test.csv", "1,2,0\n");
  assert_refused (fixture->folder, DATASET_ERROR_BAD_FILE, "one table too many");
}

#define ADD(path, test) g_test_add ("/dataset/csv/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("ways", test_ways);
  ADD ("folder", test_folder);
  ADD ("folder-refused", test_folder_refused);
  ADD ("refused", test_refused);
  return g_test_run ();
}
