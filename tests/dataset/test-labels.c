#include "dataset/labels.h"

/* Any two names of a list in natural order stand as their places do. */
static void
test_compare (void)
{
  static const char *const sorted[] = { "",
                                        "-1",
                                        "0",
                                        "01",
                                        "1",
                                        "2",
                                        "10",
                                        "99",
                                        "100",
                                        "Z",
                                        "a",
                                        "a.",
                                        "a1",
                                        "a1b2",
                                        "a1b10",
                                        "a002",
                                        "a2",
                                        "a10",
                                        "a18446744073709551616",
                                        "class2",
                                        "class10",
                                        "class10b",
                                        "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (sorted); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (sorted); j++) {
      const int order = dataset_labels_compare (&sorted[i], &sorted[j]);

      if ((order > 0) - (order < 0) != (i > j) - (i < j))
        g_error ("“%s” and “%s”: %d", sorted[i], sorted[j], order);
    }
}

static void
assert_names (const char *const *texts, const char *const *expected)
{
  g_autoptr (GPtrArray) array = g_ptr_array_new ();
  g_autoptr (GPtrArray) names = NULL;

  for (; *texts != NULL; texts++)
    g_ptr_array_add (array, (char *)*texts);
  names = dataset_labels_names (array);
  g_assert_cmpstrv (names->pdata, expected);
}

/* Whole numbers, signs and all, by their values; texts naturally; each once. */
static void
test_names (void)
{
  static const char *const numbers[] = { "10", "2", "-1", "10", "07", "7", NULL };
  static const char *const texts[] = { "c10", "c2", "b", "c2", NULL };

  assert_names (numbers, (const char *const[]){ "-1", "2", "07", "7", "10", NULL });
  assert_names (texts, (const char *const[]){ "b", "c2", "c10", NULL });
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/labels/compare", test_compare);
  g_test_add_func ("/dataset/labels/names", test_names);
  return g_test_run ();
}
