/* Downstream tasks: their keys and names, and which are offered. */
#include "app/transfer-task.h"

#include <string.h>

static void
assert_round (const char *key, const char *source, const char *labels, const char *classes)
{
  g_autoptr (CollapsarTransferTask) task = collapsar_transfer_task_parse (key);
  g_assert_nonnull (task);
  g_assert_cmpstr (task->source, ==, source);
  g_assert_cmpstr (task->labels, ==, labels);
  g_assert_cmpstr (task->classes, ==, classes);
  g_autofree char *again = collapsar_transfer_task_key (task);
  g_assert_cmpstr (again, ==, key);
}

static void
test_keys (void)
{
  assert_round ("mnist", "mnist", "fine", "all");
  assert_round ("coarse 0-4,7:fashion-mnist", "fashion-mnist", "coarse", "0-4,7");
  assert_round ("0,2|1,3 all:/home/me/my data", "/home/me/my data", "0,2|1,3", "all");
  assert_round ("/home/me/my data: old", "/home/me/my data: old", "fine", "all");
  g_assert_null (collapsar_transfer_task_parse (""));
}

/* A network of grey images is offered data sets of such, of any size, those that are there. */
static void
test_offered (void)
{
  DatasetSourceInfo infos[]
      = { { .name = "fashion-mnist", .shape = { 28, 28, 1 }, .n_classes = 10, .location = (char *)"/a" },
          { .name = "mnist", .shape = { 28, 28, 1 }, .n_classes = 10, .location = (char *)"/b" },
          { .name = "kmnist", .shape = { 28, 28, 1 }, .n_classes = 10 },
          { .name = "digits", .shape = { 8, 8, 1 }, .n_classes = 10, .location = (char *)"bundled" },
          { .name = "cifar-10", .shape = { 32, 32, 3 }, .n_classes = 10, .location = (char *)"/d" },
          { .name = "omniglot", .location = (char *)"/c" },
          { .name = "gaussian", .location = (char *)"synthetic" } };
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  g_autoptr (Regime) regime = regime_new_preset ("fashion-collapse", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (infos); i++)
    g_ptr_array_add (sources, &infos[i]);
  g_assert_true (regime_set (regime, "data.source", "fashion-mnist", NULL));
  g_assert_true (regime_set (regime, "data.classes", "0-4,7", NULL));
  g_autoptr (GPtrArray) keys = collapsar_transfer_tasks (regime, sources);
  g_ptr_array_add (keys, NULL);
  g_autofree char *all = g_strjoinv ("; ", (char **)keys->pdata);
  g_assert_cmpstr (
      all, ==,
      "fashion-mnist; fine 0-4,7:fashion-mnist; fine 5,6,8,9:fashion-mnist; mnist; digits; omniglot");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/transfer-task/keys", test_keys);
  g_test_add_func ("/app/transfer-task/offered", test_offered);
  return g_test_run ();
}
