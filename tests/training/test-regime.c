#include "training/regime.h"

#include <string.h>

static void
test_typed (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (GError) error = NULL;
  g_assert_true (regime_set (regime, "network.hidden", "512,256", &error));
  g_assert_true (regime_set_assignment (regime, "optimiser.learning-rate = 1e-3", &error));
  g_assert_true (regime_set_assignment (regime, "regime.name=a=b", &error));
  g_assert_true (regime_set_assignment (regime, "data.source=/home/me/my digits", &error));
  g_assert_no_error (error);
  g_autoptr (GArray) widths = regime_get_widths (regime, "network.hidden");
  g_assert_cmpuint (widths->len, ==, 2);
  g_assert_cmpuint (g_array_index (widths, guint, 0), ==, 512);
  g_assert_cmpuint (g_array_index (widths, guint, 1), ==, 256);
  g_assert_cmpfloat (regime_get_real (regime, "optimiser.learning-rate"), ==, 1e-3);
  g_assert_cmpint (regime_get_integer (regime, "optimiser.batch"), ==, 128);
  g_assert_true (regime_get_boolean (regime, "network.batch-norm"));
  g_assert_cmpuint (regime_get_choice (regime, "optimiser.schedule"), ==, 2);
  g_assert_cmpstr (regime_name (regime), ==, "a=b");
  g_autofree char *summary = regime_summary (regime);
  g_assert_cmpstr (summary, ==, "MLP 512-256-64 · my digits · seed 1");
  g_assert_true (regime_set (regime, "network.hidden", "", &error));
  g_autoptr (GArray) none = regime_get_widths (regime, "network.hidden");
  g_assert_cmpuint (none->len, ==, 0);
}

/* A change of a copy, or one that fails, leaves the regime as it was. */
static void
test_unchanged (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (Regime) copy = regime_copy (regime);
  g_autoptr (GError) error = NULL;
  g_assert_false (regime_set (regime, "run.epochs", "many", &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_BAD_VALUE);
  g_assert_true (regime_equal (regime, copy));
  g_assert_true (regime_set (copy, "run.epochs", "7", NULL));
  g_assert_false (regime_equal (regime, copy));
  g_assert_cmpstr (regime_get (regime, "run.epochs"), ==, "200");
}

static void
test_unknown (void)
{
  static const struct {
    const char *assignment, *suggestion;
  } rows[] = {
    { "optimizer.learning-rate=1", "did you mean optimiser.learning-rate?" },
    { "optimiser.learning_rate=1", "did you mean optimiser.learning-rate?" },
    { "momentum=0", "did you mean optimiser.momentum?" },
    { "loss.warmth=1", "there is no setting loss.warmth" },
  };
  g_autoptr (Regime) regime = regime_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (regime_set_assignment (regime, rows[i].assignment, &error));
    g_assert_error (error, REGIME_ERROR, REGIME_ERROR_UNKNOWN_KEY);
    g_assert_nonnull (strstr (error->message, rows[i].suggestion));
  }
  g_autoptr (GError) error = NULL;
  g_assert_false (regime_set_assignment (regime, "run.epochs", &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_BAD_VALUE);
}

static void
test_impossible (void)
{
  static const struct {
    const char *first, *second, *word;
  } rows[] = {
    { "optimiser.batch=101", "data.train=100", "optimiser.batch" },
    { "network.batch-norm=true", "optimiser.batch=1", "network.batch-norm" },
    { "optimiser.warm-up=3", "run.epochs=2", "optimiser.warm-up" },
    { "network.hidden=8192,8192,8192", "network.feature=8192", "network.hidden" },
    { "network.channels=2048,2048,2048,2048,2048,2048,2048", "network.kind=cnn", "network.channels" },
    { "network.channels=8,8", "network.kind=resnet", "network.strides" },
    { "network.kernels=3,3", "network.kind=cnn", "network.kernels" },
    { "network.kernels=3,2,1", "network.kind=cnn", "network.kernels" },
    { "network.channels=", "network.kind=cnn", "network.channels" },
    { "optimiser.batch=2", "optimiser.batch=1", "network.batch-norm" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Regime) regime = regime_new ();
    g_autoptr (GError) error = NULL;
    g_assert_true (regime_set_assignment (regime, rows[i].first, &error));
    g_assert_true (regime_validate (regime, &error));
    g_assert_true (regime_set_assignment (regime, rows[i].second, &error));
    g_assert_false (regime_validate (regime, &error));
    g_assert_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
    g_assert_nonnull (strstr (error->message, rows[i].word));
  }
}

/* Combinations of three: a contrastive loss with what it cannot have. */
static void
test_contrast (void)
{
  static const char *const rows[][3] = {
    { "loss.kind=simclr", "network.batch-norm=false", "optimiser.batch=1" },
    { "loss.kind=supcon", "augment.level=weak", "augment.mixup=0.2" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Regime) regime = regime_new ();
    g_autoptr (GError) error = NULL;
    for (guint j = 0; j < 3; j++) {
      g_assert_true (regime_validate (regime, &error));
      g_assert_true (regime_set_assignment (regime, rows[i][j], &error));
    }
    g_assert_false (regime_validate (regime, &error));
    g_assert_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/regime/typed", test_typed);
  g_test_add_func ("/training/regime/unchanged", test_unchanged);
  g_test_add_func ("/training/regime/unknown", test_unknown);
  g_test_add_func ("/training/regime/impossible", test_impossible);
  g_test_add_func ("/training/regime/contrast", test_contrast);
  return g_test_run ();
}
