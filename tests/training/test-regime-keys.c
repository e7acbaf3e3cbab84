#include "training/regime-private.h"

#include <string.h>

static void
test_table (void)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; i < n; i++) {
    char *name = regime_key_name (&keys[i]);
    g_assert_true (regime_key_find (name) == &keys[i]);
    g_assert_nonnull (keys[i].title);
    g_assert_nonnull (keys[i].help);
    g_autoptr (GError) error = NULL;
    g_autofree char *value = regime_key_parse (&keys[i], keys[i].fallback, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (value, ==, keys[i].fallback);
    if (keys[i].type == REGIME_CHOICE)
      g_assert_cmpuint (g_strv_length ((char **)keys[i].choices), ==,
                        g_strv_length ((char **)keys[i].choice_titles));
    g_assert_true (g_hash_table_add (seen, name));
  }
  g_assert_null (regime_key_find ("optimiser"));
  g_assert_null (regime_key_find ("optimiser.learning-rat"));
}

static void
test_allowed (void)
{
  static const struct {
    const char *name, *allowed;
  } rows[] = {
    { "network.feature", "a whole number from 1 to 8192" },
    { "optimiser.learning-rate", "a number above 0, up to 1000" },
    { "optimiser.momentum", "a number from 0 to 0.9999" },
    { "network.batch-norm", "true or false" },
    { "optimiser.schedule", "one of constant, step, cosine" },
    { "loss.kind", "one of cross-entropy, label-smoothing, focal, mse, supcon, simclr" },
    { "network.kind", "one of mlp, cnn, resnet" },
    { "network.hidden", "at most 16 whole numbers from 1 to 8192, separated by commas, or nothing" },
    { "data.source", "digits, fashion-mnist, mnist, kmnist, omniglot, cifar-10, cifar-100, gaussian or a "
                     "path to files of yours" },
    { "network.weights", "a path to a .safetensors file, or nothing" },
    { "run.seed", "a whole number from 0 to 9007199254740991" },
    { "regime.about", "any text without control characters, at most 4096 bytes" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *allowed = regime_key_allowed (regime_key_find (rows[i].name));
    g_assert_cmpstr (allowed, ==, rows[i].allowed);
  }
}

/* What a key is only used with is a choice, and its values are of that choice, or a text that may be them. */
static void
test_applies (void)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  for (gsize i = 0; i < n; i++) {
    if (keys[i].only_with == NULL)
      continue;
    g_auto (GStrv) parts = g_strsplit (keys[i].only_with, "=", 2);
    g_auto (GStrv) values = g_strsplit (parts[1], ",", -1);
    const RegimeKey *choice = regime_key_find (parts[0]);
    g_assert_nonnull (choice);
    g_assert_true (choice->type == REGIME_CHOICE || choice->type == REGIME_TEXT
                   || choice->type == REGIME_INTEGER);
    for (char **value = values; *value != NULL; value++)
      if (choice->type == REGIME_CHOICE)
        g_assert_true (g_strv_contains (choice->choices, *value));
      else if (choice->type == REGIME_TEXT)
        g_assert_nonnull (strstr (choice->allowed, *value));
      else
        g_assert_true (g_ascii_string_to_signed (*value, 10, (gint64)choice->minimum, (gint64)choice->maximum,
                                                 NULL, NULL));
  }
  g_autoptr (Regime) regime = regime_new ();
  const RegimeKey *smoothing = regime_key_find ("loss.smoothing");
  g_assert_true (regime_key_applies (regime_key_find ("loss.kind"), regime));
  g_assert_false (regime_key_applies (smoothing, regime));
  g_assert_true (regime_set (regime, "loss.kind", "label-smoothing", NULL));
  g_assert_true (regime_key_applies (smoothing, regime));
  const RegimeKey *coarse = regime_key_find ("data.gaussian-coarse");
  g_assert_false (regime_key_applies (coarse, regime));
  g_assert_true (regime_set (regime, "data.source", "gaussian", NULL));
  g_assert_true (regime_key_applies (coarse, regime));
  g_assert_false (regime_key_applies (regime_key_find ("augment.flip"), regime));
  g_assert_true (regime_set (regime, "augment.level", "weak", NULL));
  g_assert_true (regime_key_applies (regime_key_find ("augment.flip"), regime));
  g_assert_false (regime_key_applies (regime_key_find ("augment.shift"), regime));
}

/* value: the canonical text, or NULL when it is not allowed. */
static void
test_values (void)
{
  static const struct {
    const char *name, *text, *value;
  } rows[] = {
    { "run.epochs", " 12 ", "12" },
    { "run.epochs", "0012", "12" },
    { "run.epochs", "0", NULL },
    { "run.epochs", "12.5", NULL },
    { "run.epochs", "1e2", NULL },
    { "run.epochs", "12 epochs", NULL },
    { "run.epochs", "", NULL },
    { "run.epochs", "99999999999999999999999", NULL },
    { "run.seed", "9007199254740991", "9007199254740991" },
    { "run.seed", "9007199254740992", NULL },
    { "run.seed", "-1", NULL },
    { "optimiser.learning-rate", "5e-2", "0.05" },
    { "optimiser.learning-rate", "0.10000000000000001", "0.1" },
    { "optimiser.learning-rate", "0.30000000000000004", "0.30000000000000004" },
    { "optimiser.learning-rate", "1e3", "1000" },
    { "optimiser.learning-rate", "1e-7", "1e-07" },
    { "optimiser.learning-rate", "0", NULL },
    { "optimiser.learning-rate", "1e-400", NULL },
    { "optimiser.learning-rate", "1000.0001", NULL },
    { "optimiser.learning-rate", "nan", NULL },
    { "optimiser.learning-rate", "inf", NULL },
    { "optimiser.learning-rate", "1e999", NULL },
    { "optimiser.learning-rate", "0x10", NULL },
    { "optimiser.learning-rate", "0,05", NULL },
    { "optimiser.learning-rate", "0.05f", NULL },
    { "optimiser.momentum", "1", NULL },
    { "optimiser.momentum", "-0", "0" },
    { "optimiser.weight-decay", "-0.001", NULL },
    { "optimiser.schedule", "step", "step" },
    { "optimiser.schedule", "Step", NULL },
    { "network.batch-norm", "1", "true" },
    { "network.batch-norm", "no", NULL },
    { "network.hidden", "", "" },
    { "network.hidden", " 512 , 256 ", "512,256" },
    { "network.hidden", "512,", NULL },
    { "network.hidden", "512;256", NULL },
    { "network.hidden", "0", NULL },
    { "network.hidden", "8193", NULL },
    { "network.hidden", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1" },
    { "network.hidden", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", NULL },
    { "data.source", "  ", NULL },
    { "data.source", "/a folder/of mine", "/a folder/of mine" },
    { "regime.about", "", "" },
    { "regime.about", "\xff", NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *value = regime_key_parse (regime_key_find (rows[i].name), rows[i].text, &error);
    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_cmpstr (value, ==, rows[i].value);
    if (rows[i].value == NULL) {
      g_autofree char *allowed = regime_key_allowed (regime_key_find (rows[i].name));
      g_assert_error (error, REGIME_ERROR, REGIME_ERROR_BAD_VALUE);
      g_assert_true (g_str_has_prefix (error->message, rows[i].name));
      g_assert_nonnull (strstr (error->message, allowed));
    }
  }
}

/* What a message repeats: whole characters, so many, none that a terminal obeys. */
static void
test_excerpt (void)
{
  g_autofree char *many = g_strnfill (100, 'x'), *shown = regime_excerpt (many);
  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, 61);
  g_assert_true (g_str_has_suffix (shown, "x…"));
  g_autofree char *wide = regime_excerpt ("éééééééééééééééééééééééééééééééééééééééé");
  g_assert_cmpstr (wide, ==, "éééééééééééééééééééééééééééééééééééééééé");
  g_autofree char *odd = regime_excerpt ("a\x1b\tb\xff");
  g_assert_cmpstr (odd, ==, "a\ufffd\ufffdb\ufffd");
}

static void
test_nearest (void)
{
  static const char *const words[] = { "watch-collapse", "fashion-collapse", "step" };
  g_assert_cmpstr (regime_nearest ("watch-colapse", words, 3), ==, "watch-collapse");
  g_assert_cmpstr (regime_nearest ("fashion", words, 3), ==, NULL);
  g_assert_cmpstr (regime_nearest ("stpe", words, 3), ==, "step");
  g_assert_cmpstr (regime_nearest ("", words, 3), ==, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/regime-keys/table", test_table);
  g_test_add_func ("/training/regime-keys/allowed", test_allowed);
  g_test_add_func ("/training/regime-keys/applies", test_applies);
  g_test_add_func ("/training/regime-keys/values", test_values);
  g_test_add_func ("/training/regime-keys/excerpt", test_excerpt);
  g_test_add_func ("/training/regime-keys/nearest", test_nearest);
  return g_test_run ();
}
