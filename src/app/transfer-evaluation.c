#include "app/transfer-evaluation.h"

#define DRAWS 3

static const char *const all_layers[] = { "all", NULL };
static const char *const sample_and_layers[] = { "0", "all", NULL };
static const char *const few[] = { "5", "50", NULL };
static const char *const all_samples[] = { "all", NULL };
static const char *const ridge[] = { "ridge", NULL };

/* "transfer.KEY=VALUE", where the regime has what every regime begins with. */
static void
add_setting (GStrvBuilder *settings, const Regime *regime, const char *key, const char *value)
{
  const char *fallback = regime_key_find (key)->fallback;
  if (!g_str_equal (regime_get (regime, key), fallback))
    return;
  g_autofree char *setting = g_strdup_printf ("%s=%s", key, value);
  g_strv_builder_add (settings, setting);
}

static void
add_task (GStrvBuilder *settings, const CollapsarTransferTask *task)
{
  const struct {
    const char *key, *value;
  } parts[] = { { "target", task->source }, { "labels", task->labels }, { "classes", task->classes } };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *setting = g_strdup_printf ("transfer.%s=%s", parts[i].key, parts[i].value);
    g_strv_builder_add (settings, setting);
  }
}

static void
add_plan (CollapsarTransfers *transfers,
          CollapsarSession *run,
          const CollapsarTransferTask *task,
          const char *const *methods,
          const char *const *blocks,
          const char *const *shots)
{
  const Regime *regime = collapsar_session_regime (run);
  g_autoptr (TransferPlan) plan = transfer_plan_new ();
  g_autoptr (GStrvBuilder) settings = g_strv_builder_new ();
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  add_task (settings, task);
  add_setting (settings, regime, "transfer.train", "5000");
  add_setting (settings, regime, "transfer.test", "2000");
  if (shots == few)
    add_setting (settings, regime, "transfer.epochs", "100");
  plan->methods = g_strdupv ((char **)methods);
  plan->blocks = g_strdupv ((char **)blocks);
  plan->shots = g_strdupv ((char **)shots);
  plan->settings = g_strv_builder_end (settings);
  plan->seeds = DRAWS;
  g_ptr_array_add (runs, run);
  collapsar_transfers_add (transfers, runs, plan);
}

void
collapsar_transfer_evaluate (CollapsarTransfers *transfers,
                             CollapsarSession *run,
                             const CollapsarTransferTask *task)
{
  g_return_if_fail (COLLAPSAR_IS_TRANSFERS (transfers));
  g_return_if_fail (COLLAPSAR_IS_SESSION (run));
  g_return_if_fail (task != NULL);

  add_plan (transfers, run, task, NULL, all_layers, few);
  add_plan (transfers, run, task, ridge, sample_and_layers, all_samples);
  add_plan (transfers, run, task, NULL, all_layers, all_samples);
}
