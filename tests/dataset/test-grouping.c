#include "dataset/grouping.h"

#include <string.h>

#define N_CLASSES 10

static void
check_classes (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  gboolean kept[N_CLASSES];

  g_assert_true (dataset_parse_classes (text, N_CLASSES, kept, &error));
  g_assert_no_error (error);
  for (guint k = 0; k < N_CLASSES; k++)
    g_assert_cmpint (kept[k], ==, expected[k] == 'x');
}

static void
test_classes (void)
{
  check_classes ("all", "xxxxxxxxxx");
  check_classes ("0-9", "xxxxxxxxxx");
  check_classes ("0-4,7", "xxxxx..x..");
  check_classes ("7,0-4", "xxxxx..x..");
  check_classes ("3", "...x......");
  check_classes (" 2 , 4 - 5 ", "..x.xx....");
  check_classes ("6-6", "......x...");
}

static void
test_classes_refused (void)
{
  static const struct {
    const char *text, *says;
  } bad[] = {
    { "", "“” in “”" },
    { "1,,2", "“” in “1,,2”" },
    { "10", "“10” in “10” is no class of this data set; allowed are 0 to 9" },
    { "0-10", "“10” in “0-10”" },
    { "-1", "“” in “-1”" },
    { "1-", "“” in “1-”" },
    { "1-2-3", "“2-3” in “1-2-3”" },
    { "two", "“two” in “two”" },
    { "+1", "“+1” in “+1”" },
    { "1.0", "“1.0” in “1.0”" },
    { "99999999999999999999", "“99999999999999999999”" },
    { "5-2", "“5-2” in “5-2” runs backwards" },
    { "1,1", "Class 1 stands twice in “1,1”" },
    { "0-4,3", "Class 3 stands twice in “0-4,3”" },
    { "all,1", "“all” in “all,1”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    gboolean kept[N_CLASSES];

    g_assert_false (dataset_parse_classes (bad[i].text, N_CLASSES, kept, &error));
    g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
    g_assert_nonnull (strstr (error->message, bad[i].says));
  }
}

static void
test_grouping (void)
{
  static const guint32 expected[N_CLASSES] = { 0, 1, 0, 1, 0, 2, 0, 2, 3, 2 };
  g_autoptr (GError) error = NULL;
  gboolean kept[N_CLASSES];
  guint32 group_of[N_CLASSES];
  guint n_groups;

  g_assert_true (dataset_parse_classes ("all", N_CLASSES, kept, NULL));
  g_assert_true (
      dataset_parse_grouping ("0,2,4,6|1, 3|5,7,9|8", N_CLASSES, kept, group_of, &n_groups, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_groups, ==, 4);
  g_assert_cmpmem (group_of, sizeof group_of, expected, sizeof expected);
  /* Of the classes that are kept only. */
  g_assert_true (dataset_parse_classes ("0-3", N_CLASSES, kept, NULL));
  g_assert_true (dataset_parse_grouping ("3,0|1,2", N_CLASSES, kept, group_of, &n_groups, &error));
  g_assert_cmpuint (n_groups, ==, 2);
  g_assert_cmpuint (group_of[0], ==, 0);
  g_assert_cmpuint (group_of[1], ==, 1);
  g_assert_cmpuint (group_of[2], ==, 1);
  g_assert_cmpuint (group_of[3], ==, 0);
}

static void
test_grouping_refused (void)
{
  static const struct {
    const char *classes, *text, *says;
  } bad[] = {
    { "0-3", "0,1|2", "Class 3 is in no group of “0,1|2”" },
    { "0-3", "0,1|2,3,1", "Class 1 stands twice in the grouping" },
    { "0-3", "0,1|2,3|", "Group 2 of “0,1|2,3|” is empty" },
    { "0-3", "|0,1|2,3", "Group 0 of" },
    { "0-3", "0,1|2,3,4", "Class 4 in the grouping “0,1|2,3,4” is not among the classes kept" },
    { "0-3", "0,1|2,3,12", "“12” in “0,1|2,3,12” is no class of this data set; allowed are 0 to 9" },
    { "0-3", "0,1|2,x", "“x” in" },
    { "0-3", "0-1|2,3", "“0-1” in" },
    { "all", "rough", "“rough” in" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    gboolean kept[N_CLASSES];
    guint32 group_of[N_CLASSES];
    guint n_groups;

    g_assert_true (dataset_parse_classes (bad[i].classes, N_CLASSES, kept, NULL));
    g_assert_false (dataset_parse_grouping (bad[i].text, N_CLASSES, kept, group_of, &n_groups, &error));
    g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
    g_assert_nonnull (strstr (error->message, bad[i].says));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/grouping/classes", test_classes);
  g_test_add_func ("/dataset/grouping/classes-refused", test_classes_refused);
  g_test_add_func ("/dataset/grouping/grouping", test_grouping);
  g_test_add_func ("/dataset/grouping/grouping-refused", test_grouping_refused);
  return g_test_run ();
}
